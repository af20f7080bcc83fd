"""Tables as CSV: one file a statement and one of all facts, in the encoding that spreadsheet programs expect."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from huilin.money import plain
from huilin.rendering.view import anchor, view, voucher_ranges
from huilin.rendering.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huilin.rendering.document import Document
    from huilin.rendering.view import CellView, StatementView
    from huilin.reporting import Fact

_COMMAND = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


def render(document: Document) -> dict[str, bytes]:
    """Return the files by name: `<statement>.csv` and `facts.csv`."""
    files = {f"{anchor(s)}.csv": to_csv(table(view(s, document), document)) for s in document.statements}
    files["facts.csv"] = to_csv(_facts(document))
    return dict(sorted(files.items()))


def table(statement: StatementView, document: Document) -> list[list[str]]:
    """Return the statement as rows of text: its heading, then its lines; amounts without separators."""
    number = [WORDS["number"].say(document.language)] * statement.has_numbers
    rows = [[statement.label_column, *number, *(column.title for column in statement.columns)]]
    for row in statement.rows:
        numbers = [row.number] * statement.has_numbers
        rows.append([row.label, *numbers, *(_text(cell) for cell in row.cells)])
    return rows


def to_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV bytes with a byte order mark; what a spreadsheet would run as a formula is made harmless."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def neutral(words: str) -> str:
    """Put an apostrophe before words that a spreadsheet would take for a formula; plain numbers are left."""
    return f"'{words}" if _COMMAND.match(words) and not _NUMBER.fullmatch(words) else words


def _text(cell: CellView) -> str:
    return plain(cell.fact.amount) if cell.fact else cell.text


def _facts(document: Document) -> list[list[str]]:
    return [["id", "label", "label_en", "entity", "statement", "line", "amount", "query", "formula", "entries"]] + [
        _fact(fact) for fact in document.facts.values()
    ]


def _fact(fact: Fact) -> list[str]:
    """Return the fact's row; vouchers as runs, `Fund/2026-07/记-0003–0009`, since facts.json spells them out."""
    made = fact.to_json()
    return [*(str(made[key] or "") for key in list(made)[:-1]), " ".join(voucher_ranges(fact.entries))]
