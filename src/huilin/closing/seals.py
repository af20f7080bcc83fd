"""Seals of closed periods: one hash an entry, one over them all, each chained to the seal before it.

A seal is a readable text file beside the books. Whoever holds the files could rebuild it, so its hash is also
printed on the disclosure, where residents and auditors keep it; here it shows every change made since.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from huilin.books.sealed import seal_file, sealed_periods
from huilin.closing.canonical import Sealable, dumps, sealables, sha256, shown
from huilin.closing.trial_balance import totals, trial_balance
from huilin.findings import Finding, Severity
from huilin.money import plain
from huilin.vocabulary import Period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from huilin.books import Books
    from huilin.workspace import Workspace

FORM = "huilin-seal-1"
"""The form of seals, so that a later one can be told apart."""
_SAID = {"start": "from", "end": "to", "on": "date"}
_MEANT = {said: name for name, said in _SAID.items()}


@dataclass(frozen=True, slots=True)
class Seal:
    """One entity's sealed period. `start` and `end` are the days it covers, both inclusive, as ISO dates.

    `entries`: voucher number (or kind and subject of a directive) → SHA-256 of its canonical form. `totals`: the
    trial balance's sums in yuan. `previous`: the hash of the seal before, empty for the first, which covers
    everything from the beginning.
    """

    period: str
    entity: str
    start: str
    end: str
    by: str
    on: str
    totals: Mapping[str, str]
    entries: Mapping[str, str]
    previous: str = ""
    form: str = FORM
    hash: str = field(default="")

    def computed(self) -> str:
        """Return the hash over everything that the seal says."""
        said = self.to_json()
        del said["hash"]
        return sha256(dumps(said))

    def to_json(self) -> dict[str, Any]:
        """Return the seal as its file says it."""
        return {_SAID.get(name, name): value for name, value in asdict(self).items()}

    def covers(self, day: date) -> bool:
        """Say whether `day` is sealed by it."""
        return self.start <= day.isoformat() <= self.end

    def to_text(self) -> str:
        """Return the seal's file: one line an entry, so that a change is seen in any comparison of texts."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n"


def make(  # noqa: PLR0913 - who and when are no part of what is sealed
    books: Books, entity: str, period: Period, previous: Seal | None, *, by: str = "", on: date
) -> Seal:
    """Return the seal over the entity's entries since `previous` (without one: from the beginning) to the period's end."""
    held = [
        s
        for s in _held(books, entity)
        if s.day <= period.end and (previous is None or s.day.isoformat() > previous.end)
    ]
    start = _start(held, period, previous)
    shown = Period(period.name, start, period.end)
    sums = totals(trial_balance(books.frames, entity, shown))
    seal = Seal(
        period=period.name,
        entity=entity,
        start=start.isoformat(),
        end=period.end.isoformat(),
        by=by,
        on=on.isoformat(),
        totals={name: plain(fen) for name, fen in sums._asdict().items()},
        entries={one.name: one.hash for one in held},
        previous=previous.hash if previous else "",
    )
    return _hashed(seal)


def holds(seal: Seal, books: Books) -> bool:
    """Say whether every entry in the sealed days is as the seal has it, and no other."""
    return {one.name: one.hash for one in _held(books, seal.entity) if seal.covers(one.day)} == dict(seal.entries)


def read(workspace: Workspace) -> tuple[Seal, ...]:
    """Return every seal that can be read, by entity and in order of time."""
    files = (_files(workspace, entity.name) for entity in workspace.settings.entities)
    return tuple(seal for some in files for file in some if (seal := _read(file)) is not None)


def last(workspace: Workspace, entity: str) -> Seal | None:
    """Return the entity's last seal; None where nothing is sealed or the file cannot be read (`verify` says so)."""
    files = _files(workspace, entity)
    return _read(files[-1]) if files else None


def verify(books: Books) -> tuple[Finding, ...]:
    """Return a finding for every entry changed, missing or added in a sealed period, and every seal tampered with."""
    return tuple(finding for entity in books.entities for finding in _verify(books, entity))


