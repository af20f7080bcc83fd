"""Chance that repeats: each part of the example draws from a stream of its own, so that one change moves one part."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
SEED = "qingchuan-2026"


class Luck:
    """A stream of chance by name.

    Only `Random.random()` is promised to give the same numbers in every version of Python, so all else is made of it.
    """

    def __init__(self, name: str) -> None:
        self._random = Random(f"{SEED}:{name}")

    def below(self, end: int) -> int:
        """Return a whole number from 0 up to, not including, `end`."""
        return int(self._random.random() * end)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things, each as likely as the next."""
        return things[self.below(len(things))]

    def weighted(self, things: Sequence[tuple[T, int]]) -> T:
        """Return one of the things, as likely as its weight says."""
        mark = self.below(sum(weight for _, weight in things))
        for thing, weight in things:
            mark -= weight
            if mark < 0:
                return thing
        raise AssertionError("weights are positive")

    def chance(self, percent: int) -> bool:
        """Return true in so many of a hundred cases."""
        return self.below(100) < percent

    def digits(self, count: int) -> str:
        """Return a number of so many digits as text."""
        return "".join(str(self.below(10)) for _ in range(count))

    def letters(self, count: int) -> str:
        """Return letters and digits as an identifier has them."""
        signs = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
        return "".join(self.pick(signs) for _ in range(count))

    def moment(self, day: date, opens: int = 8, closes: int = 21) -> datetime:
        """Return a moment of the day between two hours."""
        seconds = self.between(opens * 3600, closes * 3600 - 1)
        return datetime.combine(day, time()) + timedelta(seconds=seconds)

    def parts(self, total: int, count: int, spread: int = 25) -> list[int]:
        """Split `total` into so many parts, uneven by up to `spread` percent; the parts add up to it exactly."""
        weights = [100 + self.between(-spread, spread) for _ in range(count)]
        parts = [total * weight // sum(weights) for weight in weights[:-1]]
        return [*parts, total - sum(parts)]
