"""The state of every piece of evidence: there or gone, as it was attached or changed, named by an entry or by none."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.audit.ledger_view import evidence
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.audit.ledger_view import Proof
    from huilin.books import Books

GONE, CHANGED, OUTSIDE, UNMARKED, UNLINKED, SOUND = "gone", "changed", "outside", "unmarked", "unlinked", "sound"
STATES = {
    GONE: Text("文件不在", "file is gone"),
    CHANGED: Text("文件变了（哈希不符）", "changed since it was attached"),
    OUTSIDE: Text("在账本文件夹之外", "outside the workspace"),
    UNMARKED: Text("没有登记哈希", "no hash recorded"),
    UNLINKED: Text("没有凭证引用", "no voucher names it"),
    SOUND: Text("完好", "as attached"),
}


class State(NamedTuple):
    """One document and what became of it. `found` is the file's SHA-256 today, empty where there is none."""

    proof: Proof
    state: str
    found: str


def states(books: Books) -> Iterator[State]:
    """Yield the state of each `document` directive, in the books' order."""
    root = books.workspace.root.resolve()
    named = evidence(books).entries_of
    for proof in evidence(books).proofs:
        file = (root / proof.path).resolve()
        if not file.is_relative_to(root):
            yield State(proof, OUTSIDE, "")
        elif not file.is_file():
            yield State(proof, GONE, "")
        else:
            found = sha256_of(file)
            yield State(proof, _state(proof, found, named=proof.path in named), found)


def _state(proof: Proof, found: str, *, named: bool) -> str:
    if not proof.sha256:
        return UNMARKED
    if found != proof.sha256:
        return CHANGED
    return SOUND if named else UNLINKED


def loose_files(books: Books) -> list[str]:
    """Return the files among the documents that no directive and no dated fact names, by path in the workspace."""
    root = books.workspace.root
    known = {proof.path for proof in evidence(books).proofs}
    known |= {str(value) for custom in books.customs for value in (*custom.meta.values(), *custom.values)}
    folder = books.workspace.documents
    files = (str(file.relative_to(root)) for file in folder.rglob("*") if file.is_file() and file.name[0] != ".")
    return sorted(path for path in files if path not in known) if folder.is_dir() else []


def sha256_of(file: Path) -> str:
    """Return the file's SHA-256; read once as long as its time and size stay."""
    state = file.stat()
    return _sha256(str(file), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=65536)
def _sha256(file: str, _changed: int, _size: int) -> str:
    with Path(file).open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
