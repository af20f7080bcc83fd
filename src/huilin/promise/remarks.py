"""What a treasurer must know before a promise is booked: each a finding; with an error among them nothing is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from huilin.books.sealed import sealed_until
from huilin.findings import Finding, Severity
from huilin.promise.assessing import assess
from huilin.promise.policies import KIND
from huilin.promise.settling import accrual_period, resolution
from huilin.promise.views import postings
from huilin.reinvestment.policy import DIVIDEND, DONATION
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.reinvestment import Assessment, Policy
    from huilin.vocabulary import Period

RULE = "reinvest"


def remarks(
    books: Books, period: Period, assessments: Iterable[Assessment], *, today: date, booking: bool = False
) -> tuple[Finding, ...]:
    """Return what should be known; when `booking`, what stands in the way is an error."""
    found = dict.fromkeys(finding for one in assessments for finding in _of_one(books, period, one, today))
    return tuple(found if booking else (replace(f, severity=_MILDER.get(f.severity, f.severity)) for f in found))


_MILDER = {Severity.ERROR: Severity.NOTE}


def _of_one(books: Books, period: Period, one: Assessment, today: date) -> Iterator[Finding]:
    policy = one.policy
    if policy.route == DIVIDEND and one.owed and resolution(books, policy.enterprise, one.year, today) is None:
        yield _unresolved(books, policy, one)
    if policy.route == DONATION:
        yield from _still_open(books, period, policy, today)
    if period.end > today:
        yield _not_over(books, policy, period)


def _unresolved(books: Books, policy: Policy, one: Assessment) -> Finding:
    needed = one.distribution or one.owed
    return _at(
        books, policy, Severity.WARNING,
        Text(f"{one.year}年度分红没有股东决议：应反哺 {one.owed:,.2f} 元，须分配 {needed:,.2f} 元；没有决议不入账。", f"No shareholders' resolution on the dividend of {one.year}: {one.owed:,.2f} is owed and takes a distribution of {needed:,.2f}; without one nothing is booked."),
        Text(f'股东会决议后写：custom "resolution" "{policy.enterprise}" "dividend" {needed:.2f} CNY，下一行 for-year: {one.year}。', f'Once resolved, write: custom "resolution" "{policy.enterprise}" "dividend" {needed:.2f} CNY and below it for-year: {one.year}.'),
    )  # fmt: skip


def _still_open(books: Books, period: Period, policy: Policy, today: date) -> Iterator[Finding]:
    """Yield the period before this one, where it is not settled yet: what it lacks would fall into this one."""
    if not policy.accrues_on(period.end):
        return
    before = accrual_period(policy, accrual_period(policy, period.end).start - timedelta(days=1))
    if before.end < policy.start or before.end >= today:
        return
    why = _why_open(books, before, policy, today)
    if why is not None:
        yield _at(
            books, policy, Severity.ERROR,
            Text(f"{before.title.zh}还没有结清：{why.zh}。", f"{before.title.en} is still open: {why.en}."),
            Text(f"请先办 {before.name}：huilin reinvest {before.name} --book，过账，huilin close {before.name}。", f"Settle {before.name} first: huilin reinvest {before.name} --book, post, huilin close {before.name}."),
        )  # fmt: skip


def _why_open(books: Books, before: Period, policy: Policy, today: date) -> Text | None:
    sealed = sealed_until(books.workspace, policy.enterprise)
    if sealed is not None:
        return None if sealed >= before.end else Text(f"只结账到 {sealed}", f"closed up to {sealed} only")
    drafts = postings(books, policy.enterprise, drafts=True)
    days = drafts.loc[drafts["flag"] != "*", "date"]
    if len(days) and days.min().date() <= before.end:
        return Text("还有草稿没有过账", "there are drafts")
    lacking = [a for a in assess(books, before, today=today, prove=False) if a.policy.pair == policy.pair]
    missing = sum(abs(a.to_accrue) for a in lacking)
    return Text(f"还差计提 {missing:,.2f} 元", f"{missing:,.2f} not accrued") if missing else None


def _not_over(books: Books, policy: Policy, period: Period) -> Finding:
    return _at(
        books, policy, Severity.ERROR,
        Text(f"{period.title.zh}到 {period.end} 才结束，现在是暂估，还不能入账。", f"{period.title.en} ends on {period.end}; this is provisional and cannot be booked yet."),
        Text("期间结束后再入账。", "Book it after its end."),
    )  # fmt: skip


def _at(books: Books, policy: Policy, severity: Severity, message: Text, remedy: Text) -> Finding:
    """Return a finding at the directive that declares the promise."""
    directives = [c for c in books.directives(KIND) if (c.text(0), c.text(1)) == policy.pair and c.date <= policy.start]
    file, line = (directives[-1].file, directives[-1].line) if directives else ("main.beancount", 0)
    return Finding(RULE, severity, file, line, message, remedy)
