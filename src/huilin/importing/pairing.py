"""Two rows that are one movement: money on its way between own accounts, a promise paid and received, a meal bought.

Both sides are entries of their own, each proven by its own statement, joined by one link. They join where
exactly one of the other side fits (amount, days, direction) and it fits no other. Where several fit a person is
asked, and what stays alone is listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.importing.proposing import Work, entity_of
from huilin.importing.questions import Choice, Question
from huilin.importing.working_days import working_days_later
from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID, PROMISE_RECEIVED, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from beancount.core import data

    from huilin.books import Books
    from huilin.importing.questions import Answers

PAYOUT, REINVEST, EXCHANGE = "payout", "reinvest", "exchange"
PAYOUT_DAYS, REINVEST_DAYS, EXCHANGE_DAYS = 3, 20, 10
_WALLET = "1012"
_WALLETS_SAY = ("财付通", "微信", "支付宝")


@dataclass(frozen=True)
class Paired:
    """The entries with their links, and those that found no other side, with the reason."""

    works: tuple[Work, ...]
    alone: tuple[tuple[Work, Text], ...] = ()
    questions: tuple[Question, ...] = ()


class _Side(NamedTuple):
    """One side of a movement: an entry of the inbox (`place`), or one in the books that still waits (`place` -1)."""

    place: int
    amount: Decimal
    day: date
    account: str
    link: str
    words: str = ""
    key: str = ""
    """The key of its first row; empty where it stands in the books."""

    @property
    def name(self) -> str:
        """How a person names it: by its row's key, or in the books by its link."""
        return self.key or self.link


_Fits = Callable[[_Side, _Side], bool]
_Fitting = Mapping[_Side, Sequence[_Side]]
_NONE: Mapping[str, str] = {}


def pair(works: Sequence[Work], books: Books, answers: Answers = _NONE) -> Paired:
    """Join what belongs together; what a person has answered first."""
    made = list(works)
    alone: list[tuple[Work, Text]] = []
    questions: list[Question] = []
    for outs, ins, fits in (_transfers(made, books), _promises(made, books), _exchanges(made, books)):
        links = {side: side.link for side in (*outs, *ins)}
        fitting = _fitting(outs, ins, fits)
        chosen = _chosen(fitting, answers)
        matches = chosen + _matches(_without(fitting, chosen))
        for out, into in matches:
            links[out] = links[into] = into.link if into.place < 0 else out.link
        paired = {side for match in matches for side in match}
        open_sides = _without(fitting, matches)
        asked = {side.link: question for side, question in _asked(open_sides, made)}
        questions += asked.values()
        for side, link in links.items():
            if side.place < 0:
                continue
            made[side.place] = made[side.place].linked(link)
            if side not in paired:
                several = any(side == out or side in some for out, some in open_sides.items() if some)
                alone.append((made[side.place], _SEVERAL if several else _WAITS))
    return Paired(tuple(made), tuple(alone), tuple(questions))


_WAITS = Text("对方那一边还没有出现", "its other side has not come yet")
_SEVERAL = Text("另一边不止一笔相符，请回答是哪一笔", "several fit as its other side; say which it is")


def _fitting(outs: Sequence[_Side], ins: Sequence[_Side], fits: _Fits) -> _Fitting:
    """Return, for each side that money left, those that it may have reached."""
    by_amount: defaultdict[Decimal, list[_Side]] = defaultdict(list)
    for into in ins:
        by_amount[into.amount].append(into)
    return {out: [into for into in by_amount[out.amount] if fits(out, into)] for out in outs}


def _matches(fitting: _Fitting) -> list[tuple[_Side, _Side]]:
    """Return the pairs in which each side fits exactly one of the other."""
    wanted = Counter(into for some in fitting.values() for into in some)
    return [(out, some[0]) for out, some in fitting.items() if len(some) == 1 and wanted[some[0]] == 1]


def _without(fitting: _Fitting, pairs: Sequence[tuple[_Side, _Side]]) -> _Fitting:
    """Return what may still be joined once these pairs are."""
    outs, ins = {out for out, _ in pairs}, {into for _, into in pairs}
    return {out: [into for into in some if into not in ins] for out, some in fitting.items() if out not in outs}


def _chosen(fitting: _Fitting, answers: Answers) -> list[tuple[_Side, _Side]]:
    """Return the pairs that a person has named; a side that is given away once is not given again."""
    found: list[tuple[_Side, _Side]] = []
    for out, some in fitting.items():
        for into in some:
            named = answers.get(out.key) == into.name if out.key else answers.get(into.key) == out.name
            if named and not any(out in pair or into in pair for pair in found):
                found.append((out, into))
    return found


