"""The promise at the scale of a province: 10,000 random years keep its laws, 200 enterprises × 5 years are assessed.

`python -m tools.bench.promise`; aims: no year breaks a law, and the thousand assessments take less than two seconds.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from huilin.books.loading import build
from huilin.promise import assess as assess_books
from huilin.reinvestment import (
    Assessment,
    Earlier,
    Lot,
    NoSolutionError,
    Policy,
    YearFigures,
    assess,
    stock_taxes,
)
from huilin.vocabulary import parse_period
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core import data

    from huilin.books import Books

YEARS = 10_000
ENTERPRISES, THROUGH = 200, range(2023, 2028)
AIM = 2.0
"""Seconds of the processor for all enterprises and years."""
FEN = Decimal("0.01")
ENDS = tuple(date(2026, *end) for end in ((3, 31), (6, 30), (9, 30), (12, 31)))
BASES = ("net-profit-before-donation", "total-profit-before-donation", "net-profit-after-donation")
TAXES = stock_taxes()


def main() -> None:
    """Print how long both take, and how many years had no solution."""
    start = process_time()
    unsolved = sum(random_year(random.Random(seed)) is None for seed in range(YEARS))
    taken = process_time() - start
    sys.stdout.write(f"{YEARS} random years keep every law: {taken:.1f} s ({unsolved} circles without solution)\n")
    for name, seconds in (("pure figures", pure_seconds()), ("from one set of frames", books_seconds())):
        mark = "" if seconds <= AIM else " !"
        sys.stdout.write(f"{ENTERPRISES} enterprises x {len(THROUGH)} years, {name}: {seconds:.2f} s{mark}\n")


# Random years


@dataclass
class _Year:
    """What has happened so far."""

    profit: Decimal = Decimal("0.00")
    accrued: Decimal = Decimal("0.00")
    paid: Decimal = Decimal("0.00")
    last: YearFigures | None = None


def random_year(rng: random.Random) -> Assessment | None:
    """Live through four quarters and assert the laws at each end; None where a circular promise has no answer."""
    old = Policy(
        "Company", "Fund", _rate(rng), date(2026, 1, 1), base=rng.choice(BASES), losses_first=rng.random() < 0.8
    )
    change = rng.choice((None, 1, 2, 3))
    new = old if change is None else replace(old, rate=_rate(rng), start=ENDS[change - 1])
    lost = YearFigures(
        through=ENDS[0],
        revenue=Decimal(0),
        book_loss_left=_yuan(rng, 30_000),
        tax_losses=(Lot(2025, _yuan(rng, 30_000)),),
    )
    year, earlier = _Year(), tuple[Earlier, ...]()
    size = rng.choice((1, 1, 1, 1, 1, 1, 1, 1, 1, 20))
    found: Assessment | None = None
    for number, end in enumerate(ENDS):
        year.profit += size * (_yuan(rng, 250_000) - Decimal(100_000))
        policy = old if change is None or number < change else new
        figures = replace(
            lost, through=end, revenue=year.profit,
            accrued_before=year.accrued, paid_before=year.paid, paid_in_year=year.paid,
        )  # fmt: skip
        if number == change and year.last is not None:
            earlier = (Earlier(old, year.last),)
        try:
            found = assess(policy, figures, TAXES, earlier=earlier)
        except NoSolutionError:
            return None
        _laws(found, figures, policy, earlier)
        year.accrued += found.to_accrue
        assert year.accrued == max(found.owed, year.paid), (year, found)
        year.paid += ((year.accrued - year.paid) * rng.choice((0, 30, 100)) / 100).quantize(FEN, ROUND_HALF_UP)
        year.last = figures
    assert found is not None
    assert year.accrued == max(found.owed, found.paid)
    return found


def _laws(found: Assessment, figures: YearFigures, policy: Policy, earlier: tuple[Earlier, ...]) -> None:
    assert min(found.owed, found.base_amount, found.overpaid, found.tax.tax, found.losses_left) >= 0, found
    assert found.overpaid == max(Decimal(0), found.paid - found.owed), found
    if figures.profit_before_donation <= 0:
        assert found.owed == 0, found
    richer = replace(figures, revenue=figures.revenue + 1000)
    if richer.revenue < 2_900_000:
        assert assess(policy, richer, TAXES, earlier=earlier).owed >= found.owed, found
    if not earlier:
        exactly = policy.rate * found.base_amount
        assert abs(exactly - found.owed) <= 2 * FEN, (exactly, found.owed)


def _rate(rng: random.Random) -> Decimal:
    return Decimal(rng.randrange(5, 50)).scaleb(-2)


def _yuan(rng: random.Random, most: int) -> Decimal:
    return Decimal(rng.randrange(most * 100)).scaleb(-2)


# Two hundred enterprises


def pure_seconds() -> float:
    """Time the assessments from figures that are there."""
    rng = random.Random(2026)
    policy = Policy("Company", "Fund", Decimal("0.20"), date(2023, 1, 1))
    asked = [
        YearFigures(through=date(year, 12, 31), revenue=_yuan(rng, 400_000), book_loss_left=_yuan(rng, 20_000))
        for _ in range(ENTERPRISES)
        for year in THROUGH
    ]
    start = process_time()
    for figures in asked:
        assess(policy, figures, TAXES)
    return process_time() - start


def books_seconds() -> float:
    """Time the assessments from one set of frames that holds every enterprise's postings."""
    books = province()
    periods = [parse_period(f"{year}") for year in THROUGH]
    assert len(books.frames.postings) > 0
    start = process_time()
    found = [one for period in periods for one in assess_books(books, period, today=date(2028, 1, 31), prove=False)]
    assert len(found) == ENTERPRISES * len(THROUGH)
    return process_time() - start


def province() -> Books:
    """Return books of 200 enterprises with five years of monthly sales and costs."""
    from beancount.parser.parser import parse_string

    entries, errors, options = parse_string("\n".join(_ledger()))
    assert not errors, errors[:3]
    made: list[data.Directive] = sorted(entries, key=lambda entry: entry.date)
    return build(Workspace(Path(), Settings()), made, options)


def _ledger() -> Iterator[str]:
    rng = random.Random(2026)
    yield '2023-01-01 custom "entity" "Fund" "社区基金"\n  standard: "npo-2004"'
    for number in range(ENTERPRISES):
        name = f"E{number:03d}"
        yield f'2023-01-01 custom "entity" "{name}" "企业{number}"\n  standard: "small-enterprise"'
        yield f'2023-01-01 custom "tax" "{name}" "small-scale" "small-low-profit"'
        yield f'2023-01-01 custom "reinvestment" "{name}" "Fund" 0.20'
        for year in THROUGH:
            for month in range(1, 13):
                sold, spent = _yuan(rng, 40_000), _yuan(rng, 25_000)
                yield f'{year}-{month:02d}-20 * "销售"\n  Assets:{name}:1002银行存款  {sold} CNY\n  Income:{name}:5001主营业务收入  -{sold} CNY'
                yield f'{year}-{month:02d}-25 * "费用"\n  Expenses:{name}:5602管理费用  {spent} CNY\n  Assets:{name}:1002银行存款  -{spent} CNY'


if __name__ == "__main__":
    main()
