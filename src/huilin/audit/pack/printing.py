"""A table on paper: headed, ruled, its heading on every page, who signs below; upright or across as its columns need."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - NamedTuple reads it
from typing import TYPE_CHECKING, NamedTuple

from huilin.rendering.canvas import A4, ACROSS, GREY, Page, folded, width_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.audit.table import Cell, Column, Table
    from huilin.wording import Language

MARGIN, LINE, PAD = 12.0, 3.4, 1.2
SIZE, HEAD_SIZE = 7.5, 7.5
FIRST, FOOT = 30.0, 14.0
NARROWEST, WIDEST = 14.0, 60.0
"""Of a column of words, in millimetres: it is folded rather than made wider."""


_SLACK = 0.2
"""What a word may be wider than its room before it is folded: widths are fractions."""


class Heading(NamedTuple):
    """What stands around a table: the paper's mark and title, the unit, the period, who signs."""

    code: str
    title: str
    unit: str
    period: str
    signed: tuple[str, ...] = ()


class _Layout(NamedTuple):
    size: tuple[float, float]
    widths: tuple[float, ...]

    @property
    def room(self) -> float:
        return self.size[0] - 2 * MARGIN

    @property
    def foot(self) -> float:
        return self.size[1] - FOOT


def pages_of(table: Table, heading: Heading, language: Language = "zh", *, numbered: bool = True) -> list[Page]:
    """Return the table's pages, numbered at their feet unless they join others."""
    rows = list(table.cells(language=language))
    layout = _layout(table.columns, rows, language)
    drawn: list[Page] = []
    page, y = _new(drawn, table, layout, heading, language)
    for style, cells in rows:
        lines = _lines(table.columns, cells, layout)
        height = max(map(len, lines)) * LINE + 2 * PAD
        if y + height > layout.foot:
            page, y = _new(drawn, table, layout, heading, language)
        _row(page, y, table.columns, lines, layout, height, style)
        y += height
    for words in _below(table, language):
        if y + 2 * LINE > layout.foot:
            page, y = _new(drawn, table, layout, heading, language)
        for line in folded(words, layout.room, SIZE):
            y += LINE + 0.6
            page.words(MARGIN, y, line, SIZE, colour=GREY)
    if heading.signed:
        page, y = (page, y) if y + 16 < layout.foot else _new(drawn, table, layout, heading, language)
        _sign(page, y + 12, heading.signed, layout)
    if numbered:
        number(drawn, heading)
    return drawn


def number(drawn: Sequence[Page], heading: Heading) -> None:
    """Write the paper's mark and `page / pages` at the foot of each page."""
    for at, page in enumerate(drawn, 1):
        width, height = page.size
        page.words(MARGIN, height - 7, f"{heading.code} {heading.title}", 6.5, colour=GREY)
        page.words(width - MARGIN, height - 7, f"{at} / {len(drawn)}", 6.5, "right", GREY)


def _layout(columns: Sequence[Column], rows: Sequence[tuple[str, tuple[Cell, ...]]], language: Language) -> _Layout:
    natural = []
    for at, column in enumerate(columns):
        widest = max((width_of(cells[at].text, SIZE) for _, cells in rows), default=0.0)
        head = width_of(column.title.say(language), HEAD_SIZE)
        words = max(widest, head if column.is_number else min(head, 30.0)) + 2 * PAD
        natural.append(words if column.is_number else min(max(words, NARROWEST), WIDEST))
    size = A4 if sum(natural) <= A4[0] - 2 * MARGIN else ACROSS
    return _Layout(size, _fitted(columns, natural, size[0] - 2 * MARGIN))


def _fitted(columns: Sequence[Column], natural: Sequence[float], room: float) -> tuple[float, ...]:
    """Give columns of words what the others leave; where they ask too much, all shrink by the same part.

    Numbers, days and single voucher numbers are never folded.
    """
    firm = [
        column.is_number or column.kind == "date" or (column.kind == "voucher" and width < _ONE_VOUCHER)
        for column, width in zip(columns, natural, strict=True)
    ]
    fixed = sum(width for width, stays in zip(natural, firm, strict=True) if stays)
    words = sum(natural) - fixed
    share = min(1.0, max((room - fixed) / words, 0.25)) if words else 1.0
    fitted = [width if stays else width * share for width, stays in zip(natural, firm, strict=True)]
    whole = sum(fitted)
    return tuple(width * room / whole for width in fitted) if whole > room else tuple(fitted)


