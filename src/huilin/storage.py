"""Writes that a crash at any moment leaves either undone or done (law 11)."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.errors import MachineError, RefusedError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCK = ".huilin.lock"
_held: set[Path] = set()


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace for one writer; a second one is told who is in its way and refused."""
    with (root / LOCK).open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(
                Text("另一个 huilin 正在写这个账本。", "Another huilin is writing in this workspace."),
                Text("请等它结束再试。", "Wait until it has ended, then try again."),
            ) from error
        _held.add(root.resolve())
        try:
            recover(root)
            yield
        finally:
            _held.discard(root.resolve())


@contextmanager
def sure_locked(root: Path) -> Iterator[None]:
    """Hold the workspace, unless the larger step around this one (a closing, an import) holds it already."""
    if root.resolve() in _held:
        yield
    else:
        with locked(root):
            yield


def write_atomic(path: Path, data: str | bytes) -> None:
    """Replace the file by `data`: temporary file in the same folder, fsync, rename, fsync of the folder."""
    payload = data.encode() if isinstance(data, str) else data
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _write_beside(path, payload)
    try:
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _disk(path, error) from error


JOURNAL = ".huilin-journal"


def write_all(root: Path, files: Mapping[Path, str | bytes | None]) -> None:
    """Write (or, for None, remove) several files as one step.

    New contents are complete on disk before the first rename; a journal under `root` then names every rename
    to come. A crash before the journal leaves the old state; after it, `recover` finishes the step.
    """
    staged: list[tuple[str, str]] = []
    for path, data in files.items():
        if data is None:
            staged.append(("", str(path.relative_to(root))))
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_beside(path, data.encode() if isinstance(data, str) else data)
        staged.append((str(temporary.relative_to(root)), str(path.relative_to(root))))
    write_atomic(root / JOURNAL, json.dumps(staged, ensure_ascii=False))
    recover(root)


def recover(root: Path) -> bool:
    """Finish a step that a crash has cut in two; say whether there was one."""
    journal = root / JOURNAL
    if not journal.exists():
        return False
    staged = json.loads(journal.read_text(encoding="utf-8"))
    for temporary, target in staged:
        if not temporary:
            (root / target).unlink(missing_ok=True)
        elif (root / temporary).exists():
            (root / temporary).replace(root / target)
    for folder in dict.fromkeys((root / target).parent for _, target in staged):
        sync_folder(folder)
    journal.unlink()
    sync_folder(root)
    return True


def _write_beside(path: Path, payload: bytes) -> Path:
    """Write a complete temporary file next to `path`, keeping its mode."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _disk(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _disk(path, error) from error
    return temporary


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _disk(path: Path, error: OSError) -> MachineError:
    return MachineError(
        Text(f"写不了 {path}：{error.strerror}。", f"Cannot write {path}: {error.strerror}."),
        Text(
            "请检查磁盘空间和文件夹权限；原文件没有改动。",
            "Check disk space and permissions; the old file is as it was.",
        ),
    )
