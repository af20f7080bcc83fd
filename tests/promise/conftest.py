"""A small community whose ledger is the test's docstring, below accounts and entities that all share."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from huilin.books import Books, load
from huilin.findings import errors_in
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """
2025-01-01 custom "entity" "Company" "惠邻公司"
  standard: "small-enterprise"
  registered-capital: 100000.00 CNY
2025-01-01 custom "entity" "Fund" "社区基金"
  standard: "npo-2026"
  hosted-by: "慈善总会"
2025-01-01 custom "tax" "Company" "small-scale" "small-low-profit"
  vat-period: "quarter"
2025-01-01 open Assets:Company:1002银行存款
2025-01-01 open Liabilities:Company:2221应交税费:01应交增值税
2025-01-01 open Liabilities:Company:2221应交税费:05应交企业所得税
2025-01-01 open Liabilities:Company:2241其他应付款:02应付捐赠款
2025-01-01 open Equity:Company:3001实收资本
2025-01-01 open Equity:Company:3103本年利润
2025-01-01 open Equity:Company:3104利润分配:05未分配利润
2025-01-01 open Income:Company:5001主营业务收入
2025-01-01 open Income:Company:5301营业外收入:02税费减免
2025-01-01 open Expenses:Company:5602管理费用
2025-01-01 open Expenses:Company:5711营业外支出:01公益性捐赠支出
2025-01-01 open Expenses:Company:5801所得税费用
2025-01-01 open Assets:Fund:1002银行存款
2025-01-01 open Income:Fund:4101捐赠收入:02限定性
2025-01-01 custom "project" "社区公共服务" "Fund"
"""
POLICY = """
2025-01-01 custom "reinvestment" "Company" "Fund" 0.20
  settle-within: "30 days"
"""


@pytest.fixture
def books(written: Callable[[str], Books], request: pytest.FixtureRequest) -> Books:
    """Load the docstring's ledger."""
    return written(request.function.__doc__ or "")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Books]:
    """Return a function that loads a ledger; it declares its own promise, or has the usual one."""

    def load_it(ledger: str) -> Books:
        policy = "" if '"reinvestment"' in ledger else POLICY
        return books_of(tmp_path, HEAD + policy + inspect.cleandoc(ledger) + "\n")

    return load_it


def books_of(folder: Path, ledger: str) -> Books:
    """Write the ledger as a workspace and load it; Beancount has nothing against it."""
    (folder / "community.toml").write_text("")
    (folder / "main.beancount").write_text(ledger)
    loaded = load(Workspace.find(folder))
    assert [f.message.zh for f in errors_in(loaded.findings) if f.rule != "plugin-missing"] == []
    return loaded
