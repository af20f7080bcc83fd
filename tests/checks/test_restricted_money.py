"""Law 5: a project never spends more than it holds, on any day, unless an approved advance is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.findings import Severity
from tests.checks.conftest import rules
from tests.checks.entries import DAILY, LAMPS, Month

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks


def test_a_project_may_spend_all_that_it_holds(books_of: MakeBooks) -> None:
    month = Month()

    assert rules(books_of(month.gift(1, "100.00") + month.spend(2, "100.00"))) == []


def test_a_project_may_not_spend_one_fen_more(books_of: MakeBooks) -> None:
    month = Month()
    found = books_of(month.gift(1, "500.00", DAILY) + month.gift(1, "100.00") + month.spend(2, "100.01")).findings

    assert [(f.rule, f.severity) for f in found] == [("restricted-overdraft", Severity.ERROR)]
    assert "最多超 0.01 元" in found[0].message.zh


def test_a_gift_of_the_same_day_counts_though_it_is_written_below(books_of: MakeBooks) -> None:
    month = Month()

    assert rules(books_of(month.spend(2, "100.00") + month.gift(2, "100.00"))) == []


def test_a_gift_of_the_next_day_comes_too_late_and_the_finding_says_until_when(books_of: MakeBooks) -> None:
    month = Month()
    ledger = month.gift(1, "500.00", DAILY) + month.spend(2, "100.00") + month.gift(5, "100.00")
    found = books_of(ledger).findings

    assert [f.rule for f in found] == ["restricted-overdraft"]
    assert "自 2026-10-02 起超支，到 2026-10-04 为止" in found[0].message.zh


def test_money_of_one_project_does_not_cover_another(books_of: MakeBooks) -> None:
    month = Month()

    assert rules(books_of(month.gift(1, "500.00", DAILY) + month.spend(2, "1.00"))) == ["restricted-overdraft"]


def test_free_money_overdrawn_is_a_warning(books_of: MakeBooks) -> None:
    month = Month()
    found = books_of(month.gift(1, "500.00") + month.spend(2, "1.00", DAILY)).findings

    assert [(f.rule, f.severity) for f in found] == [("restricted-overdraft", Severity.WARNING)]


def _advance(month: Month, day: int, amount: str, *more: str) -> str:
    return month.entry(
        day,
        'kind: "垫付"',
        *more,
        f"Equity:Fund:3101非限定性净资产  {amount} CNY\n    {DAILY}\n  ;",
        f"Equity:Fund:3102限定性净资产  -{amount} CNY\n    {LAMPS}\n  ;",
    )


def test_an_approved_advance_of_the_day_covers_the_spending_and_is_listed_with_its_age(books_of: MakeBooks) -> None:
    month = Month()
    ledger = (
        month.gift(1, "500.00", DAILY) + month.spend(2, "100.00") + _advance(month, 2, "100.00", 'approved: "陈主任"')
    )
    found = books_of(ledger).findings

    assert [(f.rule, f.severity) for f in found] == [("advance-approved", Severity.NOTE)]
    assert "100.00 元未归还，已 13 天" in found[0].message.zh


def test_an_advance_that_nobody_approved_is_an_error(books_of: MakeBooks) -> None:
    month = Month()
    ledger = month.gift(1, "500.00", DAILY) + _advance(month, 2, "100.00")

    assert rules(books_of(ledger)) == ["advance-approved", "advance-approved"]


def test_an_expense_without_project_and_one_of_an_unknown_project_are_told_apart(books_of: MakeBooks) -> None:
    month = Month()
    cost = "Expenses:Fund:5101业务活动成本:01非限定性  1.00"
    host = "Assets:Fund:1002银行存款:01存放慈善总会  -1.00"
    ledger = month.gift(1, "5.00", DAILY) + month.entry(2, cost, host) + month.entry(3, 'project: "路灯"', cost, host)
    found = books_of(ledger).findings

    assert [f.rule for f in found] == ["project-declared", "project-declared"]
    assert "没有写项目" in found[0].message.zh
    assert "“路灯”没有声明" in found[1].message.zh


def test_a_project_cannot_spend_before_it_was_set_up(books_of: MakeBooks) -> None:
    month = Month("2025-12")
    cost, host = "Expenses:Fund:5101业务活动成本  1.00", "Assets:Fund:1002银行存款:01存放慈善总会  -1.00"
    ledger = month.gift(1, "5.00", DAILY) + month.entry(2, DAILY, cost, host)

    assert rules(books_of(ledger)) == ["project-declared", "project-declared"]
