"""OFX, QFX and MT940 unfolded to one table a file, read by bankfile; no entry may be lost on the way.

bankfile knows how banks deviate from both formats and warns of what it passes over. It keeps no lines, so each
entry's line is that of the mark which opens it (<STMTTRN>, :61:); as many entries as marks, or the file is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.importing.tables import Row, Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from bankfile import Statement

HEADING = ("报文户号", "日期", "金额", "币种", "编号", "对方", "摘要")
_OFX_MARK = re.compile(rb"<STMTTRN>", re.IGNORECASE)
_MT_MARK = re.compile(rb"^:61:", re.MULTILINE)
_OPENS = re.compile(
    rb"OFXHEADER|<OFX>|^:(?:20|25|28C?|60[FM]|61|62[FM]|64|86|NS|13D|34F):", re.IGNORECASE | re.MULTILINE
)
_WITHIN = 4096


def is_message(content: bytes) -> bool:
    """Say whether the bytes begin as OFX or MT940 do."""
    return bool(_OPENS.search(content[:_WITHIN]))


def tables(content: bytes) -> tuple[Table, ...]:
    """Return the file's entries as a table; raise UnreadableError where one would be lost."""
    import bankfile

    marks = list(_OFX_MARK.finditer(content)) or list(_MT_MARK.finditer(content))
    try:
        statement = bankfile.parse_bytes(content)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception as error:  # whatever a foreign reader stumbles over, the file is at fault
        if not marks:
            return (Table((Row(1, HEADING),)),)  # balances alone, without an entry
        raise _unreadable(str(error)) from error
    if len(statement.transactions) != len(marks):
        raise _lost(len(marks), len(statement.transactions))
    lines = [content.count(b"\n", 0, mark.start()) + 1 for mark in marks]
    return (_table(statement, lines),)


def _table(statement: Statement, lines: list[int]) -> Table:
    account = str(statement.account or "")
    rows = [Row(1, (f"户号：{account}",)), Row(1, HEADING)]
    for line, entry in zip(lines, statement.transactions, strict=True):
        day = entry.booking_date if entry.booking_date is not None else entry.date
        said = (entry.currency or statement.currency, entry.bank_reference, entry.counterparty_name, entry.purpose)
        words = tuple(" ".join(str(word or "").split()) for word in said)
        rows.append(Row(line, (account, day.isoformat(), str(entry.amount), *words)))
    return Table(tuple(rows))


def _lost(marks: int, entries: int) -> UnreadableError:
    return UnreadableError(
        Text(
            f"文件里有 {marks} 笔，只读出 {entries} 笔。", f"The file has {marks} entries; only {entries} can be read."
        ),
        Text("请重新下载，或换 CSV 格式。", "Download it again, or as CSV."),
    )


def _unreadable(said: str) -> UnreadableError:
    return UnreadableError(
        Text(f"OFX/MT940 文件读不懂：{said[:120]}", f"The OFX or MT940 file cannot be read: {said[:120]}"),
        Text("请重新下载，或换 CSV 格式。", "Download it again, or as CSV."),
    )
