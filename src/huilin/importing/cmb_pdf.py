"""招商银行交易流水 (PDF) unfolded to a table: what the bank's app mails for a personal account (FORMATS 7a).

A row begins with a day; what runs over into the lines below it belongs to it. The heading comes again on every page,
in two languages; lines of the page's own are known by their words, and any other line stays a row and is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.importing.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huilin.importing.text_lines import Line, Word

HEADING = ("记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息", "客户摘要")
_NEEDED = frozenset(HEADING[:5])
_FIRST_TEXT = 4
"""From this column on a cell may run over into the next line."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_THE_PAGE = re.compile(
    r"招商银行交易流水|Transaction|Statement|Date\b|Currency|Amount|Balance|Counter|Customer|Type\b|Summary"
    r"|户\s*名|Name\b|账\s*户\s*类\s*型|账\s*号|Account|开\s*户\s*行|Sub Branch|申\s*请\s*时\s*间|验\s*证\s*码|Verification"
    r"|\d{4}-\d{2}-\d{2}\s*--\s*\d{4}-\d{2}-\d{2}|\d+\s*/\s*\d+$|第\s*\d+\s*页"
)
_ENDS = re.compile(r"温馨提示|[—-]{3,}|合并统计|合\s*计")


def tables(lines: Sequence[Line]) -> tuple[Table, ...]:
    """Return the statement as a table; none where no line holds the heading."""
    place = next((n for n, line in enumerate(lines) if _is_heading(line)), None)
    if place is None:
        return ()
    before = (Row(line.number, line.cells) for line in lines[:place])
    return (Table((*before, Row(lines[place].number, HEADING), *_rows(lines[place:]))),)


def _is_heading(line: Line) -> bool:
    return set(line.cells) >= _NEEDED


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Yield a row for each entry, with what runs over into the lines below it."""
    columns: tuple[Word, ...] = ()
    number, cells = 0, [""] * len(HEADING)
    ended_on = 0
    for line in lines:
        if _is_heading(line):
            columns = tuple(word for word in line.words if word.text in HEADING)
        elif _ENDS.match(line.text):
            ended_on = line.page
        elif line.page != ended_on and not _OF_THE_PAGE.match(line.text):
            mine = _in_columns(line, columns)
            if number and _runs_over(mine):
                cells = [one + other for one, other in zip(cells, mine, strict=True)]
                continue
            if number:
                yield Row(number, tuple(cells))
            number, cells = line.number, mine
    if number:
        yield Row(number, tuple(cells))


def _runs_over(cells: Sequence[str]) -> bool:
    return not any(cells[:_FIRST_TEXT])


def _in_columns(line: Line, columns: Sequence[Word]) -> list[str]:
    """Return the line's words under the headings that they stand nearest to."""
    found = [""] * len(HEADING)
    for word in line.words:
        nearest = min(columns, key=lambda heading: (_apart(word, heading), abs(word.left - heading.left)))
        begins = word is line.words[0] and _DAY.fullmatch(word.text)
        place = 0 if begins else HEADING.index(nearest.text)
        found[place] = f"{found[place]} {word.text}".strip()
    return found


def _apart(word: Word, heading: Word) -> float:
    """Return how far a word stands from a heading: nothing where one is above the other."""
    return max(heading.left - word.right, word.left - heading.right, 0.0)
