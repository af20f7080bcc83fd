"""Bytes as tables of text: three encodings, workbooks, and no float that has forgotten its fen."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.importing import cells
from huilin.importing.cells import CellError
from huilin.importing.containers import tables
from huilin.importing.tables import UnreadableError
from tests.importing.statements import workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

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


ICBC = (
    ("交易时间", "本方账号", "对方单位", "摘要", "转出金额", "转入金额", "余额"),
    ("2026-07-01 09:00:00", "1602", "某公司", "房租", "70.00", "", "930.00"),
)


def page_of(rows: Sequence[Sequence[str]], charset: str) -> bytes:
    body = "".join("<tr>" + "".join(f"<td x:str>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><style>td{{}}</style></head>\n'
        f"<body><p>账号：1602</p>\n<table border=1>\n{body}</table></body></html>"
    ).encode(charset)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "utf-16"])
def test_a_page_that_a_bank_names_xls_is_its_table(charset: str) -> None:
    """Line by line; what stands outside of the table is a row of one cell, and an empty cell stays one."""
    (table,) = tables(page_of(ICBC, charset))

    assert [row.cells for row in table.rows] == [("账号：1602",), *ICBC]
    assert [row.line for row in table.rows] == [2, 4, 5]


def test_cells_over_several_columns_keep_their_place() -> None:
    (table,) = tables(b"<table><tr><td colspan=3>title</td></tr><tr><td>a</td><td></td><td>b</td></tr></table>")

    assert [row.cells for row in table.rows] == [("title", "", ""), ("a", "", "b")]


EXCEL_2003 = """<?xml version="1.0" encoding="{0}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="明细"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">账号：1602</Data></Cell><Cell><Data ss:Type="String">余额</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="DateTime">2026-07-01T09:00:00.000</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">70.1</Data></Cell>
<Cell><Data ss:Type="Number">12345678901236500</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "UTF-16"])
def test_the_xml_of_excel_2003_is_read_with_rows_and_cells_in_their_places(encoding: str) -> None:
    (table,) = tables(EXCEL_2003.format(encoding).encode(encoding))

    assert table.name == "明细"
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("账号：1602", "", "余额")),
        (3, ("2026-07-01T09:00:00.000", "", "70.1", "12345678901236500")),
    ]


def lying(content: bytes, name: str, declared: int) -> bytes:
    """The archive with another size declared for a member than it has."""
    spoilt = bytearray(content)
    place = content.rindex(name.encode())  # the central directory stands last
    spoilt[place - 22 : place - 18] = declared.to_bytes(4, "little")
    return bytes(spoilt)


def test_a_workbook_that_holds_more_than_it_declares_is_refused_before_it_unfolds() -> None:
    """Its shared strings say that they are short; a reader that believed the file would fill the memory."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", "0" * 50_000_000)

    with pytest.raises(UnreadableError, match="Excel"):
        tables(lying(out.getvalue(), "xl/sharedStrings.xml", 1000))


@pytest.mark.parametrize("place", ["B99999999999999999999999999999999999999993", "ZZZZ9", "A99999999", "XFD1048576"])
def test_a_cell_that_claims_a_place_beyond_any_sheet_is_refused(place: str) -> None:
    """Found by fuzzing: a reader wraps around, asks for terabytes and aborts."""
    content = workbook([("a", "b"), ("c", "d")])
    spoilt = respelt(content, "xl/worksheets/sheet1.xml", b'r="B2"', f'r="{place}"'.encode())

    with pytest.raises(UnreadableError):
        tables(spoilt)


def respelt(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The archive with some bytes of a member replaced."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            inner = before.read(name)
            assert name != member or old in inner
            after.writestr(name, inner.replace(old, new) if name == member else inner)
    return out.getvalue()


def test_what_a_child_cannot_read_is_refused_here() -> None:
    """An old workbook is opened by a process of its own; whatever ends that one, this one goes on."""
    with pytest.raises(UnreadableError, match="Excel"):
        tables(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2048)


@pytest.mark.parametrize("filters", ["/FlateDecode", "[ /FlateDecode /FlateDecode ]"])
def test_a_pdf_that_would_unfold_too_far_is_refused_before_it_does(filters: str) -> None:
    import zlib

    data = zlib.compress(b" " * (300 << 20), 9)
    bomb = b"%PDF-1.4\n1 0 obj\n<< /Filter " + filters.encode() + b" >>\nstream\n" + data + b"\nendstream\nendobj\n"

    with pytest.raises(UnreadableError, match="过大"):
        tables(bomb)


def test_a_pdf_with_packed_streams_is_read() -> None:
    import zlib

    from tests.importing import printed

    plain = printed.pdf([(30, 500, "甲乙丙")])
    start = plain.index(b"stream\n") + len(b"stream\n")
    end = plain.index(b"\nendstream")
    packed = zlib.compress(plain[start:end])
    old = b"<< /Length %d >>" % (end - start)
    content = plain[:start].replace(old, b"<< /Length %d /Filter /FlateDecode >>" % len(packed)) + packed + plain[end:]

    assert tables(content)[0].rows[0].cells == ("甲乙丙",)
