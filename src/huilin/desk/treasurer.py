"""Who sits before the books, on which day, in which language: what every page and every save of `huilin books` asks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huilin.wording import Language
    from huilin.workspace import Workspace


@dataclass(frozen=True)
class Treasurer:
    """One run of `huilin books`. `fixed_day`: the day given with --today; None: the clock's, whenever it is asked.

    `by` is who saves edits; `token` is known to the pages of this run only, so that no other site can press a button.
    """

    workspace: Workspace
    by: str
    language: Language = "zh"
    fixed_day: date | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def today(self) -> date:
        """The day by which things are late."""
        return self.fixed_day or self.now().date()

    def now(self) -> datetime:
        """Return the moment that the log and the names of backups tell."""
        return datetime.now().astimezone()

    def people(self, *roles: str) -> tuple[str, ...]:
        """Return who may do what takes one of these roles, whoever acts first."""
        fitting = [name for name, has in self.workspace.settings.people.items() if has & set(roles)]
        return tuple(sorted(fitting, key=lambda name: name != self.by))
