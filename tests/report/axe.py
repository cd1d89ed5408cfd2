"""axe, the accessibility checker, run on the page that a browser shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations'], iframes: false}).then(
  (result) => done(result.violations.map((v) => `${v.impact} ${v.id}: ` + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | '))),
  (error) => done(['failed ' + error]));
"""


def violations(page: Any) -> list[str]:
    """What axe finds on the page, of every impact; best practices included."""
    package = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    page.execute_script((Path(package.__path__[0]) / "axe.min.js").read_text(encoding="utf-8"))
    page.set_script_timeout(120)
    # Articles outside the window are not laid out until they are needed: axe would not see them.
    page.execute_script("for (const a of document.querySelectorAll('.article')) a.style.contentVisibility = 'visible'")
    found: list[str] = page.execute_async_script(_RUN)
    return found
