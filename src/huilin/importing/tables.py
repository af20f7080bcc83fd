"""What every container unfolds to: tables of lines of text, each with its number in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from huilin.wording import Text

Cells = tuple[str, ...]


class Row(NamedTuple):
    """One line of a table: its number in the file from 1, and its cells as trimmed text."""

    line: int
    cells: Cells


class Table(NamedTuple):
    """A sheet, a whole CSV file, or a statement of a message."""

    rows: tuple[Row, ...]
    name: str = ""
    member: str = ""
    """The file within an archive that it comes from."""


class UnreadableError(Exception):
    """A file that is no table; `text` says why, `remedy` what to do, `line` where, if that is known."""

    def __init__(self, text: Text, remedy: Text, line: int = 0) -> None:
        super().__init__(text.zh)
        self.text = text
        self.remedy = remedy
        self.line = line
