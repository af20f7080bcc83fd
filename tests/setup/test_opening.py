"""Opening balances: a community's own spreadsheet becomes one balanced entry for each set of books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from huilin.books import load
from huilin.errors import HuilinError
from huilin.findings import Severity
from huilin.setup import Plan, create
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books

TABLE = """期初余额表,,,,,
账套,科目代码,科目名称,余额,项目,类别
基金,1002,银行存款,"52,300.00",,
基金,2209,其他应付款,300,,
基金,3101,非限定性净资产,12000,,
基金,3102,限定性净资产,15000,路灯改造,
基金,3102,限定性净资产,25000,,
公司,1001,库存现金,500.5,,
公司,1002,银行存款,61800,,
公司,100201,基本户,50000,,
公司,100202,一般户,10000,,
公司,100203,银行存款-农商行,1800,,
公司,1405,库存商品,8000,,
公司,1601,固定资产,30000,,
公司,1602,累计折旧,6000,,
公司,2202,应付账款,4300.50,,
公司,3001,实收资本,100000,,
公司,310405,利润分配-未分配利润,-10000,,
,合计,,,,
"""


def _open(tmp_path: Path, table: str | bytes, name: str = "期初.csv", start: date = date(2026, 1, 1)) -> Books:
    file = tmp_path / name
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    plan = Plan("zh", start, "晴川社区", "晴川社区基金", "晴川公司", "慈善总会", "居委会", file)
    return load(Workspace.find(create(tmp_path / "books", plan).folder))


def _balances(books: Books) -> dict[str, int]:
    p = books.frames.postings
    return {str(account): int(fen) for account, fen in p.groupby("account", observed=True)["fen"].sum().items()}


def test_opening_entries_lie_on_the_day_before_the_first(tmp_path: Path) -> None:
    """So the first period's opening balances are these, and its turnover is its own."""
    books = _open(tmp_path, TABLE)

    assert {(str(t.date), t.flag, t.meta["id"]) for t in books.transactions} == {
        ("2025-12-31", "*", "Fund/2025-12/记-0001"),
        ("2025-12-31", "*", "Company/2025-12/记-0001"),
    }
    assert [f for f in books.findings if f.severity is not Severity.NOTE] == []


def test_balances_arrive_to_the_fen(tmp_path: Path) -> None:
    """Upper accounts are not counted twice, depreciation lies on its side, an own bank becomes a sub-account."""
    balances = _balances(_open(tmp_path, TABLE))

    assert balances["Assets:Fund:1002银行存款:01存放慈善总会"] == 52300_00
    assert balances["Assets:Company:1002银行存款:01基本户"] == 50000_00
    assert balances["Assets:Company:1002银行存款:03农商行"] == 1800_00
    assert balances["Assets:Company:1602累计折旧"] == -6000_00
    assert balances["Equity:Company:3104利润分配:05未分配利润"] == 10000_00
    assert balances["Equity:Company:3001实收资本"] == -100000_00


def test_restricted_money_stays_restricted(tmp_path: Path) -> None:
    """3102 without a project goes to a restricted project of its own, 3101 to daily work."""
    books = _open(tmp_path, TABLE)
    p = books.frames.postings
    held = {
        str(k): int(v)
        for k, v in p[p["code"].isin(["3101", "3102"])].groupby("project", observed=True)["fen"].sum().items()
    }

    assert held == {"日常公益": -12000_00, "路灯改造": -15000_00, "历年限定捐赠": -25000_00}
    assert books.projects["路灯改造"].is_restricted
    assert books.projects["历年限定捐赠"].is_restricted
    assert books.entities["Company"].registered_capital == Decimal("100000.00")


def test_gb18030_and_debit_credit_columns(tmp_path: Path) -> None:
    """A trial balance of one set of books, as Chinese programs export it; its codes say whose it is."""
    table = "科目编码,科目名称,借方余额,贷方余额\n1012,其他货币资金,100.00,\n5001,主营业务收入,,100.00\n"

    balances = _balances(_open(tmp_path, table.encode("gb18030")))

    assert balances["Assets:Company:1012其他货币资金:01微信商户"] == 100_00
    assert balances["Income:Company:5001主营业务收入:01团购自营"] == -100_00


def test_workbook_with_a_sheet_for_each_entity(tmp_path: Path) -> None:
    """Numbers come as floats; a formula's dust beyond the fen is swept away, codes stay codes."""
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        fund, company = book.add_worksheet("社区基金"), book.add_worksheet("公司")
        for row, cells in enumerate([("科目代码", "名称", "余额"), (1002, "", 0.1 + 0.2), (3101, "", 0.3)]):
            fund.write_row(row, 0, cells)
        for row, cells in enumerate([("code", "name", "balance"), (1001, "", 7), ("3001", "", 7)]):
            company.write_row(row, 0, cells)

    balances = _balances(_open(tmp_path, (tmp_path / "x.xlsx").read_bytes(), "期初.xlsx"))

    assert balances["Assets:Fund:1002银行存款:01存放慈善总会"] == 30
    assert balances["Assets:Company:1001库存现金"] == 7_00


def test_signed_balances_are_understood(tmp_path: Path) -> None:
    """Debit positive, credit negative: taken where balances by side do not tie and these do."""
    balances = _balances(_open(tmp_path, "code,name,balance,entity\n1001,,50.00,Company\n3001,,-50.00,Company\n"))

    assert balances["Equity:Company:3001实收资本"] == -50_00


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("代码,余额,账套\n1001,50,公司\n3001,40,公司\n", "差 10.00"),
        ("代码,名称,余额,账套\n1001,,50,公司\n3999,实收资产,50,公司\n", "期初.csv:3"),
        ("代码,名称,余额,账套\n1001,,50,公司\n3999,实收资产,50,公司\n", "3001 实收资本"),
        ("代码,余额,账套\n1001,5o,公司\n", "期初.csv:2"),
        ("代码,余额,账套\n1001,5.005,公司\n", "期初.csv:2"),
        ("代码,余额,账套\n1002,5,村里\n3101,5,村里\n", "村里"),
        ("代码,余额\n1002,5\n2202,5\n", "账套"),
        ("代码,余额,账套\n1002,100,基金\n4101,100,基金\n", "限定"),
        ("代码,余额,账套\n1002,100,公司\n100201,60,公司\n3001,100,公司\n", "1002"),
        ("姓名,金额\n张三,5\n", "表头"),
        ("", "表头"),
    ],
)
def test_what_is_off_is_named_and_nothing_is_written(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(HuilinError) as caught:
        _open(tmp_path, table)

    assert said in f"{caught.value.text.zh} {caught.value.remedy.zh if caught.value.remedy else ''}"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["期初.csv"]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(HuilinError) as caught:
        _open(tmp_path, "代码,余额,账套\n9999,50,公司\n3001,x,公司\n8888,5,基金\n")

    assert all(f"期初.csv:{line}" in caught.value.text.zh for line in (2, 3, 4))


def test_books_from_2025_follow_the_standard_of_then(tmp_path: Path) -> None:
    table = "代码,名称,余额,账套\n1002,,100,基金\n5201,管理费用,20,基金\n3101,,120,基金\n"

    balances = _balances(_open(tmp_path, table, start=date(2025, 7, 1)))

    assert balances["Expenses:Fund:5201管理费用"] == 20_00
