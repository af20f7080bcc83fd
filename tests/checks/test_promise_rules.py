"""The promise at every load: figures recomputed to the fen, terms, resolutions, vendors, claims – each at its edge."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.checks.entries import BANK, DONOR, GIVEN, HOST, LAMPS, PROMISE, SALES, TIED_GIFT, WAGES, Month

if TYPE_CHECKING:
    from huilin.findings import Finding
    from tests.checks.conftest import MakeBooks

FIGURE, OVERDUE, DIVIDEND, VENDOR, CLAIM = (
    f"promise-{name}" for name in ("figure", "overdue", "dividend", "vendor", "claim")
)
SEAL = {"seals/2026-Q3.Company.json": "{}"}


def only(found: tuple[Finding, ...], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def quarter(amount: str) -> str:
    """A profit of 1,000.00 in September, net 950.00, and what was accrued for it: 190.00 is right."""
    month = Month("2026-09")
    next(month._numbers["Company"])  # the sample's own first voucher
    sold = month.entry(2, f"{BANK}  1000.00", f"{SALES}  -1000.00")
    return sold + month.entry(30, 'kind: "反哺计提"', f"{GIVEN}  {amount}", f"{PROMISE}  -{amount}")


@pytest.mark.parametrize(
    ("amount", "said"), [("190.00", ""), ("189.99", "少计提了 0.01 元"), ("190.01", "多计提了 0.01 元")]
)
def test_one_fen_is_found(books_of: MakeBooks, amount: str, said: str) -> None:
    found = only(books_of(quarter(amount)).findings, FIGURE)

    assert [said in finding.message.zh for finding in found] == ([True] if said else [])
    assert {str(finding.severity) for finding in found} <= {"warning"}


def test_in_closed_books_one_fen_is_an_error(books_of: MakeBooks) -> None:
    (found,) = only(books_of(quarter("189.99"), SEAL).findings, FIGURE)

    assert found.severity == "error"


def test_closed_books_without_any_accrual_are_found(books_of: MakeBooks) -> None:
    ledger = quarter("190.00").split("2026-09-30 * ")[0]
    (found,) = only(books_of(ledger, SEAL).findings, FIGURE)

    assert ("190.00" in found.message.zh, found.severity) == (True, "error")


def test_what_the_next_quarter_made_good_is_a_note(books_of: MakeBooks) -> None:
    """0.01 too little in September; December accrues it, on no new profit."""
    month = Month("2026-12")
    later = month.entry(31, 'kind: "反哺计提"', f"{GIVEN}  0.01", f"{PROMISE}  -0.01")
    found = only(books_of(quarter("189.99") + later, SEAL, today=date(2027, 1, 5)).findings, FIGURE)

    assert [str(finding.severity) for finding in found] == ["note"]


CIRCULAR = """
2026-10-01 custom "reinvestment" "Company" "Fund" 0.20
  base: "net-profit-after-donation"
  change: "period"
"""


@pytest.mark.parametrize(("sold", "count"), [("3300000.00", 0), ("3342000.00", 1)])
def test_an_equation_without_solution_is_found(books_of: MakeBooks, sold: str, count: int) -> None:
    """Between 3,336,666.67 and 3,350,000.00 of profit no gift that is paid keeps the circular promise."""
    month = Month()
    ledger = quarter("190.00") + CIRCULAR + month.entry(2, f"{BANK}  {sold}", f"{SALES}  -{sold}")
    ledger += month.entry(3, 'kind: "反哺计提"', f"{GIVEN}  600000.00", f"{PROMISE}  -600000.00")
    ledger += month.entry(
        4, 'kind: "反哺支付"', f"{PROMISE}  600000.00", f"{BANK}  -600000.00", links="^reinvest-2026-Q4"
    )
    found = [finding for finding in only(books_of(ledger).findings, FIGURE) if "无解" in finding.message.zh]

    assert [str(finding.severity) for finding in found] == ["error"] * count, "600,000 are accrued all the same"


@pytest.mark.parametrize(("today", "days"), [(date(2026, 10, 30), 0), (date(2026, 10, 31), 1)])
def test_the_term_counts_from_the_quarter_s_end(books_of: MakeBooks, today: date, days: int) -> None:
    found = only(books_of(quarter("190.00"), today=today).findings, OVERDUE)

    assert [f"逾期 {days} 天" in finding.message.zh for finding in found] == [True] * (days > 0)


SHARES = """
2026-01-01 open Liabilities:Company:2232应付利润
2026-01-01 open Equity:Company:3104利润分配:05未分配利润
2026-10-01 custom "resolution" "Company" "dividend" 100.00 CNY
  for-year: 2025
