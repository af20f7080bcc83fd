"""Law 1: money is exact, and each transaction lies within one set of books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.findings import Severity
from tests.checks.conftest import rules
from tests.checks.entries import BANK, CASH, DAILY, DONOR, FREE_GIFT, HOST, Month

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks


def test_an_entry_that_sums_to_zero_passes(books_of: MakeBooks) -> None:
    assert rules(books_of(Month().gift(1, "10.00", DAILY))) == []


def test_half_a_fen_that_beancount_lets_pass_is_found_once_for_the_sum_and_once_for_the_fen(
    books_of: MakeBooks,
) -> None:
    ledger = Month().entry(1, DAILY, DONOR, f"{HOST}  10.00", f"{FREE_GIFT}  -9.995")

    assert rules(books_of(ledger)) == ["exact-sum", "exact-sum"]


def test_an_entry_off_by_one_fen_is_found_once_not_twice(books_of: MakeBooks) -> None:
    """Beancount reports it too; the treasurer reads one finding."""
    ledger = Month().entry(1, DAILY, DONOR, f"{HOST}  10.00", f"{FREE_GIFT}  -9.99")

    assert rules(books_of(ledger)) == ["exact-sum"]


def test_a_balance_off_by_one_fen_is_found_where_beancount_lets_it_pass(books_of: MakeBooks) -> None:
    ledger = Month().gift(1, "10.00", DAILY) + f"2026-10-02 balance {HOST} 10.01 CNY\n"

    assert rules(books_of(ledger)) == ["balance-exact"]


def test_a_balance_includes_the_accounts_below_it_and_not_the_day_itself(books_of: MakeBooks) -> None:
    month = Month()
    parent = "2025-01-01 open Assets:Fund:1002银行存款\n"
    ledger = month.gift(1, "10.00", DAILY) + month.gift(2, "5.00", DAILY)

    assert rules(books_of(parent + ledger + "2026-10-02 balance Assets:Fund:1002银行存款 10.00 CNY\n")) == []


def test_a_tolerance_is_no_way_to_balance(books_of: MakeBooks) -> None:
    ledger = Month().gift(1, "10.00", DAILY) + f"2026-10-02 balance {HOST} 10.50 ~ 1 CNY\n"

    assert rules(books_of(ledger)) == ["balance-exact", "tolerance"]


def test_an_entry_across_two_entities_names_both(books_of: MakeBooks) -> None:
    found = books_of(Month().entry(1, DAILY, f"{HOST}  10.00", f"{BANK}  -10.00")).findings

    assert [f.rule for f in found] == ["one-entity"]
    assert "Company、Fund" in found[0].message.zh


def test_hours_on_their_accounts_pass(books_of: MakeBooks) -> None:
    ledger = """
    2026-10-01 * "志愿工时"
      id: "Fund/2026-10/记-0001"
      project: "路灯改造"
      Equity:Fund:9001志愿工时  30.00 HOUR
      Equity:Fund:9002志愿工时来源  -30.00 HOUR
    """.replace("\n    ", "\n")

    assert rules(books_of(ledger)) == []


@pytest.mark.parametrize(("amount", "severity"), [("100.00", None), ("100.01", Severity.ERROR)])
def test_a_cash_box_may_be_emptied_and_not_more(books_of: MakeBooks, amount: str, severity: Severity | None) -> None:
    found = books_of(Month().entry(1, f"{BANK}  {amount}", f"{CASH}  -{amount}")).findings

    assert [f.severity for f in found if f.rule == "cash-overdrawn"] == ([severity] if severity else [])
