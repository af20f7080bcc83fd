"""Which share of which part of the base: one rate, or a rate for each layer where the rule changed within the year.

The base of the year to date is taken as layers, in the order in which the profit was made; each layer bears the
rate of its days. A later loss takes from the latest layer first, so that nothing is owed of profit that is gone and
a year of loss owes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huilin.reinvestment.exact import NOTHING, Exact

if TYPE_CHECKING:
    from collections.abc import Iterator


class Layer(NamedTuple):
    """A part of the base (CNY, exact) and the share promised of it."""

    width: Exact
    rate: Exact


class Piece(NamedTuple):
    """One straight piece of the schedule: owed = `rate` × base + `fixed`."""

    rate: Exact
    fixed: Exact


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is owed of a base: each layer's share, and `rate` of all that lies above them."""

    rate: Exact
    layers: tuple[Layer, ...] = ()

    def owed(self, base: Exact) -> Exact:
        """Return what a base (CNY, exact, not negative) owes."""
        return sum((part.width * part.rate for part in self.parts(base)), NOTHING)

    def parts(self, base: Exact) -> tuple[Layer, ...]:
        """Return the base cut into layers, the last at the rate of today."""
        return (*_lowest(self.layers, base), Layer(max(NOTHING, base - self.width), self.rate))

    @property
    def width(self) -> Exact:
        """How much of the base earlier rules take."""
        return sum((layer.width for layer in self.layers), NOTHING)

    def pieces(self) -> Iterator[Piece]:
        """Yield the straight pieces, for whoever must solve an equation with it."""
        below = owed = NOTHING
        for layer in (*self.layers, Layer(NOTHING, self.rate)):
            yield Piece(layer.rate, owed - layer.rate * below)
            below, owed = below + layer.width, owed + layer.width * layer.rate

    def raised(self, rate: Exact) -> Schedule:
        """Return the schedule with `rate` more on every layer: several promises of one profit together."""
        return Schedule(self.rate + rate, tuple(Layer(layer.width, layer.rate + rate) for layer in self.layers))

    def then(self, base: Exact, rate: Exact, share: Exact) -> Schedule:
        """Return the schedule once the base has reached `base` under its own rate (`share` of what was added).

        From there on `rate` holds. Where the base has fallen below earlier layers, these are cut from above.
        """
        added = max(NOTHING, base - self.width)
        layers = (*_lowest(self.layers, base), Layer(added, share))
        return Schedule(rate, tuple(layer for layer in layers if layer.width))


def _lowest(layers: tuple[Layer, ...], base: Exact) -> tuple[Layer, ...]:
    """Return the layers up to `base`."""
    kept: list[Layer] = []
    for layer in layers:
        width = min(layer.width, base)
        base -= width
        kept.append(Layer(width, layer.rate))
    return tuple(kept)
