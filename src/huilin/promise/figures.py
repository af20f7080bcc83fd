"""From the enterprise's books to the plain figures that the promise and the income tax are worked out from."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from huilin.books.frames import code_mask
from huilin.money import CENT, to_decimal
from huilin.promise.moves import GIFT, PromiseMoves, ids, promise_moves, total, year_meant
from huilin.reinvestment import Lot, Policy, YearFigures

if TYPE_CHECKING:
    import pandas as pd

    from huilin.books import Books, Custom
    from huilin.money import Fen
    from huilin.vocabulary import Period

INCOME_TAX = "5801"
UNDISTRIBUTED = ("3103", "3104")
RESERVE = "3101"


class YearMoves(NamedTuple):
    """One year's part of a promise up to a day, whole fen: payments settle the oldest accrual first."""

    accrued: Fen
    accrued_earlier: Fen
    paid: Fen
    paid_in_year: Fen
    paid_late: Fen

    def of(self, cumulative: Fen) -> Fen:
        """Return which part of a sum since the promise began belongs to this year."""
        return max(0, cumulative - self.accrued_earlier)


def figures(
    books: Books, enterprise: str, period: Period, *, policy: Policy | None = None, through: date | None = None
) -> YearFigures:
    """Return the enterprise's year to the period's end (or `through`, if earlier), posted entries only.

    The promise is that of `policy`; without one, every promise of the enterprise together.
    """
    day = min(period.end, through) if through else period.end
    start = date(day.year, 1, 1)
    moves = promise_moves(books, enterprise, policy.fund if policy else None)
    own, others = year_moves(moves, day), _others(books, enterprise, moves, day)
    profit = year_result(books, enterprise, start, day)
    gifts = profit[_on(profit, GIFT)]
    given = gifts[~gifts["entry"].isin(moves.places | others.places)]
    revenue, costs = profit[profit["root"] == "Income"], profit[_is_cost(profit)]
    entity, facts = books.entities[enterprise], tax_facts(books, enterprise, day)
    other_given = int(given["fen"].sum())
    return YearFigures(
        through=day,
        revenue=to_decimal(-int(revenue["fen"].sum())),
        costs=to_decimal(int(costs["fen"].sum())),
        exempt_care_income=to_decimal(-int(revenue.loc[_on(revenue, *facts.care), "fen"].sum())),
        book_loss_left=_book_loss(books, enterprise, start),
        tax_losses=_brought_forward(books, enterprise, "tax-loss", day.year),
        donations_carried=_brought_forward(books, enterprise, "donation", day.year),
        credit_before=sum((lot.amount for lot in _brought_forward(books, enterprise, "overpaid", day.year)), Decimal("0.00")),
        other_donations=to_decimal(other_given + others.year.accrued),
        other_paid=to_decimal(other_given + others.year.paid_in_year),
        paid_late=to_decimal(own.paid_late + others.year.paid_late),
        accrued_before=to_decimal(own.accrued),
        paid_before=to_decimal(own.paid),
        paid_in_year=to_decimal(own.paid_in_year),
        opening_reserve=to_decimal(-books.frames.sum(entity=enterprise, codes=[RESERVE], end=_eve(start))),
        registered_capital=entity.registered_capital,
        small_low_profit=facts.small_low_profit,
        entries={
            "revenue": _ids(books, revenue),
            "costs": _ids(books, costs),
            "gifts": _ids(books, gifts),
            "book_loss_left": _ids(books, books.frames.select(entity=enterprise, codes=["3104"], end=_eve(start))),
            "accrued_before": ids(books, (m.place for m in moves.accrued if m.day <= day and m.year == day.year)),
            "paid_before": ids(books, (m.place for m in moves.paid if start <= m.day <= day)),
        },
    )  # fmt: skip


def year_moves(moves: PromiseMoves, through: date) -> YearMoves:
    """Return this year's part of the promise; an accrual `for-year:` of an earlier year belongs to that one."""
    accrued = [m for m in moves.accrued if m.day <= through]
    earlier = sum(m.fen for m in accrued if m.year < through.year)
    paid = max(0, total(moves.paid, until=through) - earlier)
    in_year = total(moves.paid, since=date(through.year, 1, 1), until=through)
    paid_in_year = max(0, min(paid, in_year))
    own = sum(m.fen for m in accrued if m.year >= through.year)
    return YearMoves(own, earlier, paid, paid_in_year, max(0, in_year - paid_in_year))