def _verify(books: Books, entity: str) -> Iterator[Finding]:
    workspace = books.workspace
    files = _files(workspace, entity)
    if not files:
        return
    now = {one.name: one for one in _held(books, entity)}
    previous = ""
    for file in files:
        seal = _read(file)
        where = workspace.relative(file)
        if seal is None or seal.hash != seal.computed() or seal.form != FORM:
            yield _tampered(where)
            previous = seal.hash if seal else ""
            continue
        if seal.previous != previous:
            yield _unchained(where)
        previous = seal.hash
        yield from _compare(seal, where, now)


def _compare(seal: Seal, where: str, now: Mapping[str, Sealable]) -> Iterator[Finding]:
    for name, before in seal.entries.items():
        one = now.get(name)
        if one is None:
            yield _missing(seal, where, name)
        elif one.hash != before:
            yield _changed(seal, one, before)
    for name, one in now.items():
        if name not in seal.entries and seal.covers(one.day):
            yield _added(seal, one)


def _held(books: Books, entity: str) -> Iterator[Sealable]:
    return sealables(books.entries, books.workspace, books.entities, entity)


def _start(held: list[Sealable], period: Period, previous: Seal | None) -> date:
    if previous is not None:
        return date.fromisoformat(previous.end) + timedelta(days=1)
    return min((one.day for one in held), default=period.start)


def _hashed(seal: Seal) -> Seal:
    return replace(seal, hash=seal.computed())


def _files(workspace: Workspace, entity: str) -> list[Path]:
    return [seal_file(workspace, period, entity) for period in sealed_periods(workspace, entity)]


def _read(file: Path) -> Seal | None:
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        seal = Seal(**{_MEANT.get(name, name): value for name, value in said.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return seal if isinstance(seal.entries, dict) and isinstance(seal.totals, dict) else None


def _changed(seal: Seal, one: Sealable, before: str) -> Finding:
    return _at(
        one,
        "seal-changed",
        Text(f"{one.name} 在{seal.period}封账后被改动：现为 {shown(one)}（封账时 {before[:12]}，现 {one.hash[:12]}）。",
             f"{one.name} has changed since {seal.period} was sealed: it now reads {shown(one)} (sealed as {before[:12]}, now {one.hash[:12]})."),
    )  # fmt: skip


def _added(seal: Seal, one: Sealable) -> Finding:
    return _at(
        one,
        "seal-added",
        Text(f"{one.name} 是{seal.period}封账后补进去的：{shown(one)}。",
             f"{one.name} was added after {seal.period} was sealed: {shown(one)}."),
    )  # fmt: skip


def _missing(seal: Seal, where: str, name: str) -> Finding:
    return Finding(
        "seal-missing", Severity.ERROR, where, 0,
        Text(f"{seal.period}封账时有 {name}，现在没有了。", f"{name} was sealed in {seal.period} and is gone."),
        _BACK,
    )  # fmt: skip


def _tampered(where: str) -> Finding:
    return Finding(
        "seal-edited", Severity.ERROR, where, 0,
        Text("封账文件读不懂或被改动，与它自己的哈希不符。", "This seal cannot be read, or was edited: it does not match its own hash."),
        Text("请从备份恢复，并与公示上印的封账哈希核对。", "Restore it from a backup and compare it with the hash printed on the disclosure."),
    )  # fmt: skip


def _unchained(where: str) -> Finding:
    return Finding(
        "seal-chain", Severity.ERROR, where, 0,
        Text("封账链断了：前一个封账文件缺失或不是原来那个。", "The chain of seals is broken: the one before is missing or another."),
        Text("请从备份恢复前一个封账文件。", "Restore the seal before it from a backup."),
    )  # fmt: skip


def _at(one: Sealable, rule: str, message: Text) -> Finding:
    return Finding(rule, Severity.ERROR, one.file, one.line, message, _BACK)


_BACK = Text(
    "封账期间不得改动：请恢复原样；有错用新凭证更正（corrects:）。",
    "A sealed period does not change: restore it, and correct errors by a new entry (`corrects:`).",
)
