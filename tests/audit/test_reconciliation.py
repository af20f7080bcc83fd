"""Reconciliation: what only the statement has, what only the books have, and a difference that nobody can explain."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huilin.audit.pages import page
from huilin.audit.reconciling import accounts, reconcile

if TYPE_CHECKING:
    from huilin.audit import Table
    from tests.audit.conftest import Ask

BANK = "Assets:Company:1002银行存款:01建行基本户"
SINCE_THE_STATEMENT = """
2026-10-02 * "对账单有、已过账"
  id: "Company/2026-10/记-0001"
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
    src: "ccb:1"
  Expenses:Company:5602管理费用:01职工薪酬  10.00 CNY

2026-10-03 * "支票已开，银行未付"
  id: "Company/2026-10/记-0002"
  Assets:Company:1002银行存款:01建行基本户  -200.00 CNY
  Expenses:Company:5602管理费用:01职工薪酬  200.00 CNY

2026-10-04 ! "银行已收，还没过账"
  Assets:Company:1002银行存款:01建行基本户  35.00 CNY
    src: "ccb:2"
  Income:Company:5001主营业务收入:01团购自营  -35.00 CNY
"""


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.cells()]


def test_each_side_is_adjusted_by_what_only_the_other_has(ask: Ask) -> None:
    """The statement of 30 September says 50,000.00; since then one row agrees, one side lacks each of two others."""
    request = ask(SINCE_THE_STATEMENT)

    one = reconcile(request.books, BANK, date(2026, 10, 15))

    assert (one.book, one.statement, one.statement_on, one.listed) == (4979000, 5000000, date(2026, 9, 30), 2500)
    assert [(item.what, item.fen) for item in one.bank_only] == [("银行已收，还没过账", 3500)]
    assert [(item.ref, item.fen) for item in one.book_only] == [("Company/2026-10/记-0002", -20000)]
    assert one.adjusted_book == one.adjusted_bank == 4982500
    assert one.unexplained == 0


def test_a_balance_that_the_books_do_not_have_stays_unexplained(ask: Ask) -> None:
    wrong = "2026-10-10 balance Assets:Company:1002银行存款:01建行基本户  49000.00 CNY\n"

    one = reconcile(ask(wrong).books, BANK, date(2026, 10, 15))

    assert one.unexplained == -100000
    summary = page("reconciliation").make(ask(wrong, entity="Company"))[0]
    assert texts(summary)[0][-2:] == ["-1,000.00", "不符"]


def test_the_sheet_reads_as_a_chinese_accountant_writes_it(ask: Ask) -> None:
    request = ask(SINCE_THE_STATEMENT, entity="Company")

    sheet = next(table for table in page("reconciliation").make(request) if table.id.endswith("建行基本户"))

    rows = texts(sheet)
    assert [rows[0][2], rows[0][5]] == ["49,790.00", "50,000.00"]
    assert [row[0].strip() for row in rows] == [
        "企业账面余额",
        "",
        "加：银行已收、企业未入账",
        "2026-10-04 银行已收，还没过账",
        "减：银行已付、企业未入账",
        "",
        "调节后余额",
    ]
    assert [row[3].strip() for row in rows][4:] == [
        "减：企业已付、银行未入账",
        "2026-10-03 支票已开，银行未付",
        "调节后余额",
    ]
    assert rows[-1][2] == rows[-1][5] == "49,825.00"
    assert [check.holds for check in sheet.checks] == [True]


def test_an_account_without_any_statement_says_so(ask: Ask) -> None:
    fund = "Assets:Fund:1002银行存款:01存放慈善总会"
    gift = f'\n2026-07-01 * "捐款"\n  id: "Fund/2026-07/记-0001"\n  project: "日常公益"\n  donor: "D0001"\n  {fund}  9.00 CNY\n  Income:Fund:4101捐赠收入:01非限定性  -9.00 CNY\n'
    request = ask(gift, entity="Fund")

    summary, *_ = page("reconciliation").make(request)

    assert accounts(request.books, "Fund") == (fund,)
    assert texts(summary)[0][2:4] == ["9.00", ""]
    assert "没有对账单余额" in texts(summary)[0][-1]
