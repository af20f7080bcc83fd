"""Every route to its end: several parties, dividends by resolution, reserves, years set right afterwards, money moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.closing.foresight import with_vouchers
from huilin.drafting import to_ledger_all
from huilin.errors import HuilinError
from huilin.promise import (
    Receipt,
    accruals,
    adjustments,
    assess,
    by_period,
    compare,
    dividends,
    payments,
    policies,
    receipts,
    remarks,
    true_up,
)
from huilin.promise.forward import forwards
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from huilin.books import Books
    from huilin.drafting import Draft

Q1, Q2, Q3, Q4, YEAR = (parse_period(name) for name in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026"))
LATER = date(2027, 1, 15)
D = Decimal

SALES = """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
"""


def again(books: Books, drafts: Iterable[Draft], *, posted: bool = True) -> Books:
    """Return the books loaded with these drafts written, posted or not."""
    text = to_ledger_all(drafts)
    main = books.workspace.main
    main.write_text(main.read_text() + "\n" + (text.replace(" ! ", " * ") if posted else text))
    return load(books.workspace)


def test_a_rate_that_changes_in_july_counts_for_july_on(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
    2026-07-01 custom "reinvestment" "Company" "Fund" 0.25
    2026-02-01 * "first half"
      Assets:Company:1002银行存款                     50000.00 CNY
      Income:Company:5001主营业务收入                -50000.00 CNY
    2026-08-01 * "second half"
      Assets:Company:1002银行存款                     50000.00 CNY
      Income:Company:5001主营业务收入                -50000.00 CNY
    """
    (half,), (found,) = assess(books, Q2, today=LATER), assess(books, YEAR, today=LATER)

    assert (half.owed, found.owed) == (D("9500.00"), D("21375.00"))


