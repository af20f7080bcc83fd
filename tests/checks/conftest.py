"""A small community with both sets of books and nothing wrong in them; each test adds the entries it is about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest

from tools.checks.sample import TODAY, load_sample

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from huilin.books import Books


class MakeBooks(Protocol):
    """Loads the small community with `ledger` added to it; more files by their paths in the workspace."""

    def __call__(self, ledger: str = "", more: dict[str, str] | None = None, today: date = TODAY) -> Books: ...


@pytest.fixture
def books_of(tmp_path: Path) -> MakeBooks:
    return partial(load_sample, tmp_path)


def rules(books: Books) -> list[str]:
    """Return the rules found, notes about unsettled months apart."""
    return [finding.rule for finding in books.findings if finding.rule != "statement-balance"]
