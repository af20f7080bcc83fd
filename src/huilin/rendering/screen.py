"""A statement on the terminal: figures to the right, Chinese signs two columns wide."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from huilin.rendering.view import view
from huilin.rendering.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from huilin.rendering.document import Document
    from huilin.rendering.view import RowView, StatementView
    from huilin.reporting import Statement

_LOOK = {"heading": "bold", "subtotal": "bold", "total": "bold reverse", "line": ""}


def render(document: Document, *, width: int = 100, colour: bool = False) -> str:
    """Return every statement of the document as text `width` columns wide."""
    from rich.console import Console

    target = io.StringIO()
    console = Console(file=target, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    for statement in document.statements:
        console.print(table(statement, document), markup=False)
        for words in _below(view(statement, document)):
            console.print(words, markup=False)
        console.print()
    return target.getvalue()


def table(statement: Statement, document: Document) -> Table:
    """Return one statement as a table that rich prints."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = view(statement, document)
    unit = WORDS["unit"].say(document.language) if shown.has_figures else ""
    caption = WORDS["gap"].say(document.language).join(filter(None, (shown.entity, shown.period, shown.basis, unit)))
    made = Table(title=Text(f"{shown.title}\n{caption}"), box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    made.add_column(Text(shown.label_column), overflow="fold")
    if shown.has_numbers:
        made.add_column(Text(WORDS["number"].say(document.language)), justify="center", no_wrap=True)
    for column in shown.columns:
        made.add_column(
            Text(column.title),
            justify="right" if column.is_figures else "left",
            no_wrap=column.is_figures,
            overflow="fold",
        )
    for row in shown.rows:
        made.add_row(*map(Text, _cells(row, shown)), style=_LOOK[row.style])
    return made


def _cells(row: RowView, shown: StatementView) -> list[str]:
    return ["  " * row.level + row.label, *([row.number] * shown.has_numbers), *(cell.text for cell in row.cells)]


def _below(shown: StatementView) -> Iterable[str]:
    return (*shown.summary, *shown.notes)
