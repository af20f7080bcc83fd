"""Each promise of a period, assessed from the books as they stand; nothing is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huilin.books.sealed import sealed_until
from huilin.promise.figures import figures
from huilin.promise.policies import policies
from huilin.promise.settling import year_settlement
from huilin.reinvestment import Assessment, Policy, policies_on, stock_taxes
from huilin.reinvestment import assess as assess_year

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huilin.books import Books
    from huilin.vocabulary import Period
    from huilin.wording import Language


def assess(
    books: Books, period: Period, *, today: date, promises: Iterable[Policy] | None = None
) -> tuple[Assessment, ...]:
    """Return the assessment of every promise that stands at the period's end, or on `today` if that is earlier.

    All amounts are those of the posted books of that day, so that they stay what they were once the period is
    sealed; only the overdue days count to `today`. `promises` asks "what if" instead of what the ledger declares.
    Raises HuilinError where a promise is wrongly written or has no answer.
    """
    through = min(period.end, today)
    standing = policies_on(policies(books) if promises is None else promises, through)
    return tuple(_assess(books, policy, period, through, today) for policy in standing)


def _assess(books: Books, policy: Policy, period: Period, through: date, today: date) -> Assessment:
    year = figures(books, policy.enterprise, period, policy=policy, through=through)
    return assess_year(policy, year, stock_taxes(), year_settlement(books, policy, through, today))


def state(books: Books, period: Period, assessment: Assessment) -> str:
    """Return `closed` where the enterprise's books are sealed to the period's end, else `provisional`."""
    sealed = sealed_until(books.workspace, assessment.policy.enterprise)
    return "closed" if sealed is not None and sealed >= period.end else "provisional"


def to_json(
    books: Books, period: Period, assessments: Iterable[Assessment], language: Language = "zh"
) -> dict[str, Any]:
    """Return what `huilin --json reinvest` prints."""
    return {"assessments": [a.to_json(period.name, state(books, period, a), language) for a in assessments]}
