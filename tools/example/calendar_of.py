"""Months and quarters of the example: April 2025 to September 2026, the last three only as statements."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

BOOKS_END = date(2026, 6, 30)
FIRST, LAST = (2025, 4), (2026, 9)
YEAR_END = date(2025, 12, 31)


def months() -> list[date]:
    """Return the first day of each month of the example."""
    count = (LAST[0] - FIRST[0]) * 12 + LAST[1] - FIRST[1] + 1
    return [date(FIRST[0] + (FIRST[1] - 1 + i) // 12, (FIRST[1] - 1 + i) % 12 + 1, 1) for i in range(count)]


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_ends() -> list[date]:
    """Return the last day of each quarter that the books hold."""
    return [month_end(day) for day in months() if day.month % 3 == 0 and month_end(day) <= BOOKS_END]


def quarter_name(day: date) -> str:
    """Return the quarter's name, `2026-Q2`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_in_words(day: date) -> str:
    """Return the quarter as a summary says it, `2026年二季度`."""
    return f"{day.year}年{'一二三四'[(day.month - 1) // 3]}季度"


def quarter_start(day: date) -> date:
    """Return the first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def days_of(month: date) -> list[date]:
    """Return all days of the month."""
    return [month + timedelta(days=i) for i in range(monthrange(month.year, month.month)[1])]
