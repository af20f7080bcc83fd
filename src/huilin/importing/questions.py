"""What only a person can say of a row: is it the entry written by hand, which of two payouts is it, is it owed.

Nothing is taken for a yes. On a terminal each question is asked once; without one, `--accept KEY` or
`--accept KEY=CHOICE` answers it, and what is not answered stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from huilin.wording import Text

Answers = Mapping[str, str]
"""By the row's key, the name of the choice; empty where there is only one."""


class Choice(NamedTuple):
    """One thing that a person may say yes to: its name, and what it means."""

    name: str
    label: Text


class Question(NamedTuple):
    """A question about the row with that key, at that line of the file (by its place in the inbox)."""

    key: str
    place: int
    line: int
    text: Text
    choices: tuple[Choice, ...]

    def answered(self, answers: Answers) -> str | None:
        """Return the name of the choice that a person made; None where none was, or one that is not offered."""
        said = answers.get(self.key)
        names = [choice.name for choice in self.choices]
        if said == "" and len(names) == 1:
            return names[0]
        return said if said in names else None
