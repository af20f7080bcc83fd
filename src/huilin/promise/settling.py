"""The promise reconciled across both sets of books: accrued, paid, in transit, received, receipted, overdue."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.money import to_decimal
from huilin.promise.figures import year_moves
from huilin.promise.moves import DIVIDENDS, PromiseMoves, ids, in_transit, promise_moves, total
from huilin.promise.views import stated
from huilin.reinvestment import Due, Resolution, Settlement, overdue_days
from huilin.reinvestment.policy import DIVIDEND, RESERVE
from huilin.vocabulary import Period, month_of, parse_period, quarter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.books import Books, Custom
    from huilin.money import Fen
    from huilin.promise.moves import Move
    from huilin.reinvestment import Policy


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One promise from its beginning up to a day (CNY): paid = received + in transit; difference = 2241.02.

    `receipts` are the numbers of the donation receipts; `entries` the vouchers of both sets of books, by figure.
    """

    enterprise: str
    fund: str
    on: date
    accrued: Decimal
    paid: Decimal
    in_transit: Decimal
    received: Decimal
    receipted: Decimal
    overdue_days: int
    receipts: tuple[str, ...]
    entries: dict[str, tuple[str, ...]]

    @property
    def difference(self) -> Decimal:
        """What is promised and not paid yet: the balance of 2241.02."""
        return self.accrued - self.paid


def settlement(books: Books, policy: Policy, on: date, *, today: date | None = None) -> Reconciliation:
    """Return the promise as both sets of books show it on the evening of `on`; overdue days count to `today`."""
    moves = promise_moves(books, policy.enterprise, policy.fund)
    received = [m for m in moves.received if m.day <= on]
    receipted = [m for m in received if m.receipt]
    return Reconciliation(
        policy.enterprise,
        policy.fund,
        on,
        to_decimal(total(moves.accrued, until=on)),
        to_decimal(total(moves.paid, until=on)),
        to_decimal(in_transit(moves, on)),
        to_decimal(total(received)),
        to_decimal(total(receipted)),
        days_overdue(moves, policy, on, today or on),
        tuple(m.receipt for m in receipted),
        {
            "accrued": ids(books, (m.place for m in moves.accrued if m.day <= on)),
            "paid": ids(books, (m.place for m in moves.paid if m.day <= on)),
            "received": ids(books, (m.place for m in received)),
        },
    )


def days_overdue(moves: PromiseMoves, policy: Policy, through: date, today: date) -> int:
    """Return for how many days, on `today`, the oldest unpaid accrual made up to `through` has been overdue."""
    if policy.route == RESERVE:
        return 0
    accrued = (m for m in moves.accrued if m.day <= through)
    dues = [Due(due_day(policy, m), to_decimal(m.fen)) for m in accrued]
    return overdue_days(dues, to_decimal(total(moves.paid, until=today)), today)


def due_day(policy: Policy, move: Move) -> date:
    """Return the last day to pay: the term after its period, or after its own day for a dividend or a true-up."""
    afterwards = move.code == DIVIDENDS or move.year < move.day.year
    return policy.due_day(move.day if afterwards else accrual_period(policy, move.day).end)


class PeriodLine(NamedTuple):
    """What was accrued for one period, and what became of it (CNY); payments and receipts settle the oldest first.

    `accrued` is as booked, negative where a period took back; `open` is what is left of it after later periods took
    theirs back and after payment. All lines together: Σ accrued − Σ paid = Σ open = the balance of 2241.02.
    """

    period: Period
    due: date
    accrued: Decimal
    paid: Decimal
    in_transit: Decimal
    received: Decimal
    receipted: Decimal
    open: Decimal
    overdue_days: int
    receipts: tuple[str, ...]
    entries: tuple[str, ...]
    link: str

    def to_json(self) -> dict[str, Any]:
        """Return the line as `huilin --json reinvest` prints it."""
        names = ("accrued", "paid", "in_transit", "received", "receipted", "open")
        amounts = {name: f"{getattr(self, name):.2f}" for name in names}
        ends = {"overdue_days": self.overdue_days, "receipts": list(self.receipts), "entries": list(self.entries)}
        return {"period": self.period.name, "due": f"{self.due}", **amounts, **ends}


def by_period(
    books: Books, policy: Policy, on: date, *, today: date | None = None, drafts: bool = False
) -> tuple[PeriodLine, ...]:
    """Return the promise period by period, from its beginning up to `on`."""
    moves = promise_moves(books, policy.enterprise, policy.fund, drafts=drafts)
    groups: dict[Period, list[Move]] = {}
    for move in sorted(moves.accrued):
        if move.day <= on:
            groups.setdefault(settled_period(policy, move), []).append(move)
    net = _after_reductions([total(group) for group in groups.values()])
    paid, received = _Purse(moves.paid, on), _Purse(moves.received, on)
    return tuple(
        _line(books, policy, period, group, (_Taken.of(paid, fen), _Taken.of(received, fen), fen), today or on)
        for (period, group), fen in zip(groups.items(), net, strict=True)
    )


class _Purse:
    """Moves to take from, oldest first."""

    def __init__(self, moves: Iterable[Move], on: date) -> None:
        self.left: deque[tuple[Move, Fen]] = deque((move, move.fen) for move in sorted(moves) if move.day <= on)

    def take(self, fen: Fen) -> Iterator[tuple[Move, Fen]]:
        """Yield moves with what is taken of each, until `fen` are taken or nothing is left."""
        while fen > 0 and self.left:
            move, held = self.left.popleft()
            part = min(fen, held)
            fen -= part
            if held > part:
                self.left.appendleft((move, held - part))
            yield move, part