def test_by_period_the_quarter_of_the_change_is_the_new_rule_s(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
    2026-08-15 custom "reinvestment" "Company" "Fund" 0.25
      change: "period"
    2026-02-01 * "first half"
      Assets:Company:1002银行存款                     50000.00 CNY
      Income:Company:5001主营业务收入                -50000.00 CNY
    2026-07-02 * "before the change, in its quarter"
      Assets:Company:1002银行存款                     50000.00 CNY
      Income:Company:5001主营业务收入                -50000.00 CNY
    """
    (found,) = assess(books, Q3, today=LATER)

    assert found.owed == D("21375.00")


def test_a_promise_that_ended_in_june_is_still_owed_for_june(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      end: 2026-05-15
    2026-02-01 * "before the end"
      Assets:Company:1002银行存款                     50000.00 CNY
      Income:Company:5001主营业务收入                -50000.00 CNY
    2026-06-01 * "after it"
      Assets:Company:1002银行存款                     50000.00 CNY
      Income:Company:5001主营业务收入                -50000.00 CNY
    """
    (found,) = assess(books, Q2, today=LATER)
    drafts = accruals(books, Q2, [found])

    assert found.owed == D("9500.00")
    assert [d.postings[0].amount for d in drafts] == [D("9500.00")]
    assert accruals(again(books, drafts), Q3, assess(again(books, ()), Q3, today=LATER)) == ()


def test_two_enterprises_feed_one_fund_by_links_of_their_own(books: Books) -> None:
    """
    2025-01-01 custom "entity" "Canteen" "食堂公司"
      standard: "small-enterprise"
    2025-01-01 custom "tax" "Canteen" "small-scale" "small-low-profit"
    2025-01-01 open Assets:Canteen:1002银行存款
    2025-01-01 open Liabilities:Canteen:2241其他应付款:02应付捐赠款
    2025-01-01 open Income:Canteen:5001主营业务收入
    2025-01-01 open Expenses:Canteen:5711营业外支出:01公益性捐赠支出
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      project: "社区公共服务"
    2026-01-01 custom "reinvestment" "Canteen" "Fund" 0.10
      project: "社区公共服务"
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    2026-02-01 * "meals"
      Assets:Canteen:1002银行存款                    100000.00 CNY
      Income:Canteen:5001主营业务收入               -100000.00 CNY
    """
    drafts = accruals(books, Q1, assess(books, Q1, today=LATER))
    known = again(books, drafts)
    paid = [p for policy in policies(known) for p in payments(known, policy, date(2026, 4, 20))]
    known = again(known, paid)
    came = [r for policy in policies(known) for r in receipts(known, policy, Receipt(date(2026, 4, 22)))]
    known = again(known, came)

    assert {d.links for d in (*drafts, *paid, *came)} == {("reinvest-2026-Q1-Company",), ("reinvest-2026-Q1-Canteen",)}
    found = {a.policy.enterprise: a for a in assess(known, Q2, today=LATER)}
    assert {name: (a.accrued, a.paid, a.received) for name, a in found.items()} == {
        "Company": (D("19000.00"),) * 3,
        "Canteen": (D("9500.00"),) * 3,
    }


def test_payment_and_receipt_are_drafted_once_each_in_its_own_books(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      project: "社区公共服务"
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    """
    (policy,) = policies(books)
    known = again(books, accruals(books, Q1, assess(books, Q1, today=LATER)))
    paid = payments(known, policy, date(2026, 4, 20))
    known = again(known, paid, posted=False)

    assert payments(known, policy, date(2026, 4, 20)) == ()
    came = receipts(known, policy, Receipt(date(2026, 4, 22), "2026900001", donor="D0001"))
    known = again(known, came, posted=False)
    assert receipts(known, policy, Receipt(date(2026, 4, 22))) == ()
    expected = """\
2026-04-20 ! "慈善总会" "支付2026年第一季度反哺捐赠" ^reinvest-2026-Q1
  kind: "反哺支付"
  category: "支付社区反哺"
  Liabilities:Company:2241其他应付款:02应付捐赠款     19000.00 CNY
  Assets:Company:1002银行存款                        -19000.00 CNY

2026-04-22 ! "惠邻公司" "收到惠邻公司反哺捐赠" ^reinvest-2026-Q1
  kind: "反哺到账"
  project: "社区公共服务"
  donor: "D0001"
  receipt: "2026900001"
  Assets:Fund:1002银行存款                            19000.00 CNY
  Income:Fund:4101捐赠收入:02限定性                  -19000.00 CNY
"""
    assert expected == to_ledger_all([*paid, *came])


def test_nothing_comes_in_before_it_was_paid(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      project: "社区公共服务"
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    """
    (policy,) = policies(books)
    known = again(books, accruals(books, Q1, assess(books, Q1, today=LATER)))
    known = again(known, payments(known, policy, date(2026, 4, 20)))

    assert receipts(known, policy, Receipt(date(2026, 4, 19))) == ()


def test_an_unknown_project_is_refused(books: Books) -> None:
    """
    2026-02-01 * "sales"
      Assets:Company:1002银行存款                    100000.00 CNY
      Income:Company:5001主营业务收入               -100000.00 CNY
    """
    (policy,) = policies(books)
    known = again(books, accruals(books, Q1, assess(books, Q1, today=LATER)))
    known = again(known, payments(known, policy, date(2026, 4, 20)))

    with pytest.raises(HuilinError, match="项目"):
        receipts(known, policy, Receipt(date(2026, 4, 22)))


DIVIDEND = (
    """
    2025-01-01 open Liabilities:Company:2232应付利润
    2025-01-01 custom "shareholder" "Company" "社区居民委员会" 0.60
    2025-01-01 custom "shareholder" "Company" "张某" 0.40
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      base: "distributable-profit"
      route: "dividend"
      project: "社区公共服务"
"""
    + SALES
)


def test_a_dividend_waits_for_the_resolution_and_says_so(written: Callable[[str], Books]) -> None:
    books = written(DIVIDEND)
    (found,) = assess(books, YEAR, today=LATER)
    (said,) = remarks(books, YEAR, [found], today=LATER, booking=True)

    assert (found.owed, found.distribution, found.resolution) == (D("19000.00"), D("31666.67"), None)
    assert found.to_json("2026", "provisional")["resolution"] is None
    assert dividends(books, YEAR, [found], today=LATER) == ()
    assert (said.severity, "31,666.67" in said.message.zh) == ("warning", True)


def test_a_resolved_dividend_goes_through_three_parties(written: Callable[[str], Books]) -> None:
    books = written(
        DIVIDEND
        + """
    2027-04-20 custom "resolution" "Company" "dividend" 31666.67 CNY
      for-year: 2026
      document: "documents/决议.txt"
    """
    )
    today = date(2027, 6, 1)
    (policy,) = policies(books)
    declared = dividends(books, YEAR, assess(books, YEAR, today=today), today=today)
    known = again(books, declared)
    assert dividends(known, YEAR, assess(known, YEAR, today=today), today=today) == ()
    paid = payments(known, policy, date(2027, 5, 8))
    known = again(known, paid)
    came = receipts(known, policy, Receipt(date(2027, 5, 12)))

    expected = """\
2027-04-20 ! "按股东决议分配2026年度利润31666.67元，其中社区居民委员会19000.00元转捐社区基金" ^reinvest-2026
  kind: "反哺计提"
  category: "分配利润"
  for-year: "2026"
  Equity:Company:3104利润分配:05未分配利润            31666.67 CNY
  Liabilities:Company:2232应付利润                   -19000.00 CNY
  Liabilities:Company:2232应付利润                   -12666.67 CNY
    kind: "股东分红"

2027-05-08 ! "社区居民委员会" "支付2026年度分红，由社区居民委员会转捐社区基金" ^reinvest-2026
  kind: "反哺支付"
  category: "支付社区反哺"
  Liabilities:Company:2232应付利润                    19000.00 CNY
  Assets:Company:1002银行存款                        -19000.00 CNY

2027-05-12 ! "社区居民委员会" "收到社区居民委员会反哺捐赠（惠邻公司分红转捐）" ^reinvest-2026
  kind: "反哺到账"
  project: "社区公共服务"
  Assets:Fund:1002银行存款                            19000.00 CNY
  Income:Fund:4101捐赠收入:02限定性                  -19000.00 CNY
"""
    assert expected == to_ledger_all([*declared, *paid, *came])
    (found,) = assess(again(known, came), YEAR, today=today)
    assert (found.accrued, found.paid, found.received, found.in_transit) == (*(D("19000.00"),) * 3, D("0.00"))
    assert (found.resolution, found.tax.deductible_now) == ("documents/决议.txt", D("0.00"))


def test_a_reserve_is_set_aside_at_the_year_s_end_only(written: Callable[[str], Books]) -> None:
    books = written(
        """
    2025-01-01 open Equity:Company:3101盈余公积
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      base: "distributable-profit"
      route: "reserve"
    """
        + SALES
    )
    drafts = accruals(books, YEAR, assess(books, YEAR, today=LATER))
    (found,) = assess(again(books, drafts), YEAR, today=LATER)

    assert accruals(books, Q3, assess(books, Q3, today=LATER)) == ()
    assert "留存公司，未注入基金" in drafts[0].narration
    assert [(p.account.split(":")[2][:4], p.amount) for p in drafts[0].postings] == [
        ("3104", D("19000.00")),
        ("3101", D("-19000.00")),
    ]
    assert (found.accrued, found.to_accrue, found.paid, found.received) == (D("19000.00"), 0, 0, 0)
    assert (found.overdue_days, payments(books, found.policy, LATER)) == (0, ())


CLOSED = (
    SALES
    + """
    2026-12-31 * "accrued" ^reinvest-2026-Q4
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出 19000.00 CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款 -19000.00 CNY
    2026-12-31 * "income tax"
      kind: "所得税计提"
      Expenses:Company:5801所得税费用                  5000.00 CNY
      Liabilities:Company:2221应交税费:05应交企业所得税 -5000.00 CNY
"""
)
RETURNED = (
    CLOSED
    + """
    2027-05-20 custom "tax-return" "Company" 5500.00 CNY
      for-year: 2026
      not-deductible: 10000.00 CNY
"""
)


def test_the_tax_return_sets_the_year_right_in_the_next_one(written: Callable[[str], Books]) -> None:
    """10,000 more are taxed: tax 5,500, so 100,000 − 5,500 = 94,500 and 18,900 are owed, 100 less."""
    books = written(RETURNED)
    today = date(2027, 6, 1)
    past = true_up(books, YEAR, today=today)
    drafts = adjustments(books, YEAR, past, today=today)

    expected = """\
2027-05-20 ! "按2026年度汇算清缴调整反哺（应反哺18900.00）" ^reinvest-2026
  kind: "反哺计提"
  category: "计提社区反哺"
  for-year: "2026"
  Expenses:Company:5711营业外支出:01公益性捐赠支出     -100.00 CNY
    side: "借"
  Liabilities:Company:2241其他应付款:02应付捐赠款       100.00 CNY
    side: "贷"

2027-05-20 ! "2026年度企业所得税汇算清缴（全年应纳5500.00）"
  kind: "所得税计提"
  category: "汇算清缴企业所得税"
  for-year: "2026"
  Expenses:Company:5801所得税费用                       500.00 CNY
  Liabilities:Company:2221应交税费:05应交企业所得税    -500.00 CNY
"""
    assert expected == to_ledger_all(drafts)
    known = again(books, drafts)
    assert adjustments(known, YEAR, true_up(known, YEAR, today=today), today=today) == ()
    (before,) = assess(known, YEAR, today=today)
    assert (before.owed, before.accrued) == (D("19000.00"), D("19000.00")), "the closed year stays what it was"
    (next_year,) = assess(known, parse_period("2027"), today=today)
    assert (next_year.profit_before_donation, next_year.accrued) == (0, 0)


def test_a_return_is_not_known_before_its_day(written: Callable[[str], Books]) -> None:
    assert true_up(written(RETURNED), YEAR, today=date(2027, 5, 19)) == ()


def test_an_overpayment_is_handed_to_the_next_year(written: Callable[[str], Books]) -> None:
    books = written(
        CLOSED
        + """
    2026-12-31 * "paid" ^reinvest-2026-Q4
      kind: "反哺支付"
      Liabilities:Company:2241其他应付款:02应付捐赠款  19000.00 CNY
      Assets:Company:1002银行存款                     -19000.00 CNY
    2026-12-31 * "a loss found late"
      Expenses:Company:5602管理费用                    60000.00 CNY
      Assets:Company:1002银行存款                     -60000.00 CNY
    """
    )
    left = forwards(books, YEAR, assess(books, YEAR, today=LATER))

    assert [(one.what, one.lot.amount) for one in left] == [("overpaid", D("11400.00")), ("donation", D("16480.00"))]
    main = books.workspace.main
    main.write_text(main.read_text() + "\n" + "\n".join(one.to_ledger() for one in left))
    known = load(books.workspace)
    assert forwards(known, YEAR, assess(known, YEAR, today=LATER)) == ()


def test_an_earlier_quarter_that_lacks_its_accrual_stops_booking(written: Callable[[str], Books]) -> None:
    books = written(SALES)
    found = remarks(books, Q2, assess(books, Q2, today=LATER), today=LATER, booking=True)

    assert [(f.severity, "第一季度" in f.message.zh, "19,000.00" in f.message.zh) for f in found] == [
        ("error", True, True)
    ]
    assert [f.severity for f in remarks(books, Q2, assess(books, Q2, today=LATER), today=LATER)] == ["note"]


def test_a_period_that_is_not_over_cannot_be_booked(written: Callable[[str], Books]) -> None:
    books, today = written(SALES), date(2026, 3, 15)
    found = remarks(books, Q1, assess(books, Q1, today=today), today=today, booking=True)

    assert ["还不能入账" in f.message.zh for f in found] == [True]


def test_what_if_compares_and_touches_nothing(written: Callable[[str], Books]) -> None:
    books = written(SALES)
    before = books.workspace.main.read_bytes()
    (one,) = compare(books, YEAR, {"rate": D("0.25"), "base": "distributable-profit"}, today=LATER)

    assert (one.booked.owed, one.asked.owed, one.more) == (D("19000.00"), D("23750.00"), D("4750.00"))
    assert one.asked.policy.route == "dividend"
    assert (one.cash_after(one.booked), one.cash_after(one.asked)) == (D("81000.00"), D("76250.00"))
    assert one.runway(one.booked) is None, "the fund spends nothing"
    assert books.workspace.main.read_bytes() == before


def test_periods_settle_the_oldest_first_and_reductions_the_latest(written: Callable[[str], Books]) -> None:
    entries = [("03-31", "100.00"), ("06-30", "50.00"), ("09-30", "-30.00")]
    accrued = "".join(
        f"""
    2026-{day} * "accrued"
      kind: "反哺计提"
      Expenses:Company:5711营业外支出:01公益性捐赠支出 {amount} CNY
      Liabilities:Company:2241其他应付款:02应付捐赠款
"""
        for day, amount in entries
    )
    paid = """
    2026-10-01 * "paid" ^reinvest-x
      kind: "反哺支付"
      Liabilities:Company:2241其他应付款:02应付捐赠款  110.00 CNY
      Assets:Company:1002银行存款                     -110.00 CNY
"""
    books = written(accrued + paid)
    lines = by_period(books, policies(books)[0], date(2026, 12, 31))

    assert [(line.period.name, line.accrued, line.paid, line.open) for line in lines] == [
        ("2026-Q1", D("100.00"), D("100.00"), D("0.00")),
        ("2026-Q2", D("50.00"), D("10.00"), D("10.00")),
        ("2026-Q3", D("-30.00"), D("0.00"), D("0.00")),
    ]


def test_the_entries_are_seen_in_books_that_are_not_written_yet(written: Callable[[str], Books]) -> None:
    books = written(SALES)
    drafts = accruals(books, Q1, assess(books, Q1, today=LATER))
    ahead = with_vouchers(books, drafts)

    assert accruals(ahead, Q1, assess(ahead, Q1, today=LATER)) == ()
