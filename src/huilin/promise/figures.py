"""From the enterprise's books to the plain figures that the promise and the income tax are worked out from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from huilin.money import CENT, to_decimal
from huilin.promise.moves import UNDISTRIBUTED, PromiseMoves, ids, promise_moves, total
from huilin.promise.views import rows, stated, years_meant
from huilin.reinvestment import Lot, Policy, YearFigures

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from huilin.books import Books, Custom
    from huilin.money import Fen
    from huilin.promise.views import Mask, Rows
    from huilin.vocabulary import Period


class YearMoves(NamedTuple):
    """One year's part of a promise up to a day, whole fen: payments settle the oldest accrual first."""

    accrued: Fen
    accrued_earlier: Fen
    paid: Fen
    paid_in_year: Fen
    paid_late: Fen
    is_last: bool = True
    """Whether no later year has accrued anything yet, so that whatever was paid beyond is this year's."""

    def of(self, cumulative: Fen) -> Fen:
        """Return which part of a sum since the promise began belongs to this year."""
        part = max(0, cumulative - self.accrued_earlier)
        return part if self.is_last else min(part, max(0, self.accrued))


class Known(NamedTuple):
    """Up to which days to look: `profit` the last day of the figures, `moves` of accruals and payments.

    `returned`: the year's tax return, where its facts count (true-up); books sealed before it do not know it.
    """

    profit: date
    moves: date
    returned: TaxReturn | None = None


def figures(  # noqa: PLR0913 - each word names one choice
    books: Books,
    enterprise: str,
    period: Period,
    *,
    policy: Policy | None = None,
    through: date | None = None,
    known: Known | None = None,
    prove: bool = True,
) -> YearFigures:
    """Return the enterprise's year to the period's end (or `through`, if earlier), posted entries only.

    The promise is that of `policy`; without one, every donation that it promised together. `prove=False` leaves out
    the vouchers behind the figures, which nobody reads when figures are only recomputed.
    """
    day = min(period.end, through) if through else period.end
    known = known or Known(day, day)
    day, until = known.profit, known.moves
    start = date(day.year, 1, 1)
    moves = promise_moves(books, enterprise, policy.fund) if policy else promise_moves(books, enterprise).gifts_only
    own, others = year_moves(moves, day.year, until), _others(books, enterprise, moves, day.year, until)
    posted, facts = rows(books, enterprise), tax_facts(books, enterprise, day)
    year = posted.of_year(day)
    given = year & posted.gift & ~np.isin(posted.entry, list(moves.places | others.places))
    revenue, costs = year & posted.income, year & ~posted.income & ~posted.gift & ~posted.income_tax
    care, before = revenue & posted.on(*facts.care), posted.through(_eve(start))
    other_given = posted.sum(given)
    brought = brought_forward(books, enterprise, day.year, policy.fund if policy else None)
    entity = books.entities[enterprise]
    made = YearFigures(
        through=day,
        revenue=to_decimal(-posted.sum(revenue)),
        costs=to_decimal(posted.sum(costs)),
        exempt_care_income=to_decimal(-posted.sum(care)),
        not_deductible=known.returned.not_deductible if known.returned else Decimal("0.00"),
        book_loss_left=_book_loss(posted, before, brought),
        tax_losses=brought["tax-loss"],
        donations_carried=brought["donation"],
        credit_before=sum((lot.amount for lot in brought["overpaid"]), Decimal("0.00")),
        other_donations=to_decimal(other_given + others.year.accrued),
        other_paid=to_decimal(other_given + others.year.paid_in_year),
        paid_late=to_decimal(own.paid_late + others.year.paid_late),
        accrued_before=to_decimal(own.accrued),
        paid_before=to_decimal(own.paid),
        paid_in_year=to_decimal(own.paid_in_year),
        opening_reserve=to_decimal(-posted.sum(posted.reserve & before)),
        registered_capital=entity.registered_capital,
        small_low_profit=facts.small_low_profit,
        staff=facts.staff,
        assets=facts.assets,
    )
    return replace(made, entries=_entries(books, posted, moves, made, start, until)) if prove else made


def _entries(  # noqa: PLR0913, PLR0917 - what a figure is made of
    books: Books, posted: Rows, moves: PromiseMoves, made: YearFigures, start: date, until: date
) -> dict[str, tuple[str, ...]]:
    """Return the vouchers behind each figure."""
    year = posted.of_year(made.through)
    chosen = {
        "revenue": year & posted.income,
        "costs": year & ~posted.income & ~posted.gift & ~posted.income_tax,
        "gifts": year & posted.gift,
        "book_loss_left": posted.on(UNDISTRIBUTED) & posted.through(_eve(start)),
    }
    return {name: ids(books, posted.places(mask)) for name, mask in chosen.items()} | {
        "accrued_before": ids(books, (m.place for m in moves.accrued if m.day <= until and m.year == start.year)),
        "paid_before": ids(books, (m.place for m in moves.paid if start <= m.day <= until)),
    }


def year_moves(moves: PromiseMoves, year: int, until: date) -> YearMoves:
    """Return the year's part of what was accrued and paid up to `until`; `for-year:` says what belongs to another."""
    accrued = [m for m in moves.accrued if m.day <= until]
    earlier = sum(m.fen for m in accrued if m.year < year)
    own = sum(m.fen for m in accrued if m.year == year)
    is_last = all(m.year <= year for m in accrued)
    paid = max(0, total(moves.paid, until=until) - earlier)
    paid = paid if is_last else min(paid, max(0, own))
    in_year = total(moves.paid, since=date(year, 1, 1), until=min(until, date(year, 12, 31)))
    paid_in_year = max(0, min(paid, in_year))
    return YearMoves(own, earlier, paid, paid_in_year, max(0, in_year - paid_in_year), is_last)


