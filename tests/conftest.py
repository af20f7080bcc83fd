"""What tests of pages share: the system's Chromium, drawing with the pinned fonts on any machine."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from huilin.rendering import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Root runs it in CI, and it has no network to ask for updates."""


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Headless Chromium; without one the test is skipped, but never in CI."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not program:
        assert "CI" not in os.environ, "no Chromium: tools/for_tests.sh installs it"
        pytest.skip("no Chromium on this machine: tools/for_tests.sh installs it")
    home = tmp_path_factory.mktemp("chromium")
    folders = sorted({str(file.parent) for file in fonts.files().values()})
    listed = "".join(f"<dir>{folder}</dir>" for folder in folders)
    (home / "fonts.conf").write_text(f"<fontconfig>{listed}<cachedir>{home}/fonts</cachedir></fontconfig>")
    env = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")}
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(QUIET), env=env)
        yield opened
        opened.close()
