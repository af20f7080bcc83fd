"""The log of imports, `imports/log.jsonl`: per batch what was read, where its original lies, what else was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from huilin.workspace import Workspace


def log_file(workspace: Workspace) -> Path:
    """Return where the log lies."""
    return workspace.imports / "log.jsonl"


def read_log(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the records of the log: per file and batch what was read and where its original lies."""
    return [dict(json.loads(line)) for line in log_text(workspace).splitlines() if line.strip()]


def log_text(workspace: Workspace) -> str:
    """Return the log as it stands; empty where nothing was ever booked."""
    log = log_file(workspace)
    return log.read_text(encoding="utf-8") if log.exists() else ""


def to_line(record: Mapping[str, Any]) -> str:
    """Return a record as its line."""
    return json.dumps(record, ensure_ascii=False) + "\n"
