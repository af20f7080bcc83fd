"""Entries written by hand that fit a new row, one to one: offered to a person, never taken for the same unasked.

Two equal gifts on one day are two gifts; so amount and day alone never make a row known (law 7). Where exactly one
hand-written posting fits exactly one row, a person is asked; on a yes the row's key is written on that posting, and
the row is known from then on.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.sealed import sealed_until
from huilin.importing.proposing import entity_of
from huilin.importing.questions import Choice, Question
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from huilin.books import Books
    from huilin.importing.proposing import Work
    from huilin.importing.questions import Answers

_DAYS = timedelta(days=3)


class Joined(NamedTuple):
    """A row that is an entry written by hand: the key to be written below the posting at that line."""

    file: Path
    line: int
    account: str
    key: str


class Offered(NamedTuple):
    """The entries that are still new, the rows that are hand-written entries, and what is to be asked."""

    works: list[Work]
    joined: tuple[Joined, ...]
    questions: tuple[Question, ...]


class _ByHand(NamedTuple):
    """A posting without a key, and where its entry and the posting itself stand."""

    day: date
    place: str
    posting: Joined


def offer(works: Sequence[Work], books: Books, answers: Answers) -> Offered:
    """Ask of each entry of one row whether it is the only hand-written posting of its account and amount within three days."""
    by_hand = _by_hand(books)
    if not by_hand:
        return Offered(list(works), (), ())
    fitting = [(work, _fitting(work, by_hand)) for work in works]
    wanted: defaultdict[str, int] = defaultdict(int)
    for _, hands in fitting:
        for hand in hands:
            wanted[hand.place] += 1
    left: list[Work] = []
    joined: list[Joined] = []
    questions: list[Question] = []
    for work, hands in fitting:
        if len(hands) != 1 or wanted[hands[0].place] != 1:
            left.append(work)
            continue
        question = _question(work, hands[0])
        if question.answered(answers) is not None:
            joined.append(hands[0].posting._replace(key=work.key))
            continue
        questions.append(question)
        left.append(work)
    return Offered(left, tuple(joined), tuple(questions))


def _fitting(work: Work, by_hand: dict[tuple[str, Decimal], list[_ByHand]]) -> list[_ByHand]:
    if len(work.items) != 1:
        return []
    row = work.items[0].row
    hands = by_hand.get((work.account, row.amount), ())
    return [hand for hand in hands if abs(hand.day - row.moment.date()) <= _DAYS]


def _by_hand(books: Books) -> dict[tuple[str, Decimal], list[_ByHand]]:
    """Return, by account and amount, the postings on statement accounts that no statement has shown; what is sealed stays."""
    accounts = set(books.workspace.settings.statements.values())
    sealed = {account: sealed_until(books.workspace, entity_of(account)) for account in accounts}
    found: defaultdict[tuple[str, Decimal], list[_ByHand]] = defaultdict(list)
    for entry in books.transactions:
        for posting in entry.postings:
            if posting.account not in accounts or (posting.meta and "src" in posting.meta) or not posting.units:
                continue
            until = sealed[posting.account]
            if posting.units.number and (until is None or entry.date > until):
                file = Path(entry.meta["filename"])
                place = f"{books.workspace.relative(file)}:{entry.meta['lineno']}"
                line = int((posting.meta or {}).get("lineno", 0))
                hand = _ByHand(entry.date, place, Joined(file, line, posting.account, ""))
                found[posting.account, posting.units.number].append(hand)
    return dict(found)


def _question(work: Work, hand: _ByHand) -> Question:
    row, item = work.items[0].row, work.items[0]
    text = Text(
        f"{row.moment.date()} {row.amount} 和手工记的 {hand.place}（{hand.day}）是同一笔吗？是就在那张凭证上记下流水编号，不再另记。",
        f"Is {row.amount} of {row.moment.date()} the entry written by hand at {hand.place} ({hand.day})? A yes writes the row's key there, and nothing is booked.",
    )  # fmt: skip
    label = Text(f"就是 {hand.place}", f"it is {hand.place}")
    return Question(row.key, item.place, row.line, text, (Choice(hand.place, label),))
