"""From the sources to the finished folder, with one command.

usage: OMP_WAIT_POLICY=passive PYTHONPATH=. python models/recipe/build.py --corpora DIR --dev DEV.tsv --work WORK_DIR
       [--minutes 100] [--start FOLDER] [--out models/embedded]

Steps: pairs, skeleton (unless --start names a trained folder to go on from), states, train, finish, evaluate. Started
again it goes on where it stopped; delete a step's output in WORK_DIR to repeat it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def run(script: str, **options: object) -> None:
    """Run one step as its own program, so that its memory is freed."""
    words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if value is not None]
    print(f"== {script} {' '.join(words)}", flush=True)
    subprocess.run([sys.executable, HERE / f"{script}.py", *words], check=True)


def build(args: argparse.Namespace) -> None:
    """All steps that are not done yet."""
    work, dev = args.work, args.dev
    if not (work / "pairs.tsv").exists():
        run("pairs", corpora=args.corpora, dev=dev, out=work)
    start = args.start or work / "skeleton"
    if not (start / "model.safetensors").exists():
        run("skeleton", work=work, out=start)
    run("states", start=start, work=work, dev=dev)
    run("train", start=start, work=work, dev=dev, minutes=args.minutes, rate=args.rate)
    run("finish", start=start, work=work, out=args.out, last=args.last)
    run("word_kinds", out=args.out)
    run("evaluate", dev=dev, folder=args.out)
    run("evaluate", dev=work / "held-out.mr-en.tsv", folder=args.out, language="mr")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE.parent / "embedded")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--last", type=int, default=1, help="checkpoints to average")
    build(parser.parse_args())
