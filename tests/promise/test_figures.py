"""The year's figures as the ledger gives them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huilin.promise import figures, policies
from huilin.reinvestment import Lot
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from huilin.books import Books

Q1, Q2, YEAR = parse_period("2026-Q1"), parse_period("2026-Q2"), parse_period("2026")


def test_profit_before_donation_adds_back_gifts_and_income_tax(books: Books) -> None:
    """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                       100.00 CNY
      Income:Company:5001主营业务收入                  -100.00 CNY
    2026-03-01 * "rent"
      Expenses:Company:5602管理费用                      30.00 CNY
      Assets:Company:1002银行存款                       -30.00 CNY
    2026-03-31 * "a promise" ^reinvest-2026-Q1
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出   13.30 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款   -13.30 CNY
    2026-03-31 * "tax"
      Expenses:Company:5801所得税费用                     3.50 CNY
      Liabilities:Company:2221应交税费:05应交企业所得税  -3.50 CNY
    2026-04-01 * "the next quarter"
      Assets:Company:1002银行存款                         1.00 CNY
      Income:Company:5001主营业务收入                    -1.00 CNY
    """
    year = figures(books, "Company", Q1)

    assert (Decimal("100.00"), Decimal("30.00")) == (year.revenue, year.costs)
    assert Decimal("70.00") == year.profit_before_donation
    assert Decimal("13.30") == year.accrued_before
    assert year.small_low_profit


def test_drafts_count_in_no_figure(books: Books) -> None:
    """
    2026-02-01 ! "not yet posted"
      Assets:Company:1002银行存款                       100.00 CNY
      Income:Company:5001主营业务收入                  -100.00 CNY
    """
    assert Decimal("0.00") == figures(books, "Company", Q1).revenue


def test_entries_for_an_earlier_year_stay_out(books: Books) -> None:
    """
    2026-05-31 * "true-up after the tax return" ^reinvest-2025-Q4
      kind: "反哺计提"
      for-year: 2025
      Expenses:Company:5711营业外支出:01公益性捐赠支出    7.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款    -7.00 CNY
    2026-05-31 * "a bill of last year"
      for-year: "2025"
      Expenses:Company:5602管理费用                       9.00 CNY
      Assets:Company:1002银行存款                        -9.00 CNY
    """
    year = figures(books, "Company", Q2)

    assert (Decimal("0.00"), Decimal("0.00")) == (year.costs, year.accrued_before)
    assert Decimal("0.00") == year.other_donations


def test_last_years_loss_is_carried_whether_the_year_was_closed_or_not(books: Books) -> None:
    """
    2025-06-01 * "a loss, never closed"
      Expenses:Company:5602管理费用                     500.00 CNY
      Assets:Company:1002银行存款                      -500.00 CNY
    2025-12-31 * "some of it closed"
      kind: "结转"
      Equity:Company:3104利润分配:05未分配利润          200.00 CNY
      Expenses:Company:5602管理费用                    -200.00 CNY
    """
    assert Decimal("500.00") == figures(books, "Company", Q1).book_loss_left


def test_what_is_brought_forward_is_read_for_its_year(books: Books) -> None:
    """
    2026-01-01 custom "brought-forward" "Company" "tax-loss" 30000.00 CNY
      for-year: 2025
    2026-01-01 custom "brought-forward" "Company" "book-loss" 20000.00 CNY
    2026-01-01 custom "brought-forward" "Company" "donation" 9280.00 CNY
      for-year: 2024
    2026-01-01 custom "brought-forward" "Company" "overpaid" 11400.00 CNY
    """
    year = figures(books, "Company", YEAR)

    assert year.tax_losses == (Lot(2025, Decimal("30000.00")),)
    assert year.donations_carried == (Lot(2024, Decimal("9280.00")),)
    assert (Decimal("20000.00"), Decimal("11400.00")) == (year.book_loss_left, year.credit_before)
    assert figures(books, "Company", parse_period("2027")).tax_losses == ()


def test_payments_settle_the_oldest_accrual_first(books: Books) -> None:
    """
    2025-12-31 * "promised for 2025" ^reinvest-2025-Q4
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出   50.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款   -50.00 CNY
    2026-01-20 * "paid, and more than that" ^reinvest-2025-Q4
      kind: "反哺支付"
      Liabilities:Company:2241其他应付款:02应付捐赠款    80.00 CNY
      Assets:Company:1002银行存款                       -80.00 CNY
    2026-03-31 * "promised for 2026" ^reinvest-2026-Q1
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出   60.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款   -60.00 CNY
    """
    year = figures(books, "Company", Q1, policy=policies(books)[0])

    assert Decimal("60.00") == year.accrued_before
    assert (Decimal("30.00"), Decimal("30.00"), Decimal("50.00")) == (
        year.paid_before,
        year.paid_in_year,
        year.paid_late,
    )


def test_a_gift_beside_the_promise_is_another_donation(books: Books) -> None:
    """
    2026-02-01 * "a gift to the school, paid at once"
      Expenses:Company:5711营业外支出:01公益性捐赠支出   40.00 CNY
      Assets:Company:1002银行存款                       -40.00 CNY
    """
    year = figures(books, "Company", Q1)

    assert (Decimal("40.00"), Decimal("40.00")) == (year.other_donations, year.other_paid)
    assert Decimal("0.00") == year.costs


def test_care_income_counts_only_where_the_ledger_says_so(books: Books) -> None:
    """
    2026-01-01 custom "tax" "Company" "small-scale" "small-low-profit"
      care: "5001"
    2026-02-01 * "care"
      Assets:Company:1002银行存款                       100.00 CNY
      Income:Company:5001主营业务收入                  -100.00 CNY
    """
    assert Decimal("100.00") == figures(books, "Company", Q1).exempt_care_income


def test_figures_end_with_the_day_asked_for(books: Books) -> None:
    """
    2026-02-01 * "before"
      Assets:Company:1002银行存款                       100.00 CNY
      Income:Company:5001主营业务收入                  -100.00 CNY
    2026-02-03 * "after"
      Assets:Company:1002银行存款                       100.00 CNY
      Income:Company:5001主营业务收入                  -100.00 CNY
    """
    year = figures(books, "Company", YEAR, through=date(2026, 2, 2))

    assert (Decimal("100.00"), date(2026, 2, 2)) == (year.revenue, year.through)
