"""What happened to the promise in both sets of books: accrued, paid, received – each entry once, in date order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huilin.promise.views import places_of_links, postings, remembered, stated, years_meant
from huilin.reinvestment.policy import DIVIDEND, DONATION, RESERVE
from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import pandas as pd

    from huilin.books import Books
    from huilin.money import Fen

PROMISE = "2241:02"
GIFT = "5711:01"
DIVIDENDS = "2232"
SURPLUS = "3101"
UNDISTRIBUTED = "3104"
GIFTS_RECEIVED = "4101"
LINK = "reinvest-"

ACCOUNTS: Mapping[str, tuple[str, str]] = {
    DONATION: (GIFT, PROMISE),
    DIVIDEND: (UNDISTRIBUTED, DIVIDENDS),
    RESERVE: (UNDISTRIBUTED, SURPLUS),
}
"""By route, what an accrual debits and credits (会小企 5711/2241, 3104/2232, 3104/3101)."""


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
    code: str = ""
    """The account that it lies on: 2241 a promise, 2232 a dividend, 3101 a reserve, 4101 the fund's income."""


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

    @property
    def gifts_only(self) -> PromiseMoves:
        """The part that goes as a donation: dividends and reserves are none."""
        accrued = tuple(move for move in self.accrued if move.code == PROMISE[:4])
        return PromiseMoves(accrued, tuple(move for move in self.paid if move.code == PROMISE[:4]), ())


def promise_moves(books: Books, enterprise: str, fund: str | None = None, *, drafts: bool = False) -> PromiseMoves:
    """Return the moves of the promise to `fund`, or to every fund; only what a reviewer has posted, unless `drafts`.

    An enterprise with one fund means that one. With several, the entry's link says which: `^reinvest-2026-Q3-Fund`,
    or a link that it shares with an entry of that fund. On 2241.02 whatever grows is accrued and what shrinks is
    paid, unless `kind:` says otherwise; on 2232 and 3101 only what `kind:` calls part of the promise is.
    """
    funds = promised_funds(books, enterprise)
    return _promise_moves(books, enterprise, None if funds == (fund,) else fund, drafts)


@remembered
def _promise_moves(books: Books, enterprise: str, fund: str | None, drafts: bool) -> PromiseMoves:  # noqa: FBT001 - remembered by place
    funds = promised_funds(books, enterprise)
    chosen = funds if fund is None else (fund,)
    meant = _meant(books, chosen) if len(funds) > 1 and fund is not None else _any
    told = [told for told in _on_the_promise(books, enterprise, drafts=drafts) if meant(told.move.link)]
    accrued = tuple(one.move for one in told if one.is_accrual)
    paid = tuple(one.move._replace(fen=-one.move.fen) for one in told if not one.is_accrual)
    links = {move.link for move in paid if move.link}
    received = [move for name in chosen for move in _received(books, name, links, drafts=drafts)]
    return PromiseMoves(accrued, paid, tuple(sorted(received)))


@remembered
def promised_funds(books: Books, enterprise: str) -> tuple[str, ...]:
    """Return the funds that the enterprise has ever promised a share."""
    return tuple(dict.fromkeys(custom.text(1) for custom in stated(books, "reinvestment").get(enterprise, ())))


@remembered
def promising_enterprises(books: Books, fund: str) -> tuple[str, ...]:
    """Return the enterprises that have ever promised the fund a share."""
    directives = (custom for custom in books.directives("reinvestment") if custom.text(1) == fund)
    return tuple(dict.fromkeys(custom.text(0) for custom in directives))


def total(moves: Iterable[Move], *, until: date | None = None, since: date | None = None) -> Fen:
    """Return the sum of the moves of these days, both inclusive."""
    return sum(m.fen for m in moves if (until is None or m.day <= until) and (since is None or m.day >= since))


def ids(books: Books, places: Iterable[int]) -> tuple[str, ...]:
    """Return the voucher numbers of entries, each once."""
    numbers = (str(books.transactions[place].meta.get("id", "")) for place in places)
    return tuple(dict.fromkeys(number for number in numbers if number))


class _Told(NamedTuple):
    move: Move
    is_accrual: bool


def _on_the_promise(books: Books, enterprise: str, *, drafts: bool) -> list[_Told]:
    """Return one move an entry and account, positive where the debt grows."""
    p = postings(books, enterprise, drafts=drafts)
    said = p["kind"].isin([PROMISE_ACCRUED, PROMISE_PAID])
    on_debt = (p["code"] == "2241") & (p["sub"] == "02")
    on_others = p["code"].isin([DIVIDENDS, SURPLUS]) & said
    moves = _moves(books, p[on_debt | on_others])
    return [_Told(move, kind == PROMISE_ACCRUED or (kind != PROMISE_PAID and move.fen > 0)) for move, kind in moves]


def _received(books: Books, fund: str, links: set[str], *, drafts: bool) -> list[Move]:
    """Return the fund's gifts that share a link with a payment."""
    shared = places_of_links(books)
    places = {place for link in links for place in shared.get(link, ())}
    p = postings(books, fund, drafts=drafts)
    gifts = p[p["entry"].isin(places) & (p["code"] == GIFTS_RECEIVED)] if places else p.iloc[:0]
    return [move for move, _ in _moves(books, gifts)]


def _moves(books: Books, postings_: pd.DataFrame) -> list[tuple[Move, str]]:
    """Return one move an entry, account and kind, credits positive, with its kind."""
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    columns = (postings_[name].to_list() for name in ("entry", "code", "kind", "fen"))
    for place, code, kind, fen in zip(*columns, strict=True):
        sums[place, code, kind] -= fen
    return [(_move(books, place, fen, code), kind) for (place, code, kind), fen in sums.items() if fen]


def _move(books: Books, place: int, fen: Fen, code: str) -> Move:
    entry = books.transactions[place]
    link = min((name for name in entry.links or () if name.startswith(LINK)), default="")
    year = years_meant(books).get(place, entry.date.year)
    return Move(entry.date, fen, place, link, year, str(entry.meta.get("receipt", "")), code)


def _meant(books: Books, funds: tuple[str, ...]) -> Callable[[str], bool]:
    """Return which links mean one of these funds."""
    theirs = {place for fund in funds for place in postings(books, fund, drafts=True)["entry"].tolist()}
    shared = {link for link, places in places_of_links(books).items() if not theirs.isdisjoint(places)}
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
