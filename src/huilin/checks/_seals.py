"""Shared by the checks: the books held against their seals, once a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin import sealing
from huilin.checks._views import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding


@once
def verified(books: Books) -> tuple[Finding, ...]:
    """Return everything in which the books differ from their seals."""
    return sealing.verify(books)


def of(books: Books, rule: str) -> Iterator[Finding]:
    """Yield the findings of one rule."""
    return (finding for finding in verified(books) if finding.rule == rule)
