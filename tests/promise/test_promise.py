"""The promise through real ledgers: the page's figures, payment and receipt, what is overdue, what is booked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.drafting import to_ledger_all
from huilin.promise import accruals, assess, policies, settlement, to_json
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.books import Books

Q1, Q2, Q3, YEAR = (parse_period(name) for name in ("2026-Q1", "2026-Q2", "2026-Q3", "2026"))
LATER = date(2027, 1, 15)


def test_a_profit_of_100000_owes_19000(books: Books) -> None:
    """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    """
    (found,) = assess(books, Q3, today=date(2026, 10, 15))

    assert (Decimal("95000.00"), Decimal("19000.00")) == (found.base_amount, found.owed)
    assert Decimal("19000.00") == found.to_accrue
    assert found.payee == "慈善总会"


def test_nine_good_months_and_a_bad_last_quarter_leave_11400_overpaid(books: Books) -> None:
    """
    2026-02-01 * "nine months of 100,000"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    2026-09-30 * "accrued" ^reinvest-2026-Q3
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出 19000.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款 -19000.00 CNY
    2026-10-20 * "paid" ^reinvest-2026-Q3
      kind: "反哺支付"
      Liabilities:Company:2241其他应付款:02应付捐赠款  19000.00 CNY
      Assets:Company:1002银行存款                    -19000.00 CNY
    2026-11-01 * "a loss of 60,000"
      Expenses:Company:5602管理费用                   60000.00 CNY
      Assets:Company:1002银行存款                    -60000.00 CNY
    """
    (found,) = assess(books, YEAR, today=LATER)

    assert Decimal("7600.00") == found.owed
    assert Decimal("11400.00") == found.overpaid
    assert Decimal("0.00") == found.to_accrue
    assert accruals(books, YEAR, [found]) == ()


def test_what_was_not_paid_is_taken_back_in_red(books: Books) -> None:
    """
    2026-02-01 * "nine months of 100,000"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    2026-09-30 * "accrued" ^reinvest-2026-Q3
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出 19000.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款 -19000.00 CNY
    2026-11-01 * "a loss of 60,000"
      Expenses:Company:5602管理费用                   60000.00 CNY
      Assets:Company:1002银行存款                    -60000.00 CNY
    """
    drafts = accruals(books, YEAR, assess(books, YEAR, today=LATER))

    expected = """\
2026-12-31 ! "计提2026年第四季度反哺捐赠（20%×38000.00）" ^reinvest-2026-Q4
  kind: "反哺计提"
  category: "计提社区反哺"
  Expenses:Company:5711营业外支出:01公益性捐赠支出   -11400.00 CNY
    side: "借"
  Liabilities:Company:2241其他应付款:02应付捐赠款     11400.00 CNY
    side: "贷"
