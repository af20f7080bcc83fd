"""The profit that the promise is a share of: five bases, losses and reserve in the order of 公司法 210."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from huilin.reinvestment.circular import Circle, no_solution, solve
from huilin.reinvestment.exact import NOTHING, ZERO, Exact, exact, to_the_fen
from huilin.reinvestment.income_tax import IncomeTaxLaw, charged, declared
from huilin.reinvestment.policy import (
    DISTRIBUTABLE,
    DISTRIBUTABLE_AFTER_RESERVE,
    NET_AFTER,
    NET_BEFORE,
    TOTAL_BEFORE,
    Policy,
)
from huilin.reinvestment.taxes import Fact, Taxes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from huilin.reinvestment.figures import YearFigures
    from huilin.reinvestment.schedule import Schedule

_PROOF: Final = Exact(2, 100)
"""How far the circle may miss in whole fen: gift, deduction, taxable income and tax are each rounded once."""


class Case(NamedTuple):
    """What is assessed: the promise, the year, the law; `all_paid` supposes that the gift is paid in the year.

    `schedule` is the promised share: one rate, or one for each layer where the rule changed within the year.
    """

    policy: Policy
    figures: YearFigures
    law: IncomeTaxLaw
    taxes: Taxes
    all_paid: bool
    schedule: Schedule

    @property
    def losses(self) -> Decimal:
        """The book losses that come first, or zero where the promise does not let them."""
        return self.figures.book_loss_left if self.policy.losses_first else ZERO


class Profit(NamedTuple):
    """Where a base starts: `amount` before losses, after `tax` and `gifts`; `gift` solves the circular promise."""

    amount: Exact
    taxable: Decimal = ZERO
    gifts: Decimal = ZERO
    gift: Exact | None = None


class Base(NamedTuple):
    """The base of one case: `amount` exact (CNY), the rest to the fen; `owed` before cap and floor, exact."""

    profit: Profit
    losses_used: Decimal
    losses_left: Decimal
    reserve: Decimal
    amount: Exact
    owed: Exact


def base_of(case: Case) -> Base:
    """Return the base and what the promise makes of it; raise NoSolutionError where the circle does not close."""
    profit = _PROFIT[case.policy.base](case)
    available = max(NOTHING, profit.amount)
    losses_used = to_the_fen(min(exact(case.losses), available))
    reserve = _reserve_first(case, profit.amount)
    amount = max(NOTHING, available - exact(case.losses + reserve))
    new_loss = to_the_fen(max(NOTHING, -profit.amount))
    losses_left = case.figures.book_loss_left - losses_used + new_loss
    if profit.gift is not None:
        _prove(case, profit.gift, amount)
    return Base(profit, losses_used, losses_left, reserve, amount, case.schedule.owed(_solved(case, profit, amount)))


def _solved(case: Case, profit: Profit, amount: Exact) -> Exact:
    """Return the base that the promise is a share of: on the circular base the exact one, before fen."""
    if profit.gift is None:
        return amount
    circle = _circle(case)
    return max(NOTHING, circle.net_profit(profit.gift) - circle.losses)


def statutory_reserve(figures: YearFigures, taxes: Taxes, net_profit: Exact) -> Decimal:
    """Return the reserve of 公司法 210 (CNY, fen): 10 % after losses, until it holds half the registered capital."""
    rate = exact(taxes.value(Fact.RESERVE_RATE, figures.through))
    share = rate * max(NOTHING, net_profit - exact(figures.book_loss_left))
    if figures.registered_capital is None:
        return to_the_fen(share)
    stop = taxes.value(Fact.RESERVE_STOP, figures.through) * figures.registered_capital
    return to_the_fen(min(share, max(NOTHING, exact(stop - figures.opening_reserve))))


def _reserve_first(case: Case, net_profit: Exact) -> Decimal:
    if case.policy.base != DISTRIBUTABLE_AFTER_RESERVE:
        return ZERO
    return statutory_reserve(case.figures, case.taxes, net_profit)


def _total_before(case: Case) -> Profit:
    return Profit(exact(case.figures.profit_before_donation))


def _net_before(case: Case) -> Profit:
    """As if no donation of any year existed: none this year, none carried forward; old tax losses count."""
    charge = charged(case.figures, case.law, NOTHING)
    return Profit(exact(case.figures.profit_before_donation) - charge.tax, to_the_fen(charge.taxable))


def _net_after(case: Case) -> Profit:
    """Return the net profit that the books would show after the gift that solves the circle."""
    circle = _circle(case)
    gift = solve(circle)
    return _booked(case, circle.figures, to_the_fen(gift))._replace(gift=gift)


def _circle(case: Case) -> Circle:
    """Return the equation; several circular promises of one enterprise eat of one net profit and are solved as one."""
    figures, shared = case.figures, case.figures.shared
    if shared is None:
        return Circle(figures, case.law, case.schedule, exact(case.losses), case.all_paid)
    together = replace(
        figures,
        other_donations=figures.other_donations - shared.accrued,
        other_paid=figures.other_paid - shared.paid_in_year,
        paid_in_year=figures.paid_in_year + shared.paid_in_year,
    )
    schedule = case.schedule.raised(exact(shared.rate))
    return Circle(together, case.law, schedule, exact(case.losses), case.all_paid)


def _distributable(case: Case) -> Profit:
    """Return the net profit of the books: what is distributed is no donation and saves no tax."""
    return _booked(case, case.figures, ZERO)


def _booked(case: Case, figures: YearFigures, gift: Decimal) -> Profit:
    paid = gift if case.all_paid else min(gift, figures.paid_in_year)
    tax = declared(figures, case.law, gift, paid)
    return Profit(exact(tax.total_profit - tax.tax), tax.taxable, gift + figures.other_donations)


def _prove(case: Case, gift: Exact, amount: Exact) -> None:
    """Raise NoSolutionError where the gift does not also hold in whole fen, as it would be booked."""
    if abs(_circle(case).schedule.owed(amount) - gift) >= _PROOF:
        raise no_solution(case.figures.profit_before_donation)


_PROFIT: Final[Mapping[str, Callable[[Case], Profit]]] = MappingProxyType(
    {
        TOTAL_BEFORE: _total_before,
        NET_BEFORE: _net_before,
        NET_AFTER: _net_after,
        DISTRIBUTABLE: _distributable,
        DISTRIBUTABLE_AFTER_RESERVE: _distributable,
    }
)
