"""The published site as people use it: read aloud, on a phone, without script, from a folder on a stick."""

from __future__ import annotations

import re
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


def test_a_figure_opens_to_its_entries_and_back(site: Path, phone: Page) -> None:
    """Figure → origin → the redacted voucher → a figure that it counts in."""
    phone.goto((site / "fund.html").as_uri())
    phone.locator("td a[data-fact*='receipts']", has_text="15,881.00").first.click()
    origin = phone.locator("article:target")
    origin.locator("summary").click()
    assert origin.locator("data").get_attribute("value") == "15881.00"
    origin.locator("details a").first.click()
    voucher = phone.locator("tbody:target")
    said = voucher.inner_text()
    assert "entries/Fund-2026-07.html" in phone.url
    assert re.search(r"2026-07-\d\d", said)
    assert "捐赠收入" in said
    assert "已开票据" in said
    voucher.locator(".counted a").first.click()
    assert phone.locator("article:target data").count() == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("路灯改造 预算", "16,000.00"),
        ("Fund/2026-07/记-0014", "儿童阅览角"),
        ("7722.59", "反哺"),
        ("7月 捐赠", "捐赠"),
    ],
)
def test_the_search_box_finds_from_a_folder_without_a_network(
    browser: Browser, site: Path, words: str, found: str
) -> None:
    """Typed on the front page, answered on the search page; what is found leads to where it stands."""
    context = browser.new_context(viewport=PHONE, offline=True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html*")
    first = page.locator("#found li").first
    said = page.locator("#found").inner_text()
    first.locator("a").click()

    assert found in said
    assert page.locator(":target").count() == 1
    context.close()


def test_the_site_works_without_script(browser: Browser, site: Path) -> None:
    """No search box, everything else: chapters, figures, entries, and a word on the search page."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert not page.get_by_role("searchbox").is_visible()
    page.get_by_role("link", name="逐笔", exact=True).click()
    page.get_by_role("link", name="2026-07").first.click()
    assert page.locator("tbody").count() > 20
    page.goto((site / "search.html").as_uri())
    assert "脚本" in page.locator("noscript").inner_text()
    context.close()
