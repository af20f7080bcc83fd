"""Lines of a printed page: words with their places, from which the columns of a table can be told."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """Some signs that stand together; places in points, from the page's left and bottom."""

    text: str
    left: float
    right: float
    middle: float
    height: float


class Line(NamedTuple):
    """One line: its number in the document, its page, and its words from left to right."""

    number: int
    page: int
    words: tuple[Word, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(word.text for word in self.words)

    @property
    def text(self) -> str:
        """The words as one sentence."""
        return " ".join(self.cells)
