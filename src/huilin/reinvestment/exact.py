"""Yuan without any rounding, and the one way back to the fen.

Between the books (fen) and a published figure (fen) amounts are fractions: the circular promise has solutions
such as 1,912,000/120.12 that no Decimal holds, and a proof by substitution should be an equality.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from huilin.money import to_decimal

Exact: TypeAlias = Fraction
ZERO = Decimal("0.00")
NOTHING = Fraction(0)
_HALF = Fraction(1, 2)


def exact(amount: Decimal) -> Exact:
    """Return `amount` as a fraction, unchanged."""
    return Fraction(amount)


def to_the_fen(amount: Exact) -> Decimal:
    """Return yuan with two decimals, halves away from zero (四舍五入): the only rounding of this package."""
    fen = int(abs(amount) * 100 + _HALF)
    return to_decimal(fen if amount >= 0 else -fen)
