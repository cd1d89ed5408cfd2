"""What a regression case is, and what a run of cases gives: the data types of this station."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mtcheck.types import GlossaryEntry, Language, Severity

# The ending of a file of cases; the pytest plugin collects by it.
SUFFIX = ".mtcheck.yaml"
# Points of chrF; docs/regression-cases.md tells how it was chosen.
DEFAULT_MARGIN = 20.0


@dataclass(frozen=True)
class Expectation:
    """Words of the bad sentence that must be flagged, by `rule` unless that is empty, and at least so severely.

    `line` is where it stands in the file of cases.
    """

    words: str
    rule: str = ""
    severity: Severity = Severity.MINOR
    line: int = 0


@dataclass(frozen=True)
class Case:
    """A known mistranslation and how it was mended.

    `bad` must be flagged as `find` tells and `fixed` (empty: not known) must have no finding of `rules` (empty: of any rule).
    `english` is the source, one line for each sentence that a translator is given. `approved` is the reference of chrF,
    `margin` how many points of chrF a translation may lose. `glossary` are entries, `glossary_file` is a file of them
    (empty: none). `language` is None when it is to be told from the texts. `path` and `line` say where the case stands.
    """

    id: str
    bad: str
    find: tuple[Expectation, ...]
    fixed: str = ""
    english: str = ""
    approved: str = ""
    rules: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    glossary_file: str = ""
    margin: float = DEFAULT_MARGIN
    language: Language | None = None
    note: str = ""
    path: str = ""
    line: int = 0

    @property
    def reference(self) -> str:
        """What a translation is compared with by chrF: the approved translation, else the fixed sentence, else nothing."""
        return self.approved or self.fixed

    @property
    def place(self) -> str:
        """File and line, as editors and terminals know to open them."""
        return f"{self.path}:{self.line}"


class Status(str, Enum):
    """How a case ended; an error is neither: the case could not be tried."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"


@dataclass(frozen=True)
class Flag:
    """A finding in short."""

    rule: str
    severity: Severity
    words: str
    suggestion: str = ""


@dataclass(frozen=True)
class Check:
    """One thing a case asks for: `name` is bad, fixed, finding, words or chrf; `message` says in one line what came out.

    `sentence` is the text looked at with the words in question marked ⟦…⟧, `found` what was found in it; both may be empty.
    """

    name: str
    passed: bool
    message: str
    sentence: str = ""
    found: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class CaseResult:
    """What came out for one case.

    `translation` is the translator's, empty when none was asked; `findings` are those on it. `chrf` (0 to 100) is None
    where there is nothing to compare, `floor` is what it must reach. `error` says why the case could not be tried.
    """

    id: str
    path: str
    line: int
    status: Status
    checks: tuple[Check, ...] = ()
    error: str = ""
    note: str = ""
    english: str = ""
    translation: str = ""
    chrf: float | None = None
    floor: float | None = None
    findings: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class FileError:
    """A file of cases that could not be read: `message` names it and says what to do."""

    path: str
    message: str


@dataclass(frozen=True)
class Results:
    """The results of one run, in the order of the cases, and the signature that makes them reproducible."""

    signature: str
    cases: tuple[CaseResult, ...]
    errors: tuple[FileError, ...] = ()
    translator: str = ""

    def count(self, status: Status) -> int:
        """How many cases ended so."""
        return sum(case.status is status for case in self.cases)

    def by_id(self) -> dict[str, CaseResult]:
        """The results of the cases by their ids."""
        return {case.id: case for case in self.cases}
