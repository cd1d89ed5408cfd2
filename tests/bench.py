"""Speed and memory, each against a named baseline of the same run: `make bench`. Not a test: nothing here can fail on a slow day.

usage: python tests/bench.py [articles…]
       python tests/bench.py batch [--articles 1000] [--workers 2] [--kills 3] [--rules-only]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = 48


def main(paths: list[str]) -> None:
    """Print the figures."""
    from mtcheck.check import Options, check_articles
    from mtcheck.read import find_articles, read_article
    from mtcheck.segment import split_sentences

    files = find_articles(paths or [str(ROOT / "seeds")])
    seconds, report = timed(lambda: check_articles(files, options=Options(memory=None)))
    count = sum(len(article.sentences) for article in report.articles)
    print(f"check, cold: {len(files)} articles, {count} sentences in {seconds:.1f} s; resident at most {peak():.0f} MB")
    rules_share(files)
    glossary_cost(files)
    sentences = [s.text for file in files for s in split_sentences(read_article(file)) if len(s.text) > 40][:SENTENCES]
    translation(sentences)


def rules_share(files: list[Path]) -> None:
    """Each rule's share of the rules' time."""
    from mtcheck.encode import load_encoder
    from mtcheck.evidence import attach_evidence, encode_articles
    from mtcheck.read import read_article
    from mtcheck.rules import Context, rules
    from mtcheck.segment import split_sentences

    articles = [read_article(file) for file in files]
    for article in articles:
        article.sentences = split_sentences(article)
    encoded_in, encoded = timed(lambda: encode_articles(articles, load_encoder()))
    contexts = [Context(article, attach_evidence(article, encoded)) for article in articles]
    spent = {}
    for rule_id, rule in rules().items():
        spent[rule_id], _ = timed(lambda rule=rule: [list(rule.check(context)) for context in contexts])
    total = sum(spent.values())
    print(f"encoding {encoded_in:.2f} s, all rules {total:.2f} s ({total / encoded_in:.2f} of encoding)")
    for rule_id, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {rule_id:24}{seconds / total:6.1%}")


def glossary_cost(files: list[Path]) -> None:
    """What a newsroom's glossary of 10,000 entries (the term bank and the names) adds to a check, a language's first article apart."""
    from mtcheck.glossary import compiled
    from mtcheck.knowledge import names, terms
    from mtcheck.read import read_article
    from mtcheck.rules import Context, rules
    from mtcheck.segment import split_sentences
    from mtcheck.types import GlossaryEntry

    listed = [GlossaryEntry(term.english, term.accepted, term.wrong) for term in terms("hi")]
    listed += [GlossaryEntry(name.latin[0], name.hindi, kind="name") for name in names()]
    glossary = compiled(tuple(listed[-10_000:]))
    for number, file in enumerate(files[:2]):
        article = read_article(file)
        article.sentences = split_sentences(article)
        context = Context(article, glossary=glossary)
        seconds, _ = timed(lambda context=context: list(rules()["terminology"].check(context)))
        print(f"glossary, 10,000 entries, {'next' if number else 'first'} article: {seconds:.2f} s")


def translation(sentences: list[str]) -> None:
    """The embedded translator against transformers' own pipeline, one sentence at a time, beam 4, same weights."""
    from mtcheck.translate import load_translator

    translator = load_translator()
    translator.translate(sentences[:2], "hi")
    ours, _ = timed(lambda: translator.translate(sentences, "hi"))
    baseline, _ = timed(lambda: list(one_by_one(sentences)))
    rate, base = len(sentences) / ours, len(sentences) / baseline
    print(f"translate ({translator.runtime}): {rate:.1f} sentences/s, {rate / base:.1f} times the baseline")
    print(f"baseline (transformers, one at a time, beam 4): {base:.2f} sentences/s")


def one_by_one(sentences: list[str]) -> Iterator[str]:
    """What `transformers.pipeline("translation")` does with one sentence after the other (newer releases have no such task)."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    from mtcheck.translate.folder import embedded_folder

    folder = embedded_folder()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, local_files_only=True).float().eval()
    for sentence in sentences:
        inputs = tokenizer(sentence, return_tensors="pt")
        inputs.pop("token_type_ids", None)
        output = model.generate(**inputs, num_beams=4, max_new_tokens=160)
        yield tokenizer.decode(output[0], skip_special_tokens=True)


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """(seconds, result)."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def peak() -> float:
    """The most memory this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["batch"]:
        sys.path.insert(0, str(ROOT))
        from tests.batch.bench import main as batch

        batch(sys.argv[2:])
    else:
        main(sys.argv[1:])