def _asked(fitting: _Fitting, works: Sequence[Work]) -> Iterator[tuple[_Side, Question]]:
    """Yield a question for each new row that may have several other sides, or one that others may have too."""
    arriving: defaultdict[_Side, list[_Side]] = defaultdict(list)
    for out, some in fitting.items():
        for into in some:
            arriving[into].append(out)
        if out.place >= 0 and some:
            yield out, _question(works[out.place], out, some)
    for into, outs in arriving.items():
        if into.place >= 0 and all(out.place < 0 for out in outs):
            yield into, _question(works[into.place], into, outs)


def _question(work: Work, side: _Side, others: Sequence[_Side]) -> Question:
    item = work.items[0]
    amount = f"{side.amount:,.2f}"
    text = Text(
        f"{side.day} 的 {amount}（{work.draft.narration}）的另一边是哪一笔？",
        f"Which is the other side of {amount} on {side.day} ({work.draft.narration})?",
    )
    labels = [f"{other.name}  {other.day}  {other.account}" for other in others]
    choices = (Choice(other.name, Text(label, label)) for other, label in zip(others, labels, strict=True))
    return Question(side.key, item.place, item.row.line, text, tuple(choices))


def _side(place: int, work: Work, prefix: str, amount: Decimal | None = None) -> _Side:
    said = " ".join(work.words.get(name, "") for name in ("对方", "摘要", "备注"))
    moved = abs(work.amount if amount is None else amount)
    return _Side(place, moved, work.draft.date, work.account, f"{prefix}-{work.mark}", said, work.key)


# Money on its way between own accounts


def _transfers(works: Sequence[Work], books: Books) -> tuple[list[_Side], list[_Side], _Fits]:
    transit = set(books.workspace.settings.transit.values())
    outs: list[_Side] = []
    ins: list[_Side] = []
    for place, work in enumerate(works):
        on_the_way = sum((p.amount for p in work.draft.postings if p.account in transit), Decimal(0))
        if on_the_way:
            (outs if on_the_way > 0 else ins).append(_side(place, work, PAYOUT, on_the_way))
    for link, (entry, fen) in _open(books, PAYOUT, lambda posting: posting.account in transit).items():
        other = next((p.account for p in entry.postings if p.account not in transit), "")
        (outs if fen > 0 else ins).append(_Side(-1, abs(fen), entry.date, other, link))
    return outs, ins, _is_transfer


def _is_transfer(out: _Side, into: _Side) -> bool:
    """Say whether money that left one account may be what reached the other, 0 to 3 working days later."""
    if out.place < 0 and into.place < 0:
        return False
    same_owner = entity_of(out.account) == entity_of(into.account) and out.account != into.account
    in_time = out.day <= into.day <= working_days_later(out.day, PAYOUT_DAYS)
    return same_owner and in_time and _names(out, into) and _names(into, out)


def _names(side: _Side, other: _Side) -> bool:
    """Say whether a bank's row speaks of a wallet exactly where the other side is one; wallets say nothing."""
    if not side.words or _is_wallet(side.account):
        return True
    return any(word in side.words for word in _WALLETS_SAY) == _is_wallet(other.account)


def _is_wallet(account: str) -> bool:
    parts = split_account(account)
    return parts is not None and parts.code == _WALLET


# The promise


def _promises(works: Sequence[Work], books: Books) -> tuple[list[_Side], list[_Side], _Fits]:
    accrued = _accruals(books)
    outs: list[_Side] = []
    ins: list[_Side] = []
    for place, work in enumerate(works):
        kind = work.draft.meta.get("kind")
        if kind == PROMISE_PAID:
            side = _side(place, work, REINVEST)
            settled = accrued.get(side.amount, [])
            outs.append(side._replace(link=settled[0]) if len(settled) == 1 else side)
        elif kind == PROMISE_RECEIVED:
            ins.append(_side(place, work, REINVEST))
    for side, kinds in _half_settled(books):
        (outs if kinds == {PROMISE_PAID} else ins).append(side)
    return outs, ins, lambda out, into: _follows(out, into, REINVEST_DAYS)


def _follows(out: _Side, into: _Side, days: int) -> bool:
    inbox = out.place >= 0 or into.place >= 0
    apart = entity_of(out.account) != entity_of(into.account)
    return inbox and apart and out.day <= into.day <= out.day + timedelta(days=days)


