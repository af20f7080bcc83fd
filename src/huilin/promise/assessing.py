"""Each promise of a period, assessed from the books as they stand; nothing is touched."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.books.sealed import sealed_until
from huilin.money import to_decimal
from huilin.promise.figures import Known, figures, tax_return, year_moves
from huilin.promise.moves import promise_moves
from huilin.promise.policies import policies
from huilin.promise.relief import pending_relief
from huilin.promise.settling import year_settlement
from huilin.reinvestment import Assessment, Earlier, Policy, Shared, dated, earlier_rules, policies_on, stock_taxes
from huilin.reinvestment import assess as assess_year
from huilin.reinvestment.policy import DIVIDEND, NET_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huilin.books import Books
    from huilin.promise.figures import TaxReturn
    from huilin.reinvestment import YearFigures
    from huilin.vocabulary import Period
    from huilin.wording import Language


def assess(  # noqa: PLR0913 - each word names one choice
    books: Books,
    period: Period,
    *,
    today: date,
    promises: Iterable[Policy] | None = None,
    prove: bool = True,
    relieved: bool = False,
) -> tuple[Assessment, ...]:
    """Return the assessment of every promise that stands at the period's end, or on `today` if that is earlier.

    One that ended within the year is assessed up to its end. All amounts are those of the posted books of that day,
    so that they stay what they were once the period is sealed; only the overdue days count to `today`, and a
    dividend, which is resolved in the next year, is looked for until then. `promises` asks "what if" instead of what
    the ledger declares; `prove=False` leaves out the vouchers behind the figures; `relieved` counts the VAT relief that
    closing will book before the promise.
    Raises HuilinError where a promise is wrongly written or has no answer.
    """
    through = min(period.end, today)
    all_of_them = policies(books) if promises is None else tuple(promises)
    asked = _Asked(books, period, through, today, all_of_them, prove, relieved)
    return tuple(_assess(asked, policy) for policy in standing(all_of_them, through))


def true_up(
    books: Books, period: Period, *, today: date, promises: Iterable[Policy] | None = None
) -> tuple[Assessment, ...]:
    """Return what a year that is over owes by all that is known today: its tax return, later `for-year:` entries.

    None where neither a return nor a seal makes the year a past one. What it finds missing is booked in the current
    year (小企业会计准则 第八十八条: 未来适用法).
    """
    if period.months != 12 or period.end >= today:
        return ()
    all_of_them = policies(books) if promises is None else tuple(promises)
    asked = _Asked(books, period, period.end, today, all_of_them, prove=True)
    past = [policy for policy in standing(asked.promises, period.end) if _is_past(asked, policy)]
    return tuple(_assess(asked, policy, known_today=True) for policy in past)


def standing(promises: Iterable[Policy], through: date) -> tuple[Policy, ...]:
    """Return the promises that hold on the day, and those that ended earlier in its year without a successor."""
    promises = tuple(promises)
    holding = policies_on(promises, through)
    pairs = {policy.pair for policy in holding}
    ended = [p for p in dated(promises) if p.pair not in pairs and p.end and p.end.year == through.year]
    ended = [p for p in ended if p.end and p.end < through]
    return (*holding, *({p.pair: p for p in ended}.values()))


class _Asked(NamedTuple):
    """What is asked of the books: a period, the last day that counts, today, by which promises."""

    books: Books
    period: Period
    through: date
    today: date
    promises: tuple[Policy, ...]
    prove: bool
    relieved: bool = False


def _assess(asked: _Asked, policy: Policy, *, known_today: bool = False) -> Assessment:
    books, through = asked.books, asked.through
    later = known_today or (policy.route == DIVIDEND and (through.month, through.day) == (12, 31))
    until = max(through, asked.today) if later else through
    returned = tax_return(books, policy.enterprise, through.year, asked.today) if known_today else None
    profit = min(through, policy.end) if policy.end else through
    known = Known(profit, until, returned)
    year = figures(books, policy.enterprise, asked.period, policy=policy, known=known, prove=asked.prove)
    if asked.relieved:
        year = replace(year, revenue=year.revenue + pending_relief(books, policy.enterprise, profit))
    year = _shared(asked, policy, year, until)
    settled = year_settlement(books, policy, until, asked.today, year=through.year)
    return assess_year(policy, year, stock_taxes(), settled, earlier=_earlier(asked, policy, returned))


def _earlier(asked: _Asked, policy: Policy, returned: TaxReturn | None) -> tuple[Earlier, ...]:
    """Return the year's earlier rules with the figures of their last days."""
    if policy.start.year != asked.through.year:
        return ()
    spans = earlier_rules(asked.promises, policy)
    return tuple(
        Earlier(
            span.policy,
            figures(
                asked.books,
                policy.enterprise,
                asked.period,
                policy=policy,
                known=Known(span.end, span.end, returned),
                prove=False,
            ),
        )
        for span in spans
    )


def _shared(asked: _Asked, policy: Policy, year: YearFigures, until: date) -> YearFigures:
    """Tell apart what the enterprise's other circular promises take of the same net profit."""
    if policy.base != NET_AFTER:
        return year
    others = [
        p
        for p in standing(asked.promises, asked.through)
        if p.enterprise == policy.enterprise and p.pair != policy.pair and p.base == NET_AFTER
    ]
    if not others:
        return year
    moves = [year_moves(promise_moves(asked.books, p.enterprise, p.fund).gifts_only, year.year, until) for p in others]
    return replace(
        year,
        shared=Shared(
            sum((p.rate for p in others), Decimal(0)),
            to_decimal(sum(m.accrued for m in moves)),
            to_decimal(sum(m.paid_in_year for m in moves)),
        ),
    )


def _is_past(asked: _Asked, policy: Policy) -> bool:
    sealed = sealed_until(asked.books.workspace, policy.enterprise)
    if sealed is not None and sealed >= asked.period.end:
        return True
    return tax_return(asked.books, policy.enterprise, asked.period.end.year, asked.today) is not None


def state(books: Books, period: Period, assessment: Assessment) -> str:
    """Return `closed` where the enterprise's books are sealed to the period's end, else `provisional`."""
    sealed = sealed_until(books.workspace, assessment.policy.enterprise)
    return "closed" if sealed is not None and sealed >= period.end else "provisional"


def to_json(
    books: Books, period: Period, assessments: Iterable[Assessment], language: Language = "zh"
) -> dict[str, Any]:
    """Return what `huilin --json reinvest` prints."""
    return {"assessments": [a.to_json(period.name, state(books, period, a), language) for a in assessments]}
