"""What if the promise were another one: the same books under other words, side by side, nothing touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.money import CENT, to_decimal
from huilin.promise.assessing import assess
from huilin.promise.policies import policies
from huilin.promise.views import ordinal, rows
from huilin.reinvestment import BASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from huilin.books import Books
    from huilin.reinvestment import Assessment, Policy
    from huilin.vocabulary import Period

COMPANY_CASH = ("1001", "1002", "1012")
FUND_CASH = ("1001", "1002", "1009")
_YEAR = 365


class Compared(NamedTuple):
    """One promise as it is and as asked (CNY), with what the difference does to the company and to the fund.

    Company cash is what would be left if all that is owed were paid and the year's income tax rose or fell with it;
    runway is how many months the fund's money lasts at its average spending of the last twelve months.
    """

    booked: Assessment
    asked: Assessment
    company_cash: Decimal
    fund_cash: Decimal
    fund_spending: Decimal
    """The fund's average spending a month."""

    @property
    def more(self) -> Decimal:
        """What the fund would be owed more."""
        return self.asked.owed - self.booked.owed

    @property
    def more_tax(self) -> Decimal:
        """How much more income tax the company would owe."""
        return self.asked.tax.tax - self.booked.tax.tax

    def cash_after(self, one: Assessment) -> Decimal:
        """Return the company's cash once all that `one` leaves unpaid is paid, its tax set against the booked one."""
        unpaid = max(Decimal(0), one.owed - one.credit_used - one.paid)
        return self.company_cash - unpaid - (one.tax.tax - self.booked.tax.tax)

    def runway(self, one: Assessment) -> Decimal | None:
        """Return the months that the fund's money lasts once all is received; None where it spends nothing."""
        if not self.fund_spending:
            return None
        coming = max(Decimal(0), one.owed - one.credit_used - one.received)
        return ((self.fund_cash + coming) / self.fund_spending).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as `huilin --json reinvest --rate …` prints it."""
        amounts = {
            "owed_booked": self.booked.owed,
            "owed_asked": self.asked.owed,
            "owed_difference": self.more,
            "income_tax_difference": self.more_tax,
            "company_cash": self.company_cash,
            "company_cash_booked": self.cash_after(self.booked),
            "company_cash_asked": self.cash_after(self.asked),
            "fund_cash": self.fund_cash,
            "fund_spending_per_month": self.fund_spending,
        }
        months = {"runway_booked": self.runway(self.booked), "runway_asked": self.runway(self.asked)}
        policy = self.booked.policy
        return {
            "enterprise": policy.enterprise,
            "fund": policy.fund,
            **{name: f"{amount:.2f}" for name, amount in amounts.items()},
            **{name: None if value is None else str(value) for name, value in months.items()},
        }


def asked_for(promises: Iterable[Policy], words: Mapping[str, Any]) -> tuple[Policy, ...]:
    """Return the promises as if they had always read so; a base that its route cannot go takes its own route."""
    return tuple(_asked(policy, words) for policy in promises)


def _asked(policy: Policy, words: Mapping[str, Any]) -> Policy:
    other = replace(policy, **words)
    ways = BASES.get(other.base, ())
    if "route" not in words and ways and other.route not in ways:
        return replace(other, route=ways[0])
    return other


def compare(
    books: Books, period: Period, words: Mapping[str, Any], *, today: date, booked: Iterable[Assessment] | None = None
) -> tuple[Compared, ...]:
    """Return every promise of the period as it is and as asked."""
    booked = assess(books, period, today=today) if booked is None else tuple(booked)
    asked = assess(books, period, today=today, promises=asked_for(policies(books), words))
    found = {one.policy.pair: one for one in asked}
    on = min(period.end, today)
    return tuple(_compared(books, one, found[one.policy.pair], on) for one in booked if one.policy.pair in found)


def _compared(books: Books, booked: Assessment, asked: Assessment, on: date) -> Compared:
    policy = booked.policy
    return Compared(
        booked,
        asked,
        _balance(books, policy.enterprise, COMPANY_CASH, on),
        _balance(books, policy.fund, FUND_CASH, on),
        _spending(books, policy.fund, on),
    )


def _balance(books: Books, entity: str, codes: tuple[str, ...], on: date) -> Decimal:
    held = rows(books, entity)
    return to_decimal(held.sum(held.on(*codes) & held.through(on)))


def _spending(books: Books, fund: str, on: date) -> Decimal:
    """Return the fund's average spending a month over the last twelve, or since its books began if that is less."""
    held = rows(books, fund)
    if not len(held.day):
        return Decimal("0.00")
    first = max(int(held.day.min()), ordinal(on - timedelta(days=_YEAR - 1)))
    months = max(1, round((ordinal(on) - first + 1) * 12 / _YEAR))
    spent = held.result & ~held.income & (held.day >= first) & held.through(on)
    return (to_decimal(held.sum(spent)) / months).quantize(CENT, ROUND_HALF_UP)
