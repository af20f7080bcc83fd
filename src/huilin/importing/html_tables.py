"""Tables of HTML, which many a bank names .xls: every row by its line, text outside of tables as rows of one cell."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from huilin.importing.tables import Row, Table

_OPENS = re.compile(rb"<!doctype\s+html|<html[\s>]|<table[\s>]", re.IGNORECASE)
_WITHIN = 4096
_SILENT = frozenset({"style", "script", "title"})
_WIDEST = 100


def is_html(content: bytes) -> bool:
    """Say whether the bytes begin as a page with tables does, and not as other XML."""
    head = content[:_WITHIN].replace(b"\0", b"")
    return bool(_OPENS.search(head)) and b"urn:schemas-microsoft-com:office:spreadsheet" not in head


def tables(text: str) -> tuple[Table, ...]:
    """Return the page's rows as one table."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_row()
    return (Table(tuple(reader.rows)),)


class _Reader(HTMLParser):
    """Collects cells into rows; a row within a row's cell ends the outer one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.cells: list[str] = []
        self.words: list[str] = []
        self.span = 1
        self.line = 1
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent = tag
        elif tag in ("tr", "table", "div", "p"):
            self.end_row()
            self.line = self.getpos()[0]
        elif tag in ("td", "th"):
            self._end_cell()
            said = dict(attrs).get("colspan") or ""
            self.span = min(int(said), _WIDEST) if re.fullmatch(r"\d{1,4}", said) else 1
        elif tag == "br":
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag in ("td", "th"):
            self._end_cell(always=True)
        elif tag in ("tr", "table", "div", "p"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)

    def end_row(self) -> None:
        """Keep the row that has been read, if it says anything."""
        self._end_cell()
        if any(self.cells):
            self.rows.append(Row(self.line, tuple(self.cells)))
        self.cells = []

    def _end_cell(self, *, always: bool = False) -> None:
        text = " ".join("".join(self.words).split())
        if text or always:
            self.cells += [text, *[""] * (self.span - 1)]
        self.words, self.span = [], 1
