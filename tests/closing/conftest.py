"""A small community to close: its entries are the test's docstring, a blank line between two of them."""

from __future__ import annotations

import inspect
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader

from huilin.books import Books, load
from huilin.closing import Closed, close
from huilin.vocabulary import parse_period
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAIN = """option "title" "晴川"
option "operating_currency" "CNY"
plugin "huilin.checks"
"""
COMPANY = """
2025-01-01 custom "entity" "Company" "惠邻公司"
  standard: "small-enterprise"
  registered-capital: 100000.00 CNY
2025-01-01 custom "tax" "Company" "small-scale" "small-low-profit"
  vat-period: "quarter"
2025-01-01 custom "reinvestment" "Company" "Fund" 0.20
  settle-within: "30 days"
2025-01-01 open Assets:Company:1002银行存款:01建行
2025-01-01 open Liabilities:Company:2221应交税费:01应交增值税
2025-01-01 open Liabilities:Company:2221应交税费:05应交企业所得税
2025-01-01 open Liabilities:Company:2241其他应付款:02应付捐赠款
2025-01-01 open Equity:Company:3001实收资本
2025-01-01 open Equity:Company:3101盈余公积
2025-01-01 open Equity:Company:3103本年利润
2025-01-01 open Equity:Company:3104利润分配:05未分配利润
2025-01-01 open Income:Company:5001主营业务收入:01团购自营
2025-01-01 open Income:Company:5301营业外收入:02税费减免
2025-01-01 open Expenses:Company:5602管理费用:03办公费
2025-01-01 open Expenses:Company:5711营业外支出:01公益性捐赠支出
2025-01-01 open Expenses:Company:5801所得税费用
"""
FUND = """
2025-01-01 custom "entity" "Fund" "社区基金"
  standard: "npo-2026"
  hosted-by: "慈善总会"
2025-01-01 custom "project" "社区公共服务" "Fund"
  restriction: "donor"
2025-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2025-01-01 open Income:Fund:4101捐赠收入:02限定性
"""


@pytest.fixture
def workspace(tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """Write the docstring's entries into the sets of books that they belong to."""
    return write_workspace(tmp_path, inspect.cleandoc(request.function.__doc__ or ""))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Workspace]:
    """Return a function that writes a workspace with these entries."""
    return lambda entries: write_workspace(tmp_path, entries)


@pytest.fixture
def written(tmp_path: Path, request: pytest.FixtureRequest) -> Books:
    """Load the docstring's entries below the accounts of both sets of books, without any check."""
    from huilin.books.loading import build

    text = FUND + COMPANY + inspect.cleandoc(request.function.__doc__ or "") + "\n"
    entries, errors, options = loader.load_string(text)
    assert errors == []
    return build(Workspace(tmp_path, Settings()), entries, options)


@pytest.fixture
def closing(workspace: Workspace) -> Callable[..., Closed]:
    """Return a function that closes a period of the workspace, two weeks after the third quarter unless said."""

    def close_it(name: str, today: date = date(2026, 10, 15), **more: Any) -> Closed:
        return close(workspace, load(workspace), parse_period(name), by="陈主任", today=today, **more)

    return close_it


@pytest.fixture
def books(workspace: Workspace) -> Callable[[], Books]:
    """Return a function that loads the books as they are by then."""
    return lambda: load(workspace)


def write_workspace(root: Path, entries: str) -> Workspace:
    """Write a workspace of two sets of books."""
    (root / "community.toml").write_text('[people]\n"周会计" = ["prepare"]\n"陈主任" = ["review"]\n')
    (root / "main.beancount").write_text(MAIN + 'include "fund/main.beancount"\ninclude "company/main.beancount"\n')
    blocks = entries.split("\n\n")
    for folder, head, mine in (
        ("fund", FUND, [b for b in blocks if ":Fund:" in b]),
        ("company", COMPANY, [b for b in blocks if ":Fund:" not in b]),
    ):
        (root / folder / "2026").mkdir(parents=True)
        (root / folder / "main.beancount").write_text(
            MAIN + 'include "accounts.beancount"\ninclude "20*/*.beancount"\n'
        )
        (root / folder / "accounts.beancount").write_text(head)
        (root / folder / "2026" / "2026-01.beancount").write_text("\n\n".join([*mine, ""]))
    return Workspace.find(root)
