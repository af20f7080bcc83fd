"""A seal as its file says it: what an entity's closed period held, entry by entry, chained to the seal before.

Beside each seal lies what it sealed, one canonical entry a line, so that a change can be shown before and after;
the lines are found by their hashes, so they cannot be changed unnoticed either.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from huilin.books.sealed import seal_file, sealed_periods
from huilin.sealing.canonical import dumps, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from huilin.workspace import Workspace

FORM = "huilin-seal-1"
"""The form of seals, so that a later one can be told apart."""
_SAID = {"start": "from", "end": "to", "on": "date"}
_MEANT = {said: name for name, said in _SAID.items()}


@dataclass(frozen=True, slots=True)
class Seal:
    """One entity's sealed period. `start` and `end` are the days it covers, both inclusive, as ISO dates.

    `entries`: voucher number (or kind and subject of a directive) → SHA-256 of its canonical form. `totals`: the
    trial balance's sums in yuan; `trial`: the trial balance itself (COLUMNS, in yuan, by account), `after` all
    entries and, where the year was closed, `before` its closing entries. `previous`: the hash of the seal before,
    empty for the first, which covers everything from the beginning. `supersedes`: the hash of the seal of the same
    period that `huilin reopen` took away.
    """

    period: str
    entity: str
    start: str
    end: str
    by: str
    on: str
    totals: Mapping[str, str]
    entries: Mapping[str, str]
    trial: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    previous: str = ""
    supersedes: str = ""
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

    @property
    def is_whole(self) -> bool:
        """Whether the seal is of a form we know and matches its own hash."""
        return self.form == FORM and self.hash == self.computed()


def entries_file(seal: Path) -> Path:
    """Return where the canonical entries of a seal lie: `2026-Q3.Company.entries.jsonl` beside its own file."""
    return seal.with_suffix(".entries.jsonl")


def kept_text(texts: Iterable[str]) -> str:
    """Return the file of canonical entries, each once, in the order of the books."""
    return "".join(f"{text}\n" for text in dict.fromkeys(texts))


def kept(seal: Path) -> dict[str, str]:
    """Return the canonical entries kept with a seal, by their hashes; none where the file is missing or no text."""
    try:
        text = entries_file(seal).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    return {sha256(line): line for line in text.split("\n") if line}


def seal_files(workspace: Workspace, entity: str) -> list[Path]:
    """Return the files of the entity's seals, in order of time."""
    return [seal_file(workspace, period, entity) for period in sealed_periods(workspace, entity)]


def read(workspace: Workspace) -> tuple[Seal, ...]:
    """Return every seal that can be read, by entity and in order of time."""
    files = (seal_files(workspace, entity.name) for entity in workspace.settings.entities)
    return tuple(seal for some in files for file in some if (seal := read_seal(file)) is not None)


def last(workspace: Workspace, entity: str) -> Seal | None:
    """Return the entity's last seal; None where nothing is sealed or the file cannot be read (`verify` says so)."""
    files = seal_files(workspace, entity)
    return read_seal(files[-1]) if files else None


def read_seal(file: Path) -> Seal | None:
    """Return the seal of a file; None where it cannot be read as one."""
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        seal = Seal(**{_MEANT.get(name, name): value for name, value in said.items()})
        seal.computed()
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    words = (seal.period, seal.entity, seal.start, seal.end, seal.previous, seal.hash)
    maps = (seal.entries, seal.totals, seal.trial)
    sound = all(isinstance(word, str) for word in words) and all(isinstance(one, dict) for one in maps)
    return seal if sound and all(isinstance(word, str) for word in seal.entries.values()) else None
