"""Whether the spreadsheet shows the figures of the pages, and whether its formulas, calculated anew, give them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from huilin.money import plain, to_fen
from huilin.publication.verify_forms import bare, differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from huilin.money import Fen
    from huilin.publication.verify_forms import Pages, Table

RATIO = 100
"""A spreadsheet that unpacks to more than this many times its size is no spreadsheet of ours."""
_SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="(\d+)"')
_FIGURE = re.compile(r'<c r="([A-Z]+\d+)"(?: s="\d+")?>(?:<f>([^<]*)</f>)?<v>([^<]*)</v></c>')
_TOKEN = re.compile(r"(?:'(?P<sheet>[^']*)'!)?(?P<cell>[A-Z]+\d+)|(?P<word>[A-Z]+)|(?P<sign>[-+(),:])|(?P<number>\d+)")
_FUNCTIONS: dict[str, Callable[[list[Fen]], Fen]] = {"SUM": sum, "MAX": max, "MIN": min}


def is_bomb(data: bytes) -> bool:
    """Say whether the file unpacks to far more than a spreadsheet of its size holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return sum(part.file_size for part in parts.infolist()) > RATIO * len(data)


def against_pages(pages: Pages, data: bytes, amounts: Mapping[str, Fen]) -> Iterator[str]:
    """Yield where a sheet of the workbook differs from the page's table."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    unused = {
        name: [[_cell(value) for value in row] for row in rows[_heading(rows) :]] for name, rows in sheets.items()
    }
    for table in pages.tables:
        match = next((name for name, rows in unused.items() if not list(differences(table, rows, amounts))), None)
        if match is None:
            near = next((name for name, rows in unused.items() if _alike(table, rows)), table.statement)
            where = next(iter(differences(table, unused.get(near, []), amounts)), "")
            yield f"statements.xlsx {near}: {where}"
        else:
            del unused[match]


def formulas(data: bytes) -> Iterator[str]:
    """Yield the cells whose formula, calculated anew over the values of the other cells, gives another value.

    Only what we write is calculated: cells of this workbook, `+`, `-`, SUM, MAX, MIN. Anything else is named too.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = {number: html.unescape(name) for name, number in _SHEET.findall(parts.read("xl/workbook.xml").decode())}
        texts = {name: parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number, name in names.items()}
    values: dict[tuple[str, str], Fen] = defaultdict(int)
    written: list[tuple[str, str, str]] = []
    for sheet, text in texts.items():
        for cell, formula, value in _FIGURE.findall(text):
            values[sheet, cell] = _fen(value)
            written += [(sheet, cell, html.unescape(formula))] if formula else []
    if len(written) != sum(text.count("<f") - text.count("<formula") for text in texts.values()):
        yield "statements.xlsx: <f>"
    for sheet, cell, formula in written:
        given = calculate(formula, sheet, values)
        if given != values[sheet, cell]:
            yield f"statements.xlsx {sheet}!{cell}: {plain(values[sheet, cell])} ≠ {'?' if given is None else plain(given)}"


def calculate(formula: str, sheet: str, values: Mapping[tuple[str, str], Fen]) -> Fen | None:
    """Return what the formula gives; None where it is none of ours."""
    tokens = list(_TOKEN.finditer(formula))
    if "".join(token[0] for token in tokens) != formula:
        return None
    try:
        reader = _Reader(tokens, sheet, values)
        given = reader.sum()
    except (KeyError, IndexError, ValueError):
        return None
    return given if reader.place == len(tokens) else None


@dataclass
class _Reader:
    """Reads a formula from left to right: sums of cells, numbers, brackets and functions."""

    tokens: Sequence[re.Match[str]]
    sheet: str
    values: Mapping[tuple[str, str], Fen]
    place: int = 0

    def sum(self) -> Fen:
        total, sign = 0, 1
        while True:
            total += sign * self.part()
            if self.sign() not in ("+", "-"):
                return total
            sign = 1 if self.take()[0] == "+" else -1

    def part(self) -> Fen:
        token = self.take()
        if token["cell"]:
            return self.values[token["sheet"] or self.sheet, token["cell"]]
        if token["number"]:
            return 100 * int(token["number"])
        if token["word"]:
            self.expect("(")
            given = _FUNCTIONS[token["word"]](self.arguments())
        elif token["sign"] == "-":
            return -self.part()
        elif token["sign"] == "(":
            given = self.sum()
        else:
            raise ValueError(token[0])
        self.expect(")")
        return given

    def arguments(self) -> list[Fen]:
        made: list[Fen] = []
        while True:
            made += self.range() if self.sign(1) == ":" else [self.sum()]
            if self.sign() != ",":
                return made
            self.take()

    def range(self) -> list[Fen]:
        first = self.take()
        self.expect(":")
        last = self.take()
        column, top = re.fullmatch(r"([A-Z]+)(\d+)", first["cell"]).groups()  # type: ignore[union-attr]
        bottom = int(last["cell"].removeprefix(column))
        return [self.values[self.sheet, f"{column}{row}"] for row in range(int(top), bottom + 1)]

    def sign(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return (self.tokens[place]["sign"] or "") if place < len(self.tokens) else ""

    def take(self) -> re.Match[str]:
        self.place += 1
        return self.tokens[self.place - 1]

    def expect(self, sign: str) -> None:
        if self.take()[0] != sign:
            raise ValueError(sign)


def _fen(value: str) -> Fen:
    try:
        return to_fen(Decimal(value))
    except (InvalidOperation, ValueError):
        return 0


def _alike(table: Table, rows: list[list[str]]) -> bool:
    labels = [bare(row[0]) for row in rows if row]
    return bool(labels) and labels[: len(table.rows)] == [bare(cells[0].text) for cells in table.rows if cells]


def _heading(rows: Sequence[Sequence[object]]) -> int:
    """Return where the table begins: below title and period and an empty row."""
    return 3 if len(rows) > 3 and not any(rows[2]) else 2


def _cell(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return plain(to_fen(Decimal(repr(value))))
        except (InvalidOperation, ValueError):
            return repr(value)
    return str(value)
