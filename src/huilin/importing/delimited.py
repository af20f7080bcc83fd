"""Text tables: CSV and tab-separated files, and WeChat's bills with a backtick before every cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from huilin.importing.tables import Row, Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS_KEPT = 4000


def tables(text: str) -> tuple[Table, ...]:
    """Read comma-separated text (or, where the first lines have none, tab-separated)."""
    head = text[:4000]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    rows = _backticked(text) if "\n`" in text else _quoted(text, delimiter)
    return (Table(tuple(rows)),)


def _quoted(text: str, delimiter: str) -> Iterator[Row]:
    same = _Same()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            trimmed = tuple(same(cell) for cell in map(str.strip, cells))
            if any(trimmed):
                yield Row(line, trimmed)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(
            Text(f"第 {reader.line_num} 行读不懂：{error}。", f"Line {reader.line_num} cannot be read: {error}."),
            Text("请重新下载这个文件。", "Download the file again."),
        ) from error


def _lines(text: str) -> Iterator[str]:
    """Yield line by line; a year's bill cut at once would stand in memory twice."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


class _Same:
    """Keeps one copy of each word that comes again and again (交易, 收入): a year's bill has a few, millions of times."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def __call__(self, cell: str) -> str:
        if len(self.seen) < _WORDS_KEPT:
            return self.seen.setdefault(cell, cell)
        return self.seen.get(cell, cell)


def _backticked(text: str) -> Iterator[Row]:
    """Read WeChat's merchant files: a backtick before every data cell, so a comma or quote in a name is harmless."""
    same = _Same()
    for number, line in enumerate(_lines(text), start=1):
        stripped = line.strip()
        if stripped.startswith("`"):
            yield Row(number, tuple(same(cell) for cell in map(str.strip, stripped[1:].split(",`"))))
        elif stripped:
            yield Row(number, tuple(cell.strip() for cell in stripped.split(",")))
