"""Law 6: the promise is the enterprise's debt, paid = received + in transit; what both exchange is equal in both books."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books import Books, load
from tests.checks.conftest import rules
from tests.checks.entries import (
    BANK,
    CARDS,
    CASH,
    DAILY,
    DONOR,
    FREE_COST,
    GIVEN,
    HOST,
    LAMPS,
    PROMISE,
    SALES,
    TIED_GIFT,
    TRANSIT,
    Month,
)  # fmt: skip
from tools.checks.sample import COMPANY, FUND, HEAD, TODAY

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks

LINK = "^reinvest-2026-Q3"


def accrued(month: Month, amount: str, day: int = 1) -> str:
    return month.entry(day, 'kind: "反哺计提"', f"{GIVEN}  {amount}", f"{PROMISE}  -{amount}")


def paid(month: Month, amount: str, day: int = 2) -> str:
    return month.entry(day, 'kind: "反哺支付"', f"{PROMISE}  {amount}", f"{BANK}  -{amount}", links=LINK)


def received(month: Month, amount: str, day: int = 3) -> str:
    return month.entry(
        day, 'kind: "反哺到账"', LAMPS, DONOR, f"{HOST}  {amount}", f"{TIED_GIFT}  -{amount}", links=LINK
    )


def test_accrued_paid_and_received_pass(books_of: MakeBooks) -> None:
    month = Month()

    assert rules(books_of(accrued(month, "100.00") + paid(month, "100.00") + received(month, "100.00"))) == []


def test_paying_one_fen_more_than_accrued_is_an_error(books_of: MakeBooks) -> None:
    month = Month()
    found = books_of(accrued(month, "100.00") + paid(month, "100.01")).findings

    assert [f.rule for f in found] == ["promise-balance"]
    assert "多付了 0.01 元" in found[0].message.zh


def test_a_receipt_before_the_payment_is_an_error(books_of: MakeBooks) -> None:
    month = Month()
    ledger = accrued(month, "100.00") + paid(month, "100.00", 5) + received(month, "100.00", 4)

    assert rules(books_of(ledger)) == ["promise-receipt"]


def test_a_receipt_of_more_than_was_paid_is_an_error(books_of: MakeBooks) -> None:
    month = Month()
    ledger = accrued(month, "100.00") + paid(month, "100.00") + received(month, "100.01")

    assert rules(books_of(ledger)) == ["promise-receipt"]


@pytest.mark.parametrize(("today", "expected"), [(date(2026, 10, 17), []), (date(2026, 10, 18), ["promise-transit"])])
def test_money_may_be_fifteen_days_on_its_way(books_of: MakeBooks, today: date, expected: list[str]) -> None:
    month = Month()

    assert rules(books_of(accrued(month, "100.00") + paid(month, "100.00", 2), today=today)) == expected


def test_an_accrual_against_another_account_is_an_error(books_of: MakeBooks) -> None:
    ledger = Month().entry(1, 'kind: "反哺计提"', f"{CASH}  9.00", f"{PROMISE}  -9.00")

    assert rules(books_of(ledger)) == ["promise-entry"]


def sale(month: Month, amount: str) -> str:
    return month.entry(1, f"{BANK}  {amount}", f"{SALES}  -{amount}", links="^exchange-2026-Q3")


def purchase(month: Month, amount: str) -> str:
    return month.entry(2, DAILY, f"{FREE_COST}  {amount}", f"{HOST}  -{amount}", links="^exchange-2026-Q3")


@pytest.mark.parametrize(
    ("sold", "bought", "expected"),
    [
        ("300.00", "300.00", []),
        ("300.00", "299.99", ["exchange-pairs"]),
        ("300.00", "", ["exchange-pairs"]),
    ],
)
def test_exchange_between_the_two(books_of: MakeBooks, sold: str, bought: str, expected: list[str]) -> None:
    month = Month()
    ledger = month.gift(1, "500.00", DAILY) + sale(month, sold) + (purchase(month, bought) if bought else "")

    assert rules(books_of(ledger)) == expected


def test_agency_money_passes_through_without_a_trace_in_income(books_of: MakeBooks) -> None:
    month = Month()
    asset, debt = "Assets:Fund:1801受托代理资产", "Liabilities:Fund:2601受托代理负债"
    ledger = month.entry(1, f"{asset}  50.00", f"{debt}  -50.00") + month.entry(4, f"{debt}  50.00", f"{asset}  -50.00")

    assert rules(books_of(ledger)) == []


def test_a_card_may_be_used_up_and_not_beyond(books_of: MakeBooks) -> None:
    month = Month()
    top_up = month.entry(1, 'card: "K0001"', f"{CASH}  50.00", f"{CARDS}  -50.00")
    use = month.entry(2, 'card: "K0001"', f"{CARDS}  50.00", f"{SALES}  -50.00")

    assert rules(books_of(top_up + use)) == []
    beyond = top_up + use + month.entry(3, 'card: "K0001"', f"{CARDS}  0.01", f"{SALES}  -0.01")
    assert rules(books_of(beyond)) == ["card-balance"]


def test_one_card_does_not_pay_for_another(books_of: MakeBooks) -> None:
    month = Month()
    top_up = month.entry(1, 'card: "K0001"', f"{CASH}  50.00", f"{CARDS}  -50.00")

    ledger = top_up + month.entry(2, 'card: "K0002"', f"{CARDS}  5.00", f"{SALES}  -5.00")
    assert rules(books_of(ledger)) == ["card-balance"]


def test_transit_at_the_months_end_names_the_open_links(books_of: MakeBooks) -> None:
    month, after = Month("2026-08"), Month("2026-09")
    capital = "Equity:Company:3001实收资本"
    ledger = (
        month.entry(1, f"{BANK}  90.00", f"{capital}  -90.00")
        + month.entry(30, f"{TRANSIT}  50.00", f"{BANK}  -50.00", links="^payout-1")
        + month.entry(31, f"{TRANSIT}  40.00", f"{BANK}  -40.00", links="^payout-2")
        + after.entry(1, f"{BANK}  40.00", f"{TRANSIT}  -40.00", links="^payout-2").replace("记-0001", "记-0002")
        + after.entry(2, f"{BANK}  50.00", f"{TRANSIT}  -50.00", links="^payout-1").replace("记-0002", "记-0003")
    )
    found = [f for f in books_of(ledger).findings if f.rule == "transit-zero"]

    assert len(found) == 1
    assert "2026-08-31 在途资金不为零（90.00 元）：payout-1 50.00、payout-2 40.00。" in found[0].message.zh


def alone(books_of: MakeBooks, entity: str, ledger: str) -> Books:
    """Load one entity's own main file, which knows nothing of the other's books."""
    workspace = books_of("", {f"{entity.lower()}/main.beancount": HEAD + ledger}).workspace
    return load(workspace, workspace.entity_main(entity), today=TODAY)


def test_the_companys_books_alone_ask_for_no_receipt_of_the_fund(books_of: MakeBooks) -> None:
    month = Month("2026-09")
    ledger = COMPANY.split("2026-09-01")[0] + sale(month, "500.00") + accrued(month, "100.00") + paid(month, "100.00")
    books = alone(books_of, "Company", ledger)

    assert rules(books) == []
    assert set(books.entities) == {"Company"}


def test_the_funds_books_alone_ask_for_no_payment_of_the_company(books_of: MakeBooks) -> None:
    month = Month()
    ledger = FUND + month.gift(1, "500.00", DAILY) + purchase(month, "300.00") + received(month, "100.00")
    books = alone(books_of, "Fund", ledger)

    assert rules(books) == []
    assert set(books.entities) == {"Fund"}
