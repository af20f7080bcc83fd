"""The log: who ran which command when, with what result, and whether each line still follows the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin import journal
from huilin.audit.table import Column, Table
from huilin.reporting import Check
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.audit.request import AuditRequest


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return the log, the newest line first."""
    return (lines(request),)


def lines(request: AuditRequest) -> Table:
    """Return the log's lines with the state of their chain (财会〔2024〕12号: a log by person, time and content)."""
    root = request.books.workspace.root
    broken = set(journal.broken(root))
    rows = [
        (
            number, record.get("at", ""), record.get("by", ""), record.get("command", ""), record.get("words", ""),
            record.get("code", ""), record.get("result", ""), str(record.get("hash", ""))[:16],
            _BROKEN if number in broken else _SOUND,
        )
        for number, record in enumerate(journal.records(root), 1)
    ]  # fmt: skip
    columns = (
        Column("number", Text("行", "Line"), "count"), Column("at", Text("时间", "Time")), Column("by", Text("办理人", "By")),
        Column("command", Text("命令", "Command")), Column("words", Text("内容", "About")), Column("code", Text("退出码", "Exit code")),
        Column("result", Text("结果", "Result")), Column("hash", Text("哈希", "Hash")), Column("state", Text("链", "Chain")),
    )  # fmt: skip
    return Table.of(
        "log.lines", Text("日志", "Log"), columns, rows[::-1],
        checks=(Check(Text("日志链完整", "the chain of the log is whole"), not broken),),
        empty=Text("还没有日志。", "There is no log yet."),
        basis=Text("财会〔2024〕12号（未核原文）", "Caikuai [2024] 12 (original not checked)"),
    )  # fmt: skip


_SOUND, _BROKEN = Text("完好", "sound"), Text("断", "broken")
