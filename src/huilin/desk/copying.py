"""A private copy of somebody's books: ledgers, evidence, seals and publications; no link out, no code, no end without a limit.

What is left out is named. The copy cannot change under the desk, and nothing that the desk does can change the books.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from huilin.findings import Finding, Severity
from huilin.journal import FILE as LOG
from huilin.wording import Text
from huilin.workspace import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEDGERS = (".beancount", ".bean")
FOLDERS = frozenset({"documents", "imports", "published", "seals"})
"""Of these everything is copied; elsewhere only ledgers, the settings, the log and the donor register."""
GENERATIONS = ("published", ".generations")
FILES = frozenset({SETTINGS, LOG, "private/donors.csv"})
CODE = (".py", ".pyc", ".pyd", ".so", ".pth", ".dll")
MOST_LEDGER, MOST_EVIDENCE, MOST_TOTAL = 64 * 2**20, 100 * 2**20, 2 * 2**30
MOST_FILES, MOST_DEPTH = 50_000, 16
_CHUNK = 2**20
"""Bytes read at a time; a ledger's line that fills one is no line that a person or a program of ours wrote."""


@dataclass
class _Copy:
    """One copying on its way: what was found, how much there is already."""

    source: Path
    target: Path
    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    bytes: int = 0


def copy_books(source: Path, target: Path) -> tuple[Finding, ...]:
    """Copy what the desk needs from `source` into the empty folder `target`; return what was left out, and why."""
    work = _Copy(source.resolve(), target)
    for place, folder in _folders(work):
        _copy_folder(work, place, folder)
    _link_publications(work)
    return tuple(work.findings)


def copy_named(source: Path, target: Path, names: Iterable[str]) -> tuple[Finding, ...]:
    """Copy the evidence that the ledgers name and that lies elsewhere in the workspace; what is missing, the checks say."""
    work = _Copy(source.resolve(), target)
    for name in map(Path, names):
        if (target / name).exists() or name.suffix in CODE or ".." in name.parts:
            continue
        folder = (work.source / name).parent
        if folder.resolve() == folder and (work.source / name).exists():
            handle = os.open(folder, os.O_RDONLY)
            try:
                _copy_file(work, name, handle, os.stat(name.name, dir_fd=handle, follow_symlinks=False))
            finally:
                os.close(handle)
    return tuple(work.findings)


def _folders(work: _Copy) -> Iterator[tuple[Path, int]]:
    """Yield each folder's place in the copy with an open handle of the folder itself; links are not walked."""
    for path, names, _, handle in os.fwalk(work.source):
        place = Path(path).relative_to(work.source)
        names[:] = sorted(name for name in names if _is_wanted_folder(place / name))
        yield place, handle


def _is_wanted_folder(place: Path) -> bool:
    if place.parts[0] == "inbox" or len(place.parts) > MOST_DEPTH:
        return False
    return place.parts[:2] == GENERATIONS or not place.name.startswith(".")


def _link_publications(work: _Copy) -> None:
    """Lead from each period's name to its generation in the copy, as in the workspace."""
    for link in _publications(work):
        target = work.target.joinpath(*GENERATIONS, link.resolve().name)
        if target.is_dir():
            (work.target / "published" / link.name).symlink_to(target.relative_to(work.target / "published"))


def _publications(work: _Copy) -> list[Path]:
    """Return the links by which publications stand under their period's name: they lead to a generation beside them."""
    folder, room = work.source / "published", work.source.joinpath(*GENERATIONS)
    links = (link for link in sorted(folder.iterdir()) if link.is_symlink()) if folder.is_dir() else ()
    return [link for link in links if link.resolve().parent == room and link.is_dir()]


def _copy_folder(work: _Copy, place: Path, handle: int) -> None:
    for entry in sorted(os.listdir(handle)):
        name = place / entry
        status = os.stat(entry, dir_fd=handle, follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode):
            continue
        if stat.S_ISLNK(status.st_mode):
            work.findings += _link(work, name)
        elif entry.endswith(CODE) or entry.endswith(".picklecache"):
            work.findings.append(_code(name))
        elif _is_wanted(name):
            _copy_file(work, name, handle, status)


