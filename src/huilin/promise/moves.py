"""What happened to the promise in both sets of books: accrued, paid, received – each entry once, in date order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    import pandas as pd

    from huilin.books import Books
    from huilin.money import Fen

PROMISE = "2241:02"
GIFT = "5711:01"
GIFTS_RECEIVED = "4101"
LINK = "reinvest-"


class Move(NamedTuple):
    """One entry's effect on the promise: `fen` positive for more accrued, paid or received."""

    day: date
    fen: Fen
    place: int
    """The entry's place in `Books.transactions`."""
    link: str
    year: int
    """The year it belongs to: its own, or the one that `for-year:` says."""
    receipt: str = ""


Moves = tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class PromiseMoves:
    """All moves of one promise."""

    accrued: Moves
    paid: Moves
    received: Moves

    @property
    def places(self) -> frozenset[int]:
        """The enterprise's entries that are part of it."""
        return frozenset(move.place for move in (*self.accrued, *self.paid))


def promise_moves(books: Books, enterprise: str, fund: str | None = None, *, drafts: bool = False) -> PromiseMoves:
    """Return the moves of the promise to `fund`, or to every fund; only what a reviewer has posted, unless `drafts`.

    An enterprise with one fund means that one. With several, the entry's link says which: `^reinvest-2026-Q3-Fund`,
    or a link that it shares with an entry of that fund.
    """
    funds = promised_funds(books, enterprise)
    chosen = funds if fund is None else (fund,)
    meant = _meant(books, chosen) if len(funds) > 1 and fund is not None else _any
    moves = [move for move in _on_the_promise(books, enterprise, drafts=drafts) if meant(move.link)]
    accrued = tuple(move for move in moves if _is_accrual(books, move))
    paid = tuple(move._replace(fen=-move.fen) for move in moves if not _is_accrual(books, move))
    received = [move for name in chosen for move in _received(books, name, {move.link for move in paid}, drafts=drafts)]
    return PromiseMoves(accrued, paid, tuple(sorted(received)))


def promised_funds(books: Books, enterprise: str) -> tuple[str, ...]:
    """Return the funds that the enterprise has ever promised a share."""
    directives = (custom for custom in books.directives("reinvestment") if custom.text(0) == enterprise)
    return tuple(dict.fromkeys(custom.text(1) for custom in directives))


def total(moves: Iterable[Move], *, until: date | None = None, since: date | None = None) -> Fen:
    """Return the sum of the moves of these days, both inclusive."""
    return sum(m.fen for m in moves if (until is None or m.day <= until) and (since is None or m.day >= since))


def ids(books: Books, places: Iterable[int]) -> tuple[str, ...]:
    """Return the voucher numbers of entries, each once."""
    numbers = (str(books.transactions[place].meta.get("id", "")) for place in places)
    return tuple(dict.fromkeys(number for number in numbers if number))


def year_meant(books: Books, place: int) -> int:
    """Return the year that an entry belongs to: `for-year:` where it says one."""
    entry = books.transactions[place]
    said = str(entry.meta.get("for-year", ""))
    return int(said) if said.isdigit() else entry.date.year


def _on_the_promise(books: Books, enterprise: str, *, drafts: bool) -> list[Move]:
    """Return one move an entry on 2241.02, positive where the debt grows."""
    postings = books.frames.select(entity=enterprise, codes=[PROMISE], drafts=drafts)
    return _moves(books, postings)


def _received(books: Books, fund: str, links: set[str], *, drafts: bool) -> list[Move]:
    """Return the fund's gifts that share a link with a payment."""
    places = [place for place, entry in enumerate(books.transactions) if links & set(entry.links or ())]
    gifts = books.frames.select(entity=fund, codes=[GIFTS_RECEIVED], drafts=drafts)
    return _moves(books, gifts[gifts["entry"].isin(places)])


def _moves(books: Books, postings: pd.DataFrame) -> list[Move]:
    """Return one move an entry, credits positive."""
    sums = postings.groupby("entry")["fen"].sum()
    pairs = zip(sums.index.to_list(), sums.to_list(), strict=True)
    return [_move(books, int(place), -int(fen)) for place, fen in pairs if fen]


def _move(books: Books, place: int, fen: Fen) -> Move:
    entry = books.transactions[place]
    link = min((name for name in entry.links or () if name.startswith(LINK)), default="")
    return Move(entry.date, fen, place, link, year_meant(books, place), str(entry.meta.get("receipt", "")))


def _is_accrual(books: Books, move: Move) -> bool:
    """Tell an accrual, which may be negative, from a payment, which may come back: `kind:` first, then the sign."""
    kind = books.transactions[move.place].meta.get("kind", "")
    return kind == PROMISE_ACCRUED or (kind != PROMISE_PAID and move.fen > 0)


def _meant(books: Books, funds: tuple[str, ...]) -> Callable[[str], bool]:
    """Return which links mean one of these funds."""
    places = books.frames.postings.loc[books.frames.postings["entity"].isin(funds), "entry"].unique()
    shared = {link for place in places for link in books.transactions[int(place)].links or ()}
    return lambda link: link in shared or any(link.endswith(f"-{fund}") for fund in funds)


def _any(_link: str) -> bool:
    return True


def in_transit(moves: PromiseMoves, on: date) -> Fen:
    """Return what left the enterprise by `on` and has not reached the fund: paid less received, link by link."""
    open_by_link: defaultdict[str, Fen] = defaultdict(int)
    for move in moves.paid:
        open_by_link[move.link] += move.fen if move.day <= on else 0
    for move in moves.received:
        open_by_link[move.link] -= move.fen if move.day <= on else 0
    return sum(max(0, fen) for fen in open_by_link.values())
