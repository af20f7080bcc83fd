"""Random histories of both sets of books: do the laws 1, 4, 5, 6 and 8 of design.md hold in every one of them?

`python -m tools.bench.histories [COUNT]`. Each law is worked out here a second time, entry by entry and without
frames, so that the program is not held against itself.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from beancount import loader
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huilin.books.loading import build
from huilin.checks import exact_sum, restricted_overdraft
from huilin.closing import seals
from huilin.closing.foresight import with_vouchers
from huilin.drafting import POSTED, Draft, DraftPosting
from huilin.money import to_decimal, to_fen
from huilin.promise import policies, settlement
from huilin.sealing import totals, trial_balance
from huilin.sealing.ledgers import differences
from huilin.vocabulary import parse_period
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    from huilin.books import Books
    from huilin.money import Fen

COUNT = 2_000
FIRST, DAYS = date(2026, 1, 1), 364
BASE = """
2025-01-01 custom "entity" "Company" "惠邻公司"
  standard: "small-enterprise"
2025-01-01 custom "tax" "Company" "small-scale" "small-low-profit"
2025-01-01 custom "reinvestment" "Company" "Fund" 0.20
2025-01-01 custom "entity" "Fund" "社区基金"
  standard: "npo-2026"
2025-01-01 custom "project" "路灯改造" "Fund"
  restriction: "donor"
2025-01-01 custom "project" "日常公益" "Fund"
  restriction: "none"
2025-01-01 open Assets:Company:1002银行存款:01建行
2025-01-01 open Liabilities:Company:2241其他应付款:02应付捐赠款
2025-01-01 open Income:Company:5001主营业务收入:01团购自营
2025-01-01 open Expenses:Company:5602管理费用:03办公费
2025-01-01 open Expenses:Company:5711营业外支出:01公益性捐赠支出
2025-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2025-01-01 open Equity:Fund:3101非限定性净资产
2025-01-01 open Income:Fund:4101捐赠收入:01非限定性
2025-01-01 open Income:Fund:4101捐赠收入:02限定性
2025-01-01 open Expenses:Fund:5101业务活动成本:01非限定性
2025-01-01 open Expenses:Fund:5101业务活动成本:02限定性
"""
LAMPS, DAILY = "路灯改造", "日常公益"
PAID = "反哺支付"
LINK = "reinvest-2026-Q1"


class Event(NamedTuple):
    """A kind of event: whose books, which account is debited and which credited, its kind, its project."""

    entity: str
    debit: str
    credit: str
    kind: str = ""
    project: str = ""


BANK, HOST = "Assets:Company:1002银行存款:01建行", "Assets:Fund:1002银行存款:01存放慈善总会"
PROMISE, GIVEN = "Liabilities:Company:2241其他应付款:02应付捐赠款", "Expenses:Company:5711营业外支出:01公益性捐赠支出"
TIED, FREE = "Income:Fund:4101捐赠收入:02限定性", "Income:Fund:4101捐赠收入:01非限定性"
EVENTS = (
    Event("Company", BANK, "Income:Company:5001主营业务收入:01团购自营"),
    Event("Company", "Expenses:Company:5602管理费用:03办公费", BANK),
    Event("Company", GIVEN, PROMISE, "反哺计提"),
    Event("Company", PROMISE, BANK, "反哺支付"),
    Event("Fund", HOST, TIED, "反哺到账", LAMPS),
    Event("Fund", HOST, TIED, "", LAMPS),
    Event("Fund", HOST, FREE, "", DAILY),
    Event("Fund", "Expenses:Fund:5101业务活动成本:02限定性", HOST, "", LAMPS),
    Event("Fund", "Expenses:Fund:5101业务活动成本:01非限定性", HOST, "", DAILY),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Draft]:
    """Draw up to a dozen posted entries of a year, some of them red, in any order of days."""
    return [_entry(draw, number) for number in range(draw(st.integers(1, 12)))]


def _entry(draw: st.DrawFn, number: int) -> Draft:
    event = draw(st.sampled_from(EVENTS))
    day = FIRST + timedelta(days=draw(st.integers(0, DAYS)))
    amount = to_decimal(draw(st.integers(1, 10**9)))
    red = draw(st.integers(0, 9)) == 0 and not event.kind
    meta = {"id": f"{event.entity}/{day:%Y-%m}/记-{number + 1:04d}"}
    meta |= {key: word for key, word in (("kind", event.kind), ("project", event.project)) if word}
    sides = ({"side": "借"}, {"side": "贷"}) if red else ({}, {})
    signed = -amount if red else amount
    legs = (DraftPosting(event.debit, signed, meta=sides[0]), DraftPosting(event.credit, -signed, meta=sides[1]))
    return Draft(event.entity, day, f"第{number}笔", legs, meta=meta, links=(LINK,) if event.kind else (), flag=POSTED)


@cache
def _base() -> Books:
    entries, errors, options = loader.load_string(BASE)
    assert not errors
    return build(Workspace(Path("history"), Settings()), entries, options)


def books_of(history: list[Draft]) -> Books:
    """Return the books with these entries, in date order, as the loader will find them."""
    return with_vouchers(_base(), history)


def hold(history: list[Draft]) -> None:
    """Assert every law for one history; a fen changed is found by law 1 and by law 8."""
    books = books_of(history)
    _exact(books, history)
    _ledgers_tie(books)
    _no_overdraft_unseen(books, history)
    _promise_adds_up(books, history)
    _sealed_stays(books, history)


def _exact(books: Books, history: list[Draft]) -> None:
    """Law 1: every entry sums to zero, and a gap of one fen is found."""
    assert all(draft.difference == 0 for draft in history)
    assert not list(exact_sum.check(books))
    first, *rest = history
    leg, *legs = first.postings
    broken = first.__class__(
        first.entity, first.date, first.narration,
        (DraftPosting(leg.account, leg.amount + Decimal("0.01")), *legs), meta=first.meta, flag=POSTED,
    )  # fmt: skip
    assert len(list(exact_sum.check(books_of([broken, *rest])))) == 1


def _ledgers_tie(books: Books) -> None:
    """Law 4: Σ借 = Σ贷 thrice, opening = previous closing, general ledger = subsidiary ledgers."""
    for entity in books.entities:
        before = None
        for name in ("2026-Q2", "2026-Q3"):
            period = parse_period(name)
            sums = totals(trial_balance(books.frames, entity, period))
            assert sums.ties
            if before is not None:
                assert (sums.opening_debit, sums.opening_credit) == (before.closing_debit, before.closing_credit)
            before = sums
            assert not list(differences(books.frames, entity, period))


def _no_overdraft_unseen(books: Books, history: list[Draft]) -> None:
    """Law 5: each project that ever spends more than it holds at a day's end is found, and no other."""
    moves: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for draft in history:
        for leg in draft.postings:
            if draft.entity == "Fund" and not leg.account.startswith("Assets"):
                moves[draft.meta["project"]][draft.date] -= leg.amount
    overdrawn = set()
    for project, days in moves.items():
        held = Decimal(0)
        for day in sorted(days):
            held += days[day]
            if held < 0:
                overdrawn.add(project)
    found = [finding.message.zh for finding in restricted_overdraft.check(books)]
    assert {project for project in moves if any(f"“{project}”" in text for text in found)} == overdrawn


