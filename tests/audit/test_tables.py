"""The table that pages and papers are made of, and the files that it becomes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from huilin.audit import Column, Origin, Table
from huilin.audit.export import csv_of, sheet_names, workbook_of
from huilin.wording import Text, same

COLUMNS = (
    Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
    Column("day", Text("日期", "Date"), "date"),
    Column("what", Text("摘要", "Narration")),
    Column("debit", Text("借方", "Debit"), "money", origin="id", blank_zero=True),
    Column("share", Text("占比", "Share"), "percent"),
)
ROWS = [
    ("Fund/2026-07/记-0002", date(2026, 7, 2), "买灯", 123450, Decimal("0.2")),
    ("Fund/2026-07/记-0001", pd.Timestamp("2026-07-01"), "=cmd()", 0, None),
    (None, None, Text("合计", "Total"), 123450, Decimal(1)),
]


@pytest.fixture
def table() -> Table:
    styled = [(*row, style) for row, style in zip(ROWS, ("line", "line", "total"), strict=True)]
    return Table.of("t", Text("表", "Table"), COLUMNS, styled, extra=("_style",))


def test_cells_say_what_is_printed_and_where_it_comes_from(table: Table) -> None:
    shown = [(style, *(cell.text for cell in cells)) for style, cells in table.cells(language="en")]

    assert shown == [
        ("line", "Fund/2026-07/记-0002", "2026-07-02", "买灯", "1,234.50", "20.00%"),
        ("line", "Fund/2026-07/记-0001", "2026-07-01", "=cmd()", "", ""),
        ("total", "", "", "Total", "1,234.50", "100.00%"),
    ]
    _, first = next(table.cells())
    assert first[3].origin == Origin(("Fund/2026-07/记-0002",))
    assert first[4].origin is None


def test_a_total_stays_out_of_sorting_searching_and_adding(table: Table) -> None:
    assert [row[0].text[-4:] for _, row in table.sorted_by("id").cells()] == ["0001", "0002"]
    assert [row[0].text[-4:] for _, row in table.matching("买").cells()] == ["0002"]
    assert table.total("debit") == 123450


def test_csv_holds_plain_amounts_and_no_formula(table: Table) -> None:
    lines = csv_of(table).decode("utf-8-sig").splitlines()

    assert lines == [
        "凭证,日期,摘要,借方,占比",
        "Fund/2026-07/记-0002,2026-07-02,买灯,1234.50,20.00%",
        "Fund/2026-07/记-0001,2026-07-01,'=cmd(),0.00,",
        ",,合计,1234.50,100.00%",
    ]


def test_a_workbook_reads_back_and_has_the_same_bytes_twice(table: Table) -> None:
    made = workbook_of([table, table], same("工作底稿"), date(2026, 10, 15))

    assert made == workbook_of([table, table], same("工作底稿"), date(2026, 10, 15))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["表", "表 2"]
    rows = book.get_sheet_by_name("表").to_python()
    assert rows[3] == ["凭证", "日期", "摘要", "借方", "占比"]
    assert rows[4] == ["Fund/2026-07/记-0002", date(2026, 7, 2), "买灯", 1234.5, 0.2]
    assert rows[5][2] == "'=cmd()"


def test_sheet_names_are_short_and_each_once() -> None:
    assert sheet_names(["a/b", "A b", "长" * 40]) == ["a b", "A b 2", "长" * 27]


def test_an_unknown_column_is_our_own_fault() -> None:
    with pytest.raises(AssertionError, match="t: no column"):
        Table("t", same("t"), COLUMNS, pd.DataFrame({"id": []}))
