"""Generations: each publication is a folder of its own, named by its contents; a link says which one counts.

`published/2026-Q3 → .generations/<sha12>`: a generation is complete on disk before the link is swapped, so a
crash or a full disk leaves the last publication whole (law 11). Earlier generations stay.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import MachineError, RefusedError
from huilin.storage import sure_locked, sync_folder, write_atomic
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huilin.workspace import Workspace

MANIFEST, MANIFEST_MARK = "manifest.json", "manifest.sha256"
GENERATIONS = ".generations"
_HALF = ".half-"


class Kept(NamedTuple):
    """Where a generation lies, the link to it, and whether anything was written."""

    folder: Path
    link: Path
    is_new: bool


def keep(workspace: Workspace, period: str, files: Mapping[str, bytes]) -> Kept:
    """Write the files with their manifest as a generation and point the period's link to it."""
    marks = manifest(files)
    whole = {**files, MANIFEST: marks, MANIFEST_MARK: hashlib.sha256(marks).hexdigest().encode() + b"\n"}
    link = workspace.published / period
    try:
        with sure_locked(workspace.root):
            return _keep(link, whole)
    except OSError as error:
        raise MachineError(
            Text(f"公示没有写成：{error.strerror}。", f"The publication could not be written: {error.strerror}."),
            Text(
                "请检查磁盘空间和权限后再试；上一次公示没有改动。",
                "Check disk space and permissions; the last publication is as it was.",
            ),
        ) from error


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 of each file, by name in order."""
    marks = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return (json.dumps(marks, ensure_ascii=False, indent=1) + "\n").encode()


def _keep(link: Path, files: Mapping[str, bytes]) -> Kept:
    if link.exists() and not link.is_symlink():
        raise RefusedError(
            Text(
                f"published/{link.name} 是普通文件夹，不是公示链接，没有覆盖。",
                f"published/{link.name} is a plain folder and was left alone.",
            ),
            Text("请把它移到别处再公示。", "Move it elsewhere, then publish."),
        )
    room = link.parent / GENERATIONS
    room.mkdir(parents=True, exist_ok=True)
    _sweep(room)
    folder = room / hashlib.sha256(files[MANIFEST]).hexdigest()[:12]
    is_new = _write(folder, files)
    target = Path(GENERATIONS) / folder.name
    if not link.is_symlink() or link.readlink() != target:
        _swap(link, target)
        is_new = True
    return Kept(folder, link, is_new)


def _sweep(room: Path) -> None:
    """Remove what an earlier crash left half written."""
    for half in room.glob(f"{_HALF}*"):
        shutil.rmtree(half)


def _write(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Write the generation, or mend one that was tampered with; say whether anything was written."""
    if folder.is_dir():
        spoilt = [name for name, data in files.items() if not _holds(folder / name, data)]
        for name in spoilt:
            write_atomic(folder / name, files[name])
        return bool(spoilt)
    half = Path(tempfile.mkdtemp(prefix=_HALF, dir=folder.parent))
    try:
        for name, data in files.items():
            _write_synced(half / name, data)
        for inner in sorted({(half / name).parent for name in files} | {half}):
            sync_folder(inner)
        half.chmod(0o755)
        half.rename(folder)
        sync_folder(folder.parent)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return True


def _write_synced(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _swap(link: Path, target: Path) -> None:
    """Point `link` to `target` in one step: a new link under another name, renamed over the old one."""
    beside = link.with_name(f"{_HALF}{link.name}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    sync_folder(link.parent)
