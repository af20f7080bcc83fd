"""ZIP containers measured before a byte unfolds: statement archives, workbooks and OFD invoices are all ZIPs.

What is declared is bounded here; a member that holds more than it declares fails its checksum when it is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from huilin.importing.tables import UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNATURE = b"PK\x03\x04"
MAX_INFLATED = 256 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000

UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile raises of a damaged archive, found by fuzzing: NotImplementedError for a compression or version that
it does not know, RuntimeError for an encrypted member, ValueError and OSError for offsets that lie outside."""


def names(content: bytes) -> tuple[str, ...]:
    """Return the members' names; none where the archive cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(archive.namelist())
    except UNREADABLE:
        return ()


def measure(members: Sequence[zipfile.ZipInfo], size: int, most: int = MAX_MEMBERS) -> None:
    """Raise UnreadableError where the members are too many, or would unfold beyond what `size` bytes may."""
    total = sum(member.file_size for member in members)
    if len(members) > most or total > MAX_INFLATED or total > MAX_RATIO * size:
        raise too_large(total, len(members))


def too_large(size: int, members: int = 1) -> UnreadableError:
    """Return the refusal of what would unfold to so many bytes (or cells) in so many files."""
    return UnreadableError(
        Text(f"文件展开后过大（{members} 个文件，{size:,}），没有打开。", f"Unfolded, the file is too large ({members} files, {size:,}); it was not opened."),
        Text("请确认来源，重新下载或按月份分开。", "Make sure where it comes from; download it again, month by month."),
    )  # fmt: skip
