"""What of a publication can be proved by anyone: its hashes, its figures, its forms, its chain of seals.

A stranger's folder is read in a process of its own with limits of time and memory, and nothing in it is run. Nothing
private is needed; what cannot be proved without the books is said as plainly as what can.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

SECONDS, MEMORY = 120, 3 * 2**30
"""A publication of the example takes 3 seconds and 200 MB."""
_CRASHED = Text(
    "文件夹里有读不了的内容：超出时间或内存限制，或读取时出错。",
    "Something in the folder cannot be read: it goes beyond the limits of time or memory, or breaks its reader.",
)


class Verdict(NamedTuple):
    """What was proved, what failed, and what cannot be proved from the folder alone."""

    proved: tuple[Text, ...]
    failed: tuple[Text, ...]
    cannot_prove: tuple[Text, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def to_json(self) -> dict[str, Any]:
        """Return the verdict with both languages of each sentence."""
        said = {name: [[text.zh, text.en] for text in getattr(self, name)] for name in self._fields}
        return {"ok": self.ok, **said}


def verify(folder: Path) -> Verdict:
    """Verify a published folder; raise UsageError where there is no such folder."""
    if not folder.is_dir():
        raise UsageError(
            Text(f"没有文件夹 {folder}。", f"There is no folder {folder}."),
            Text("请给出公示文件夹，如 published/2026-Q3。", "Name a published folder, as published/2026-Q3."),
        )
    command = [sys.executable, "-P", "-m", "huilin.publication.verify_child", str(folder.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own module
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return Verdict((), (_CRASHED,), ())
    return Verdict(*(tuple(Text(zh, en) for zh, en in said[name]) for name in Verdict._fields))
