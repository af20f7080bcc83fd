"""Balances taken from complete statements: part of the batch, true at once, gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin import importing
from tests.importing.conftest import TODAY
from tests.importing.statements import Move, ccb, fund_bill

if TYPE_CHECKING:
    from tests.importing.conftest import Village

WALLET: list[Move] = [
    ("2026-07-04 10:00:00", "W1", "S1", "交易", "100.00"),
    ("2026-07-31 10:00:00", "W2", "S2", "交易", "50.00"),
    ("2026-08-02 10:00:00", "W3", "S3", "交易", "25.00"),
]
BANK = [
    ("20260703 10:00:00", "70.00", "某公司", "房租"),
    ("20260705 10:00:00", "7.00", "某公司", "房租"),
]


def balances(village: Village) -> list[str]:
    return sorted(
        line
        for file in village.root.glob("*/20*/*.beancount")
        for line in file.read_text(encoding="utf-8").splitlines()
        if " balance " in line
    )


def test_a_vendors_whole_days_settle_each_month_and_the_last_day(village: Village) -> None:
    village.book({"a.csv": fund_bill(WALLET)})

    assert balances(village) == [
        "2026-08-01 balance Assets:Company:1012其他货币资金:01微信商户  150.00 CNY",
        "2026-08-03 balance Assets:Company:1012其他货币资金:01微信商户  175.00 CNY",
    ]
    assert [f for f in village.books.findings if f.severity.name == "ERROR"] == []


def test_a_bank_settles_only_days_after_which_it_has_a_row(village: Village) -> None:
    """What was downloaded at noon may lack the afternoon."""
    village.book({"a.xlsx": ccb(BANK, opening="0.00")})

    assert balances(village) == ["2026-07-04 balance Assets:Company:1002银行存款:01建行基本户  70.00 CNY"]


def test_nothing_is_written_where_the_books_differ(village: Village) -> None:
    """The bank began with 1,000 yuan that the books do not have yet."""
    village.book({"a.xlsx": ccb(BANK, opening="1000.00")})

    assert balances(village) == []


def test_undoing_the_batch_takes_them_back(village: Village) -> None:
    before = village.state()
    booked = village.book({"a.csv": fund_bill(WALLET)})

    importing.undo(village.workspace, village.books, booked.batch, today=TODAY)

    after = village.state()
    assert {name: text for name, text in after.items() if name.endswith("6-06.beancount")} == {
        name: text for name, text in before.items() if name.endswith("6-06.beancount")
    }
    assert balances(village) == []


def test_they_are_not_written_twice(village: Village) -> None:
    village.book({"a.csv": fund_bill(WALLET[:2])})
    village.book({"b.csv": fund_bill(WALLET)})

    assert len(balances(village)) == 2