"""
    assert expected == to_ledger_all(drafts)


def test_booking_twice_changes_nothing(books: Books) -> None:
    """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    """
    once = accruals(books, Q1, assess(books, Q1, today=LATER))
    main = books.workspace.main
    main.write_text(main.read_text() + to_ledger_all(once))
    again = load(books.workspace)

    assert [Decimal("19000.00")] == [draft.postings[0].amount for draft in once]
    assert accruals(again, Q1, assess(again, Q1, today=LATER)) == ()


def test_a_promise_accrues_at_the_ends_of_its_own_periods_only(books: Books) -> None:
    """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    """
    by_period = {
        name: len(accruals(books, parse_period(name), assess(books, parse_period(name), today=LATER)))
        for name in ("2026-02", "2026-03", "2026-Q1", "2026")
    }
    assert by_period == {"2026-02": 0, "2026-03": 1, "2026-Q1": 1, "2026": 1}


SETTLED = """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    2026-03-31 * "accrued" ^reinvest-2026-Q1
      id: "Company/2026-03/记-0001"
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出 19000.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款 -19000.00 CNY
    2026-04-20 * "half is paid, and arrives" ^reinvest-0a1b2c3d
      id: "Company/2026-04/记-0001"
      Liabilities:Company:2241其他应付款:02应付捐赠款   9000.00 CNY
      Assets:Company:1002银行存款                     -9000.00 CNY
    2026-04-22 * "half arrives" ^reinvest-0a1b2c3d
      id: "Fund/2026-04/记-0001"
      kind: "反哺到账"
      receipt: "2026900001"
      project: "社区公共服务"
      Assets:Fund:1002银行存款                         9000.00 CNY
      Income:Fund:4101捐赠收入:02限定性               -9000.00 CNY
    2026-06-29 * "some more is paid" ^reinvest-9f8e7d6c
      id: "Company/2026-06/记-0001"
      kind: "反哺支付"
      Liabilities:Company:2241其他应付款:02应付捐赠款   4000.00 CNY
      Assets:Company:1002银行存款                     -4000.00 CNY
    2026-07-01 * "and arrives in the next quarter" ^reinvest-9f8e7d6c
      id: "Fund/2026-07/记-0001"
      kind: "反哺到账"
      project: "社区公共服务"
      Assets:Fund:1002银行存款                         4000.00 CNY
      Income:Fund:4101捐赠收入:02限定性               -4000.00 CNY
    """


@pytest.fixture
def settled(written: Callable[[str], Books]) -> Books:
    return written(SETTLED)


@pytest.mark.parametrize(
    ("on", "paid", "transit", "received"),
    [
        (date(2026, 4, 19), 0, 0, 0),
        (date(2026, 4, 21), 9000, 9000, 0),
        (date(2026, 4, 22), 9000, 0, 9000),
        (date(2026, 6, 30), 13000, 4000, 9000),
        (date(2026, 7, 1), 13000, 0, 13000),
    ],
)
def test_paid_is_received_or_in_transit_on_every_day(
    settled: Books, on: date, paid: int, transit: int, received: int
) -> None:
    found = settlement(settled, policies(settled)[0], on)

    assert (paid, transit, received) == (found.paid, found.in_transit, found.received)
    assert found.paid == found.received + found.in_transit
    assert found.difference == found.accrued - found.paid
    balance = settled.frames.sum(entity="Company", codes=["2241:02"], end=on)
    assert found.difference * 100 == -balance


def test_only_receipted_money_has_a_receipt_number(settled: Books) -> None:
    found = settlement(settled, policies(settled)[0], date(2026, 9, 30))

    assert (Decimal("13000.00"), Decimal("9000.00")) == (found.received, found.receipted)
    assert found.receipts == ("2026900001",)
    assert found.entries["received"] == ("Fund/2026-04/记-0001", "Fund/2026-07/记-0001")


@pytest.mark.parametrize(("today", "days"), [(date(2026, 4, 30), 0), (date(2026, 5, 1), 1), (date(2026, 7, 30), 91)])
def test_overdue_days_count_from_the_settlement_term(settled: Books, today: date, days: int) -> None:
    """The first quarter's 19,000 are due on 30 April; 6,000 stay unpaid."""
    found = settlement(settled, policies(settled)[0], date(2026, 3, 31), today=today)

    assert days == found.overdue_days


def test_the_json_has_every_key_of_the_contract(settled: Books) -> None:
    (found,) = to_json(settled, Q2, assess(settled, Q2, today=date(2026, 7, 15)))["assessments"]

    assert {
        "enterprise", "fund", "period", "state", "base", "route", "rate", "profit_before_donation", "losses_used",
        "losses_left", "base_amount", "owed", "accrued", "paid", "in_transit", "received", "receipted", "overpaid",
        "difference", "overdue_days", "tax_losses_used", "deductible_now", "unpaid_not_deductible", "carried_forward",
        "carry_expired", "income_tax", "reserve", "resolution", "payee", "steps",
    } <= found.keys()  # fmt: skip
    assert (
        found["state"],
        found["paid"],
        found["in_transit"],
        found["received"],
    ) == ("provisional", "13000.00", "4000.00", "9000.00")


def test_a_sealed_period_is_closed(settled: Books) -> None:
    seals = settled.workspace.seals
    seals.mkdir()
    (seals / "2026-Q2.Company.json").write_text("{}")

    states = [to_json(settled, p, assess(settled, p, today=LATER))["assessments"][0]["state"] for p in (Q1, Q2, Q3)]
    assert states == ["closed", "closed", "provisional"]


def test_one_enterprise_may_feed_several_funds(books: Books) -> None:
    """
    2025-01-01 custom "entity" "Youth" "青年基金"
      standard: "npo-2026"
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.15
    2026-01-01 custom "reinvestment" "Company" "Youth" 0.05
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    2026-03-31 * "accrued" ^reinvest-2026-Q1-Youth
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出  4750.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款  -4750.00 CNY
    """
    found = assess(books, Q1, today=LATER)
    drafts = accruals(books, Q1, found)

    assert [(a.policy.fund, str(a.owed), str(a.to_accrue)) for a in found] == [
        ("Fund", "14250.00", "14250.00"),
        ("Youth", "4750.00", "0.00"),
    ]
    assert [draft.links for draft in drafts] == [("reinvest-2026-Q1-Fund",)]
