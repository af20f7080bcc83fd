"""Try a change out on a copy of the workspace before it is written, so that no command can break the books."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.books.loading import load
from huilin.errors import RefusedError
from huilin.findings import errors_in
from huilin.storage import sure_locked, write_all
from huilin.wording import Text
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from huilin.books.model import Books
    from huilin.findings import Finding

_NOT_READ = frozenset({"published", "imports", "inbox", "build", "audit"})
"""Folders that no check reads; everything hidden is left out too."""


def write_sound(books: Books, files: Mapping[Path, str | bytes | None]) -> Books:
    """Write the files as one step if the books, with them, have no error that they had not before.

    Raises RefusedError with the first new error; then nothing is written. Returns the changed books.
    """
    root = books.workspace.root
    with sure_locked(root):
        after = tried(books.workspace, files, today=books.today)
        made = new_errors(books.findings, after.findings)
        if made:
            raise RefusedError(
                Text(
                    f"写入后账本会出错，所以没有写：{made[0].say('zh')}",
                    f"This would break the books, so nothing was written: {made[0].say('en')}",
                ),
                Text("请改正后再试。", "Mend it and try again."),
            )
        write_all(root, dict(files))
    return after


def tried(workspace: Workspace, files: Mapping[Path, str | bytes | None], *, today: date | None = None) -> Books:
    """Load a copy of the workspace in which these files are changed (None: removed)."""
    root = workspace.root
    with tempfile.TemporaryDirectory(prefix=".huilin-trial-", dir=root) as folder:
        trial = Path(folder)
        for top in root.iterdir():
            if not top.name.startswith(".") and top.name not in _NOT_READ:
                _link(top, trial / top.name)
        for path, data in files.items():
            copy = trial / path.relative_to(root)
            copy.unlink(missing_ok=True)
            if data is not None:
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(data.encode() if isinstance(data, str) else data)
        return load(Workspace.find(trial), today=today)


def _link(path: Path, copy: Path) -> None:
    """Copy without copying: the same file under a second name, or a true copy where the disk knows no such thing."""
    try:
        if path.is_dir():
            shutil.copytree(path, copy, copy_function=os.link)
        else:
            os.link(path, copy)
    except (OSError, shutil.Error):
        shutil.rmtree(copy, ignore_errors=True)
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, copy)


def new_errors(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return the errors in `after` that were not there before, wherever their lines have moved to."""
    known = Counter(_mark(finding) for finding in errors_in(before))
    made = []
    for finding in errors_in(after):
        mark = _mark(finding)
        if known[mark]:
            known[mark] -= 1
        else:
            made.append(finding)
    return made


def _mark(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.file, finding.message.zh
