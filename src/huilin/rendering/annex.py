"""Long tables as lines of type: what costs a page setter five milliseconds as a row costs a tenth as a line.

Columns are kept by blanks of known width (the pinned font has three), so that decimal points stand under each
other to a thirtieth of a letter. Pages are cut here, each one block of lines below the heading: as rows of a table
the same lines take twice as long, since a table is measured before it is set. Marked up, such a table is only
lines, and says so; the table with its headings marked is on the site, to which it leads.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from huilin.rendering import fonts
from huilin.rendering.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from huilin.rendering.view import RowView, StatementView
    from huilin.wording import Language

LINE = {False: 52_000, True: 81_000}
"""How much a line holds, upright and across, in thousandths of the type's size (9 pt)."""

PAGE = {False: 40, True: 22}
"""How many lines of an upright page, and of one across, stand below the heading."""

_GAP, _FEWEST = 1_600, 6_000
_BLANKS = {" ": 224, "\u2002": 500, "\u2003": 1000}


class Ruler(NamedTuple):
    """One column of the annex: where it starts, how wide it is, whether it is set to the right."""

    start: int
    width: int
    to_right: bool


def annex(statement: StatementView, language: Language, address: str) -> Markup:
    """Return the statement's table as pages of lines, its heading on each; `address` is the table's on the site."""
    from markupsafe import Markup, escape

    rulers = _rulers(statement)
    heading = [statement.label_column, *([WORDS["number"].say(language)] * statement.has_numbers)]
    heading += [column.title for column in statement.columns]
    unit = WORDS["unit"].say(language) if statement.has_figures else ""
    head = (
        f'<p class="meta">{escape("　".join(filter(None, (statement.entity, statement.period, unit))))}</p>'
        f'<pre class="heads">{escape(chr(10).join(set_line(heading, rulers)))}</pre>'
    )
    pages = "".join(f'<div class="sheet">{head}{body}</div>' for body in _sheets(statement, rulers))
    said = WORDS["annex_lines"].say(language).format(address=address)
    return Markup(f'<div class="annex"><p class="named">{escape(said)}</p>{pages}</div>')  # noqa: S704 - every word in it is escaped


def set_line(cells: Sequence[str], rulers: Sequence[Ruler]) -> list[str]:
    """Set one row: words too long for their column are folded onto further lines."""
    folded = [[cell] if ruler.to_right else fold(cell, ruler.width) for cell, ruler in zip(cells, rulers, strict=True)]
    return [_set([part or "" for part in parts], rulers) for parts in zip_longest(*folded)]


def fold(words: str, width: int) -> list[str]:
    """Cut words into lines no wider than `width` (thousandths of the type's size)."""
    if width_of(words) <= width:
        return [words]
    lines, line, used = [], "", 0
    for sign in words:
        step = fonts.advance(sign)
        if line and used + step > width:
            lines.append(line)
            line, used = "", 0
        line += sign
        used += step
    return [*lines, line]


def blanks(width: int) -> str:
    """Return blanks that are `width` thousandths wide, as near as the font's blanks can."""
    return _best(max(width, 0))[0]


@cache
def _best(width: int) -> tuple[str, int]:
    """Try nought to eight narrow blanks, fill up with the wide ones; take the nearest."""
    options = []
    for narrow in range(9):
        rest = width - narrow * _BLANKS[" "]
        if rest < 0:
            break
        halves, off = divmod(rest + 250, 500)
        wide, half = divmod(halves, 2)
        options.append((abs(off - 250), "\u2003" * wide + "\u2002" * half + " " * narrow))
    error, words = min(options)
    return words, error


@lru_cache(maxsize=1 << 16)
def width_of(words: str) -> int:
    """Return how wide the words are set, in thousandths of the type's size."""
    return sum(fonts.advance(sign) for sign in words)


def _set(parts: Sequence[str], rulers: Sequence[Ruler]) -> str:
    line, at = "", 0
    for part, ruler in zip(parts, rulers, strict=True):
        if part:
            size = width_of(part)
            gap = blanks(ruler.start - at + (ruler.width - size if ruler.to_right else 0))
            line += gap + part
            at += width_of(gap) + size
    return line


def _rulers(statement: StatementView) -> list[Ruler]:
    columns = [[row.number for row in statement.rows]] * statement.has_numbers
    rights = [True] * statement.has_numbers
    for place, column in enumerate(statement.columns):
        columns.append([column.title, *(row.cells[place].text for row in statement.rows)])
        rights.append(column.is_figures)
    widths = [_natural(words, to_right=right) for words, right in zip(columns, rights, strict=True)]
    labels = max([width_of(row.label) for row in statement.rows] + [_FEWEST])
    room = LINE[statement.is_wide] - sum(widths) - _GAP * len(widths)
    widths.insert(0, min(labels, max(room, _FEWEST)))
    return list(_placed(widths, [False, *rights]))


def _natural(words: Sequence[str], *, to_right: bool) -> int:
    widest = max((width_of(word) for word in words), default=0)
    return widest if to_right else min(widest, 12_000)


def _placed(widths: Sequence[int], rights: Sequence[bool]) -> Iterator[Ruler]:
    at = 0
    for width, right in zip(widths, rights, strict=True):
        yield Ruler(at, width, right)
        at += width + _GAP


def _sheets(statement: StatementView, rulers: Sequence[Ruler]) -> Iterator[str]:
    """Yield what stands on each page: blocks of lines; totals, and lines that head others, stand out."""
    room, blocks, left = PAGE[statement.is_wide], list[str](), PAGE[statement.is_wide]
    lines: list[str] = []
    for row in statement.rows:
        made = set_line(_cells(row, statement), rulers)
        if len(made) > left:
            yield "".join([*blocks, *_block(lines, "line")])
            blocks, lines, left = [], [], room
        if row.style == "line":
            lines += made
        else:
            blocks += [*_block(lines, "line"), *_block(made, row.style)]
            lines = []
        left -= len(made)
    yield "".join([*blocks, *_block(lines, "line")])


def _block(lines: Sequence[str], style: str) -> list[str]:
    from markupsafe import escape

    return [f'<pre class="{style}">{escape(chr(10).join(lines))}</pre>'] if lines else []


def _cells(row: RowView, statement: StatementView) -> list[str]:
    return [row.label, *([row.number] * statement.has_numbers), *(cell.text for cell in row.cells)]
