"""Make the seal of a closed period: every entry by name and hash, with the trial balances that it closed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from huilin.money import plain
from huilin.sealing import COLUMNS, Seal, held, kept_text, last, read, totals, trial_balance, verify
from huilin.vocabulary import CLOSING, Period

if TYPE_CHECKING:
    import pandas as pd

    from huilin.books import Books
    from huilin.sealing.canonical import Sealable

__all__ = ["Made", "Seal", "holds", "last", "make", "read", "verify"]


class Made(NamedTuple):
    """A seal, and the file of the canonical entries that it seals."""

    seal: Seal
    entries: str


def make(  # noqa: PLR0913 - who and when are no part of what is sealed
    books: Books,
    entity: str,
    period: Period,
    previous: Seal | None,
    *,
    by: str = "",
    on: date,
    supersedes: str = "",
) -> Made:
    """Return the seal over the entity's entries since `previous` (without one: from the beginning) to the period's end."""
    sealed = list(
        held(
            books,
            entity,
            wanted=lambda _, day: day <= period.end and (previous is None or day.isoformat() > previous.end),
        )
    )
    start = _start(sealed, period, previous)
    days = Period(period.name, start, period.end)
    after = trial_balance(books.frames, entity, days)
    seal = Seal(
        period=period.name,
        entity=entity,
        start=start.isoformat(),
        end=period.end.isoformat(),
        by=by,
        on=on.isoformat(),
        totals={name: plain(fen) for name, fen in totals(after)._asdict().items()},
        entries={one.name: one.hash for one in sealed},
        trial=_trials(books, entity, days, after),
        previous=previous.hash if previous else "",
        supersedes=supersedes,
    )
    return Made(replace(seal, hash=seal.computed()), kept_text(one.text for one in sealed))


def holds(seal: Seal, books: Books) -> bool:
    """Say whether every entry in the sealed days is as the seal has it, and no other."""
    now = held(books, seal.entity, wanted=lambda _, day: seal.covers(day))
    return {one.name: one.hash for one in now} == dict(seal.entries)


def _trials(books: Books, entity: str, days: Period, after: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the trial balance after closing and, where the days hold closing entries, the one before them."""
    kinds = books.frames.select(entity=entity, start=days.start, end=days.end)["kind"]
    tables = {"after": after}
    if (kinds == CLOSING).any():
        tables = {"before": trial_balance(books.frames, entity, days, closing=False), **tables}
    return {name: _rows(table) for name, table in tables.items()}


def _rows(table: pd.DataFrame) -> dict[str, str]:
    """Return one line an account: the six amounts of COLUMNS in yuan, a blank between two."""
    amounts = table[list(COLUMNS)].to_numpy().tolist()
    return {
        account: " ".join(plain(fen) for fen in row) for account, row in zip(table["account"], amounts, strict=True)
    }


def _start(sealed: list[Sealable], period: Period, previous: Seal | None) -> date:
    if previous is not None:
        return date.fromisoformat(previous.end) + timedelta(days=1)
    return min((one.day for one in sealed), default=period.start)
