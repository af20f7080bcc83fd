"""The promise as the community wrote it down: how much of which profit, by which route, until when."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, groupby, pairwise
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DONATION: Final = "donation"
DIVIDEND: Final = "dividend"
RESERVE: Final = "reserve"
ROUTES: Final = (DONATION, DIVIDEND, RESERVE)

NET_BEFORE: Final = "net-profit-before-donation"
NET_AFTER: Final = "net-profit-after-donation"
TOTAL_BEFORE: Final = "total-profit-before-donation"
DISTRIBUTABLE: Final = "distributable-profit"
DISTRIBUTABLE_AFTER_RESERVE: Final = "distributable-after-reserve"

BASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        NET_BEFORE: ROUTES,
        NET_AFTER: (DONATION,),
        TOTAL_BEFORE: ROUTES,
        DISTRIBUTABLE: (DIVIDEND, RESERVE),
        DISTRIBUTABLE_AFTER_RESERVE: (DIVIDEND, RESERVE),
    }
)
"""Each base with the routes that it can go; the first is its natural one (for `--base` without `--route`)."""

MONTHS: Final[Mapping[str, int]] = MappingProxyType({"month": 1, "quarter": 3, "year": 12})
OVERPAID: Final = ("credit", "gift")
CHANGES: Final = ("day", "period")


@dataclass(frozen=True, slots=True)
class Policy:
    """One dated promise of an enterprise to a fund.

    `rate` is a fraction of one; `cap` and `floor` are CNY a year (the floor binds a whole year that has a base
    to give from, never a year of loss, and never takes more than the base); `end` is the last day.
    `change` says how a rule that begins within a year takes over: `day` (each day's profit under its day's rule) or
    `period` (the whole month, quarter or year of its `accrual` that it begins in). `project` is what the fund uses
    it for.
    """

    enterprise: str
    fund: str
    rate: Decimal
    start: date
    base: str = NET_BEFORE
    route: str = DONATION
    accrual: str = "quarter"
    settle_within_days: int = 30
    overpaid: str = "credit"
    losses_first: bool = True
    cap: Decimal | None = None
    floor: Decimal | None = None
    end: date | None = None
    agreement: str = ""
    change: str = "day"
    project: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Who promises to whom; one pair has one promise on any day."""
        return self.enterprise, self.fund

    @property
    def agreement_title(self) -> str:
        """The agreement as people call it: `documents/章程-第二十条.txt` is 章程第二十条; empty where none is named."""
        stem = PurePosixPath(self.agreement).stem
        return re.sub(r"(?<=[\u4e00-\u9fff])[-_](?=[\u4e00-\u9fff])", "", stem)

    @property
    def first_day(self) -> date:
        """The first day whose profit falls under this rule."""
        if self.change == "day":
            return self.start
        months = MONTHS[self.accrual]
        return date(self.start.year, (self.start.month - 1) // months * months + 1, 1)

    def in_force(self, day: date) -> bool:
        """Return whether the promise stands on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)

    def accrues_on(self, day: date) -> bool:
        """Return whether a period of this promise ends on `day`; only a donation is accrued within the year."""
        months = MONTHS[self.accrual] if self.route == DONATION else 12
        return day.month % months == 0 and day.day == calendar.monthrange(day.year, day.month)[1]

    def due_day(self, period_end: date) -> date:
        """Return the last day on which the accrual of the period may be paid."""
        return period_end + timedelta(days=self.settle_within_days)

    def problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong with this policy taken alone."""
        checks = (*_words(self), *_numbers(self), *_law(self))
        return tuple(Problem(self, message, remedy) for wrong, message, remedy in checks if wrong)


class Problem(NamedTuple):
    """What is amiss with a policy, and the remedy."""

    policy: Policy
    message: Text
    remedy: Text


class _Check(NamedTuple):
    wrong: bool
    message: Text
    remedy: Text


def problems(policies: Iterable[Policy]) -> tuple[Problem, ...]:
    """Return everything wrong with the policies, each alone and together (two for one pair on one day)."""
    policies = tuple(policies)
    alone = (problem for policy in policies for problem in policy.problems())
    return (*alone, *_overlaps(policies), *_more_than_all(policies))


class Span(NamedTuple):
    """Days of a year up to and including `end` that an earlier rule governed; None: no promise then."""

    policy: Policy | None
    end: date


def earlier_rules(policies: Iterable[Policy], policy: Policy) -> tuple[Span, ...]:
    """Return the rules of the days of the year in which `policy` begins, before it takes over, in order."""
    ours = dated(p for p in policies if p.pair == policy.pair and p.start <= policy.start)
    spans: list[Span] = []
    for before, after in pairwise((None, *ours)):
        assert after is not None
        spans += _governed(before, after.first_day - timedelta(days=1))
    new_year = date(policy.start.year, 1, 1)
    return tuple(span for span in spans if span.end >= new_year)


def _governed(policy: Policy | None, until: date) -> Iterator[Span]:
    """Yield the days up to `until` that a rule governed, and those after its end that none did."""
    if policy is not None and policy.end is not None and policy.end < until:
        yield Span(policy, policy.end)
        yield Span(None, until)
    else:
        yield Span(policy, until)


def dated(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """Return the policies of each pair in order of time; a later one ends an earlier one without an end."""
    ordered = sorted(policies, key=lambda policy: (*policy.pair, policy.start))
    pairs = (tuple(group) for _, group in groupby(ordered, key=_pair))
    return tuple(policy for pair in pairs for policy in _succeeding(pair))


def policies_on(policies: Iterable[Policy], day: date) -> tuple[Policy, ...]:
    """Return the promises that stand on `day`, at most one for each enterprise and fund."""
    return tuple(policy for policy in dated(policies) if policy.in_force(day))


def _pair(policy: Policy) -> tuple[str, str]:
    return policy.pair


def _succeeding(pair: tuple[Policy, ...]) -> tuple[Policy, ...]:
    ended = (_until(earlier, later) for earlier, later in pairwise(pair))
    return (*ended, pair[-1])


def _until(earlier: Policy, later: Policy) -> Policy:
    if earlier.end is not None:
        return earlier
    return replace(earlier, end=max(earlier.start, later.start - timedelta(days=1)))


def _overlaps(policies: tuple[Policy, ...]) -> tuple[Problem, ...]:
    pairs = (tuple(group) for _, group in groupby(dated(policies), key=_pair))
    return tuple(
        _overlap(earlier, later)
        for pair in pairs
        for earlier, later in combinations(pair, 2)
        if earlier.in_force(later.start)
    )


def _overlap(earlier: Policy, later: Policy) -> Problem:
    who = f"{later.enterprise} → {later.fund}"
    message = Text(
        f"{who}：{later.start} 同时有两条反哺约定（另一条自 {earlier.start} 起）。",
        f"{who}: two reinvestment policies hold on {later.start} (the other since {earlier.start}).",
    )
    remedy = Text("请为前一条写上 end，或删去其中一条。", "Give the earlier one an `end`, or remove one of them.")
    return Problem(later, message, remedy)


def _more_than_all(policies: tuple[Policy, ...]) -> Iterator[Problem]:
    """Yield the promise with which an enterprise has given away more than its whole profit, to several funds."""
    standing = dated(policies)
    for policy in standing:
        beside = [p for p in standing if p.enterprise == policy.enterprise and p.in_force(policy.start)]
        rate = sum((p.rate for p in beside), Decimal(0))
        if len(beside) > 1 and rate > 1:
            yield Problem(
                policy,
                Text(
                    f"{policy.enterprise} 自 {policy.start} 起对各基金的反哺比例合计 {rate}，超过全部利润。",
                    f"From {policy.start} on {policy.enterprise} promises {rate} of its profit to all funds together.",
                ),
                Text("各比例之和不能超过 1。", "The rates may not add up to more than 1."),
            )


def _words(policy: Policy) -> tuple[_Check, ...]:
    return (
        _known("base", policy.base, BASES),
        _known("route", policy.route, ROUTES),
        _known("accrual", policy.accrual, MONTHS),
        _known("overpaid", policy.overpaid, OVERPAID),
        _known("change", policy.change, CHANGES),
    )


def _known(key: str, word: str, words: Iterable[str]) -> _Check:
    choices = "、".join(words)
    message = Text(f"反哺约定的 {key} 不认得“{word}”。", f"The policy's {key} “{word}” is unknown.")
    return _Check(word not in tuple(words), message, Text(f"可用：{choices}。", f"Use one of: {choices}."))


def _numbers(policy: Policy) -> tuple[_Check, ...]:
    rate, days = policy.rate, policy.settle_within_days
    cap, floor, end = policy.cap, policy.floor, policy.end
    low = Decimal(0) if floor is None else floor
    return (
        _Check(
            not 0 <= rate <= 1,
            Text(f"反哺比例 {rate} 不在 0 与 1 之间。", f"The rate {rate} is not between 0 and 1."),
            Text("百分之二十写作 0.20。", "Write twenty per cent as 0.20."),
        ),
        _Check(
            days < 0,
            Text(f"结清期限 {days} 天为负数。", f"The settlement term of {days} days is negative."),
            Text("写期末之后的天数，例如 30。", "Write the days after the period's end, such as 30."),
        ),
        _Check(
            low < 0 or (cap is not None and cap < low),
            Text(f"下限 {floor} 与上限 {cap} 不成立。", f"The floor {floor} and the cap {cap} contradict each other."),
            Text("下限不小于 0，上限不小于下限。", "The floor is not below 0, the cap not below the floor."),
        ),
        _Check(
            end is not None and end < policy.start,
            Text(f"截止日 {end} 早于起始日 {policy.start}。", f"The end {end} lies before the start {policy.start}."),
            Text("请改正 end。", "Correct `end`."),
        ),
    )


def _law(policy: Policy) -> tuple[_Check, ...]:
    routes = BASES.get(policy.base, ROUTES)
    ways = "、".join(routes)
    return (
        _Check(
            policy.route in ROUTES and policy.route not in routes,
            Text(
                f"以 {policy.base} 为基数不能走 {policy.route}。",
                f"The base {policy.base} cannot go by the route {policy.route}.",
            ),
            Text(f"可用的路径：{ways}。", f"It goes by: {ways}."),
        ),
        _Check(
            policy.route in {DIVIDEND, RESERVE} and not policy.losses_first,
            Text(
                "分红与公积须先弥补亏损（公司法第210条）。", "Losses come before dividends and reserves (公司法 210)."
            ),
            Text("请去掉 losses-first: FALSE。", "Remove `losses-first: FALSE`."),
        ),
    )
