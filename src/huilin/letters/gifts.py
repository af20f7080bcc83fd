"""Who gave what, for letters: one gift an entry, donor and project, with the donor's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.reporting import fund as f
from huilin.reporting.common import funds
from huilin.reporting.posted import Posted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.donors import Register
    from huilin.money import Fen
    from huilin.vocabulary import Period

NOBODY = ""
"""The id of a gift whose giver is not known: a donation box, a transfer without a name."""


class Gift(NamedTuple):
    """One gift as the books have it."""

    fund: str
    day: date
    voucher: str
    donor: str
    project: str
    amount: Fen
    receipt: str
    """The number of the official receipt, where one was registered."""
    category: str


def gifts(books: Books, period: Period) -> tuple[Gift, ...]:
    """Return the period's gifts in the books' order, returned ones with a negative amount."""
    return tuple(gift for entity in funds(books, period) for gift in _gifts(books, entity.name, period))


def _gifts(books: Books, fund: str, period: Period) -> Iterator[Gift]:
    asked = f.income(fund, f.GIFTS).but(start=period.start, end=period.end, closing=False)
    picked = Posted.of(books).pick(asked)
    found: dict[tuple[Any, ...], list[Any]] = {}
    for entry, row in zip(picked["entry"].to_list(), picked.itertuples(), strict=True):
        found.setdefault((entry, str(row.donor), str(row.project)), []).append(row)
    for (_, donor, project), rows in found.items():
        first = rows[0]
        receipt = next((str(row.receipt) for row in rows if row.receipt), "")
        amount = -sum(row.fen for row in rows)
        yield Gift(fund, first.date.date(), str(first.id), donor, project, amount, receipt, str(first.category))


def by_donor(found: tuple[Gift, ...]) -> dict[str, tuple[Gift, ...]]:
    """Return the gifts of each donor who is known, by donor id in order."""
    known = sorted({gift.donor for gift in found} - {NOBODY})
    return {donor: tuple(gift for gift in found if gift.donor == donor) for donor in known}


def name_of(register: Register, donor: str) -> str:
    """Return the donor's own name, for a letter that only the donor gets; empty for a giver who is not known."""
    known = register.get(donor)
    return known.name if known else ""
