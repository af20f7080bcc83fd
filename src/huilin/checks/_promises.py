"""Shared by the checks: payments and receipts of a promise, link by link, where both sets of books are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.promise.moves import Moves, promise_moves, promised_funds

if TYPE_CHECKING:
    from huilin.books import Books


class LinkMoves(NamedTuple):
    """What was paid and received under one link, in date order, drafts included."""

    paid: Moves
    received: Moves


def promising(books: Books) -> list[str]:
    """Return the enterprises that promise something to funds whose books are loaded too."""
    return [
        name
        for name in books.entities
        if (to := promised_funds(books, name)) and all(fund in books.entities for fund in to)
    ]


def moves_by_link(books: Books, enterprise: str) -> dict[str, LinkMoves]:
    """Return the payments and receipts of an enterprise's promises by their link."""
    moves = promise_moves(books, enterprise, drafts=True)
    links = dict.fromkeys(move.link for move in (*moves.paid, *moves.received))
    return {
        link: LinkMoves(
            tuple(sorted(m for m in moves.paid if m.link == link)),
            tuple(sorted(m for m in moves.received if m.link == link)),
        )
        for link in links
    }
