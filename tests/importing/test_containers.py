"""Bytes as tables of text: three encodings, workbooks, and no float that has forgotten its fen."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from huilin.importing import cells
from huilin.importing.cells import CellError
from huilin.importing.containers import UnreadableError, tables
from tests.importing.statements import workbook

TEXT = "日期,对方\n2026-07-01,“甲”，乙\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_reads_alike_in_every_encoding(encoding: str) -> None:
    (table,) = tables(TEXT.encode(encoding))

    assert [(row.line, row.cells) for row in table.rows] == [(1, ("日期", "对方")), (2, ("2026-07-01", "“甲”，乙"))]


def test_a_comma_in_the_name_of_goods_does_not_move_wechats_columns() -> None:
    (table,) = tables('时间,商品,金额\n`2026-07-01,`米,"5kg",`1.00\n总数\n`1\n'.encode())

    assert [row.cells for row in table.rows] == [
        ("时间", "商品", "金额"),
        ("2026-07-01", '米,"5kg"', "1.00"),
        ("总数",),
        ("1",),
    ]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    (table,) = tables('a,b\n\n"两\n行",1\nc,2\n'.encode())

    assert [row.line for row in table.rows] == [1, 3, 5]


def test_amounts_in_workbooks_keep_their_fen_and_long_numbers_are_marked() -> None:
    (table,) = tables(workbook([(Decimal("0.1"), Decimal("188.2"), Decimal(12), Decimal(12345678901236500), "0012")]))

    assert table.rows[0].cells == ("0.1", "188.2", "12", "1.23456789012365E+16", "0012")


@pytest.mark.parametrize("content", [b"\x00\x01,\x02", "\ufffd,a".encode(), bytes(range(128, 256)) * 4])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        tables(content)


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("1,234.50", "1234.50"),
        ("¥3.00", "3.00"),
        ("-", "0.00"),
        ("", "0.00"),
        ("45096.2", "45096.20"),
        ("－0.5", "-0.50"),
    ],
)
def test_amounts(cell: str, yuan: str) -> None:
    assert str(cells.amount(cell)) == yuan


@pytest.mark.parametrize("cell", ["0.005", "4.2E+27", "一百", "1.2.3", "--1"])
def test_no_amounts(cell: str) -> None:
    with pytest.raises(CellError):
        cells.amount(cell)


@pytest.mark.parametrize(
    "cell", ["2026-07-01 09:30:00", "2026/7/1 9:30:00", "20260701 09:30:00", "20260701093000", "2026年7月1日 9:30:00"]
)
def test_moments(cell: str) -> None:
    assert cells.moment(cell, to_the_second=True) == datetime(2026, 7, 1, 9, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    "cell", ["2026-07-01", "2026-02-30 09:30:00", "2026-07-01 25:00:00", "昨天", "2026-07-01 09:30", ""]
)
def test_no_moments(cell: str) -> None:
    with pytest.raises(CellError):
        cells.moment(cell, to_the_second=True)


def test_headings_are_compared_without_what_vendors_change() -> None:
    """Full-width brackets, a byte-order mark, blanks, English beside the Chinese."""
    assert {
        cells.plain_heading(h)
        for h in ("收支金额（元）", " 收支金额(元)", "\ufeff收支金额(元)", "收支金额(元)[ Amount ]")
    } == {"收支金额(元)"}
