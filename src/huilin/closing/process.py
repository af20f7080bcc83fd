"""Close a period: refuse what is not ready, book what its end brings, seal it – all of it in one step, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from huilin import checks, vouchers
from huilin.books.sealed import seal_file, sealed_until
from huilin.books.trial import tried
from huilin.closing import seals
from huilin.closing.foresight import numbered, with_vouchers
from huilin.closing.period_end import STEPS, month_ends
from huilin.closing.refusals import refuse_errors, refuse_unready
from huilin.closing.reopening import superseded_by
from huilin.closing.sheets import with_sheet
from huilin.findings import errors_in
from huilin.progress import Progress, silent
from huilin.sealing import entries_file, totals, trial_balance
from huilin.storage import sure_locked, write_all
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from huilin.books import Books
    from huilin.closing.seals import Made, Seal
    from huilin.closing.sheets import Sheet, Worked
    from huilin.drafting import Draft
    from huilin.vocabulary import Period
    from huilin.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did: the vouchers booked, the seals made, the files written (load the books again to see them)."""

    period: Period
    vouchers: tuple[Draft, ...]
    seals: tuple[Seal, ...]
    files: tuple[Path, ...]


_CHECK = Text("检查能否结账", "Look whether it can be closed")
_BOOK = Text("计提与结转", "Book what the period's end brings")
_SEAL = Text("封账", "Seal")
_VERIFY = Text("试写并复核", "Try it on a copy, verify, write")
_STEPS = 4


def close(  # noqa: PLR0913 - who, when and how far are no part of what is closed
    workspace: Workspace, books: Books, period: Period, *, by: str, today: date, progress: Progress = silent
) -> Closed:
    """Close `period` for every entity that is not sealed so far; return what was done.

    Everything is worked out on the books as they will be, tried on a copy that Beancount loads in full, held against
    the seals, and only then written, in one step (law 11). Raises NotReadyError with all that stands in the way, and
    RefusedError for a period that is not over, closed already, or out of turn.
    """
    progress(_CHECK, 0, _STEPS)
    entities = refuse_unready(books, period, today)
    progress(_BOOK, 1, _STEPS)
    booked = foresee(books, period, today=today, by=by, entities=entities)
    refuse_errors(errors_in(checks.findings(booked.books)) if booked.vouchers else ())
    progress(_SEAL, 2, _STEPS)
    made = tuple(_seal(booked.books, entity, period, by, today) for entity in entities)
    progress(_VERIFY, 3, _STEPS)
    files = _write(workspace, booked, period, made)
    progress(_VERIFY, _STEPS, _STEPS)
    return Closed(period, booked.vouchers, tuple(one.seal for one in made), files)


class Foreseen(NamedTuple):
    """What the period's end brings: vouchers with their sheets, and the books with them."""

    vouchers: tuple[Draft, ...]
    sheets: tuple[Sheet, ...]
    books: Books


def foresee(
    books: Books, period: Period, *, today: date, by: str = "", entities: Iterable[str] | None = None
) -> Foreseen:
    """Return what the period's end will bring, with the books as they will be; nothing is written.

    Each step sees the books with those before it: so a promise assessed on `foresee(…).books` is the one that
    `close` books, VAT relief included, while the books of today still lack the relief.
    """
    foreseen = Foreseen((), (), books)
    for entity, month, step in product(entities or books.entities, month_ends(period), STEPS):
        if _is_sealed(books, entity, month):
            continue
        for worked in step(foreseen.books, entity, month, today):
            foreseen = _with(foreseen, worked, by, today)
    return foreseen


def _is_sealed(books: Books, entity: str, month: Period) -> bool:
    until = sealed_until(books.workspace, entity)
    return until is not None and month.end <= until


def _with(before: Foreseen, worked: Worked, by: str, today: date) -> Foreseen:
    draft, sheet = with_sheet(before.books, worked, by, today)
    vouchers_ = numbered(before.books, [draft], by)
    books = with_vouchers(before.books, vouchers_, [sheet])
    return Foreseen((*before.vouchers, *vouchers_), (*before.sheets, sheet), books)


def _seal(ahead: Books, entity: str, period: Period, by: str, today: date) -> Made:
    """Return the entity's seal, after the control that its trial balance ties (law 4)."""
    sums = totals(trial_balance(ahead.frames, entity, period))
    assert sums.ties, f"{entity} {period}: {sums}"
    workspace = ahead.workspace
    supersedes = superseded_by(workspace, period, entity)
    return seals.make(ahead, entity, period, seals.last(workspace, entity), by=by, on=today, supersedes=supersedes)


def _write(workspace: Workspace, booked: Foreseen, period: Period, made: Iterable[Made]) -> tuple[Path, ...]:
    """Write vouchers, sheets and seals as one step, once a full load of a copy has found them sound and the seals true."""
    files: dict[Path, str | bytes | None] = {}
    for seal, entries in made:
        file = seal_file(workspace, period, seal.entity)
        files |= {file: seal.to_text(), entries_file(file): entries}
    files |= {sheet.file: sheet.text for sheet in booked.sheets}
    with sure_locked(workspace.root):
        files |= _month_files(workspace, booked)
        after = tried(workspace, files)
        refuse_errors(errors_in(after.findings))
        for seal, _ in made:
            assert seals.holds(seal, after), f"{seal.entity} {period}: the seal differs from the books as loaded"
        write_all(workspace.root, files)
    return tuple(files)


def _month_files(workspace: Workspace, booked: Foreseen) -> dict[Path, str]:
    """Return the month files with the vouchers at their ends, and below them the directives of their sheets."""
    files = vouchers.appended(workspace, booked.vouchers)
    for voucher, sheet in zip(booked.vouchers, booked.sheets, strict=True):
        month = workspace.month_file(voucher.entity, voucher.date)
        files[month] += sheet.directive(month)
    return files
