"""Working days, in which payouts travel."""

from __future__ import annotations

from datetime import date, timedelta

_HOLIDAYS = frozenset({(1, 1), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))})
"""全国年节及纪念日放假办法, with the usual exchange of weekends; feasts by the moon only widen a wait by days."""


def working_days_later(start: date, days: int) -> date:
    """Return the day so many working days later; the fixed holidays count as the days off that they are."""
    day = start
    while days:
        day += timedelta(days=1)
        if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS:
            days -= 1
    return day
