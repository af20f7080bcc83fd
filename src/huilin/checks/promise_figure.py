"""What was booked for the community is recomputed at every load: a promise that is off by one fen is found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.sealed import sealed_until
from huilin.checks._found import at_custom, at_entry
from huilin.checks._promised import directive_of, promises
from huilin.errors import HuilinError
from huilin.findings import Severity
from huilin.money import to_decimal
from huilin.promise import assess, true_up
from huilin.promise.moves import promise_moves
from huilin.promise.settling import accrual_period, settled_period
from huilin.promise.views import rows
from huilin.reinvestment import policies_on
from huilin.reinvestment.policy import DIVIDEND, RESERVE
from huilin.vocabulary import month_of, parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.promise.moves import Move
    from huilin.reinvestment import Policy
    from huilin.vocabulary import Period

RULE = "promise-figure"
SOURCE = "本项目的账簿定律第六条；反哺约定；《小企业会计准则》第八十八条（差额用未来适用法，未核原文）"
EXAMPLE = """
2026-09-30 * "没有利润却计提了反哺"
  id: "Company/2026-09/记-0002"
  kind: "反哺计提"
  Expenses:Company:5711营业外支出:01公益性捐赠支出  100.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -100.00 CNY
"""


class _Booked(NamedTuple):
    """One period of a promise that was closed or accrued: how much the books lack, and where to say so."""

    policy: Policy
    period: Period
    missing: Decimal
    is_sealed: bool
    place: int | None


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each period whose promise is not what the books give, or that has no answer."""
    for pair in dict.fromkeys(policy.pair for policy in promises(books)):
        yield from _of_pair(books, pair)


def _of_pair(books: Books, pair: tuple[str, str]) -> Iterator[Finding]:
    by_year: dict[int, list[_Booked]] = {}
    for period in _periods(books, pair):
        try:
            for booked in _recomputed(books, pair, period):
                by_year.setdefault(period.end.year, []).append(booked)
        except HuilinError as error:
            yield _no_answer(books, pair, period, error)
            return
    for year, found in by_year.items():
        yield from _of_year(books, year, found)


def _periods(books: Books, pair: tuple[str, str]) -> Iterator[Period]:
    """Yield the periods to look at, in order: closed ones, accrued ones that are over, and the month reached."""
    posted = rows(books, pair[0])
    if not len(posted.day):
        return
    last = date.fromordinal(date(1970, 1, 1).toordinal() + int(posted.day.max()))
    sealed = sealed_until(books.workspace, pair[0]) or date.min
    ours = [policy for policy in promises(books) if policy.pair == pair]
    accrued = {settled_period(ours[-1], move) for move in promise_moves(books, *pair).accrued}
    for policy in ours:
        if policy.route == DIVIDEND:
            continue
        day = policy.start
        while day <= min(last, policy.end or last):
            period = _of_route(policy, day)
            if period.end <= sealed or (period in accrued and period.end <= (books.today or last)):
                yield period
            day = date.fromordinal(period.end.toordinal() + 1)
    if policies_on(ours, last) and last > sealed:
        yield month_of(last)


def _of_route(policy: Policy, day: date) -> Period:
    return parse_period(f"{day.year}") if policy.route == RESERVE else accrual_period(policy, day)


def _recomputed(books: Books, pair: tuple[str, str], period: Period) -> Iterator[_Booked]:
    sealed = sealed_until(books.workspace, pair[0]) or date.min
    ours = [policy for policy in promises(books) if policy.enterprise == pair[0]]
    for one in assess(books, period, today=period.end, promises=ours, prove=False, relieved=period.end > sealed):
        policy = one.policy
        moves = [m for m in promise_moves(books, *pair).accrued if settled_period(policy, m) == period]
        if policy.pair == pair and (moves or period.end <= sealed) and policy.accrues_on(period.end):
            yield _Booked(policy, period, one.to_accrue, period.end <= sealed, _last(moves))


def _last(moves: list[Move]) -> int | None:
    return max(moves).place if moves else None


def _of_year(books: Books, year: int, found: list[_Booked]) -> Iterator[Finding]:
    """Yield what is off; the year is reckoned as a whole, so that a later period may have made an earlier one good."""
    last = found[-1]
    made_good = not last.missing or _made_good_later(books, year, last)
    for booked in found:
        if booked.missing:
            if made_good:
                severity = Severity.NOTE
            else:
                severity = Severity.ERROR if booked is last and booked.is_sealed else Severity.WARNING
            yield _off(books, booked, severity)


def _made_good_later(books: Books, year: int, last: _Booked) -> bool:
    """Return whether entries `for-year:` of a later year have booked what the year lacks, its tax return included."""
    period = parse_period(f"{year}")
    if books.today is None or last.period.end != period.end:
        return False
    ours = [policy for policy in promises(books) if policy.enterprise == last.policy.enterprise]
    past = true_up(books, period, today=books.today, promises=ours)
    return any(one.policy.pair == last.policy.pair and not one.to_accrue for one in past)


def _off(books: Books, booked: _Booked, severity: Severity) -> Finding:
    period, missing = booked.period, booked.missing
    less = Text("少", "too little") if missing > 0 else Text("多", "too much")
    amount = f"{abs(missing):,.2f}"
    after = Text("，后来已补正", ", made good since") if severity is Severity.NOTE else Text("", "")
    said = (
        Text(
            f"{period.title.zh}的反哺{less.zh}计提了 {amount} 元{after.zh}。",
            f"{period.title.en} has {amount} {less.en} accrued for the community{after.en}.",
        ),
        Text(
            f"请运行 huilin reinvest {period.name} 看差在哪里；差额由下一期累计计提补上，跨年的用 for-year:。",
            f"See where with `huilin reinvest {period.name}`; the next period's accrual makes it good, across years `for-year:` does.",
        ),
    )
    if booked.place is not None:
        return at_entry(books, booked.place, RULE, severity, *said)
    return at_custom(directive_of(books, booked.policy), RULE, severity, *said)


def _no_answer(books: Books, pair: tuple[str, str], period: Period, error: HuilinError) -> Finding:
    """Return that a promise cannot be worked out: its equation has no solution, or a tax fact is missing."""
    sealed = sealed_until(books.workspace, pair[0]) or date.min
    accrued = sum(m.fen for m in promise_moves(books, *pair).accrued if month_of(m.day).end == period.end)
    ours = [policy for policy in promises(books) if policy.pair == pair]
    firm = period.end <= sealed or accrued
    booked = Text(f"，却已计提 {to_decimal(accrued):,.2f} 元", f", yet {to_decimal(accrued):,.2f} is accrued")
    more = booked if accrued else Text("", "")
    return at_custom(
        directive_of(books, ours[-1]), RULE, Severity.ERROR if firm else Severity.WARNING,
        Text(f"{period.title.zh}的反哺算不出来{more.zh}：{error.text.zh}", f"The promise of {period.title.en} has no answer{more.en}: {error.text.en}"),
        error.remedy or Text("请核对约定与税务身份。", "Check the promise and how the enterprise is taxed."),
    )  # fmt: skip
