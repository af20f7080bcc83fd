"""The auditor's own file: which vouchers of which sample were examined, with what result – outside the books.

It lies beside this user's other settings, one JSON file a workspace, written atomically; nothing of it is ever in
the ledger, which is the community's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from huilin.stock import trust_file
from huilin.storage import write_atomic

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from huilin.workspace import Workspace

TICKS = ("✓", "×", "?")
"""Examined and in order; examined and misstated; open."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One voucher's mark: tick, the amount that is right (yuan as text; empty: as booked), a note, by whom, when."""

    tick: str
    audited: str = ""
    note: str = ""
    by: str = ""
    on: str = ""


def file_of(workspace: Workspace) -> Path:
    """Return where the marks on this workspace lie: named by the folder, so that two communities do not mix."""
    root = workspace.root.resolve()
    mark = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    return trust_file().parent / "audit" / f"{root.name}-{mark}.json"


def read(file: Path) -> dict[str, dict[str, Mark]]:
    """Return the marks: sample id → voucher → mark; none where there is no file or it holds something else."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    samples = known.get("samples", {}) if isinstance(known, dict) else {}
    return {str(sample): _marks(marks) for sample, marks in samples.items() if isinstance(marks, dict)}


def _marks(marks: dict[str, Any]) -> dict[str, Mark]:
    names = Mark.__slots__
    return {
        str(ref): Mark(**{name: str(said.get(name, "")) for name in names})
        for ref, said in marks.items()
        if isinstance(said, dict)
    }


def with_mark(known: dict[str, dict[str, Mark]], sample: str, ref: str, mark: Mark) -> dict[str, dict[str, Mark]]:
    """Return the marks with one more."""
    return {**known, sample: {**known.get(sample, {}), ref: mark}}


def write(file: Path, known: dict[str, dict[str, Mark]], today: date) -> None:
    """Write the marks as one step, readable by this user only."""
    samples = {sample: {ref: asdict(mark) for ref, mark in marks.items()} for sample, marks in known.items()}
    said = {"form": "huilin-audit-marks-1", "written": today.isoformat(), "samples": samples}
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomic(file, json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    file.chmod(0o600)
