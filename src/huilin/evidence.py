"""Evidence (原始凭证) to an entry: the file copied among the documents, its hash beside the entry, one link on both.

会计基础工作规范 第五十一条: a voucher carries its original evidence. The link `^ev-<first 8 of SHA-256>` joins
the `document` directive to every entry that it proves; the hash says that the file is still the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core import data

from huilin.books.trial import write_sound
from huilin.drafting import quote
from huilin.errors import HuilinError, RefusedError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from huilin.books import Books
    from huilin.workspace import Workspace

MOST_BYTES = 50_000_000
_HEAD = re.compile(r'\S+[^\S\n]+\S+(?:[^\S\n]+"(?:[^"\\\n]|\\.)*"){1,2}')


@dataclass(frozen=True)
class Attached:
    """What attaching changes: the copy's place, its hash, and the files to write (none: it is there already)."""

    document: Path
    sha256: str
    files: Mapping[Path, str | bytes | None]


def attach(workspace: Workspace, books: Books, voucher_id: str, file: Path) -> Attached:
    """Attach the file to the entry with that voucher number (or `file:line` of a draft) and write it as one step."""
    attached = plan(workspace, books, voucher_id, file)
    if attached.files:
        write_sound(books, attached.files)
    return attached


def plan(workspace: Workspace, books: Books, voucher_id: str, file: Path) -> Attached:
    """Return what attaching would change; nothing is written."""
    entry = find(books, voucher_id)
    content = _read(file)
    sha256 = hashlib.sha256(content).hexdigest()
    link = mark(sha256)
    known = next((d for d in books.entries if isinstance(d, data.Document) and d.meta.get("sha256") == sha256), None)
    place = Path(known.filename) if known else free_place(workspace, entry.date, file, content)
    if known and link in (entry.links or ()):
        return Attached(place, sha256, {})
    month = Path(entry.meta["filename"])
    directive = "" if known else _directive(entry, month, place, sha256)
    files: dict[Path, str | bytes | None] = {month: _with_link(month, entry.meta["lineno"], link, directive)}
    if not place.exists():
        files = {place: content, **files}
    return Attached(place, sha256, files)


def find(books: Books, voucher_id: str) -> data.Transaction:
    """Return the entry with that number, or at that `file:line`; raise UsageError that offers the nearest."""
    ids = {str(entry.meta["id"]): entry for entry in books.transactions if "id" in entry.meta}
    if voucher_id in ids:
        return ids[voucher_id]
    for entry in books.transactions:
        if f"{books.workspace.relative(entry.meta['filename'])}:{entry.meta['lineno']}" == voucher_id:
            return entry
    near = get_close_matches(voucher_id, ids, 1, 0.6)
    raise UsageError(
        Text(f"没有凭证 {voucher_id}。", f"There is no voucher {voucher_id}."),
        Text(f"您要写的是 {near[0]} 吗？", f"Did you mean {near[0]}?")
        if near
        else Text("请写凭证号，或草稿的 文件:行号。", "Write a voucher number, or file:line of a draft."),
    )


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        content = file.read_bytes() if file.is_file() and size <= MOST_BYTES else b""
    except FileNotFoundError as error:
        raise HuilinError(
            Text(f"没有文件 {file}。", f"There is no file {file}."), Text("请核对文件名。", "Check its name.")
        ) from error
    except OSError as error:
        raise HuilinError(
            Text(f"读不了 {file}：{error.strerror}。", f"Cannot read {file}: {error.strerror}."),
            Text("请核对文件名。", "Check its name."),
        ) from error
    if size > MOST_BYTES:
        raise RefusedError(
            Text(f"{file.name} 超过 50 MB。", f"{file.name} is over 50 MB."),
            Text("请压缩或降低扫描分辨率。", "Compress it, or scan it at a lower resolution."),
        )
    if not content:
        raise RefusedError(
            Text(f"{file.name} 是空的或不是文件。", f"{file.name} is empty or no file."),
            Text("请换一个文件。", "Name another file."),
        )
    return content


def free_place(workspace: Workspace, day: date, file: Path, content: bytes) -> Path:
    """Return where the copy goes: under its own name, unless another file has that name already."""
    name = re.sub(r'[\x00-\x1f"\\/:*?<>|]+', "-", file.name).lstrip(".") or "document"
    folder = workspace.documents / f"{day:%Y}"
    place = folder / name
    if place.exists() and place.read_bytes() != content:
        place = folder / f"{place.stem}-{hashlib.sha256(content).hexdigest()[:8]}{place.suffix}"
    return place


def _directive(entry: data.Transaction, month: Path, place: Path, sha256: str) -> str:
    """Return the `document` directive, its path relative to the file in which it stands."""
    import os

    path = os.path.relpath(place, month.parent)
    account = entry.postings[0].account
    return f"\n{entry.date} document {account} {quote(path)} ^{mark(sha256)}\n  sha256: {quote(sha256)}\n"


def mark(sha256: str) -> str:
    """Return the link of the evidence with that hash: `ev-1a2b3c4d`."""
    return f"ev-{sha256[:8]}"


def with_link(head: str, link: str, where: str) -> str:
    """Return an entry's first line with one more link; `where` is told if its narration runs over lines."""
    found = _HEAD.match(head)
    if found is None:
        raise HuilinError(
            Text(
                f"{where} 的摘要跨了行，无法加上链接。", f"{where}: its narration runs over lines; no link can be set."
            ),
            Text("请把摘要写在一行里。", "Write the narration on one line."),
        )
    return f"{found[0]} ^{link}{head[found.end() :]}"


def _with_link(month: Path, line: int, link: str, directive: str) -> str:
    """Return the month's text with the link on the entry that begins at `line`, and the directive below it."""
    lines = month.read_bytes().decode("utf-8").splitlines(keepends=True)
    lines[line - 1] = with_link(lines[line - 1], link, f"{month.name}:{line}")
    end = line
    while end < len(lines) and lines[end][:1] in " \t" and lines[end].strip():
        end += 1
    if directive and end and not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    return "".join([*lines[:end], directive, *lines[end:]])