def _accruals(books: Books) -> Mapping[Decimal, list[str]]:
    """Return, by amount, the links of promises accrued and not yet paid: a payment settles one of them."""
    kinds = _kinds_by_link(books, REINVEST)
    found: defaultdict[Decimal, list[str]] = defaultdict(list)
    for link, entries in kinds.items():
        if {_kind(entry) for entry in entries} == {PROMISE_ACCRUED}:
            owed = -sum((_number(p) for e in entries for p in e.postings if _is_owed(p)), Decimal(0))
            found[owed].append(link)
    return found


def _is_owed(posting: data.Posting) -> bool:
    parts = split_account(posting.account)
    return parts is not None and parts.root == "Liabilities"


def _half_settled(books: Books) -> Iterator[tuple[_Side, set[str]]]:
    """Yield promises that the books show paid but not received, or received but not paid."""
    for link, entries in _kinds_by_link(books, REINVEST).items():
        kinds = {_kind(entry) for entry in entries} & {PROMISE_PAID, PROMISE_RECEIVED}
        if len(kinds) == 1:
            entry = next(e for e in entries if _kind(e) in kinds)
            amount = max(_number(posting) for posting in entry.postings)
            yield _Side(-1, amount, entry.date, entry.postings[0].account, link), kinds


def _kind(entry: data.Transaction) -> str:
    return str(entry.meta.get("kind", ""))


# What one of us buys from another


def _exchanges(works: Sequence[Work], books: Books) -> tuple[list[_Side], list[_Side], _Fits]:
    ours = {entity.title: name for name, entity in books.entities.items()}
    hosts = {entity.hosted_by: name for name, entity in books.entities.items() if entity.hosted_by}
    outs: list[_Side] = []
    ins: list[_Side] = []
    for place, work in enumerate(works):
        if work.draft.meta.get("kind") or not work.words:
            continue
        party = work.words.get("对方", "")
        other = ours.get(party) or hosts.get(party)
        if other is None or other == work.draft.entity or (work.amount < 0 and party not in ours):
            continue
        (outs if work.amount < 0 else ins).append(_side(place, work, EXCHANGE))
    for link, entries in _kinds_by_link(books, EXCHANGE).items():
        if len({entity_of(entry.postings[0].account) for entry in entries}) == 1:
            entry = entries[0]
            cash = [p for p in entry.postings if split_account(p.account) and p.account.startswith("Assets:")]
            for posting in cash[:1]:
                side = _Side(-1, abs(_number(posting)), entry.date, posting.account, link)
                (outs if _number(posting) < 0 else ins).append(side)
    return outs, ins, lambda out, into: _follows(out, into, EXCHANGE_DAYS)


def related(works: Sequence[Work], books: Books) -> list[Work]:
    """Return the entries, those between two of us with the other's title on the income or expense (关联方)."""
    titles = {name: entity.title for name, entity in books.entities.items()}
    members: defaultdict[str, set[str]] = defaultdict(set)
    for work in works:
        for link in work.draft.links:
            if link.startswith(EXCHANGE):
                members[link].add(work.draft.entity)
    return [_with_related(work, members, titles) for work in works]


def _with_related(work: Work, members: Mapping[str, set[str]], titles: Mapping[str, str]) -> Work:
    others = [e for link in work.draft.links for e in members.get(link, ()) if e != work.draft.entity]
    if not others:
        return work
    title = titles.get(others[0], others[0])
    postings = tuple(
        replace(p, meta={**p.meta, "related-party": title}) if p.account.startswith(("Income:", "Expenses:")) else p
        for p in work.draft.postings
    )
    return work._replace(draft=replace(work.draft, postings=postings))


# The books


def _number(posting: data.Posting) -> Decimal:
    return posting.units.number if posting.units is not None and posting.units.number is not None else Decimal(0)


def _kinds_by_link(books: Books, prefix: str) -> dict[str, list[data.Transaction]]:
    found: dict[str, list[data.Transaction]] = {}
    for entry in books.transactions:
        for link in entry.links:
            if link.startswith(f"{prefix}-"):
                found.setdefault(link, []).append(entry)
    return found


def _open(
    books: Books, prefix: str, counts: Callable[[data.Posting], bool]
) -> dict[str, tuple[data.Transaction, Decimal]]:
    """Return the links whose counted postings do not come to zero, with their first entry and what is left."""
    found = {}
    for link, entries in _kinds_by_link(books, prefix).items():
        left = sum((_number(p) for e in entries for p in e.postings if counts(p)), Decimal(0))
        if left:
            found[link] = (entries[0], left)
    return found