"""
RETAINED, DUE = "Equity:Company:3104利润分配:05未分配利润", "Liabilities:Company:2232应付利润"


@pytest.mark.parametrize(("day", "amount", "count"), [(1, "100.00", 0), (1, "100.01", 1)])
def test_a_dividend_is_what_was_resolved(books_of: MakeBooks, day: int, amount: str, count: int) -> None:
    ledger = SHARES + Month().entry(day, 'for-year: "2025"', f"{RETAINED}  {amount}", f"{DUE}  -{amount}")

    assert len(only(books_of(ledger).findings, DIVIDEND)) == count


def test_a_dividend_before_its_resolution_is_found(books_of: MakeBooks) -> None:
    ledger = SHARES.replace("2026-10-01 custom", "2026-10-05 custom")
    ledger += Month().entry(4, 'for-year: "2025"', f"{RETAINED}  9.00", f"{DUE}  -9.00")

    assert len(only(books_of(ledger).findings, DIVIDEND)) == 1


def test_a_dividend_booked_as_a_donation_is_found(books_of: MakeBooks) -> None:
    policy = '\n2026-07-01 custom "reinvestment" "Company" "Fund" 0.20\n  base: "distributable-profit"\n  route: "dividend"\n'
    (found,) = only(books_of(policy + quarter("190.00")).findings, DIVIDEND)

    assert "路径不符" in found.message.zh


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ((f"{PROMISE}  190.00", f"{BANK}  -190.00"), 0),
        ((f"{WAGES}  190.00", f"{BANK}  -190.00"), 1),
        ((f"{PROMISE}  190.00", f"{WAGES}  -190.00"), 1),
    ],
)
def test_only_money_to_the_fund_counts(books_of: MakeBooks, lines: tuple[str, str], count: int) -> None:
    ledger = quarter("190.00") + Month().entry(5, 'kind: "反哺支付"', *lines, links="^reinvest-2026-Q3")

    assert len(only(books_of(ledger).findings, VENDOR)) == count


@pytest.mark.parametrize(("payee", "count"), [("晴川社区基金", 0), ("青禾市明达照明工程有限公司", 1)])
def test_money_paid_to_somebody_else_is_found(books_of: MakeBooks, payee: str, count: int) -> None:
    entry = Month().entry(5, 'kind: "反哺支付"', f"{PROMISE}  190.00", f"{BANK}  -190.00", links="^reinvest-2026-Q3")
    ledger = quarter("190.00") + entry.replace('* "', f'* "{payee}" "')

    assert len(only(books_of(ledger).findings, VENDOR)) == count


@pytest.mark.parametrize(("account", "count"), [(HOST, 0), ("Assets:Fund:1122其他应收款", 1)])
def test_a_promise_is_no_asset_of_the_fund(books_of: MakeBooks, account: str, count: int) -> None:
    ledger = Month().entry(
        5, LAMPS, DONOR, f"{account}  190.00", f"{TIED_GIFT}  -190.00", text="晴川惠邻社区服务有限公司的反哺"
    )

    assert len(only(books_of(ledger).findings, CLAIM)) == count


BAD = {
    "overlap": ('2026-01-01 custom "reinvestment" "Company" "Fund" 0.30', "两条反哺约定"),
    "rate": ('2026-07-01 custom "reinvestment" "Company" "Fund" 1.01', "不在 0 与 1 之间"),
    "base": ('2026-07-01 custom "reinvestment" "Company" "Fund" 0.20\n  base: "revenue"', "不认得"),
    "change": ('2026-07-01 custom "reinvestment" "Company" "Fund" 0.20\n  change: "hour"', "不认得"),
    "tax": ('2024-01-01 custom "reinvestment" "Company" "Fund" 0.20\n  end: 2024-12-31', "没有税务身份"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_promises_are_errors(books_of: MakeBooks, name: str) -> None:
    directive, said = BAD[name]
    found = books_of("\n" + directive + "\n").findings

    assert [said in finding.message.zh for finding in found if finding.rule == "reinvestment-policy"] == [True]


def test_a_year_without_tax_facts_is_found(books_of: MakeBooks) -> None:
    """The relief for small companies is on file to the end of 2027: a promise of 2028 has no answer yet."""
    ledger = Month("2028-02").entry(1, f"{BANK}  1000.00", f"{SALES}  -1000.00")
    (found,) = only(books_of(ledger, today=date(2028, 3, 1)).findings, FIGURE)

    assert "没有 2028-02-29 适用的税务规则" in found.message.zh
