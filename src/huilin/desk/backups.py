"""Earlier versions of a ledger file, kept before each save: found by file and time, restored as any other edit.

`.huilin/backups/fund/2026/2026-07.beancount/20261015-093012-123456-1f0c9a2b`: the folder is the file's own path, the
name says when the version was replaced (local time) and begins its SHA-256. They are plain copies, so a treasurer
can take one back by hand.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import UsageError
from huilin.storage import write_atomic
from huilin.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".huilin/backups"
KEPT = 50
"""Versions kept of each file; the oldest go first."""
_FORM = "%Y%m%d-%H%M%S-%f"
_NAME = re.compile(r"(?P<moment>\d{8}-\d{6}-\d{6})-(?P<mark>[0-9a-f]{8})")


class Backup(NamedTuple):
    """One earlier version: of which file (relative to the workspace), its own name, when it was replaced, its bytes' place."""

    file: str
    name: str
    moment: datetime
    path: Path
    size: int


def keep(root: Path, file: Path, moment: datetime) -> Path:
    """Copy the file as it is now among the backups, complete on disk; return the copy's place."""
    content = file.read_bytes()
    folder = _folder(root, str(file.relative_to(root)))
    place = folder / f"{moment.strftime(_FORM)}-{hashlib.sha256(content).hexdigest()[:8]}"
    _never_committed(root / FOLDER)
    write_atomic(place, content)
    for old in _names(folder)[:-KEPT]:
        (folder / old).unlink(missing_ok=True)
    return place


def kept(root: Path) -> tuple[Backup, ...]:
    """Return every earlier version, the newest first."""
    home = root / FOLDER
    folders = {place.parent for place in home.rglob("*") if place.is_file() and _NAME.fullmatch(place.name)}
    found = [_backup(home, folder, name) for folder in folders for name in _names(folder)]
    return tuple(sorted(found, key=lambda backup: (backup.moment, backup.file), reverse=True))


def find(root: Path, file: str, name: str) -> Backup:
    """Return that version of that file; raise UsageError where there is none (or the words lead elsewhere)."""
    for backup in kept(root):
        if (backup.file, backup.name) == (file, name):
            return backup
    raise UsageError(
        Text(f"没有 {file} 的备份 {name}。", f"There is no backup {name} of {file}."),
        Text("请从备份页的列表里选。", "Choose one from the list of the backups' page."),
    )


def _never_committed(home: Path) -> None:
    """Have git leave the folder alone, also in workspaces older than this command."""
    if not (home / ".gitignore").exists():
        write_atomic(home / ".gitignore", "*\n")


def _folder(root: Path, file: str) -> Path:
    return root / FOLDER / file


def _names(folder: Path) -> list[str]:
    """Return the versions in one folder, the oldest first: the names begin with the time."""
    return sorted(place.name for place in folder.iterdir() if place.is_file() and _NAME.fullmatch(place.name))


def _backup(home: Path, folder: Path, name: str) -> Backup:
    match = _NAME.fullmatch(name)
    assert match is not None, name
    moment = datetime.strptime(match["moment"], _FORM).astimezone()
    place = folder / name
    return Backup(str(folder.relative_to(home)), name, moment, place, place.stat().st_size)
