"""What makes a source an importer of beangulp's: `beangulp.Ingest(importers(workspace))` drives the same modules.

A row becomes a draft with its one certain posting; rules, pairing and proof of the books are `huilin inbox`'s. Two
ways of beangulp's are not taken over. Its default marking of duplicates goes by amount and day, and so hides a
second equal donation: here a row is known by its key alone. And a file with a row that cannot be read is refused
with the row's line, where an importer may otherwise leave rows out in silence.
"""

from __future__ import annotations

import copy
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import beangulp
from beancount.core import amount, data
from beangulp.exceptions import Error
from beangulp.extract import DUPLICATE

from huilin.drafting import DRAFT
from huilin.money import CURRENCY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from huilin.importing.model import Row, Statement

_UNMAPPED = "Assets:Import:"


class Importer(beangulp.Importer):  # type: ignore[misc]  # beangulp has no types
    """The methods that beangulp calls, over what a source says of a file."""

    accounts: Mapping[str, str] = {}
    """Which statement is which account of the ledger, as community.toml's [statements] has it."""

    @abstractmethod
    def holds(self, filepath: str) -> bool:
        """Say whether the file is of this source."""

    @abstractmethod
    def first_statement(self, filepath: str) -> Statement:
        """Return what the file holds."""

    def mapped(self, accounts: Mapping[str, str]) -> Self:
        """Return the importer with the accounts of a community."""
        mine = copy.copy(self)
        mine.accounts = accounts
        return mine

    @property
    def name(self) -> str:
        """Its module and class: `ccb_corporate.CcbCorporate`."""
        return f"{type(self).__module__.rpartition('.')[2]}.{type(self).__name__}"

    def identify(self, filepath: str) -> bool:
        """Say whether the file is of this source; by its content, never by its name."""
        return self.holds(filepath)

    def account(self, filepath: str) -> str:
        """Return the ledger account of the statement; one that nothing maps has a name that says so."""
        return self._account(self.first_statement(filepath))

    def date(self, filepath: str) -> dt.date | None:
        """Return the day of the last row."""
        return max((row.moment.date() for row in self.first_statement(filepath).rows), default=None)

    def filename(self, filepath: str) -> str | None:
        """Return the name under which to archive the file: its own."""
        return Path(filepath).name

    def extract(self, filepath: str, existing: Sequence[Any]) -> list[Any]:
        """Return a draft for each row whose key `existing` does not hold; raise Error where a row cannot be read."""
        found = self.first_statement(filepath)
        wrong = (*found.faults, *found.refused)
        if wrong:
            raise Error(wrong[0].say(filepath, "zh"), *(refusal.say(filepath, "en") for refusal in wrong))
        known = set(_keys(existing))
        rows = () if found.source.explains else found.rows
        return [_draft(row, self._account(found), filepath) for row in rows if row.key not in known]

    def deduplicate(self, entries: Sequence[Any], existing: Sequence[Any]) -> None:
        """Mark the entries whose key another file of this run has brought already; amount and day say nothing."""
        known = dict(_keys_of(existing))
        for entry in entries:
            twin = next((known[key] for key in _keys([entry]) if key in known), None)
            if twin is not None:
                entry.meta[DUPLICATE] = twin

    def _account(self, found: Statement) -> str:
        source = found.source
        return self.accounts.get(source.statement_of(found.number), _UNMAPPED + source.scheme.capitalize())


def _keys(entries: Sequence[Any]) -> Iterator[str]:
    return (key for key, _ in _keys_of(entries))


def _keys_of(entries: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each key with the entry that it stands on."""
    for entry in entries:
        if isinstance(entry, data.Transaction):
            yield from ((str(p.meta["src"]), entry) for p in entry.postings if p.meta and "src" in p.meta)


def _draft(row: Row, account: str, filepath: str) -> Any:  # noqa: ANN401 - Beancount's entries have no types
    units = amount.Amount(row.amount, CURRENCY)
    posting = data.Posting(account, units, None, None, None, {"src": row.key})
    meta = data.new_metadata(filepath, row.line)
    about = row.words.get("类型") or row.words.get("摘要") or ""
    return data.Transaction(meta, row.moment.date(), DRAFT, None, about, data.EMPTY_SET, data.EMPTY_SET, [posting])
