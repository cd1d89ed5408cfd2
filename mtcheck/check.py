"""The flow: articles in, a report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from mtcheck.align import align
from mtcheck.baseline import suppress
from mtcheck.encode import Encoder, load_encoder
from mtcheck.errors import ReadError
from mtcheck.evidence import attach_evidence, encode_articles, states_of
from mtcheck.glossary import compiled, glossary_hash
from mtcheck.grammar import is_content
from mtcheck.literal import literal_senses
from mtcheck.memory import default_path, remembering
from mtcheck.merge import REPORTED, merge, risk
from mtcheck.read import parse, read_articles, source_articles
from mtcheck.rules import Context, rule_infos, rules
from mtcheck.rules.base import CHECKED_KINDS
from mtcheck.rules.consistency import echoes, sibling_differences
from mtcheck.script import Word, words
from mtcheck.segment import split_sentences
from mtcheck.translate import Translator, load_translator
from mtcheck.types import Article, Finding, GlossaryEntry, Language, Report, Sentence, Span, Suppression
from mtcheck.version import __version__

# Called with (stage, done, total) while a run goes on.
Progress = Callable[[str, int, int], None]
_BATCH = 64  # sentences translated between two reports of progress
_LANGUAGES: tuple[Literal["hi", "mr"], ...] = ("hi", "mr")


@dataclass(frozen=True)
class ArticleOptions:
    """What may differ from one article of a run to the next; see Options."""

    rules_off: frozenset[str] = frozenset()
    minimum_confidence: float = REPORTED
    baseline: Mapping[str, Suppression] = field(default_factory=dict)


@dataclass
class Options:
    """How a run is done.

    `model` is a folder or a model-hub name, None for the embedded model; `memory` is the file of the translation memory, None
    for none. `baseline` holds, by fingerprint, the findings that are known and why they are not reported. `per_article` takes an
    article's path and gives what holds for that article instead of the run's own values.
    """

    model: str | None = None
    minimum_confidence: float = REPORTED
    rules_off: frozenset[str] = frozenset()
    trust_remote_code: bool = False
    memory: Path | None = field(default_factory=default_path)
    translate: bool = True
    evidence: Sequence[str] = field(default_factory=tuple)
    baseline: Mapping[str, Suppression] = field(default_factory=dict)
    per_article: Callable[[str], ArticleOptions] | None = None
    glossary: tuple[GlossaryEntry, ...] = ()
    progress: Progress = lambda stage, done, total: None

    def of(self, path: str) -> ArticleOptions:
        """What holds for the article at `path`."""
        if self.per_article is not None:
            return self.per_article(path)
        return ArticleOptions(self.rules_off, self.minimum_confidence, self.baseline)


def check_article(
    article: Article | str, *, evidence: Sequence[Article | str] = (), options: Options | None = None
) -> Article:
    """Check one article (an Article, or its text) and give it back with sentences and findings.

    `evidence` are further articles or texts, English or Hindi, on the same story. Raises ReadError for a text without content.
    """
    main = article if isinstance(article, Article) else parse(article.encode("utf-8", "surrogatepass"), "<text>")
    others = [
        item if isinstance(item, Article) else parse(item.encode("utf-8", "surrogatepass"), f"<evidence {number}>")
        for number, item in enumerate(evidence, 1)
    ]
    report = check_articles([main], evidence=others, options=options)
    return report.articles[0]


def check_articles(
    articles: Sequence[Article | str | Path],
    *,
    evidence: Sequence[Article | str | Path] = (),
    options: Options | None = None,
    translator: Translator | None = None,
) -> Report:
    """Check articles (Articles, or paths of files of one or several) that may be each other's evidence.

    A file, or an article in one, that cannot be read becomes an Article with `error` set; the others are checked all the same.
    Evidence that cannot be read raises ReadError. Raises ModelError when the model cannot be loaded. `translator` is the one to
    use, for those who check often and load it once; by default the options' model is loaded.
    """
    options = options or Options()
    loaded = [article for item in articles for article in _load(item)]
    given = [article for item in evidence for article in _given(item)]
    readable = [article for article in loaded if not article.error]
    for article in (*readable, *given):
        article.sentences = split_sentences(article)
    translator = translator or _translator(options)
    if readable:
        _check(readable, given, translator, options)
    return Report(loaded, signature(translator, options, [article.path for article in loaded]), rule_infos())


def _translator(options: Options) -> Translator | None:
    if not options.translate:
        return None
    translator = load_translator(options.model, trust_remote_code=options.trust_remote_code)
    return remembering(translator, options.memory)


def signature(translator: Translator | None, options: Options, paths: Sequence[str] = ()) -> str:
    """What makes a report's figures reproducible: versions, model, runtime, thresholds, rules off, glossary, baseline.

    `paths` are the articles' paths; where they do not all have the same settings, each way is given with its articles' number.
    """
    model = f"{translator.name}@{translator.revision}|runtime:{translator.runtime}" if translator else "none"
    each = [options.of(path) for path in paths or ("",)]
    ways = Counter(f"minimum:{mine.minimum_confidence:g}{_off(mine)}" for mine in each)
    chosen = ways.popitem()[0] if len(ways) == 1 else "|".join(f"{n}x({way})" for way, n in sorted(ways.items()))
    known = {fingerprint for mine in each for fingerprint in mine.baseline}
    baseline = f"|baseline:{len(known)}" if known else ""
    terms = f"|glossary:{glossary_hash(options.glossary)}" if options.glossary else ""
    return f"mtcheck:{__version__}|model:{model}|rules:{len(rules())}|{chosen}{terms}{baseline}"


def _off(options: ArticleOptions) -> str:
    return f"|off:{','.join(sorted(options.rules_off))}" if options.rules_off else ""


def _load(item: Article | str | Path) -> list[Article]:
    if isinstance(item, Article):
        return [item]
    try:
        return read_articles(item)
    except ReadError as error:
        return [Article(str(item), error=str(error))]


def _given(item: Article | str | Path) -> list[Article]:
    found = [item] if isinstance(item, Article) else read_articles(item)
    return [article for article in found if not article.error]


def _own_sources(articles: Sequence[Article]) -> dict[str, list[Article]]:
    """Article path → the English texts that came with it, split into sentences."""
    own = {article.path: source_articles(article) for article in articles if article.sources}
    for source in (source for found in own.values() for source in found):
        source.sentences = split_sentences(source)
    return own


def _check(articles: list[Article], given: list[Article], translator: Translator | None, options: Options) -> None:
    encoder = load_encoder()
    options.progress("encode", 0, len(articles))
    own = _own_sources(articles)
    encoded = encode_articles([*articles, *given, *(source for found in own.values() for source in found)], encoder)
    raw: dict[str, list[Finding]] = {}
    contexts: dict[str, Context] = {}
    glossary = compiled(tuple(options.glossary))
    for done, article in enumerate(articles):
        options.progress("check", done, len(articles))
        alignments = attach_evidence(article, encoded, [item.path for item in (*given, *own.get(article.path, ()))])
        contexts[article.path] = Context(
            article, alignments, glossary, encoder.word_states, states_of(encoded[article.path]), encoder.word_kind
        )
        raw[article.path] = list(_raw_findings(contexts[article.path], options))
    for article in articles:
        raw[article.path] += list(echoes(contexts[article.path], raw[article.path]))
        raw[article.path] += list(sibling_differences(contexts[article.path], raw, encoder))
        mine = options.of(article.path)
        allowed = [finding for finding in raw[article.path] if finding.rule not in mine.rules_off]
        article.findings = merge(article, allowed, mine.minimum_confidence)
    if translator is not None:
        _back_translate(articles, translator, options)
        _fill_meanings(articles, translator)
        _mark_telling_words(articles, encoder)
    for article in articles:
        suppress(article, options.of(article.path).baseline)
        for sentence in article.sentences:
            sentence.risk = risk(f for f in article.findings if f.sentence == sentence.index)
    options.progress("done", len(articles), len(articles))


def _raw_findings(context: Context, options: Options) -> Iterator[Finding]:
    off = options.of(context.article.path).rules_off
    for rule_id, rule in rules().items():
        if rule_id not in off:
            yield from rule.check(context)


def _translated(articles: Sequence[Article]) -> Iterator[tuple[Article, Sentence]]:
    for article in articles:
        for sentence in article.sentences:
            if sentence.kind in CHECKED_KINDS and sentence.language is not Language.ENGLISH:
                yield article, sentence


def _tongue(article: Article) -> Literal["hi", "mr"]:
    return "mr" if article.language is Language.MARATHI else "hi"


def _back_translate(articles: Sequence[Article], translator: Translator, options: Options) -> None:
    todo = list(_translated(articles))
    for language in _LANGUAGES:
        batch = [sentence for article, sentence in todo if _tongue(article) == language]
        # Sentences of like length travel together; the order of the report does not matter here.
        batch.sort(key=lambda sentence: len(sentence.text))
        for start in range(0, len(batch), _BATCH):
            options.progress("translate", start, len(todo))
            part = batch[start : start + _BATCH]
            for sentence, english in zip(part, translator.translate([s.text for s in part], language), strict=True):
                sentence.back_translation = english


def _fill_meanings(articles: Sequence[Article], translator: Translator) -> None:
    """The literal meaning of the flagged words for which their rule gave none."""
    for language in _LANGUAGES:
        mine = [article for article in articles if _tongue(article) == language]
        wanted = sorted({f.text for article in mine for f in article.findings if not f.means})
        translate = partial(translator.translate, language=language)
        meanings = dict(zip(wanted, literal_senses(wanted, language, translate), strict=True))
        for article in mine:
            article.findings = [f if f.means else replace(f, means=meanings[f.text]) for f in article.findings]


def _mark_telling_words(articles: Sequence[Article], encoder: Encoder) -> None:
    """Where the flagged words went in the back-translation, by word alignment."""
    for article in articles:
        flagged = [
            s for s in article.sentences if s.back_translation and any(f.sentence == s.index for f in article.findings)
        ]
        texts = [text for s in flagged for text in (s.text, s.back_translation)]
        found = [tuple(words(text)) for text in texts]
        states = encoder.word_states(texts, [[Span(w.start, w.end) for w in ws] for ws in found])
        telling: dict[int, list[tuple[Span, Span]]] = {}
        for i, sentence in enumerate(flagged):
            alignment = align(found[2 * i], states[2 * i], found[2 * i + 1], states[2 * i + 1])
            telling[sentence.index] = [
                (
                    _shifted(alignment.words[row], sentence.start),
                    Span(alignment.evidence_words[column].start, alignment.evidence_words[column].end),
                )
                for row, column in alignment.links.items()
                if is_content(alignment.words[row].text)
            ]
        article.findings = [
            replace(f, telling=tuple(theirs for mine, theirs in telling.get(f.sentence, []) if mine.overlaps(f.span)))
            for f in article.findings
        ]


def _shifted(word: Word, base: int) -> Span:
    return Span(word.start + base, word.end + base)
