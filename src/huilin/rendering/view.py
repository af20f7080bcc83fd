"""Statements as rows of plain words, ready for any template: what stands where, and what each figure links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from huilin.drafting import display_width
from huilin.money import show
from huilin.reporting import Fact
from huilin.vocabulary import parse_voucher
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huilin.rendering.document import Document
    from huilin.reporting import Cell, Line, Statement

WIDE = 6
"""From this many columns on, a table is set across the page."""


BRIEF = 16
"""Words of at most eight Chinese signs stand on one line."""


class CellView(NamedTuple):
    """One cell: its words, and its fact where it is a figure."""

    text: str
    fact: Fact | None = None

    @property
    def is_zero(self) -> bool:
        """Whether it is a figure of nothing, to be printed quietly."""
        return self.fact is not None and self.fact.amount == 0


class ColumnView(NamedTuple):
    """One column: its heading, whether figures stand in it (then it is set to the right), or only short words."""

    title: str
    is_figures: bool
    is_short: bool = False
    is_counts: bool = False
    """Whether numbers stand in it that are no money, such as hours."""

    @property
    def style(self) -> str:
        """The column's class in templates: `fig`, `brief` (never broken), or none."""
        return "fig" if self.is_figures or self.is_counts else "brief" if self.is_short else ""


class RowView(NamedTuple):
    """One line of a table."""

    label: str
    number: str
    level: int
    style: str
    cells: tuple[CellView, ...]


class StatementView(NamedTuple):
    """One statement in one language."""

    statement: Statement
    anchor: str
    title: str
    entity: str
    period: str
    basis: str
    label_column: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    notes: tuple[str, ...]
    summary: tuple[str, ...]
    has_numbers: bool
    """Whether any line has a printed line number (行次)."""

    @property
    def is_wide(self) -> bool:
        """Whether the page is turned for it."""
        return len(self.columns) + self.has_numbers >= WIDE

    @property
    def has_figures(self) -> bool:
        """Whether a unit of money must be named."""
        return any(column.is_figures for column in self.columns)


def view(statement: Statement, document: Document) -> StatementView:
    """Return the statement as the document's language shows it."""
    say = document.language
    return StatementView(
        statement,
        anchor(statement),
        statement.title.say(say),
        document.entity_title(statement.entity).say(say),
        statement.period.say(say),
        statement.basis.say(say) if statement.basis else "",
        statement.label_column.say(say),
        _columns(statement, say),
        tuple(_row(line, len(statement.columns), say) for line in statement.lines),
        tuple(unbroken(note.say(say)) for note in statement.notes),
        tuple(unbroken(words.say(say)) for words in statement.summary),
        any(line.number for line in statement.lines),
    )


def anchor(statement: Statement) -> str:
    """Return the statement's id as a link's target and a file's name."""
    return re.sub(r"[^\w-]+", "-", statement.id).strip("-")


def fact_anchor(fact: Fact) -> str:
    """Return the fact's id as the target of a link."""
    return fact_id(fact.id)


def fact_id(id_: str) -> str:
    """Return a fact's id without blanks."""
    return re.sub(r"\s+", "_", id_)


def fact_link(fact: Fact, page: str) -> str:
    """Return the address of the figure's origin on `page`."""
    return f"{page}#{quote(fact_anchor(fact), safe='')}"


def unbroken(words: str) -> str:
    """Keep a number and its Chinese unit on one line: `18,730.44 元`."""
    return re.sub(r"(?<=\d) (?=[\u4e00-\u9fff])", "\u00a0", words)


def cell_text(cell: Cell, language: Language) -> str:
    """Return what is printed in a cell: figures with thousands separators and two decimals."""
    if cell is None:
        return ""
    if isinstance(cell, Fact):
        return show(cell.amount)
    return cell.say(language) if isinstance(cell, Text) else cell


def _columns(statement: Statement, language: Language) -> tuple[ColumnView, ...]:
    """Return the columns; one in which nothing stands is set as the one before it."""
    made: list[ColumnView] = []
    for place, title in enumerate(statement.columns):
        cells = _column(statement.lines, place)
        widest = max((display_width(cell_text(cell, language)) for cell in cells), default=0)
        counts = _is_counts([cell_text(cell, language) for cell in cells])
        figures = any(isinstance(cell, Fact) for cell in cells) or (not widest and bool(made) and made[-1].is_figures)
        made.append(ColumnView(title.say(language), figures, widest <= BRIEF, counts))
    return tuple(made)


def _is_counts(words: Iterable[str]) -> bool:
    """Whether nothing but numbers stands in the column, such as hours, which are no money."""
    said = [word for word in words if word]
    return bool(said) and all(re.fullmatch(r"-?[\d,]+(\.\d+)?", word) for word in said)


def _column(lines: Iterable[Line], place: int) -> list[Cell]:
    return [line.cells[place] for line in lines if place < len(line.cells)]


def _row(line: Line, width: int, language: Language) -> RowView:
    cells = [CellView(cell_text(cell, language), cell if isinstance(cell, Fact) else None) for cell in line.cells]
    cells += [CellView("")] * (width - len(cells))
    return RowView(line.label.say(language), line.number, line.level, line.style, tuple(cells))


def voucher_ranges(entries: Sequence[str]) -> tuple[str, ...]:
    """Return voucher numbers with runs drawn together: `Company/2026-07/记-0003 至 0009`."""
    runs: list[list[str]] = []
    for entry in entries:
        if runs and _follows(runs[-1][-1], entry):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return tuple(run[0] if len(run) == 1 else f"{run[0]}–{run[-1].rpartition('-')[2]}" for run in runs)


def _follows(first: str, second: str) -> bool:
    a, b = parse_voucher(first), parse_voucher(second)
    return a is not None and b is not None and a[:3] == b[:3] and b.number == a.number + 1
