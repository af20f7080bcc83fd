"""Read a small table from a spreadsheet as text, each row with its line number; no amount passes through a float."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.errors import HuilinError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_DUST = Decimal("0.000001")
"""What formulas in a spreadsheet leave behind the second decimal; anything bigger is meant, and refused later."""
_MOST_BYTES = 20_000_000


class Row(NamedTuple):
    """One row of a table: where it stands (sheet, if the file has several, and line) and its cells as text."""

    sheet: str
    line: int
    cells: tuple[str, ...]


def read_rows(file: Path) -> list[Row]:
    """Return the rows of a CSV (UTF-8 or GB18030), XLSX or XLS file; raise HuilinError where it is none of these."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from error
    if len(data) > _MOST_BYTES:
        raise _unreadable(file, "> 20 MB")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _from_workbook(file, data)
    return _from_csv(file, data)


def _from_csv(file: Path, data: bytes) -> list[Row]:
    text = _decoded(file, data)
    rows = csv.reader(io.StringIO(text), delimiter="\t" if text.count("\t") > text.count(",") else ",")
    return [Row("", rows.line_num, tuple(cell.strip() for cell in row)) for row in rows]


def _decoded(file: Path, data: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable(file, "UTF-8 / GB18030")


def _from_workbook(file: Path, data: bytes) -> list[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except CalamineError as error:
        raise _unreadable(file, str(error)) from error
    return [row for name, table in sheets for row in _of_sheet(name, table)]


def _of_sheet(name: str, table: Iterable[Iterable[Any]]) -> Iterable[Row]:
    for line, cells in enumerate(table, 1):
        yield Row(name, line, tuple(_as_text(cell) for cell in cells))


def _as_text(cell: Any) -> str:  # noqa: ANN401 - a cell is a number, text, a day or empty
    """Return a cell as text; numbers by their shortest exact form, a formula's dust beyond the fen swept away."""
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        rounded = exact.quantize(Decimal("0.01"))
        shown = rounded if abs(exact - rounded) < _DUST else exact
        return f"{shown.normalize():f}" if shown == shown.to_integral_value() else f"{shown:f}"
    return str(cell).strip()


def _unreadable(file: Path, why: str) -> HuilinError:
    return HuilinError(
        Text(f"读不了 {file.name}：{why}。", f"Cannot read {file.name}: {why}."),
        Text("请存成 XLSX 或 UTF-8 的 CSV。", "Save it as XLSX or as CSV in UTF-8."),
    )
