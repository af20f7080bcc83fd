"""Why a period cannot be closed yet: everything that stands in the way, said at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from huilin.books.sealed import sealed_until
from huilin.drafting import DRAFT
from huilin.errors import HuilinError, RefusedError
from huilin.findings import Finding, Severity, errors_in, in_order
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from beancount.core import data

    from huilin.books import Books
    from huilin.vocabulary import Period


_LISTED = 5
"""How many of the things in the way the error's one line names; `findings` has all."""


class NotReadyError(HuilinError):
    """Errors or drafts stand in the way; `findings` names each."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        count, more = len(findings), len(findings) > _LISTED
        text = Text(
            f"不能结账，有 {count} 处要先处理：{_list(findings, 'zh')}{'；等等' if more else ''}",
            f"Cannot close; {count} things to settle first: {_list(findings, 'en')}{'; and more' if more else ''}",
        )
        super().__init__(text, Text("请逐条处理后再结账。", "Settle each, then close again."))
        self.findings = tuple(findings)


def refuse_unready(books: Books, period: Period, today: date) -> tuple[str, ...]:
    """Return the entities to close; raise where the period is not over, closed, out of turn, or not ready."""
    if period.end >= today:
        raise RefusedError(
            Text(f"{period.title.zh}到 {period.end} 才结束，还不能结账。", f"{period.title.en} ends on {period.end} and cannot be closed yet."),
            Text("请在期间结束之后再结账。", "Close it after its end."),
        )  # fmt: skip
    open_entities = tuple(e for e in books.entities if not _is_sealed(books, e, period))
    if not open_entities:
        raise RefusedError(
            Text(f"{period.title.zh}已经结账。", f"{period.title.en} is closed already."),
            Text("有错请用新凭证更正（corrects:）。", "Correct errors by a new entry (`corrects:`)."),
        )
    for entity in open_entities:
        _refuse_out_of_turn(books, entity, period)
    refuse_errors([*errors_in(books.findings), *_drafts_left(books, period)])
    return open_entities


def refuse_errors(findings: Sequence[Finding]) -> None:
    """Raise NotReadyError where there is any finding."""
    if findings:
        raise NotReadyError(in_order(findings))


def _is_sealed(books: Books, entity: str, period: Period) -> bool:
    until = sealed_until(books.workspace, entity)
    return until is not None and until >= period.end


def _refuse_out_of_turn(books: Books, entity: str, period: Period) -> None:
    until = sealed_until(books.workspace, entity)
    if until is None or period.start <= until + timedelta(days=1):
        return
    first = until + timedelta(days=1)
    raise RefusedError(
        Text(f"{entity} 只结账到 {until}，{first} 起还没有结账。", f"{entity} is closed up to {until} only; what follows is still open."),
        Text(f"请先结 {first:%Y-%m} 所在的期间。", f"Close the period that holds {first:%Y-%m} first."),
    )  # fmt: skip


def _drafts_left(books: Books, period: Period) -> list[Finding]:
    return [_draft(books, entry) for entry in books.transactions if entry.flag == DRAFT and entry.date <= period.end]


def _draft(books: Books, entry: data.Transaction) -> Finding:
    return Finding(
        "draft-left",
        Severity.ERROR,
        books.workspace.relative(entry.meta["filename"]),
        int(entry.meta["lineno"]),
        Text(f"{entry.date} {entry.narration} 还是草稿。", f"{entry.date} {entry.narration} is still a draft."),
        Text("请由复核人用 huilin post 过账，或用 huilin undo 撤回。", "A reviewer posts it with `huilin post`, or `huilin undo` takes it back."),
    )  # fmt: skip


def _list(findings: Sequence[Finding], language: str) -> str:
    between = "; " if language == "en" else "；"
    return between.join(_line(finding, language) for finding in findings[:_LISTED])


def _line(finding: Finding, language: str) -> str:
    said = finding.message.en if language == "en" else finding.message.zh
    return f"{finding.file}:{finding.line} {said}"
