"""The log of who did what stays as it was written: a line changed or taken out shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin import journal
from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books

RULE = "log-chain"
SOURCE = "财会〔2024〕12号《会计软件基本功能和服务规范》：操作日志不得篡改（未核原文）"
FIRM = True
EXAMPLE = """
{"at":"2026-10-08T10:00:00+08:00","by":"陈主任","code":"0","command":"close","hash":"改过","previous":"","result":"","words":"2026-Q3"}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a warning for the first line of the log that does not follow from the one before it."""
    for line in list(journal.broken(books.workspace.root))[:1]:
        yield Finding(
            RULE, Severity.WARNING, journal.FILE, line,
            Text("操作日志从这一行起被改动过，或前面缺了记录。", "From this line on the log was changed, or a line before it is gone."),
            Text("请从备份恢复日志。", "Restore the log from a backup."),
        )  # fmt: skip