class _Taken(NamedTuple):
    """What settled one period."""

    fen: Fen
    receipted: Fen
    moves: tuple[Move, ...]

    @classmethod
    def of(cls, purse: _Purse, fen: Fen) -> _Taken:
        """Take up to `fen` from the purse."""
        parts = tuple(purse.take(fen))
        return cls(sum(p for _, p in parts), sum(p for m, p in parts if m.receipt), tuple(m for m, _ in parts))


def _line(  # noqa: PLR0913, PLR0917 - one period and what settled it
    books: Books, policy: Policy, period: Period, group: list[Move], taken: tuple[_Taken, _Taken, Fen], today: date
) -> PeriodLine:
    paid, received, net = taken
    still, due = net - paid.fen, max(due_day(policy, move) for move in group)
    places = [m.place for m in (*group, *paid.moves, *received.moves)]
    return PeriodLine(
        period,
        due,
        to_decimal(total(group)),
        to_decimal(paid.fen),
        to_decimal(paid.fen - received.fen),
        to_decimal(received.fen),
        to_decimal(received.receipted),
        to_decimal(still),
        max(0, (today - due).days) if still > 0 and policy.route != RESERVE else 0,
        tuple(dict.fromkeys(m.receipt for m in received.moves if m.receipt)),
        ids(books, places),
        group[-1].link,
    )


def _after_reductions(booked: list[Fen]) -> list[Fen]:
    """Return what is left of each period once later ones have taken back theirs: the latest is taken first."""
    standing = list(accumulate(booked))
    kept = list(reversed(list(accumulate(reversed(standing), min))))
    kept = [max(0, fen) for fen in kept]
    return [fen - before for before, fen in zip([0, *kept], kept, strict=False)]


def settled_period(policy: Policy, move: Move) -> Period:
    """Return the period that an accrual belongs to: its own, or the year that `for-year:` says."""
    if move.year != move.day.year or move.code != "2241":
        return parse_period(f"{move.year}")
    return accrual_period(policy, move.day)


def year_settlement(books: Books, policy: Policy, through: date, today: date, *, year: int | None = None) -> Settlement:
    """Return one year's part of it, as the assessment takes it: what came in settles the oldest accrual first."""
    moves = promise_moves(books, policy.enterprise, policy.fund)
    of_year = year or through.year
    part_of = year_moves(moves, of_year, through)
    received = [m for m in moves.received if m.day <= through]

    def part(fen: Fen) -> Decimal:
        return to_decimal(part_of.of(fen))

    return Settlement(
        in_transit=to_decimal(in_transit(moves, through)),
        received=part(total(received)),
        receipted=part(total(m for m in received if m.receipt)),
        overdue_days=days_overdue(moves, policy, through, today),
        payee=payee(books, policy),
        resolution=resolution(books, policy.enterprise, of_year, today),
        share=holder(books, policy.enterprise, through).share,
    )


def accrual_period(policy: Policy, day: date) -> Period:
    """Return the month, quarter or year in which a promise made on `day` is accrued."""
    if policy.accrual == "month":
        return month_of(day)
    return parse_period(f"{day.year}") if policy.accrual == "year" else quarter_of(day)


def payee(books: Books, policy: Policy) -> str:
    """Return who is paid: the host charity of a hosted fund, else the fund itself; a dividend goes to its holder."""
    fund = books.entities.get(policy.fund)
    if policy.route == DIVIDEND and (title := holder(books, policy.enterprise, date.max).title):
        return title
    return (fund.hosted_by or fund.title) if fund else policy.fund


def giver(books: Books, policy: Policy) -> str:
    """Return who gives to the fund: the enterprise, or the shareholder that passes its dividend on."""
    title = holder(books, policy.enterprise, date.max).title if policy.route == DIVIDEND else ""
    return title or books.entities[policy.enterprise].title


def resolution(books: Books, enterprise: str, year: int, on: date) -> Resolution | None:
    """Return the shareholders' resolution on the year's dividend, where one is recorded by `on`."""
    for custom in reversed(_said(books, "resolution", enterprise)):
        amount = custom.number(2)
        for_this_year = str(custom.meta.get("for-year", "")) == str(year)
        if custom.text(1) == "dividend" and for_this_year and amount is not None and custom.date <= on:
            return Resolution(custom.date, amount, str(custom.meta.get("document", "")))
    return None


class Holder(NamedTuple):
    """The shareholder that passes its dividend on to the fund, and its holding (0–1]."""

    title: str
    share: Decimal


def holder(books: Books, enterprise: str, through: date) -> Holder:
    """Return the neighbourhood committee among the shareholders, else the largest; the whole where none is named."""
    held = {c.text(1): c.number(2) for c in _said(books, "shareholder", enterprise) if c.date <= through}
    found = [Holder(title, share) for title, share in held.items() if share]
    committees = [one for one in found if "委员会" in one.title or "居委会" in one.title]
    return max(committees or found, key=lambda one: one.share, default=Holder("", Decimal(1)))


def _said(books: Books, kind: str, enterprise: str) -> list[Custom]:
    return list(stated(books, kind).get(enterprise, ()))
