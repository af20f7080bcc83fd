"""The evidence lies inside the workspace and is, to the byte, what was attached."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core import data

from huilin.checks._found import at_directive
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "evidence-file"
SOURCE = "财会〔2024〕11号《会计信息化工作规范》：电子会计凭证防篡改（未核原文）"
EXAMPLE = """
2026-07-01 document Assets:Company:1001库存现金 "documents/发票.txt" ^ev-00000000
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield an error for each document outside the workspace or changed since, a warning where its mark is missing."""
    root = books.workspace.root.resolve()
    for entry in books.entries:
        if isinstance(entry, data.Document):
            file = Path(entry.filename)
            wrong = _OUTSIDE if not file.resolve().is_relative_to(root) else _compare(file, entry)
            if wrong is not None:
                yield at_directive(books, entry, RULE, *wrong)


def _compare(file: Path, entry: data.Document) -> tuple[Severity, Text, Text] | None:
    said = str(entry.meta.get("sha256", ""))
    if not file.is_file():
        return None  # Beancount says so already
    if not said:
        return _UNMARKED
    state = file.stat()
    if _sha256(str(file), state.st_mtime_ns, state.st_size) != said:
        return _CHANGED
    marks = [link for link in entry.links or () if link.startswith("ev-")]
    return None if f"ev-{said[:8]}" in marks else _UNLINKED


@lru_cache(maxsize=65536)
def _sha256(file: str, _changed: int, _size: int) -> str:
    """Return a file's SHA-256; read once as long as its time and size stay, also where Fava loads again and again."""
    return sha256(Path(file).read_bytes()).hexdigest()


_OUTSIDE = (
    Severity.ERROR,
    Text("凭据文件在账本文件夹之外。", "This evidence lies outside the workspace."),
    Text("请用 huilin attach 把文件收进 documents/。", "Take it into documents/ by `huilin attach`."),
)
_CHANGED = (
    Severity.ERROR,
    Text("凭据文件和登记时不一样了（sha256 不符）。", "This evidence is not what was attached (its sha256 differs)."),
    Text("请从备份找回原件；若确需更换，另附新件，不改旧件。", "Restore the original; attach a new file beside it instead of changing it."),
)  # fmt: skip
_UNMARKED = (
    Severity.WARNING,
    Text("凭据没有登记 sha256，改动了也看不出来。", "This evidence has no sha256: a change would not show."),
    Text("请用 huilin attach 登记。", "Register it by `huilin attach`."),
)
_UNLINKED = (
    Severity.WARNING,
    Text("凭据没有以它的 sha256 前八位为链接（^ev-…）。", "This evidence has no link ^ev- with the first 8 signs of its sha256."),
    Text("请在 document 行和分录上写同一个 ^ev- 链接。", "Write the same ^ev- link on it and on its entry."),
)  # fmt: skip
