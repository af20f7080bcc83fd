"""Nothing that a ledger, a file's name, a file or an address says runs as a script: tried in Chromium, on every page."""

from __future__ import annotations

from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from huilin.desk import pages, serving
from huilin.desk.opening import open_books
from tests.desk.conftest import TODAY, build
from tests.desk.payloads import PAYLOADS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from huilin.desk.opening import Desk
    from tests.desk.conftest import Opened

OURS = [f"extension/{page.__name__}/" for page in pages.PAGES]
FAVAS = (
    "income_statement/", "balance_sheet/", "trial_balance/", "journal/", "query/", "holdings/", "commodities/", "documents/",
    "events/", "statistics/", "editor/", "errors/", "import/", "options/", "help/", "account/Assets:Fund:1002银行存款:01工行/",
)  # fmt: skip
BANK, INCOME = "Assets:Fund:1002银行存款:01工行", "Income:Fund:4101捐赠收入:02限定性"


def poison(root: Path) -> None:
    """Put every payload wherever a ledger takes words: payee, narration, metadata, notes, events, projects, files."""
    lines: list[str] = []
    for place, payload in enumerate(PAYLOADS):
        said = quoted(payload)
        lines += [
            f"2026-10-02 * {said} {said}",
            f'  id: "Fund/2026-10/记-{place + 1:04d}"',
            f"  project: {said}", f"  category: {said}", f"  donor: {said}", f"  prepared: {said}", f"  note: {said}",
            f"  {BANK}  1.00 CNY", f"    src: {said}", f"  {INCOME}  -1.00 CNY",
            f"2026-10-02 note {BANK} {said}",
            f"2026-10-02 event {said} {said}",
            f'2026-10-02 custom "project" {said} "Fund"', f"  purpose: {said}",
            f"2026-10-02 query {said} {said}",
        ]  # fmt: skip
    (root / "documents/2026").mkdir(parents=True, exist_ok=True)
    for place, payload in enumerate(PAYLOADS[:40]):
        name = f"{place}-{payload.replace('/', '∕')[:80]}.{('html', 'svg', 'xml', 'txt')[place % 4]}"
        (root / "documents/2026" / name).write_text(payload, encoding="utf-8")
        lines.append(f"2026-10-02 document {BANK} {quoted('../documents/2026/' + name)}")
    (root / "fund/more.beancount").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (root / "fund/main.beancount").open("a", encoding="utf-8") as main:
        main.write('include "more.beancount"\n')
    settings = (root / "community.toml").read_text(encoding="utf-8")
    (root / "community.toml").write_text(settings.replace("晴川社区", "<b data-xss>晴川</b>"), encoding="utf-8")


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("poisoned") / "books"
    build(root)
    poison(root)
    with open_books(root, serving.listen(0), today=TODAY) as desk:
        assert not desk.inspection.refused, desk.inspection.findings[:3]
        assert not desk.server.failed
        yield desk


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Give a page and the list of what fired on it."""
    page, fired = browser.new_page(), []
    page.set_default_timeout(120_000)
    page.add_init_script("window.pwned = 0")
    page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    try:
        yield page, fired
    finally:
        page.close()


def harm(page: Page, fired: list[str]) -> str:
    """Return what fired, or what stands in the page as an element of the payload's; empty where nothing does."""
    made: int = page.evaluate("document.querySelectorAll('[data-xss]').length + (window.pwned || 0)")
    return f"{made} {fired}" if made or fired else ""


def test_there_are_two_hundred() -> None:
    assert len(set(PAYLOADS)) == 200


@pytest.mark.slow
def test_no_page_runs_what_the_books_say(browser: Browser, poisoned: Desk) -> None:
    """All payloads stand in the books at once; every page of ours and of Fava's is opened in both languages."""
    base = _books(browser, poisoned)
    with watched(browser) as (page, fired):
        for name in FAVAS:
            page.goto(base + name, wait_until="networkidle")
            assert not harm(page, fired), name
        for name in (*OURS, *(f"{name}?lang=en&time=2026" for name in OURS)):
            page.goto(base + name, wait_until="load")
            assert not harm(page, fired), name
        page.goto(f"{base}journal/?time=2026-10", wait_until="networkidle")
        assert page.locator("ol.journal li.transaction").count() > 100
        assert not harm(page, fired)


@pytest.mark.slow
def test_evidence_is_shown_as_text_and_leaves_as_a_download(browser: Browser, poisoned: Desk) -> None:
    base = _books(browser, poisoned)
    names = [
        f"{place}-{payload.replace('/', '∕')[:80]}.{('html', 'svg', 'xml', 'txt')[place % 4]}"
        for place, payload in enumerate(PAYLOADS[:8])
    ]
    with watched(browser) as (page, fired):
        for place, name in enumerate(names):
            page.goto(
                f"{base}extension/HuilinEvidence/?doc={quote(f'documents/2026/{name}')}", wait_until="networkidle"
            )
            assert PAYLOADS[place] in (page.locator("pre").text_content() or "")
            assert not harm(page, fired), name
            with page.expect_download() as download:
                page.locator("#evidence a[data-remote]").click()
            assert download.value.suggested_filename


@pytest.mark.slow
def test_no_address_runs_what_it_says(browser: Browser, poisoned: Desk) -> None:
    """Reflected: words, filters, tables, evidence and languages that are payloads themselves; one in nine in Chromium."""
    base = _books(browser, poisoned)
    words = ("q", "entity", "t", "doc", "lang", "filter", "account", "time", "sort", "p", "from", "report")
    with watched(browser) as (page, fired):
        for place, payload in enumerate(PAYLOADS[::9]):
            word, name = words[place % len(words)], OURS[place % len(OURS)]
            page.goto(f"{base}{name}?{word}={quote(payload)}", wait_until="domcontentloaded")
            assert not harm(page, fired), (name, word, payload)


def test_every_payload_comes_back_from_an_address_as_text(opened: Opened) -> None:
    """What the server itself writes into its page is escaped, so nothing is left to the browser's policy."""
    for place, payload in enumerate(PAYLOADS):
        word = ("q", "entity", "t", "from", "doc")[place % 5]
        answer = opened.page("HuilinEvidence", **{word: payload, **({"t": "evidence.register"} if word == "q" else {})})
        article = answer.partition('<div class="huilin"')[2].partition('id="ledger-data"')[0]
        assert payload not in article, (word, payload)
        assert escape(payload)[:12] in article.replace("&#39;", "&#x27;").replace("&#34;", "&quot;") or word == "t", (
            word
        )


def _books(browser: Browser, desk: Desk) -> str:
    """Return the address of the books, past the page of findings where there is one."""
    with watched(browser) as (page, fired):
        page.goto(desk.server.url, wait_until="domcontentloaded")
        assert not harm(page, fired)
        go = page.locator("a.go")
        url = go.evaluate("a => a.href") if go.count() else page.url
    return str(url).partition("extension/")[0]
