"""A small community whose first quarter is closed, a statement in its inbox, and `huilin books` serving it."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from huilin.books import load
from huilin.closing import close
from huilin.desk.treasurer import Treasurer
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace
from tests.importing.statements import host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

BANK = "Assets:Fund:1002银行存款:01存放慈善总会"
MOVES = [
    ("2026-07-03", "Q1-1", "捐赠 路灯", "甄志远", "路灯改造", "5.00"),
    ("2026-07-03", "Q1-2", "捐赠 路灯", "甄志远", "路灯改造", "5.00"),
    ("2026-08-11", "Q1-3", "灯杆油漆", "五金店", "路灯改造", "-3.20"),
]
"""Two equal gifts of one day stay two."""
TODAY = date(2026, 10, 15)
HEAD = 'option "title" "{}"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n'
FUND = """
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
  hosted-by: "青禾市慈善总会"
2026-01-01 custom "project" "路灯改造" "Fund"
  restriction: "donor"
2026-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2026-01-01 open Income:Fund:4101捐赠收入:02限定性
2026-01-01 open Liabilities:Fund:2209其他应付款
2026-01-01 open Expenses:Fund:5101业务活动成本:02限定性
"""
MARCH = """; 三月的账
2026-03-02 * "捐赠" "路灯"
  id: "Fund/2026-03/记-0001"
  project: "路灯改造"
  donor: "D0001"
  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Fund:1002银行存款:01存放慈善总会  1500.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -1500.00 CNY
"""
APRIL = """; 四月的账
2026-04-09 * "五金店" "路灯"
  id: "Fund/2026-04/记-0001"
  project: "路灯改造"
  category: "路灯材料"
  prepared: "周会计"
  reviewed: "陈主任"
  Expenses:Fund:5101业务活动成本:02限定性  420.50 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -420.50 CNY
"""
SETTINGS = """[community]
name = "晴川社区"
[entities.Fund]
folder = "fund"
[people]
"周会计" = ["prepare"]
"陈主任" = ["review", "approve"]
"""


def write_small(root: Path) -> Workspace:
    """Write the fund's books: a gift in March, an expense in April."""
    files = {
        "community.toml": SETTINGS,
        "main.beancount": HEAD.format("晴川社区") + 'include "fund/main.beancount"\n',
        "fund/main.beancount": HEAD.format("晴川社区基金")
        + 'include "accounts.beancount"\ninclude "20*/*.beancount"\n',
        "fund/accounts.beancount": FUND,
        "fund/2026/2026-03.beancount": MARCH,
        "fund/2026/2026-04.beancount": APRIL,
        "private/donors.csv": "id,name,kind,wish,alias,phone,since,note\nD0001,欧阳晓岚,个人,匿名,,,,\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Workspace.find(root)


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """The fund's books, nothing closed."""
    return write_small(tmp_path / "small")


@pytest.fixture
def sealed(small: Workspace) -> Workspace:
    """The fund's books with the first quarter closed."""
    close(small, load(small, today=TODAY), parse_period("2026-Q1"), by="陈主任", today=TODAY)
    return small


@pytest.fixture
def treasurer_of() -> Callable[[Workspace], Treasurer]:
    return lambda workspace: Treasurer(workspace, "周会计", fixed_day=TODAY)


@pytest.fixture
def inboxed(small: Workspace) -> Workspace:
    """The fund's books with the host's ledger of the third quarter, and a second statement, in the inbox."""
    settings = small.root / "community.toml"
    settings.write_text(f'{SETTINGS}[statements]\n"host:晴川社区基金" = "{BANK}"\n', encoding="utf-8")
    small.inbox.mkdir()
    (small.inbox / "总会.xlsx").write_bytes(host(MOVES, "1079.50"))
    return Workspace.find(small.root)


@dataclass
class Served:
    """`huilin books` as it answers: its address, and a browser's page of it."""

    address: str
    page: Page

    def open(self, path: str = "") -> Page:
        """Open the books, or a page of theirs by its path (`extension/…`)."""
        self.page.goto(self.address)
        if path:
            base = "/".join(self.page.url.split("/")[:4])
            self.page.goto(f"{base}/{path}")
        return self.page


@pytest.fixture
def serve(browser: Browser, treasurer_of: Callable[[Workspace], Treasurer]) -> Iterator[Callable[[Workspace], Served]]:
    """Return a function that serves a workspace on a free port and opens a browser's page at it."""
    from huilin.desk import books_app, serving

    running = []

    def start(workspace: Workspace) -> Served:
        listening = serving.listen(0)
        server = books_app.serve(treasurer_of(workspace), listening)
        thread = threading.Thread(target=server.start)
        thread.start()
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        page = context.new_page()
        running.append((server, thread, context))
        return Served(f"http://127.0.0.1:{listening.getsockname()[1]}/", page)

    yield start
    for server, thread, context in running:
        context.close()
        server.stop()
        thread.join()
