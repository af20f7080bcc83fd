"""利润反哺: each step is proved by the books or follows from the steps above it."""

from __future__ import annotations

from huilin.reporting import facts_of
from tests.reporting.small import amounts, books_of, made, prove, text_of

POLICY = """
2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
  base: "net-profit-before-donation"
  settle-within: "30 days"
  agreement: "documents/章程.pdf"
"""
YEAR = """
2026-02-10 * "a profit of 100,000 before gifts"
  id: "Company/2026-02/记-0001"
  Assets:Company:1002银行存款  100000.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -100000.00 CNY
2026-03-31 * "accrued"
  id: "Company/2026-03/记-0001"
  kind: "反哺计提"
  Expenses:Company:5711营业外支出:01公益性捐赠支出  19000.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -19000.00 CNY
2026-04-28 * "paid" ^reinvest-2026-Q1
  id: "Company/2026-04/记-0001"
  kind: "反哺支付"
  Liabilities:Company:2241其他应付款:02应付捐赠款  12000.00 CNY
  Assets:Company:1002银行存款  -12000.00 CNY
2026-05-03 * "received" ^reinvest-2026-Q1
  id: "Fund/2026-05/记-0001"
  kind: "反哺到账"
  project: "路灯改造"
  receipt: "77"
  Assets:Fund:1002银行存款:01存放慈善总会  12000.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -12000.00 CNY
2026-05-10 * "meals" ^exchange-2026-05
  id: "Fund/2026-05/记-0002"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  300.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -300.00 CNY
"""


def test_the_standard_case_owes_19000_and_every_step_is_proved() -> None:
    books = books_of(POLICY + YEAR)
    statements = made(books, "reinvestment", "2026-Q2")
    known = amounts(statements)

    assert known["Company.reinvestment.profit-before-donation"] == "100,000.00"
    assert known["Company.reinvestment.income-tax-without-gift"] == "5,000.00"
    assert known["Company.reinvestment.net-profit-before-donation"] == "95,000.00"
    assert known["Company.reinvestment.owed-to-the-fen"] == "19,000.00"
    assert known["Company.reinvestment.accrue"] == "0.00"
    formulas = {fact.id: fact.formula for fact in facts_of(statements)}
    assert formulas["Company.reinvestment.owed-to-the-fen"] == (
        "round(0.20 * Company.reinvestment.net-profit-before-donation)"
    )
    prove(books, facts_of(statements))


def test_the_reconciliation_shows_paid_received_in_transit_and_what_went_back() -> None:
    books = books_of(POLICY + YEAR)
    statements = made(books, "reinvestment", "2026-Q2")
    known = amounts(statements)

    assert [known[f"Company.reinvestment-settled.{line}.period"] for line in ("opening", "accrued", "paid", "unpaid")] == [
        "19,000.00", "0.00", "12,000.00", "7,000.00",
    ]  # fmt: skip
    assert known["Company.reinvestment-settled.received.all"] == "12,000.00"
    assert known["Company.reinvestment-settled.receipted.all"] == "12,000.00"
    assert known["Company.reinvestment-settled.in-transit.all"] == "0.00"
    assert known["Company.reinvestment-settled.bought-back.ytd"] == "300.00"
    assert all(check.holds for statement in statements for check in statement.checks)


def test_paid_and_not_yet_received_is_in_transit() -> None:
    early = made(books_of(POLICY + YEAR), "reinvestment", "2026-04")

    assert amounts(early)["Company.reinvestment-settled.in-transit.all"] == "12,000.00"
    assert all(check.holds for statement in early for check in statement.checks)


def test_each_accrual_payment_and_receipt_is_listed_with_its_voucher_and_due_day() -> None:
    *_, entries = made(books_of(POLICY + YEAR), "reinvestment", "2026-Q2")
    printed = text_of(entries)

    assert [line.split()[0] for line in printed.splitlines()[1:]] == ["2026-03-31", "2026-04-28", "2026-05-03"]
    assert "2026-04-30" in printed
    assert "Fund/2026-05/记-0001" in printed


def test_a_payment_that_lacks_its_kind_is_told_by_its_side() -> None:
    books = books_of(POLICY + YEAR.replace('  kind: "反哺支付"\n', "").replace('  kind: "反哺计提"\n', ""))
    statements = made(books, "reinvestment", "2026-Q2")

    assert amounts(statements)["Company.reinvestment-settled.paid.all"] == "12,000.00"
    prove(books, facts_of(statements))


def test_a_loss_owes_nothing_and_says_so() -> None:
    books = books_of(POLICY + YEAR.partition("2026-03-31")[0].replace("100000.00", "-5.00").replace("--", ""))
    calculation, *_ = made(books, "reinvestment", "2026-Q2")

    assert "没有反哺义务" in calculation.summary[0].zh
    prove(books, facts_of([calculation]))


def test_without_a_promise_there_is_no_statement() -> None:
    assert made(books_of(YEAR), "reinvestment", "2026-Q2") == ()


def test_a_promise_that_cannot_be_read_fails_its_check_and_says_why() -> None:
    (statement,) = made(books_of(POLICY.replace("0.20", '"much"') + YEAR), "reinvestment", "2026-Q2")

    assert [check.holds for check in statement.checks] == [False]
    assert statement.notes