def _is_wanted(name: Path) -> bool:
    if name.suffix in LEDGERS and not name.name.startswith("."):
        return True
    return name.as_posix() in FILES or (name.parts[0] in FOLDERS and not name.name.startswith("."))


def _copy_file(work: _Copy, name: Path, handle: int, status: os.stat_result) -> None:
    """Copy one file as it lies there now: opened without following a link, refused where it is none of ours."""
    is_ledger = name.suffix in LEDGERS
    if not stat.S_ISREG(status.st_mode):
        work.findings.append(_odd(name))
        return
    if work.files >= MOST_FILES or work.bytes + status.st_size > MOST_TOTAL:
        work.findings.append(_beyond(name, Text("全部文件超过 2 GB 或 5 万个", "all files exceed 2 GB or 50,000")))
        return
    if not is_ledger and status.st_size > MOST_EVIDENCE:
        work.findings.append(_beyond(name, Text("超过 100 MB", "over 100 MB")))
        return
    target = work.target / name
    target.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(name.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=handle)
    with os.fdopen(opened, "rb") as file, target.open("wb") as copy:
        line = _copy_bounded(file, copy, lines=is_ledger)
    if line is not None:
        target.unlink()
        work.findings.append(_too_long(name, line))
        return
    work.files += 1
    work.bytes += status.st_size


def _copy_bounded(file: BinaryIO, copy: BinaryIO, *, lines: bool) -> int | None:
    """Copy the file; return the line at which a ledger (`lines`) goes beyond what can be one, else None."""
    line, size = 1, 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > MOST_EVIDENCE or (lines and (size > MOST_LEDGER or (b"\n" not in chunk and len(chunk) == _CHUNK))):
            return line
        line += chunk.count(b"\n")
        copy.write(chunk)
    return None


def _link(work: _Copy, name: Path) -> Iterator[Finding]:
    """Yield a finding for a link, except a publication's own."""
    source = work.source / name
    if name.parts[0] == "published" and source in _publications(work):
        return
    outside = not source.resolve().is_relative_to(work.source)
    yield Finding(
        "symlink-outside" if outside else "symlink", Severity.WARNING, name.as_posix(), 0,
        Text("这是符号链接，没有打开。" if not outside else "这个符号链接指向账本文件夹之外，没有打开。",
             "A symbolic link; it was not opened." if not outside else "This symbolic link leads out of the workspace; it was not opened."),
        Text("请换成文件本身。", "Put the file itself there."),
    )  # fmt: skip


def _code(name: Path) -> Finding:
    cache = name.name.endswith(".picklecache")
    return Finding(
        "cache-planted" if cache else "code-beside", Severity.WARNING, name.as_posix(), 0,
        Text("读入缓存，打开它会运行其中的程序；没有复制。" if cache else "账本里带有程序；没有复制，也不会运行。",
             "A load cache: opening it would run what it holds; it was not copied." if cache else "A program among the books; it was not copied and does not run."),
        Text("请删去。" if cache else "看账不需要它；要用请先看懂，再 huilin trust。", "Delete it." if cache else "The desk does not need it; read it before you `huilin trust` it."),
    )  # fmt: skip


def _odd(name: Path) -> Finding:
    return Finding(
        "special-file", Severity.WARNING, name.as_posix(), 0,
        Text("这不是普通文件（管道或设备），没有打开。", "No ordinary file (a pipe or a device); it was not opened."),
        Text("请删去。", "Delete it."),
    )  # fmt: skip


def _beyond(name: Path, why: Text) -> Finding:
    return Finding(
        "beyond-limits", Severity.WARNING, name.as_posix(), 0,
        Text(f"没有复制：{why.zh}。", f"It was not copied: {why.en}."),
        Text("请在账本文件夹里直接查看原件。", "Look at the original in the workspace itself."),
    )  # fmt: skip


def _too_long(name: Path, line: int) -> Finding:
    return Finding(
        "ledger-too-large", Severity.ERROR, name.as_posix(), line,
        Text("这一行长得不可能是账，或文件超过 64 MB；没有打开。", "This line is too long to be an entry, or the file is over 64 MB; it was not opened."),
        Text("请核对这个文件从何而来；确是账本就按月拆开。", "Ask where this file comes from; if it is a ledger, split it by month."),
    )  # fmt: skip
