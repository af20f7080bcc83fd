"""Small ledgers for statements: a test's docstring is the ledger, below accounts and entities that all share."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import beanquery
from beancount import loader

from huilin.books.cash_flows import with_flows
from huilin.books.figures import with_figures
from huilin.books.loading import build
from huilin.drafting import display_width
from huilin.money import show, to_decimal
from huilin.reporting import Fact, ReportRequest, facts_of
from huilin.reporting.formulas import evaluate
from huilin.reporting.registry import report
from huilin.vocabulary import parse_period
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huilin.books import Books
    from huilin.reporting import Statement
    from huilin.wording import Text

HEAD = """
option "operating_currency" "CNY"
2025-01-01 custom "entity" "Company" "惠邻公司"
  standard: "small-enterprise"
  registered-capital: 100000.00 CNY
2025-01-01 custom "entity" "Fund" "社区基金"
  standard: "npo-2004"
  hosted-by: "慈善总会"
2026-01-01 custom "entity" "Fund" "社区基金"
  standard: "npo-2026"
  hosted-by: "慈善总会"
2025-01-01 custom "tax" "Company" "small-scale" "small-low-profit"
2025-01-01 custom "project" "路灯改造" "Fund"
  budget: 20000.00 CNY
  purpose: "换路灯"
  upkeep-per-year: 300.00 CNY
  approved-by: "居民会议"
2025-01-01 custom "project" "日常公益" "Fund"
  restriction: "none"
2025-01-01 open Assets:Company:1002银行存款
2025-01-01 open Assets:Company:1122应收账款
2025-01-01 open Assets:Company:1405库存商品
2025-01-01 open Assets:Company:1601固定资产
2025-01-01 open Assets:Company:1602累计折旧
2025-01-01 open Liabilities:Company:2203预收账款:01储值卡本金
2025-01-01 open Liabilities:Company:2221应交税费:05应交企业所得税
2025-01-01 open Liabilities:Company:2241其他应付款:02应付捐赠款
2025-01-01 open Equity:Company:3001实收资本
2025-01-01 open Equity:Company:3103本年利润
2025-01-01 open Equity:Company:3104利润分配:05未分配利润
2025-01-01 open Income:Company:5001主营业务收入:01团购自营
2025-01-01 open Income:Company:5301营业外收入:01政府补助
2025-01-01 open Expenses:Company:5401主营业务成本:01团购自营
2025-01-01 open Expenses:Company:5602管理费用:01职工薪酬
2025-01-01 open Expenses:Company:5711营业外支出:01公益性捐赠支出
2025-01-01 open Expenses:Company:5801所得税费用
2025-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2025-01-01 open Assets:Fund:1801受托代理资产
2025-01-01 open Liabilities:Fund:2209其他应付款
2025-01-01 open Liabilities:Fund:2601受托代理负债
2025-01-01 open Equity:Fund:3101非限定性净资产
2025-01-01 open Equity:Fund:3102限定性净资产
2025-01-01 open Income:Fund:4101捐赠收入:01非限定性
2025-01-01 open Income:Fund:4101捐赠收入:02限定性
2025-01-01 open Income:Fund:4901其他收入:01非限定性
2025-01-01 open Expenses:Fund:5101业务活动成本
2025-01-01 open Expenses:Fund:5101业务活动成本:01非限定性
2025-01-01 open Expenses:Fund:5101业务活动成本:02限定性
2025-01-01 open Expenses:Fund:5301管理费用:01非限定性
2025-01-01 open Equity:Fund:9001志愿工时
2025-01-01 open Equity:Fund:9002志愿工时来源
"""

WORKSPACE = Workspace(Path(), Settings())


def books_of(ledger: str, head: str = HEAD) -> Books:
    """Load a ledger below `head`; Beancount has nothing against it."""
    entries, errors, options = loader.load_string(head + textwrap.dedent(ledger) + "\n")
    assert [error.message for error in errors] == []
    return build(WORKSPACE, entries, options)


def made(books: Books, name: str, period: str, donors: dict[str, str] | None = None) -> tuple[Statement, ...]:
    """Make one report."""
    request = ReportRequest(books, parse_period(period), date(2026, 10, 15), donors or {})
    return report(WORKSPACE, name).make(request)


def amounts(statements: Iterable[Statement]) -> dict[str, str]:
    """Return every fact as `id → 1,234.50`."""
    return {fact.id: show(fact.amount) for fact in facts_of(statements)}


def prove(books: Books, facts: Iterable[Fact]) -> None:
    """Assert that beanquery gives each fact's amount from its query, and that each formula recomputes."""
    facts = list(facts)
    known = {fact.id: fact.amount for fact in facts}
    assert len(known) == len(facts), "two facts share an id"
    connection = beanquery.connect(
        "beancount:", entries=with_flows(with_figures(books.entries), books), errors=[], options=dict(books.options)
    )
    answers = {query: connection.execute(query).fetchall() for query in {fact.query for fact in facts if fact.query}}
    for fact in facts:
        assert (fact.query is None) != (fact.formula is None), fact.id
        if fact.query is not None:
            assert answers[fact.query] == [(to_decimal(fact.amount),)], f"{fact.id}: {fact.query}"
        else:
            assert evaluate(fact.formula or "", known.__getitem__) == fact.amount, f"{fact.id} = {fact.formula}"


def text_of(statement: Statement) -> str:
    """Print a statement as a treasurer would check it on paper."""
    heads = ["", str(statement.label_column), *map(str, statement.columns)]
    rows = [
        heads,
        *([line.number, "  " * line.level + line.label.zh, *map(_said, line.cells)] for line in statement.lines),
    ]
    widths = [max(display_width(row[place]) for row in rows if place < len(row)) for place in range(len(heads))]
    return "\n".join(_row(row, widths) for row in rows) + "\n"


def _row(row: list[str], widths: list[int]) -> str:
    cells = [" " * (widths[0] - len(row[0])) + row[0], row[1] + " " * (widths[1] - display_width(row[1]))]
    cells += [" " * (width - display_width(cell)) + cell for cell, width in zip(row[2:], widths[2:], strict=False)]
    return " ".join(cells).rstrip()


def _said(cell: Fact | Text | str | None) -> str:
    return "" if cell is None else show(cell.amount) if isinstance(cell, Fact) else str(cell)
