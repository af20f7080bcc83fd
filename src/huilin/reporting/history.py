"""What was published before, as values: editions with their figures, and the day on which each period first came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huilin.money import Fen
    from huilin.vocabulary import Period
    from huilin.wording import Text


@dataclass(frozen=True)
class Edition:
    """One generation of a publication: its period, its figures by id, and their labels. Editions come oldest first."""

    period: Period
    amounts: Mapping[str, Fen]
    labels: Mapping[str, Text]


@dataclass(frozen=True)
class History:
    """Everything published so far: `days` says when a period first came out, where the log tells."""

    editions: tuple[Edition, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)

    def first_day(self, period: Period, today: date) -> date:
        """Return the day on which the period first came out; today, where it has not yet."""
        return min(self.days.get(period.name, today), today)

    def before(self, period: Period, today: date) -> History:
        """Return what had been published when the period first came out, and its own editions."""
        own = self.first_day(period, today)
        days = {name: day for name, day in self.days.items() if day <= own and name != period.name}
        kept = tuple(e for e in self.editions if e.period == period or self.days.get(e.period.name, date.min) <= own)
        return History(kept, days)