def _promise_adds_up(books: Books, history: list[Draft]) -> None:
    """Law 6: on every day accrued − paid = the balance of 2241.02, and paid = received + in transit.

    Where more was received than paid nothing is in transit; that is wrong, and the check promise-receipt says so; so
    it does where nobody in the enterprise's books knows the link.
    """
    (policy,) = policies(books)
    linked = any(draft.meta.get("kind") == PAID for draft in history)
    for day in sorted({draft.date for draft in history}):
        found = settlement(books, policy, day)
        accrued, paid, received = (_moved(history, day, kind) for kind in ("反哺计提", "反哺支付", "反哺到账"))
        assert (to_fen(found.accrued), to_fen(found.paid)) == (accrued, paid)
        assert to_fen(found.received) == received or not linked
        assert to_fen(found.difference) == -books.frames.sum(entity="Company", codes=("2241:02",), end=day)
        assert found.paid == found.received + found.in_transit or paid < received


def _moved(history: list[Draft], day: date, kind: str) -> Fen:
    drafts = (draft for draft in history if draft.meta.get("kind") == kind and draft.date <= day)
    return sum(to_fen(draft.postings[0].amount) for draft in drafts)


def _sealed_stays(books: Books, history: list[Draft]) -> None:
    """Law 8: a seal holds on the books that it was made of, and on none in which one amount is another."""
    year, on = parse_period("2026"), date(2027, 1, 15)
    for entity in {draft.entity for draft in history}:
        seal = seals.make(books, entity, year, None, by="陈主任", on=on).seal
        assert seals.holds(seal, books)
        place = next(n for n, draft in enumerate(history) if draft.entity == entity)
        assert not seals.holds(seal, books_of([*history[:place], *history[place + 1 :]]))
        old = history[place]
        legs = tuple(DraftPosting(leg.account, leg.amount * 2, meta=leg.meta) for leg in old.postings)
        other = Draft(old.entity, old.date, old.narration, legs, meta=old.meta, links=old.links, flag=POSTED)
        assert not seals.holds(seal, books_of([*history[:place], other, *history[place + 1 :]]))


def main(count: int = COUNT) -> None:
    """Hold the laws against so many histories and print how long it took; a broken law ends with its history."""
    start = perf_counter()
    look = settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(given(histories())(hold))
    look()
    sys.stdout.write(f"{count} random histories: laws 1, 4, 5, 6 and 8 hold ({perf_counter() - start:.0f} s)\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
