"""The published site as people use it: read aloud, on a phone, without script, from a folder on a stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.acceptance.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(demo: Demo) -> Path:
    demo.run("publish")
    return demo.published.resolve()


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The addresses that the pages asked for."""
    return []


@pytest.fixture(scope="module")
def phone(browser: Browser, asked: list[str]) -> Iterator[Page]:
    """A phone's window that notes every request; axe may run in it whatever the pages allow."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 10
    return found


def test_every_page_can_be_read_by_everyone(site: Path, phone: Page, asked: list[str]) -> None:
    """axe-core finds no violation on any page, none scrolls sideways at 360 px, none asks for anything from outside."""
    amiss = []
    for page in pages(site):
        phone.goto(page.as_uri())
        found = Axe().run(phone).response["violations"]
        amiss += [(page.name, rule["id"], rule["nodes"][0]["html"][:200]) for rule in found]
        if phone.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            amiss.append((page.name, "wide", ""))

    assert amiss == []
    assert {address for address in asked if not address.startswith(site.as_uri())} == set()
