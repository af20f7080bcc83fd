"""Why a period cannot be published yet: everything that stands in the way, said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.books.sealed import sealed_until
from huilin.closing import seals
from huilin.drafting import DRAFT
from huilin.errors import HuilinError
from huilin.findings import Finding, Severity, errors_in, in_order
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from huilin.books import Books
    from huilin.publication.verify_ledger import Ledger
    from huilin.reporting import Fact, Statement
    from huilin.reporting.small_groups import Merged
    from huilin.vocabulary import Period

SHOWN = 8
"""How many findings the message itself names; `findings` holds all."""


class NotPublishableError(HuilinError):
    """Errors, drafts or an open period stand in the way; `findings` names each."""

    def __init__(self, findings: Sequence[Finding], remedy: Text) -> None:
        rest = len(findings) - SHOWN
        zh = "；".join(f.say("zh") for f in findings[:SHOWN]) + (f"；另有 {rest} 处" if rest > 0 else "")
        en = "; ".join(f.say("en") for f in findings[:SHOWN]) + (f"; {rest} more" if rest > 0 else "")
        super().__init__(Text(f"不能公示：{zh}", f"Cannot publish: {en}"), remedy)
        self.findings = tuple(findings)


def refuse_unready(books: Books, period: Period) -> None:
    """Raise NotPublishableError with every error, draft left, changed seal and entity not closed."""
    amiss = [
        *errors_in(books.findings),
        *errors_in(seals.verify(books)),
        *_drafts(books, period),
        *_open(books, period),
        *_not_begun(books, period),
    ]
    if amiss:
        raise NotPublishableError(
            in_order(amiss),
            Text(
                f"请先逐条处理，再用 huilin close {period} 结账，然后公示。",
                f"Settle each, close with `huilin close {period}`, then publish.",
            ),
        )


def refuse_unsound(statements: Iterable[Statement]) -> None:
    """Raise NotPublishableError where a statement's own check (勾稽关系) does not hold."""
    failed = [_failed(s, check.label) for s in statements for check in s.checks if not check.holds]
    if failed:
        raise NotPublishableError(
            failed, Text("请运行 huilin check 查找原因。", "Run `huilin check` to find the reason.")
        )


def refuse_small(shown: Merged) -> None:
    """Raise NotPublishableError where a group of fewer than five persons can be joined with nothing (law 9)."""
    if shown.open:
        raise NotPublishableError(shown.open, Text("请处理后再公示。", "Settle this, then publish."))


def refuse_unfounded(facts: Iterable[Fact], ledger: Ledger) -> None:
    """Raise NotPublishableError where a figure's query, run on the public ledger, does not give the figure (law 3)."""
    from huilin.publication import verify_ledger

    asked = [fact for fact in facts if fact.query]
    given = verify_ledger.answers(ledger, (fact.query or "" for fact in asked))
    wrong = [_unfounded(fact) for fact in asked if given[fact.query or ""] != fact.amount]
    if wrong:
        raise NotPublishableError(
            wrong, Text("请把这条信息报告给我们。", "Please report this: the public ledger leaves out what it needs.")
        )


def _unfounded(fact: Fact) -> Finding:
    return Finding(
        "figure-unfounded",
        Severity.ERROR,
        fact.id,
        0,
        Text(f"{fact.label.zh}不能从公开账本算出。", f"{fact.label.en} does not follow from the public ledger."),
        Text("报表与公开账本不符，不能公示。", "The statement does not agree with the public ledger."),
    )


def _drafts(books: Books, period: Period) -> Iterator[Finding]:
    for entry in books.transactions:
        if entry.flag == DRAFT and entry.date <= period.end:
            yield Finding(
                "draft-left",
                Severity.ERROR,
                books.workspace.relative(entry.meta["filename"]),
                int(entry.meta["lineno"]),
                Text(f"{entry.date} 的一笔还是草稿。", f"An entry of {entry.date} is still a draft."),
                Text("请用 huilin post 过账或 huilin undo 撤回。", "Post it with `huilin post` or take it back."),
            )


def _open(books: Books, period: Period) -> Iterator[Finding]:
    for entity in books.entities.values():
        until = sealed_until(books.workspace, entity.name)
        if until is None or until < period.end:
            yield Finding(
                "period-open",
                Severity.ERROR,
                f"seals/{period}.{entity.name}.json",
                0,
                Text(
                    f"{entity.title}{period.title.zh}还没有结账。", f"{entity.title}: {period.title.en} is not closed."
                ),
                Text(f"请先运行 huilin close {period}。", f"Run `huilin close {period}` first."),
            )


def _not_begun(books: Books, period: Period) -> Iterator[Finding]:
    """Yield a finding where the books begin only after the period; opening balances stand on the day before."""
    first = min((entity.standards[0][0] for entity in books.entities.values()), default=period.start)
    if period.end <= first:
        yield Finding(
            "period-empty",
            Severity.ERROR,
            books.workspace.relative(books.workspace.main),
            0,
            Text(
                f"账本从 {first} 才开始，{period.title.zh}没有账。",
                f"The books begin on {first}; {period.title.en} has none.",
            ),
            Text("请公示之后的期间。", "Publish a later period."),
        )


def _failed(statement: Statement, check: Text) -> Finding:
    return Finding(
        "statement-check",
        Severity.ERROR,
        statement.id,
        0,
        Text(f"{statement.title.zh}的勾稽关系不成立：{check.zh}。", f"{statement.title.en}: {check.en} does not hold."),
        Text("报表与账不符，不能公示。", "The statement does not agree with the books."),
    )
