"""What makes an assessment impossible: each of these is a finding upstream, and nothing is booked.

ReinvestmentError
├── PolicyInvalidError      the promise's words are off
├── TaxFactMissingError     no tax rule is on file for that day
└── NoSolutionError         the promise, taken at its word, cannot be met by any amount
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.errors import HuilinError

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from huilin.wording import Text


class ReinvestmentError(HuilinError):
    """A promise that cannot be assessed; `text` says why, `remedy` what to do."""


class PolicyInvalidError(ReinvestmentError):
    """The policy has problems (`Policy.problems`) and was used all the same."""


class TaxFactMissingError(ReinvestmentError):
    """No fact called `name` is on file for `day`."""

    def __init__(self, name: str, day: date, text: Text, remedy: Text) -> None:
        super().__init__(text, remedy)
        self.name = name
        self.day = day


class NoSolutionError(ReinvestmentError):
    """No donation satisfies the circular promise at this `profit` (CNY)."""

    def __init__(self, profit: Decimal, text: Text, remedy: Text) -> None:
        super().__init__(text, remedy)
        self.profit = profit
