"""Shared by the checks of the promise: the promises as declared, read once, also where only one set of books is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._views import once
from huilin.promise.policies import declared
from huilin.reinvestment import Policy, dated

if TYPE_CHECKING:
    from huilin.books import Books, Custom


@once
def promises(books: Books) -> tuple[Policy, ...]:
    """Return the promises of the enterprises whose books are loaded; none where one is wrong (another rule says so)."""
    also = [entity.name for entity in books.workspace.settings.entities]
    read = declared(books, also)
    return () if read.findings else tuple(p for p in dated(read.policies) if p.enterprise in books.entities)


def directive_of(books: Books, policy: Policy) -> Custom:
    """Return where the promise stands in the ledger."""
    ours = [c for c in books.directives("reinvestment") if (c.text(0), c.text(1)) == policy.pair]
    return next(c for c in ours if c.date == policy.start)