_ONE_VOUCHER = 42.0
"""Millimetres that one voucher's number takes at most; a column of several is folded."""


def _lines(columns: Sequence[Column], cells: Sequence[Cell], layout: _Layout) -> list[tuple[str, ...]]:
    return [
        (cell.text,) if column.is_number else folded(cell.text, width - 2 * PAD + _SLACK, SIZE)
        for column, cell, width in zip(columns, cells, layout.widths, strict=True)
    ]


def _new(drawn: list[Page], table: Table, layout: _Layout, heading: Heading, language: Language) -> tuple[Page, float]:
    """Begin a page: title, unit, period, and the table's heading."""
    page = Page(layout.size)
    drawn.append(page)
    middle, right = layout.size[0] / 2, layout.size[0] - MARGIN
    title = (
        heading.title if heading.title == table.title.say(language) else f"{heading.title}　{table.title.say(language)}"
    )
    page.words(middle, 15, title, 13, "centre")
    page.words(MARGIN, 22.5, heading.unit, 8)
    period = table.period.say(language) if table.period else heading.period
    page.words(middle, 22.5, period, 8, "centre")
    has_money = any(column.kind == "money" for column in table.columns)
    page.words(right, 22.5, Text("单位：元", "In yuan (CNY)").say(language) if has_money else "", 8, "right")
    heads = [
        folded(c.title.say(language), max(width - 2 * PAD, 3), HEAD_SIZE)
        for c, width in zip(table.columns, layout.widths, strict=True)
    ]
    height = max(map(len, heads), default=1) * LINE + 2 * PAD
    y, x = FIRST - 4, MARGIN
    for lines, width in zip(heads, layout.widths, strict=True):
        first = y + (height - len(lines) * LINE) / 2 + LINE - 0.8
        for at, line in enumerate(lines):
            page.words(x + width / 2, first + at * LINE, line, HEAD_SIZE, "centre")
        x += width
    page.line(MARGIN, y, MARGIN + sum(layout.widths), y, 0.8)
    _rules(page, y, height, layout)
    page.line(MARGIN, y + height, MARGIN + sum(layout.widths), y + height, 0.6)
    return page, y + height


def _row(  # noqa: PLR0913, PLR0917 - a row and where it goes
    page: Page,
    y: float,
    columns: Sequence[Column],
    lines: Sequence[Sequence[str]],
    layout: _Layout,
    height: float,
    style: str,
) -> None:
    x = MARGIN
    for column, cell, width in zip(columns, lines, layout.widths, strict=True):
        for at, line in enumerate(cell):
            foot = y + PAD + (at + 1) * LINE - 0.8
            if column.is_number:
                page.words(x + width - PAD, foot, line, SIZE, "right", _RED if line.startswith("-") else "0 0 0")
            else:
                page.words(x + PAD, foot, line, SIZE)
        x += width
    end = MARGIN + sum(layout.widths)
    if style in ("total", "subtotal"):
        page.line(MARGIN, y, end, y, 0.6)
    _rules(page, y, height, layout)
    page.line(MARGIN, y + height, end, y + height, 0.8 if style == "total" else 0.2)


_RED = "0.72 0.11 0.11"


def _rules(page: Page, y: float, height: float, layout: _Layout) -> None:
    x = MARGIN
    page.line(x, y, x, y + height, 0.4)
    for width in layout.widths:
        x += width
        page.line(x, y, x, y + height, 0.2 if x < MARGIN + sum(layout.widths) - 0.1 else 0.4)


def _below(table: Table, language: Language) -> Iterator[str]:
    if not len(table):
        yield table.empty.say(language)
    for said in (table.basis, table.about, *table.notes):
        if said:
            yield said.say(language)
    for check in table.checks:
        holds = Text("相符", "holds") if check.holds else Text("不符", "FAILS")
        yield f"{Text('核对', 'Check').say(language)}：{check.label.say(language)} {holds.say(language)}"


def _sign(page: Page, y: float, signed: Sequence[str], layout: _Layout) -> None:
    step = layout.room / len(signed)
    for at, title in enumerate(signed):
        left = MARGIN + at * step
        page.words(left, y, f"{title}：", 8.5)
        page.line(left + width_of(f"{title}：", 8.5) + 1, y + 0.8, left + step - 5, y + 0.8, 0.3)