class TaxFacts(NamedTuple):
    """What `custom "tax"` says of an enterprise: its size for income tax, its VAT period, its care accounts."""

    small_low_profit: bool = False
    small_scale: bool = False
    vat_unit: Literal["month", "quarter"] = "quarter"
    care: tuple[str, ...] = ()
    """Codes whose income is community care, counted at 90 % for income tax: `care: "5001:03 5001:04"`."""


def tax_facts(books: Books, enterprise: str, day: date) -> TaxFacts:
    """Return what the last `tax` directive up to `day` says; without one the enterprise has no relief."""
    said = [c for c in books.directives("tax") if c.text(0) == enterprise and c.date <= day]
    return _tax_facts(said[-1]) if said else TaxFacts()


def _tax_facts(custom: Custom) -> TaxFacts:
    unit: Literal["month", "quarter"] = "month" if custom.meta.get("vat-period") == "month" else "quarter"
    care = tuple(str(custom.meta.get("care", "")).split())
    said = {custom.text(1), custom.text(2)}
    return TaxFacts("small-low-profit" in said, "small-scale" in said, unit, care)


class _Others(NamedTuple):
    """The enterprise's promises to other funds: one year's sums, and the entries that make them."""

    year: YearMoves
    places: frozenset[int]


def _others(books: Books, enterprise: str, own: PromiseMoves, day: date) -> _Others:
    every = promise_moves(books, enterprise)
    accrued = tuple(m for m in every.accrued if m.place not in own.places)
    paid = tuple(m for m in every.paid if m.place not in own.places)
    rest = PromiseMoves(accrued, paid, ())
    return _Others(year_moves(rest, day), rest.places)


def year_result(books: Books, enterprise: str, start: date, day: date) -> pd.DataFrame:
    """Return the year's postings on income and expense, without closing entries and those of earlier years."""
    year = books.frames.select(entity=enterprise, start=start, end=day, closing=False)
    year = year[year["root"].isin(["Income", "Expenses"])]
    earlier = [place for place in year["entry"].unique() if year_meant(books, int(place)) < day.year]
    return year[~year["entry"].isin(earlier)]


def _is_cost(postings: pd.DataFrame) -> pd.Series[bool]:
    return (postings["root"] == "Expenses") & ~_on(postings, INCOME_TAX, GIFT)


def _on(postings: pd.DataFrame, *codes: str) -> pd.Series[bool]:
    return code_mask(postings, codes)


def _book_loss(books: Books, enterprise: str, start: date) -> Decimal:
    """Return the loss on 1 January, positive: as declared, else 3103 and 3104 with what is not closed yet."""
    if declared := _brought_forward(books, enterprise, "book-loss", start.year):
        return sum((lot.amount for lot in declared), Decimal("0.00"))
    before = books.frames.select(entity=enterprise, end=_eve(start))
    held = before["root"].isin(["Income", "Expenses"]) | _on(before, *UNDISTRIBUTED)
    return to_decimal(max(0, int(before.loc[held, "fen"].sum())))


def _brought_forward(books: Books, enterprise: str, what: str, year: int) -> tuple[Lot, ...]:
    """Return what `custom "brought-forward"` carries into the year, oldest first."""
    said = (c for c in books.directives("brought-forward") if c.date.year == year)
    ours = (c for c in said if (c.text(0), c.text(1)) == (enterprise, what))
    return tuple(sorted(_lot(custom, amount) for custom in ours if (amount := custom.number(2)) is not None))


def _lot(custom: Custom, amount: Decimal) -> Lot:
    said = str(custom.meta.get("for-year", ""))
    return Lot(int(said) if said.isdigit() else custom.date.year - 1, amount.quantize(CENT))


def _eve(start: date) -> date:
    return start - timedelta(days=1)


def _ids(books: Books, postings: pd.DataFrame) -> tuple[str, ...]:
    return ids(books, (int(place) for place in postings["entry"].unique()))
