"""Whether the forms of one publication agree: pages, spreadsheet, tables, facts and print, cell by cell.

The pages are the frame: each figure in them names its fact. Tables and spreadsheet must show the same cells.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.money import plain, show
from huilin.rendering.view import voucher_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from huilin.money import Fen


class Cell(NamedTuple):
    """What stands in one cell, and the id of the fact where it is a figure."""

    text: str
    fact: str = ""


class Table(NamedTuple):
    """One statement's table on a page."""

    page: str
    statement: str
    rows: tuple[tuple[Cell, ...], ...]


class _Reader(HTMLParser):
    """Collects the tables inside `<section class="statement">`, and the figures that `<data>` states."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.tables, self.stated = page, list[Table](), list[tuple[str, str, str]]()
        self._statement = self._article = ""
        self._rows: list[list[Cell]] = []
        self._words: list[str] | None = None
        self._fact, self._data = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "section" and said.get("class") == "statement":
            self._statement = said.get("id", "")
        elif tag == "article":
            self._article = said.get("id", "")
        elif tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._words, self._fact = [], ""
        elif tag == "data":
            self._words, self._data = [], said.get("value", "")
        if "data-fact" in said:
            self._fact = said["data-fact"]

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._words or ()).split())
        if tag in ("td", "th") and self._rows:
            self._rows[-1].append(Cell(words, self._fact))
            self._words = None
        elif tag == "data":
            self.stated.append((self._article, self._data, words))
            self._words = None
        elif tag == "table" and self._statement:
            self.tables.append(Table(self.page, self._statement, tuple(map(tuple, self._rows))))

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)


class Pages(NamedTuple):
    """What the site says: tables by statement, and what the pages of origins state, by fact."""

    tables: tuple[Table, ...]
    stated: tuple[tuple[str, str, str], ...]


def read_pages(files: Mapping[str, bytes]) -> Pages:
    """Read every page."""
    tables, stated = list[Table](), list[tuple[str, str, str]]()
    for name, data in sorted(files.items()):
        if name.endswith(".html"):
            reader = _Reader(name)
            reader.feed(data.decode("utf-8", "replace"))
            tables += reader.tables
            stated += reader.stated
    return Pages(tuple(tables), tuple(stated))


def pages_against_facts(pages: Pages, amounts: Mapping[str, Fen]) -> Iterator[str]:
    """Yield where a page shows a figure that no fact has, shows it otherwise, or leaves a fact out."""
    shown: set[str] = set()
    for table in pages.tables:
        for cell in (cell for row in table.rows for cell in row if cell.fact):
            shown.add(cell.fact)
            if cell.fact not in amounts or cell.text != show(amounts[cell.fact]):
                yield f"{table.page}: {cell.fact} {cell.text}"
    named = {re.sub(r"\s+", "_", id_): id_ for id_ in amounts}
    for article, value, words in pages.stated:
        fen = amounts.get(named.get(article, ""))
        if fen is None or (value, words) != (plain(fen), show(fen)):
            yield f"{article}: {words}"
    yield from (f"{id_}: –" for id_ in amounts if id_ not in shown)


def tables_against_pages(pages: Pages, files: Mapping[str, bytes], amounts: Mapping[str, Fen]) -> Iterator[str]:
    """Yield where `data/<statement>.csv` differs from the statement's table on the page."""
    for table in pages.tables:
        name = f"data/{table.statement}.csv"
        rows = _rows(files.get(name, b""))
        yield from (f"{name}: {where}" for where in differences(table, rows, amounts))


