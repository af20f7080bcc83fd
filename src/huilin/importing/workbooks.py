"""Workbooks as tables of text: XLSX and XLS by calamine, and the XML of Excel 2003; nothing is a float.

A workbook is measured before it is opened, since a few hundred kilobytes can unfold to gigabytes; numbers come
through their shortest decimal form, so that 0.1 stays 0.1, and a number too long for a spreadsheet to hold (a serial
of 16 digits and more) keeps a form that no reader takes for a serial.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huilin.importing import old_workbooks, zips
from huilin.importing.tables import Row, Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huilin.importing.markup import Element

OLE = b"\xd0\xcf\x11\xe0"
MAX_CELLS = 8_000_000
MAX_COLUMNS = 1000
_DIGITS_OF_A_SPREADSHEET = 15
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACE = re.compile(rb"""\sr\s*=\s*["']?([^"'\s>]*)""")
_A_PLACE = re.compile(rb"([A-Za-z]{0,3})(\d{0,7})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PARTS = re.compile(r"xl/[^/]*\.(?:xml|bin)|xl/worksheets/[^/]+\.(?:xml|bin)", re.IGNORECASE)


def tables(content: bytes) -> tuple[Table, ...]:
    """Return a table for each sheet; raise UnreadableError for a workbook that is damaged, encrypted or a bomb."""
    if content.startswith(OLE):
        if _ENCRYPTED in content:
            raise _encrypted()
        return _old(content)
    return _old(content) if _measure(content) else _workbook(content)


def _old(content: bytes) -> tuple[Table, ...]:
    try:
        return tuple(_sheet(name, rows) for name, rows in old_workbooks.sheets(content))
    except ValueError as error:
        raise _damaged() from error


def _measure(content: bytes) -> bool:
    """Refuse a workbook that would unfold beyond limits: by what it declares, by what it holds, by its cells.

    Return True for one whose sheets are binary (XLSB), which cannot be measured.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            zips.measure(members, len(content))
            for member in members:
                if _SHEET.fullmatch(member.filename):
                    _measure_sheet(archive.read(member))
                elif _PARTS.fullmatch(member.filename):
                    _read_through(archive, member)
            return any(member.filename.lower().endswith(".bin") for member in members)
    except zips.UNREADABLE as error:
        raise _damaged() from error


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a part to its end: one that holds more than it declares fails its checksum here, bounded."""
    with archive.open(member) as part:
        while part.read(1 << 20):
            pass


def _measure_sheet(sheet: bytes) -> None:
    """Refuse a sheet whose farthest cell would make a reader fill in millions of empty ones."""
    widest = deepest = 1
    for said in _PLACE.finditer(sheet):
        match = _A_PLACE.fullmatch(said[1])
        if match is None:  # farther than any spreadsheet goes: a reader would wrap around, and ask for terabytes
            raise _damaged()
        column = 0
        for letter in match[1].upper():
            column = column * 26 + letter - 64
        widest, deepest = max(widest, column), max(deepest, int(match[2] or b"1"))
    if widest * deepest > MAX_CELLS:
        raise zips.too_large(widest * deepest)


def _workbook(content: bytes) -> tuple[Table, ...]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            _sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader's own language is no Exception
        raise _damaged() from error


def _sheet(name: str, rows: Sequence[Sequence[Any]]) -> Table:
    texts = ((line, tuple(_text(cell) for cell in cells)) for line, cells in enumerate(rows, start=1))
    return Table(tuple(Row(line, cells) for line, cells in texts if any(cells)), name)


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell is whatever the workbook holds
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return "" if cell is None else str(cell)


def _number(cell: float) -> str:
    """Return a number as its shortest text; beyond what a spreadsheet holds exactly, with an exponent."""
    exact = Decimal(repr(cell))
    if not exact.is_finite() or exact.adjusted() >= _DIGITS_OF_A_SPREADSHEET:
        return f"{cell:.14E}"
    text = format(exact, "f")
    return text.removesuffix(".0")


# The XML of Excel 2003, which banks name .xls


def sheets(root: Element) -> tuple[Table, ...]:
    """Return the tables of a SpreadsheetML document; none where it is something else."""
    if root.name != "Workbook":
        return ()
    return tuple(
        Table(tuple(_xml_rows(sheet)), sheet.attributes.get("Name", "")) for sheet in root.find_all("Worksheet")
    )


def _xml_rows(sheet: Element) -> Iterator[Row]:
    """Yield the rows that hold something; a row or cell may say its place, else it follows the one before."""
    line = 0
    for row in sheet.find_all("Table/Row"):
        line = _place(row, line + 1)
        cells = _xml_cells(row)
        if any(cells):
            yield Row(line, cells)


def _xml_cells(row: Element) -> tuple[str, ...]:
    found: dict[int, str] = {}
    column = 0
    for cell in row.find_all("Cell"):
        column = _place(cell, column + 1)
        data = cell.find("Data")
        if column <= MAX_COLUMNS and data is not None:
            found[column] = _xml_text(data)
        column += min(_whole(cell.attributes.get("MergeAcross", "")), MAX_COLUMNS)
    return tuple(found.get(place, "") for place in range(1, max(found, default=0) + 1))


def _xml_text(data: Element) -> str:
    text = data.everything.strip()
    if data.attributes.get("Type") != "Number" or not re.fullmatch(
        r"[-+]?\d{1,30}(\.\d{1,30})?([eE][-+]?\d{1,2})?", text
    ):
        return text
    number = Decimal(text)
    return text if number.adjusted() >= _DIGITS_OF_A_SPREADSHEET else format(number, "f")


def _place(element: Element, following: int) -> int:
    """Return where a row or cell stands: never before the one that it follows."""
    return max(_whole(element.attributes.get("Index", "")), following)


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,7}", text) else 0


def _encrypted() -> UnreadableError:
    return UnreadableError(
        Text("Excel 文件有密码，没有打开。", "The workbook is encrypted; it was not opened."),
        Text("请用 Excel 打开后另存为没有密码的文件。", "Open it with a spreadsheet and save it without the password."),
    )


def _damaged() -> UnreadableError:
    return UnreadableError(
        Text(
            "文件损坏、加密或不完整，打不开（Excel、OFD、压缩包）。",
            "The file (a workbook, OFD or archive) is damaged, encrypted or cut.",
        ),
        Text(
            "请重新下载；有密码的 Excel 请先另存为无密码文件。",
            "Download it again; save a workbook with a password without it first.",
        ),
    )
