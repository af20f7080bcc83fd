"""A refund takes back what its sale was booked to, also where a treasurer has since moved the sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from huilin.drafting import DraftPosting
from huilin.money import CURRENCY, round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core import data

    from huilin.books import Books
    from huilin.importing.proposing import Work

Legs = Sequence[tuple[str, Decimal]]


def follow_sales(works: Sequence[Work], books: Books) -> list[Work]:
    """Return the entries; a refund whose sale lies in the books on other accounts follows the sale."""
    refunds = [work for work in works if "原订单号" in work.words]
    if not refunds:
        return list(works)
    sales = _sales(books)
    return [_following(work, sales) if "原订单号" in work.words else work for work in works]


def _sales(books: Books) -> dict[str, data.Transaction]:
    """Return, by order link, the first entry of each order in the books: the sale."""
    found: dict[str, data.Transaction] = {}
    for entry in books.transactions:
        for link in entry.links:
            if link.startswith("order-"):
                found.setdefault(link, entry)
    return found


def _following(work: Work, sales: Mapping[str, data.Transaction]) -> Work:
    sale = next((sales[link] for link in work.draft.links if link in sales), None)
    if sale is None:
        return work
    sold = [(p.account, _number(p)) for p in sale.postings if _is_sold(p.account, work.account)]
    mine = {p.account for p in work.draft.postings if _is_sold(p.account, work.account)}
    if not sold or {account for account, _ in sold} == mine:
        return work
    rest = tuple(p for p in work.draft.postings if not _is_sold(p.account, work.account))
    return work._replace(draft=replace(work.draft, postings=(*_shared(sold, work.items[0].row.amount), *rest)))


def _number(posting: data.Posting) -> Decimal:
    return posting.units.number if posting.units is not None and posting.units.number is not None else Decimal(0)


def _is_sold(account: str, wallet: str) -> bool:
    """Say whether a leg is the sale itself: not the wallet, not the fee."""
    return account != wallet and not account.startswith("Expenses:")


def _shared(sold: Legs, refund: Decimal) -> tuple[DraftPosting, ...]:
    """Return the sale's legs turned round, each in proportion, the largest with what rounding leaves."""
    whole = sum((amount for _, amount in sold), Decimal(0))
    parts = [round_half_up(amount * refund / whole) * -1 for _, amount in sold]
    largest = max(range(len(sold)), key=lambda place: abs(sold[place][1]))
    parts[largest] += -refund - sum(parts)
    return tuple(DraftPosting(account, part, CURRENCY) for (account, _), part in zip(sold, parts, strict=True))
