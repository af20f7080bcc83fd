"""Samples of vouchers: monetary units or random, from a size that materiality and risk give; anyone can draw them again.

Monetary unit sampling: with no misstatement expected, the interval is tolerable misstatement ÷ R, where R = −ln(risk)
(Poisson: the chance that a misstatement as large as tolerable stays unseen is the risk). Expected misstatement takes
its part first, times an expansion factor. R is computed; the expansion factors are those of the AICPA guide (from
memory, not checked). 中国注册会计师审计准则第1314号 审计抽样 asks for the thought, not for a formula.

Every unit of 0.01 has the same chance: from a start given by the seed, each interval's unit is taken; what is as
large as the interval is always in (top stratum). Random samples take the vouchers with the lowest SHA-256 of seed
and number. Both depend on nothing but seed and population.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence  # noqa: TC003 - NamedTuple reads it
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from huilin.errors import UsageError
from huilin.money import Fen, to_decimal
from huilin.wording import Text

RISKS = (1, 5, 10, 15, 20, 25, 30, 37, 50)
EXPANSION = {
    1: Decimal("1.9"), 5: Decimal("1.6"), 10: Decimal("1.5"), 15: Decimal("1.4"), 20: Decimal("1.3"),
    25: Decimal("1.25"), 30: Decimal("1.2"), 37: Decimal("1.15"), 50: Decimal("1.0"),
}  # fmt: skip
"""Expansion factor by risk of incorrect acceptance in per cent (AICPA Audit Sampling; from memory, not checked)."""


class Unit(NamedTuple):
    """One voucher of the population and what it holds of it, fen, positive."""

    ref: str
    fen: Fen


class Drawn(NamedTuple):
    """One voucher of a sample: how many of its units were hit; `top`: it is in whatever the seed."""

    ref: str
    fen: Fen
    hits: int
    top: bool


class Sample(NamedTuple):
    """A sample and how it was drawn. `interval` and `start` in fen (0 for a random sample)."""

    method: str
    seed: str
    population: Fen
    units: int
    interval: Fen
    start: Fen
    drawn: tuple[Drawn, ...]

    @property
    def id(self) -> str:
        """A mark of everything that made the sample: the same words on the same population give the same mark."""
        said = [self.method, self.seed, str(self.population), str(self.units), str(self.interval)]
        return _hash("|".join([*said, *(one.ref for one in self.drawn)]))[:12]


def reliability(risk: int, errors: int = 0) -> Decimal:
    """Return the Poisson factor: the mean λ with P(at most `errors` misstatements | λ) = risk %; R is that of 0."""
    share = Decimal(risk) / 100
    if errors == 0:
        return -share.ln()
    low, high = Decimal(errors), Decimal(10 * (errors + 10))
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _poisson(middle, errors) > share else (low, middle)
    return high


def _poisson(mean: Decimal, most: int) -> Decimal:
    term = total = Decimal(1)
    for count in range(1, most + 1):
        term = term * mean / count
        total += term
    return total * (-mean).exp()


def interval(tolerable: Fen, risk: int, expected: Fen = 0) -> Fen:
    """Return the sampling interval in whole fen, rounded down so that no risk is added; raise UsageError for none."""
    if risk not in RISKS:
        raise UsageError(
            Text(f"风险 {risk}% 没有系数。", f"There is no factor for a risk of {risk} %."),
            Text(f"可选：{'、'.join(map(str, RISKS))}。", f"Choose one of: {', '.join(map(str, RISKS))}."),
        )
    free = Decimal(tolerable) - expected * EXPANSION[risk]
    wide = (free / reliability(risk)).to_integral_value(ROUND_FLOOR)
    if wide < 1:
        raise UsageError(
            Text(
                "预计错报太大，可容忍错报内抽不出样本。",
                "The expected misstatement is too large for the tolerable one.",
            ),
            Text("请提高重要性水平，或全部检查。", "Raise the materiality, or examine everything."),
        )
    return int(wide)


def monetary_units(population: Sequence[Unit], wide: Fen, seed: str) -> Sample:
    """Return the vouchers whose units are hit, in the population's order; those of `wide` and more are always in."""
    total = sum(unit.fen for unit in population)
    start = int(_hash(f"{seed}|{len(population)}|{total}"), 16) % wide + 1
    drawn, passed = [], 0
    for unit in population:
        if unit.fen >= wide:
            drawn.append(Drawn(unit.ref, unit.fen, max(1, unit.fen // wide), top=True))
            continue
        before, passed = passed, passed + unit.fen
        hits = _hits(passed, start, wide) - _hits(before, start, wide)
        if hits:
            drawn.append(Drawn(unit.ref, unit.fen, hits, top=False))
    return Sample("mus", seed, total, len(population), wide, start, tuple(drawn))


def _hits(upto: Fen, start: Fen, wide: Fen) -> int:
    """Return how many of the units start, start + wide, … lie at or below `upto`."""
    return 0 if upto < start else (upto - start) // wide + 1


def at_random(population: Sequence[Unit], size: int, seed: str) -> Sample:
    """Return `size` vouchers, each as likely as any other, in the population's order."""
    ranked = sorted(range(len(population)), key=lambda place: _hash(f"{seed}|{population[place].ref}"))
    chosen = sorted(ranked[:size])
    drawn = tuple(Drawn(population[place].ref, population[place].fen, 1, top=False) for place in chosen)
    return Sample("random", seed, sum(unit.fen for unit in population), len(population), 0, 0, drawn)


def size_of(population: Fen, wide: Fen) -> int:
    """Return about how many vouchers an interval takes: the population over it, rounded up."""
    return int((Decimal(population) / wide).to_integral_value(ROUND_CEILING))


class Projection(NamedTuple):
    """What the misstatements found say about the population, fen: known, projected, and the upper limit at the risk."""

    known: Fen
    projected: Fen
    upper: Fen


def project(sample: Sample, audited: dict[str, Fen], risk: int) -> Projection:
    """Return the projection of a monetary unit sample from the audited amounts (missing: as booked).

    A misstatement below the interval taints it by its share; tainted intervals are projected, those of the top stratum
    count as they are. Upper limit: R × interval, plus for each tainting in falling order its share of the step from
    one Poisson factor to the next, plus the top stratum (understatements are projected, not offset).
    """
    wrong = [(one, one.fen - audited.get(one.ref, one.fen)) for one in sample.drawn]
    known = sum(fen for _, fen in wrong)
    top = sum(fen for one, fen in wrong if one.top)
    below = [(Decimal(fen) / one.fen, one.hits) for one, fen in wrong if fen and not one.top]
    projected = sum((share * hits * sample.interval for share, hits in below), Decimal(0)) + top
    over = sorted((share for share, hits in below for _ in range(hits) if share > 0), reverse=True)
    steps = sum(
        (share * (reliability(risk, place) - reliability(risk, place - 1)) for place, share in enumerate(over, 1)),
        Decimal(0),
    )
    upper = (reliability(risk) + steps) * sample.interval + max(top, 0)
    return Projection(known, _whole(projected), _whole(upper))


def _whole(fen: Decimal) -> Fen:
    return int(fen.to_integral_value(ROUND_CEILING))


def said(fen: Fen) -> str:
    """Return fen as a command line would write them."""
    return f"{to_decimal(fen):.2f}"


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
