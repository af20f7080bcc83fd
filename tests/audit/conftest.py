"""A small community with both sets of books and nothing wrong in them; each test adds the entries it is about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest

from huilin.audit import AuditRequest
from huilin.vocabulary import parse_period
from tools.checks.sample import TODAY, load_sample

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from huilin.books import Books


class Ask(Protocol):
    """Loads the small community with `ledger` added, and asks about a period of it."""

    def __call__(self, ledger: str = "", period: str = "2026", **said: object) -> AuditRequest: ...


class MakeBooks(Protocol):
    def __call__(self, ledger: str = "", more: dict[str, str] | None = None, today: date = TODAY) -> Books: ...


@pytest.fixture
def books_of(tmp_path: Path) -> MakeBooks:
    return partial(load_sample, tmp_path)


@pytest.fixture
def ask(books_of: MakeBooks) -> Ask:
    def asked(ledger: str = "", period: str = "2026", **said: object) -> AuditRequest:
        return AuditRequest(books_of(ledger), parse_period(period), TODAY, **said)  # type: ignore[arg-type]

    return asked
