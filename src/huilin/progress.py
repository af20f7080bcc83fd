"""How long steps tell how far they are; the command line draws it, everything else only counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from huilin.wording import Text


class Progress(Protocol):
    """Called with the step's name, how much is done, and how much there is."""

    def __call__(self, step: Text, done: int, total: int) -> None:
        """Tell how far the step is."""


def silent(step: Text, done: int, total: int) -> None:
    """Tell nobody."""
