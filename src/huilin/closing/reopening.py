"""Open a closed period again: rare, with a reason and two names, and never without a trace.

The seal is not deleted but laid aside in `seals/superseded/`; `seals/reopened.jsonl` says who, when and why, and
the seal that closes the period again names the one that it supersedes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.books.sealed import seal_file, sealed_periods
from huilin.errors import RefusedError, UsageError
from huilin.sealing import entries_file, read_seal
from huilin.storage import sure_locked, write_all
from huilin.wording import Text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from huilin.vocabulary import Period
    from huilin.workspace import Workspace


class Reopening(NamedTuple):
    """Who opens a period again, with whose consent, when and why."""

    by: str
    second: str
    on: date
    reason: str


def reopen(workspace: Workspace, period: Period, why: Reopening) -> tuple[dict[str, str], ...]:
    """Lay the period's seals aside and write the record; return what it says, one map an entity.

    Raises UsageError without a reason or a second person, RefusedError where the period is not closed or is not
    the last one closed: a later seal stands on it.
    """
    _two_and_a_reason(why)
    closed = [e.name for e in workspace.settings.entities if seal_file(workspace, period, e.name).exists()]
    if not closed:
        raise RefusedError(
            Text(f"{period.title.zh}没有封账。", f"{period.title.en} is not sealed."),
            Text("请用结账时的期间名，如 2026-Q3。", "Name the period as it was closed, such as 2026-Q3."),
        )
    for entity in closed:
        _refuse_unless_last(workspace, entity, period)
    with sure_locked(workspace.root):
        files: dict[Path, str | bytes | None] = {}
        records = tuple(_lay_aside(workspace, period, entity, why, files) for entity in closed)
        log = reopened_file(workspace)
        before = log.read_text(encoding="utf-8") if log.exists() else ""
        files[log] = before + "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        write_all(workspace.root, files)
    return records


def reopened_file(workspace: Workspace) -> Path:
    """Return where reopenings are recorded."""
    return workspace.seals / "reopened.jsonl"


def reopenings(workspace: Workspace) -> tuple[dict[str, Any], ...]:
    """Return every record of a reopening; lines that cannot be read are left out."""
    file = reopened_file(workspace)
    if not file.exists():
        return ()
    records = (_parsed(line) for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(record for record in records if record)


def superseded_by(workspace: Workspace, period: Period, entity: str) -> str:
    """Return the hash of the seal that the period's next seal takes the place of; empty where there was none."""
    of = [r for r in reopenings(workspace) if r.get("period") == period.name and r.get("entity") == entity]
    return str(of[-1].get("seal", "")) if of else ""


def _two_and_a_reason(why: Reopening) -> None:
    if not why.reason.strip():
        raise UsageError(
            Text("反结账要写明理由。", "Reopening needs a reason."), Text('请写 --reason "理由"。', 'Say --reason "…".')
        )
    if not why.second or why.second == why.by:
        raise UsageError(
            Text("反结账要两个人：办理人和另一位。", "Reopening takes two people: who acts, and another."),
            Text("请写 --by 甲 … --second 乙。", "Say --by ONE … --second ANOTHER."),
        )


def _refuse_unless_last(workspace: Workspace, entity: str, period: Period) -> None:
    last = sealed_periods(workspace, entity)[-1]
    if last.name != period.name:
        raise RefusedError(
            Text(f"{entity} 之后还封了 {last.name}，不能先开 {period.name}。", f"{entity} is sealed to {last.name}, which stands on {period.name}."),
            Text(f"请先反结账 {last.name}；或者用 huilin correct 更正，不必反结账。", f"Reopen {last.name} first; or correct with `huilin correct`."),
        )  # fmt: skip


def _lay_aside(
    workspace: Workspace, period: Period, entity: str, why: Reopening, files: dict[Path, str | bytes | None]
) -> dict[str, str]:
    """Add to `files` the moves of one entity's seal; return its record."""
    file = seal_file(workspace, period, entity)
    seal = read_seal(file)
    mark = seal.hash if seal else ""
    folder = workspace.seals / "superseded"
    for old in (file, entries_file(file)):
        if old.exists():
            name = old.name.removeprefix(f"{period.name}.{entity}.")
            files[folder / f"{period.name}.{entity}.{mark[:8] or 'unreadable'}.{name}"] = old.read_bytes()
            files[old] = None
    return {
        "period": period.name,
        "entity": entity,
        "on": why.on.isoformat(),
        "by": why.by,
        "second": why.second,
        "reason": " ".join(why.reason.split()),
        "seal": mark,
    }


def _parsed(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
