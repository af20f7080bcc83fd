"""VAT that an exempt quarter keeps and closing has not moved to income yet: part of the profit, and so of the promise.

Closing books it (Dr 2221.01 / Cr 5301.02) just before the promise. Whoever recomputes a promise between the two must
count it, or the figures would differ by the relief.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huilin.money import to_decimal
from huilin.promise.figures import tax_facts
from huilin.promise.views import ordinal, remembered, rows
from huilin.reinvestment import VatPeriod, stock_taxes, vat_relief
from huilin.vocabulary import CLOSING, VAT_RELIEF, month_of, quarter_of

if TYPE_CHECKING:
    from huilin.books import Books
    from huilin.vocabulary import Period

_SALES, _VAT = ("5001", "5051"), "2221:01"


def pending_relief(books: Books, enterprise: str, day: date) -> Decimal:
    """Return the relief of the year's VAT periods that ended by `day` and have not been moved yet (CNY)."""
    facts = tax_facts(books, enterprise, day)
    if not facts.small_scale:
        return Decimal("0.00")
    months = (month_of(date(day.year, number, 1)) for number in range(1, day.month + 1))
    periods = dict.fromkeys(month if facts.vat_unit == "month" else quarter_of(month.end) for month in months)
    return sum((_pending(books, enterprise, period) for period in periods if period.end <= day), Decimal("0.00"))


@remembered
def _pending(books: Books, enterprise: str, period: Period) -> Decimal:
    posted, facts = rows(books, enterprise), tax_facts(books, enterprise, period.end)
    inside = posted.through(period.end) & (posted.day >= ordinal(period.start))
    moved = inside & (posted.kind == VAT_RELIEF)
    sold = set(posted.places(inside & posted.income & ~moved & (posted.kind != CLOSING)))
    vat = inside & posted.on(_VAT)
    booked = -sum(
        int(fen)
        for fen, place in zip(posted.fen[vat & ~moved], posted.entry[vat & ~moved], strict=True)
        if place in sold
    )
    sales = to_decimal(-posted.sum(inside & posted.on(*_SALES) & (posted.kind != CLOSING)))
    due = vat_relief(sales, Decimal(0), to_decimal(booked), VatPeriod(period.end, facts.vat_unit), stock_taxes())
    return due - to_decimal(posted.sum(vat & moved))
