"""A headless browser that the tests of pages drive."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_CHROMIUM, _DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_LOADED = "return document.readyState === 'complete'"


@contextmanager
def chromium() -> Iterator[Any]:
    """A selenium driver of a Chromium with a profile of its own: an editor at another desk.

    On a busy machine the driver's own `get` and `refresh` now and then come back while the document is still
    being read, and a click then meets a page without listeners: these wait until it is whole.
    """
    if not (_CHROMIUM.exists() and _DRIVER.exists()):
        pytest.skip("chromium and chromedriver are not installed: the page is not tried in a browser")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    from selenium.webdriver.support.ui import WebDriverWait

    class Browser(webdriver.Chrome):  # type: ignore[misc, name-defined]
        def get(self, url: str) -> None:
            super().get(url)
            self._wait_until_loaded()

        def refresh(self) -> None:
            super().refresh()
            self._wait_until_loaded()

        def _wait_until_loaded(self) -> None:
            WebDriverWait(self, 60, poll_frequency=0.05).until(lambda driver: driver.execute_script(_LOADED))

    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(_CHROMIUM)
        for flag in (*_FLAGS.split(), f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = Browser(options=options, service=webdriver.ChromeService(str(_DRIVER)))
        try:
            driver.get("about:blank")  # ends the new-tab page, whose own requests would count as the report's
            yield driver
        finally:
            driver.quit()
