"""pytest plugin: every case of a `*.mtcheck.yaml` file is a test.

pytest loads this module in every project where mtcheck is installed, so nothing of mtcheck is imported before such a file is found.
The rules and the encoder are loaded with the first case and kept for the session; a translator is asked once for all cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mtcheck.regress.case import Case, CaseResult
    from mtcheck.regress.checker import Checker
    from mtcheck.regress.translators import Answer, TranslationSystem

_SUFFIX = ".mtcheck.yaml"
_OPTIONS = {
    "mtcheck_translator": "command that translates: an English sentence per line in, a translation per line out",
    "mtcheck_endpoint": "http(s) address of a translation service",
    "mtcheck_endpoint_fields": "names of the endpoint's fields: text=q,translations=data.translations.text",
    "mtcheck_timeout": "seconds for one run of the translator or one request (120)",
    "mtcheck_accepted": "results of the last accepted run (mtcheck regress run --output); chrF is compared with it",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every setting is an ini option and an option of the command line, which wins."""
    group = parser.getgroup("mtcheck", "regression cases of translation fixes (*.mtcheck.yaml)")
    for name, text in _OPTIONS.items():
        parser.addini(name, text, default="")
        group.addoption(f"--{name.replace('_', '-')}", dest=name, default=None, metavar="VALUE", help=text)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Files of cases, by their ending."""
    return CaseFile.from_parent(parent, path=file_path) if file_path.name.endswith(_SUFFIX) else None


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each case; a file that cannot be read is an error of collection, told in one line."""
        from mtcheck.errors import ReadError
        from mtcheck.regress.read import read_cases

        try:
            cases = read_cases(self.path)
        except ReadError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """A case."""

    def __init__(self, *, case: Case, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.case = case

    def runtest(self) -> None:
        """Run the case; CaseFailedError when it does not pass."""
        from mtcheck.regress.case import Status

        result = _run_of(self.session).result(self.case)
        if result.status is not Status.PASSED:
            raise CaseFailedError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong with the case, without a traceback; one line for a translator that cannot be used at all."""
        from mtcheck.errors import MtcheckError

        if isinstance(excinfo.value, CaseFailedError):
            return "\n".join([f"{_place(self)}: {self.case.id} {excinfo.value}", *excinfo.value.lines()])
        if isinstance(excinfo.value, MtcheckError):
            return f"{_place(self)}: {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands; pytest counts lines from 0."""
        return self.path, self.case.line - 1, self.case.id


class CaseFailedError(Exception):
    """A case that did not pass."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result.status.value)
        self.result = result

    def lines(self) -> list[str]:
        """What is wrong, line by line."""
        from mtcheck.regress.text import failure_lines

        return [f"  {line}" for line in failure_lines(self.result)]


class _Run:
    """What the cases of a session share."""

    def __init__(self, session: pytest.Session) -> None:
        from mtcheck.regress.checker import Checker
        from mtcheck.regress.results import read_results

        self._cases = [item.case for item in session.items if isinstance(item, CaseItem)]
        self._translator = _translator(session.config)
        self._checker: Checker = Checker()
        accepted = _setting(session.config, "mtcheck_accepted")
        self._accepted = read_results(session.config.rootpath / accepted).by_id() if accepted else {}
        self._answers: dict[str, Answer] | None = None

    def result(self, case: Case) -> CaseResult:
        """The result of one case."""
        from mtcheck.regress.run import ask, run_case

        if self._answers is None:
            self._answers = ask(self._translator, self._cases) if self._translator else {}
        return run_case(case, self._checker, self._answers.get(case.place), self._accepted.get(case.id))


_RUN = pytest.StashKey[_Run]()


def _run_of(session: pytest.Session) -> _Run:
    if _RUN not in session.stash:
        session.stash[_RUN] = _Run(session)
    return session.stash[_RUN]


def _place(item: CaseItem) -> str:
    try:
        path = item.path.relative_to(item.config.invocation_params.dir)
    except ValueError:
        path = item.path
    return f"{path}:{item.case.line}"


def _setting(config: pytest.Config, name: str) -> str:
    given = config.getoption(name)
    return str(config.getini(name) if given is None else given).strip()


def _translator(config: pytest.Config) -> TranslationSystem | None:
    from mtcheck.errors import UsageError
    from mtcheck.regress.translators import DEFAULT_TIMEOUT, Command, Endpoint, read_fields

    command, url = _setting(config, "mtcheck_translator"), _setting(config, "mtcheck_endpoint")
    try:
        timeout = float(_setting(config, "mtcheck_timeout") or DEFAULT_TIMEOUT)
    except ValueError as error:
        raise UsageError(f"mtcheck_timeout: {error}; give seconds") from error
    if command and url:
        raise UsageError("mtcheck_translator and mtcheck_endpoint: give only one of them")
    if url:
        return Endpoint(url, timeout, read_fields(_setting(config, "mtcheck_endpoint_fields")))
    return Command(command, timeout) if command else None
