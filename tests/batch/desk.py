"""A tree of articles, a folder of results, and batches with the fake station."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mtcheck.batch import Plan, Summary, run_batch

from .fakes import FakeStation

# Two stories of two articles, one that stands alone.
ARTICLES = {
    "नहर.txt": "नहर टूटी #नहर बड़ी गलती",
    "शाम/नहर फिर.txt": "नहर की मरम्मत #नहर",
    "शाम/पुल 1.txt": "पुल बना #पुल छोटी गलती",
    "पुल 2.txt": "पुल खुला #पुल",
    "अकेला.txt": "मेला लगा #मेला सूचना",
}


@dataclass
class Desk:
    """`root` holds the tree `in`, the results `out` and the station's log; `told` is what batches told."""

    root: Path
    told: list[str] = field(default_factory=list)

    @property
    def tree(self) -> Path:
        return self.root / "in"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def fill(self, articles: dict[str, str] = ARTICLES) -> Desk:
        for path, text in articles.items():
            self.write(path, text)
        return self

    def write(self, path: str, text: str) -> None:
        target = self.tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def station(self, **changes: Any) -> FakeStation:
        return replace(FakeStation(self.root / "log"), **changes)

    def plan(self, **changes: Any) -> Plan:
        plan = Plan(self.tree, self.out, self.station(), workers=1, tell=self.told.append)
        return replace(plan, **changes)

    def run(self, **changes: Any) -> Summary:
        self.told.clear()
        return run_batch(self.plan(**changes))

    def checked(self) -> list[str]:
        """The paths checked since the last call, sorted."""
        log = self.root / "log"
        found = sorted(log.read_text(encoding="utf-8").split("\n")[:-1]) if log.exists() else []
        log.unlink(missing_ok=True)
        return found

    def report(self, path: str) -> dict[str, Any]:
        report = json.loads((self.out / f"{path}.json").read_text(encoding="utf-8"))
        assert report["schema"] == "mtcheck.report/1"
        return report["articles"][0]

    def summary(self) -> dict[str, Any]:
        return json.loads((self.out / "batch.json").read_text(encoding="utf-8"))

    def results(self) -> dict[str, bytes]:
        """Every file of the results but the state; of batch.json what does not tell of the run."""
        found = {}
        for file in sorted(self.out.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(self.out).as_posix()] = file.read_bytes()
        summary = json.loads(found["batch.json"])
        del summary["run"]
        return found | {"batch.json": json.dumps(summary, ensure_ascii=False).encode()}
