"""Spreadsheets with the same bytes every time: fixed date of creation, nothing compressed, members dated alike."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Cell: TypeAlias = "str | int | Decimal | None"
CREATED = datetime(2026, 10, 8, 9, 0, 0)  # noqa: DTZ001 - a spreadsheet's date of creation has no zone


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return an XLSX with these sheets; amounts are numbers with two decimals, all else is text."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED, "author": "", "title": ""})
    amount = book.add_format({"num_format": "#,##0.00"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(place, column, float(cell), amount)
                elif isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                elif cell:
                    sheet.write_string(place, column, cell)
    book.close()
    return _stored(packed.getvalue())


def _stored(packed: bytes) -> bytes:
    """Repack without compression: compressed bytes differ between builds of zlib."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 0
            target.writestr(member, source.read(name))
    return out.getvalue()
