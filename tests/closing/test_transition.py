"""From the standard of 2004 to that of 2026: what the command writes is what the example's ledger holds."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from beancount import loader

from huilin.books import Books, load
from huilin.books.loading import build
from huilin.closing.transition import transition
from huilin.errors import RefusedError, UsageError
from huilin.stock import home
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 1, 1)


@pytest.fixture
def old(tmp_path: Path) -> Workspace:
    """The example as it stood on the last day of 2025."""
    source = home() / "ledger" / "fund"
    fund = tmp_path / "fund"
    shutil.copytree(source / "2025", fund / "2025")
    shutil.copyfile(home() / "ledger" / "community.toml", tmp_path / "community.toml")
    accounts = (source / "accounts.beancount").read_text().partition("; 2026年1月1日起")[0]
    (fund / "accounts.beancount").write_text(accounts)
    policy = (source / "policy.beancount").read_text()
    (fund / "policy.beancount").write_text(re.sub(r'2026-01-01 custom "entity".*\n(  .*\n)+', "", policy))
    head = (source / "main.beancount").read_text()
    (fund / "main.beancount").write_text(head)
    (tmp_path / "main.beancount").write_text(head.partition("include")[0] + 'include "fund/main.beancount"\n')
    return Workspace.find(tmp_path)


def test_the_transition_writes_what_the_example_holds(old: Workspace) -> None:
    made = transition(load(old), "Fund", "npo-2026", DAY)

    accounts = (home() / "ledger" / "fund" / "accounts.beancount").read_text()
    expected = {line for line in accounts.splitlines() if line.startswith("2026-01-01")}
    assert {line for line in made.accounts.splitlines() if line.startswith("2026")} == expected
    policy = (home() / "ledger" / "fund" / "policy.beancount").read_text()
    assert made.policy.strip() in policy
    assert made.entries == ()


def test_books_after_the_transition_check_and_it_is_not_done_twice(old: Workspace) -> None:
    made = transition(load(old), "Fund", "npo-2026", DAY)
    for name, text in (("accounts", made.accounts), ("policy", made.policy)):
        file = old.root / "fund" / f"{name}.beancount"
        file.write_text(file.read_text() + text)

    after = load(old)
    assert [f for f in after.findings if f.severity == "error" and f.rule != "evidence-file"] == []
    assert after.entities["Fund"].standard_on(DAY) == "npo-2026"
    with pytest.raises(RefusedError, match="已经执行"):
        transition(after, "Fund", "npo-2026", DAY)


RENAMED = """
2025-01-01 custom "entity" "Fund" "社区基金"
  standard: "npo-2004"
2025-01-01 open Assets:Fund:1002银行存款:01工行
2025-01-01 open Liabilities:Fund:2401预计负债
2025-01-01 open Liabilities:Fund:2204应付工资
2025-01-01 open Equity:Fund:3101非限定性净资产
2025-01-01 open Expenses:Fund:5101业务活动成本
2025-06-01 * "opening"
  Assets:Fund:1002银行存款:01工行    100.00 CNY
  Liabilities:Fund:2401预计负债      -30.00 CNY
  Liabilities:Fund:2204应付工资      -20.00 CNY
  Equity:Fund:3101非限定性净资产     -50.00 CNY
"""


def of(text: str, root: Path) -> Books:
    entries, errors, options = loader.load_string(text)
    assert not errors
    return build(Workspace(root, Settings()), entries, options)


def test_what_moved_or_was_renamed_is_reclassed(tmp_path: Path) -> None:
    made = transition(of(RENAMED, tmp_path), "Fund", "npo-2026", DAY)

    (entry,) = made.entries
    assert entry.meta["kind"] == "结转"
    assert [(leg.account, str(leg.amount)) for leg in entry.postings] == [
        ("Liabilities:Fund:2401预计负债", "30.00"),
        ("Liabilities:Fund:2503预计负债", "-30.00"),
        ("Liabilities:Fund:2204应付工资", "20.00"),
        ("Liabilities:Fund:2204应付职工薪酬", "-20.00"),
    ]


def test_an_open_year_and_unknown_ways_are_refused(tmp_path: Path) -> None:
    spent = '\n2025-07-01 * "spent"\n  Expenses:Fund:5101业务活动成本  1.00 CNY\n  Assets:Fund:1002银行存款:01工行  -1.00 CNY\n'
    with pytest.raises(RefusedError, match="还没有结转"):
        transition(of(RENAMED + spent, tmp_path), "Fund", "npo-2026", DAY)
    for entity, standard in (("Nobody", "npo-2026"), ("Fund", "npo-2030"), ("Fund", "small-enterprise")):
        with pytest.raises(UsageError):
            transition(of(RENAMED, tmp_path), entity, standard, DAY)