class TaxReturn(NamedTuple):
    """`custom "tax-return" "Company" 4514.00 CNY` with `for-year:`: what the annual return (汇算清缴) came to.

    `tax` is the whole year's income tax; `not_deductible` what the return added to the profit (纳税调增).
    """

    year: int
    day: date
    tax: Decimal
    not_deductible: Decimal
    document: str


def tax_return(books: Books, enterprise: str, year: int, on: date) -> TaxReturn | None:
    """Return the last return filed for the year up to `on`."""
    said = [c for c in stated(books, "tax-return").get(enterprise, ()) if c.date <= on]
    ours = [c for c in said if str(c.meta.get("for-year", "")) == str(year) and c.number(1) is not None]
    return _tax_return(ours[-1], year) if ours else None


def _tax_return(custom: Custom, year: int) -> TaxReturn:
    added = custom.meta.get("not-deductible")
    tax = custom.number(1)
    assert tax is not None
    return TaxReturn(
        year,
        custom.date,
        tax,
        added if isinstance(added, Decimal) else Decimal(0),
        str(custom.meta.get("document", "")),
    )


class TaxFacts(NamedTuple):
    """What `custom "tax"` says of an enterprise: its size for income tax, its VAT period, its care accounts."""

    small_low_profit: bool = False
    small_scale: bool = False
    vat_unit: Literal["month", "quarter"] = "quarter"
    care: tuple[str, ...] = ()
    """Codes whose income is community care, counted at 90 % for income tax: `care: "5001:03 5001:04"`."""
    staff: int | None = None
    assets: Decimal | None = None
    """Above 300 people or 50 million yuan the company is not small: `staff: 12`, `assets: 800000.00 CNY`."""


def tax_facts(books: Books, enterprise: str, day: date) -> TaxFacts:
    """Return what the last `tax` directive up to `day` says; without one the enterprise has no relief."""
    said = [c for c in stated(books, "tax").get(enterprise, ()) if c.date <= day]
    return _tax_facts(said[-1]) if said else TaxFacts()


def _tax_facts(custom: Custom) -> TaxFacts:
    unit: Literal["month", "quarter"] = "month" if custom.meta.get("vat-period") == "month" else "quarter"
    care = tuple(str(custom.meta.get("care", "")).split())
    said = {custom.text(1), custom.text(2)}
    staff, assets = custom.meta.get("staff"), custom.meta.get("assets")
    return TaxFacts(
        "small-low-profit" in said,
        "small-scale" in said,
        unit,
        care,
        int(staff) if isinstance(staff, Decimal) else None,
        assets if isinstance(assets, Decimal) else None,
    )


class _Others(NamedTuple):
    """The enterprise's promises to other funds: one year's sums, and the entries that make them."""

    year: YearMoves
    places: frozenset[int]


def _others(books: Books, enterprise: str, own: PromiseMoves, year: int, until: date) -> _Others:
    every = promise_moves(books, enterprise).gifts_only
    accrued = tuple(m for m in every.accrued if m.place not in own.places)
    paid = tuple(m for m in every.paid if m.place not in own.places)
    rest = PromiseMoves(accrued, paid, ())
    return _Others(year_moves(rest, year, until), rest.places)


def year_result(books: Books, enterprise: str, start: date, day: date) -> pd.DataFrame:
    """Return the year's postings on income and expense, without closing entries and those of earlier years."""
    year = books.frames.select(entity=enterprise, start=start, end=day, closing=False)
    year = year[year["root"].isin(["Income", "Expenses"])]
    earlier = [place for place, meant in years_meant(books).items() if meant < day.year]
    return year[~year["entry"].isin(earlier)]


def _book_loss(posted: Rows, before: Mask, brought: Mapping[str, tuple[Lot, ...]]) -> Decimal:
    """Return the loss on 1 January, positive: as declared, else 3103 and 3104 with what is not closed yet."""
    if declared := brought["book-loss"]:
        return sum((lot.amount for lot in declared), Decimal("0.00"))
    return to_decimal(max(0, posted.sum(posted.held & before)))


BROUGHT_FORWARD = ("tax-loss", "book-loss", "donation", "overpaid")


def brought_forward(books: Books, enterprise: str, year: int, fund: str | None = None) -> dict[str, tuple[Lot, ...]]:
    """Return what `custom "brought-forward"` carries into the year, by kind, oldest first.

    An overpayment may name the fund that holds it (`fund:`), where the enterprise feeds several.
    """
    lots: dict[str, list[Lot]] = {what: [] for what in BROUGHT_FORWARD}
    for custom in stated(books, "brought-forward").get(enterprise, ()):
        amount, holder = custom.number(2), str(custom.meta.get("fund", "")) or fund
        ours = custom.date.year == year and custom.text(1) in lots
        if ours and amount is not None and (custom.text(1) != "overpaid" or fund is None or holder == fund):
            lots[custom.text(1)].append(_lot(custom, amount))
    return {what: tuple(sorted(found)) for what, found in lots.items()}


def _lot(custom: Custom, amount: Decimal) -> Lot:
    said = str(custom.meta.get("for-year", ""))
    return Lot(int(said) if said.isdigit() else custom.date.year - 1, amount.quantize(CENT))


def _eve(start: date) -> date:
    return start - timedelta(days=1)
