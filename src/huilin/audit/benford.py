"""First digits against Benford's law, account by account: how often, how far off, and how much that can mean.

Expected share of digit d: log10(1 + 1/d). χ² has 8 degrees of freedom, so its tail is exp(−x/2)·Σ (x/2)^k/k!, k < 4:
no table is needed. The borders of the mean absolute deviation are Nigrini's (from memory, not checked).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

DIGITS = range(1, 10)
EXPECTED = tuple((1 + Decimal(1) / d).log10() for d in DIGITS)
FEWEST = 100
"""Below so many amounts nothing is said: the test has no power."""
WEAK = 300
"""Below so many amounts the result is a hint only."""
BORDERS = ((Decimal("0.006"), "close"), (Decimal("0.012"), "acceptable"), (Decimal("0.015"), "marginal"))


class Benford(NamedTuple):
    """One account's first digits: how many amounts, each digit's count, χ², its p-value, the mean absolute deviation."""

    size: int
    digits: tuple[int, ...]
    chi2: Decimal
    p: Decimal
    mad: Decimal

    @property
    def verdict(self) -> str:
        """`close`, `acceptable`, `marginal` or `off` by the deviation; `few` where there are too few amounts."""
        if self.size < FEWEST:
            return "few"
        return next((name for border, name in BORDERS if self.mad <= border), "off")


def of_amounts(fen: pd.Series[int]) -> Benford:
    """Return the first digits of the amounts (zeros have none)."""
    return of_digits(np.bincount(first_digits(fen.to_numpy()), minlength=10)[1:].tolist())


def of_digits(counts: Sequence[int]) -> Benford:
    """Return the statistics of nine counts."""
    count = sum(counts)
    if not count:
        return Benford(0, tuple(counts), Decimal(0), Decimal(1), Decimal(0))
    expected = [count * share for share in EXPECTED]
    chi2 = sum(((seen - e) ** 2 / e for seen, e in zip(counts, expected, strict=True)), Decimal(0))
    off = (abs(Decimal(seen) / count - share) for seen, share in zip(counts, EXPECTED, strict=True))
    return Benford(count, tuple(counts), chi2, tail(chi2), sum(off, Decimal(0)) / len(EXPECTED))


def tail(chi2: Decimal) -> Decimal:
    """Return the probability that χ² with 8 degrees of freedom exceeds `chi2`."""
    half = chi2 / 2
    return (-half).exp() * (1 + half + half**2 / 2 + half**3 / 6)


def first_digits(fen: Any) -> Any:  # noqa: ANN401 - an array of int64 to an array of int64
    """Return the first digit of each whole number that is not 0, exactly: divided by ten until one digit is left."""
    left = np.abs(np.asarray(fen, dtype="int64"))
    left = left[left > 0]
    while (many := left >= 10).any():
        left = np.where(many, left // 10, left)
    return left
