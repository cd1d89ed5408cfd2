"""One headless browser for all tests of the page: starting it costs more than all the tests together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mtcheck.report import FORMATS, write
from mtcheck.types import Report
from tests.browser import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a report from disk in a window of a given width, with nothing remembered from the test before."""

    def open_it(report: Report, width: int = 1280, scripts: bool = True) -> Any:
        page = tmp_path / "report.html"
        write(FORMATS["html"](report), page)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        for log in ("browser", "performance"):
            browser.get_log(log)
        browser.get(page.as_uri())
        browser.execute_cdp_cmd("Page.bringToFront", {})  # a test before may have closed the tab in front
        return browser

    yield open_it
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    if browser.current_url.startswith("file:"):
        browser.execute_script("localStorage.clear()")
