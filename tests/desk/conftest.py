"""A small closed community on the desk: without a process, by Flask's client; and with one, for the browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from huilin.books import load
from huilin.closing import close
from huilin.desk import fava_app
from huilin.desk.spec import Spec
from huilin.evidence import attach
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

TODAY = date(2026, 10, 15)
SETTINGS = """
[community]
name = "晴川社区"
[entities.Fund]
folder = "fund"
[entities.Company]
folder = "company"
[people]
"周会计" = ["prepare"]
"陈主任" = ["review", "approve"]
"""
HEAD = 'option "title" "{}"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n'
FUND = """
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
2026-01-01 custom "project" "路灯改造" "Fund"
  purpose: "换路灯"
  budget: 20000.00 CNY
  restriction: "donor"
2026-01-01 open Assets:Fund:1002银行存款:01工行
2026-01-01 open Income:Fund:4101捐赠收入:02限定性
2026-01-01 open Expenses:Fund:5101业务活动成本:02限定性

2026-07-02 * "捐赠" "路灯"
  id: "Fund/2026-07/记-0001"
  kind: "捐赠"
  project: "路灯改造"
  donor: "D0001"
  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Fund:1002银行存款:01工行  5000.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -5000.00 CNY

2026-08-09 * "光明五金店" "路灯灯头"
  id: "Fund/2026-08/记-0001"
  project: "路灯改造"
  category: "路灯材料"
  prepared: "周会计"
  reviewed: "陈主任"
  Expenses:Fund:5101业务活动成本:02限定性  2420.50 CNY
  Assets:Fund:1002银行存款:01工行  -2420.50 CNY
"""
COMPANY = """
2026-01-01 custom "entity" "Company" "晴川惠邻公司"
  standard: "small-enterprise"
2026-01-01 open Assets:Company:1002银行存款:01建行
2026-01-01 open Income:Company:5001主营业务收入:02家政维修

2026-09-05 * "李家" "家政"
  id: "Company/2026-09/记-0001"
  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Company:1002银行存款:01建行  880.00 CNY
  Income:Company:5001主营业务收入:02家政维修  -880.00 CNY
"""


class Opened(NamedTuple):
    """The desk over a workspace, asked directly."""

    app: object
    root: Path
    top: str

    def get(self, path: str, **words: str) -> TestResponse:
        """Ask for a path below the ledger's."""
        return self.app.test_client().get(f"{self.top}{path}", query_string=words)  # type: ignore[attr-defined]

    def page(self, name: str, **words: str) -> str:
        """Return a page of ours; it must answer with 200."""
        answer = self.get(f"extension/{name}/", **words)
        assert answer.status_code == 200, name
        return answer.get_data(as_text=True)


def build(root: Path, *, closed: bool = True) -> Workspace:
    """Write the community, attach an invoice to its expense, close the year's three quarters."""
    for name, title, text in (("fund", "晴川社区基金", FUND), ("company", "晴川惠邻公司", COMPANY)):
        (root / name).mkdir(parents=True)
        (root / name / "main.beancount").write_text(
            HEAD.format(title) + 'include "books.beancount"\n', encoding="utf-8"
        )
        (root / name / "books.beancount").write_text(text, encoding="utf-8")
    main = HEAD.format("晴川社区") + 'include "fund/main.beancount"\ninclude "company/main.beancount"\n'
    (root / "main.beancount").write_text(main, encoding="utf-8")
    (root / "community.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "private").mkdir()
    (root / "private/donors.csv").write_text(
        "id,name,kind,wish,alias,phone,since,note\nD0001,欧阳晓岚,个人,匿名,,19900001234,,\n", encoding="utf-8"
    )
    workspace = Workspace.find(root)
    invoice = root / "发票.xml"
    invoice.write_text("<invoice><seller>光明五金店</seller><total>2420.50</total></invoice>", encoding="utf-8")
    attach(workspace, load(workspace), "Fund/2026-08/记-0001", invoice)
    invoice.unlink()
    for period in () if not closed else ("2026-Q1", "2026-Q2", "2026-Q3"):
        close(workspace, load(workspace, today=TODAY), parse_period(period), by="陈主任", today=TODAY)
    return workspace


@pytest.fixture(scope="session")
def community(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build(tmp_path_factory.mktemp("community") / "晴川")


@pytest.fixture(scope="session")
def opened(community: Workspace) -> Opened:
    app = fava_app.create(Spec(community.root, community.main, "huilin.desk.pages", today=TODAY))
    return Opened(app, community.root, fava_app.address(app).partition("extension/")[0])
