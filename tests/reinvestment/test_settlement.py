"""How late a payment is, counted from the oldest accrual that is still open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huilin.reinvestment import Due, overdue_days

D = Decimal
FIRST = Due(date(2026, 4, 30), D("5700.00"))
SECOND = Due(date(2026, 7, 30), D("7600.00"))
TAKEN_BACK = Due(date(2026, 10, 30), D("-8000.00"))


@pytest.mark.parametrize(
    ("paid", "today", "days"),
    [
        ("0.00", date(2026, 4, 30), 0),
        ("0.00", date(2026, 5, 1), 1),
        ("5699.99", date(2026, 5, 10), 10),
        ("5700.00", date(2026, 5, 10), 0),
        ("5700.00", date(2026, 8, 1), 2),
        ("5699.99", date(2026, 8, 1), 93),
        ("13300.00", date(2027, 1, 1), 0),
    ],
)
def test_payments_settle_the_oldest_first(paid: str, today: date, days: int) -> None:
    assert overdue_days([SECOND, FIRST], D(paid), today) == days


def test_what_was_taken_back_is_not_overdue() -> None:
    """13,300 were due, 8,000 are taken back: 5,300 remain, due since the first quarter."""
    dues = [FIRST, SECOND, TAKEN_BACK]

    assert overdue_days(dues, D("5300.00"), date(2026, 12, 31)) == 0
    assert overdue_days(dues, D("5299.99"), date(2026, 12, 31)) == 245


def test_no_accrual_is_never_late() -> None:
    assert overdue_days([], D(0), date(2026, 12, 31)) == 0