def tables_against_package(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield where data/datapackage.json misstates a file beside it, or a table as JSON differs from the same as CSV."""
    package = json.loads(files["data/datapackage.json"])
    listed = {f"data/{resource['path']}": resource for resource in package["resources"]}
    beside = {name for name in files if name.startswith("data/")} - {"data/datapackage.json"}
    yield from (f"data/datapackage.json: {name}" for name in sorted(listed.keys() ^ beside))
    for name in sorted(listed.keys() & beside):
        resource, data = listed[name], files[name]
        if (resource["bytes"], resource["hash"]) != (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"):
            yield f"data/datapackage.json: {name} hash"
        if name.endswith(".csv"):
            yield from (f"{name}: {where}" for where in _against_schema(resource["schema"]["fields"], _rows(data)))
        else:
            table = json.loads(data)
            csv_rows = [[bare(word) for word in row] for row in _rows(files[name.removesuffix("json") + "csv"])]
            if csv_rows != [[bare(word) for word in row] for row in (table["columns"], *table["rows"])]:
                yield name


def _against_schema(fields: list[dict[str, str]], rows: list[list[str]]) -> Iterator[str]:
    """Yield the columns that are not what their field says: its name, a number, a day."""
    header, *lines = rows
    for place, (name, field) in enumerate(zip(header, fields, strict=True)):
        form = _TYPES[field["type"]]
        if field["name"] != name or not all(form.fullmatch(row[place]) for row in lines if row[place]):
            yield name


_TYPES = {
    "number": re.compile(r"-?\d+\.\d\d"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "string": re.compile(r".*", re.DOTALL),
}


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"))))


def facts_against_table(facts: list[dict[str, Any]], data: bytes) -> Iterator[str]:
    """Yield where data/facts.csv differs from facts.json."""
    rows = _rows(data)
    if len(rows) != len(facts) + 1:
        yield f"data/facts.csv: {len(rows) - 1} ≠ {len(facts)}"
    for fact, row in zip(facts, rows[1:], strict=False):
        words = [str(value or "") for key, value in fact.items() if key != "entries"]
        expected = [*words, " ".join(voucher_ranges([str(number) for number in fact["entries"]]))]
        if [bare(word) for word in row] != [bare(word) for word in expected]:
            yield f"data/facts.csv: {fact.get('id')}"


def print_against_pages(pages: Pages, data: bytes, facts_json: bytes, amounts: Mapping[str, Fen]) -> Iterator[str]:
    """Yield where the PDF's attached facts differ, or a figure of the pages is not as often in its text."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    attached = {item.get_name(): bytes(item.get_data()) for item in map(document.get_attachment, range(document.count_attachments()))}  # fmt: skip
    if attached.get("facts.json") != facts_json:
        yield "disclosure.pdf: facts.json"
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    printed = Counter(re.findall(r"-?\d[\d,]*\.\d\d(?!\d)", text))
    wanted = Counter(show(amounts[c.fact]) for t in pages.tables for r in t.rows for c in r if c.fact in amounts)
    yield from (f"disclosure.pdf: {words} ×{count}" for words, count in sorted((wanted - printed).items()))


def differences(table: Table, rows: list[list[str]], amounts: Mapping[str, Fen]) -> Iterator[str]:
    """Yield the places where rows differ from the table; a heading's row on a page has one cell over all."""
    for number, cells in enumerate(table.rows):
        row = rows[number] if number < len(rows) else []
        expected = [_expected(cell, amounts) for cell in cells]
        found = [bare(word) for word in row]
        if found[: len(expected)] != expected or any(found[len(expected) :]):
            yield f"{number + 1}: {' | '.join(expected)} ≠ {' | '.join(found)}"
    if any(any(row) for row in rows[len(table.rows) :]) and rows and len(rows[0]) and _is_exact(rows, table):
        yield f"{len(table.rows) + 1}"


def _is_exact(rows: list[list[str]], table: Table) -> bool:
    """Say whether rows below the table are figures and not the notes that a sheet has after an empty row."""
    return len(rows) > len(table.rows) and any(rows[len(table.rows)])


def _expected(cell: Cell, amounts: Mapping[str, Fen]) -> str:
    return plain(amounts[cell.fact]) if cell.fact in amounts else bare(cell.text)


def bare(words: str) -> str:
    """Return the words without the apostrophe that keeps a spreadsheet from running them, blanks made one."""
    return " ".join(html.unescape(words).removeprefix("'").split())
