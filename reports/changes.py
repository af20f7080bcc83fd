"""更正和变动: what was corrected in the period, and whether what was published before still stands.

The figures of the last publication are made anew from today's books and compared one by one; an earlier edition of this
same period is compared with this one (民政部令第81号 第十六条: corrections with a published 更正说明).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.drafting import DRAFT
from huilin.money import show
from huilin.reporting import facts_of, registry
from huilin.reporting.common import over
from huilin.reporting.statement import Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from huilin.money import Fen
    from huilin.reporting.history import Edition
    from huilin.reporting.statement import ReportRequest
    from huilin.vocabulary import Period

NAME = "changes"
TITLE = Text("更正和变动", "Corrections and changes")
ORDER = 80
ID = "Community.changes"

SHOWN = 20
"""How many changed figures are listed; the rest are counted."""
_UNSTEADY = ("position", "cash-flow", "months", "cards", "changes", "clock")
"""Statements in which a line may move to another because of a small group, by the end of their id."""


class Change(NamedTuple):
    """One figure that is not what it was."""

    id: str
    label: Text
    before: Fen
    now: Fen


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of all entities together."""
    corrections = list(_corrections(request))
    lines = [*(corrections or [_none()]), *_against_last(request), *_against_edition(request)]
    return (
        Statement(
            ID,
            TITLE,
            "",
            over(request.period),
            (Text("说明", "What"),),
            tuple(lines),
            Text("事项", "Matter"),
            notes=(_HOW,),
        ),
    )


_HOW = Text(
    "已经过账的凭证不改不删，错了就用新的分录更正，并写明更正哪一张；上次公布的数字用今天的账重新算一遍，逐个比较。",
    "Posted vouchers are neither changed nor deleted: a new entry corrects them and names them. The figures published last are made anew from today's books and compared one by one.",
)
_CORRECTED = Text("更正说明", "Correction")


def _none() -> Line:
    return Line(_CORRECTED, (Text("本期没有更正。", "Nothing was corrected in this period."),))


def _corrections(request: ReportRequest) -> Iterator[Line]:
    """Yield each voucher of the period that corrects another, with what the treasurer wrote for the public."""
    for entry in request.books.transactions:
        corrected = str(entry.meta.get("corrects") or "")
        if corrected and entry.flag != DRAFT and entry.date in request.period:
            number, why = str(entry.meta.get("id") or ""), str(entry.meta.get("category") or "")
            zh = f"{entry.date} 凭证 {number} 更正 {corrected}" + (f"：{why}" if why else "") + "。"
            en = f"{entry.date}: voucher {number} corrects {corrected}" + (f": {why}" if why else "") + "."
            yield Line(_CORRECTED, (Text(zh, en),))


def _against_last(request: ReportRequest) -> Iterator[Line]:
    """Yield how the figures of the last publication stand today."""
    history = request.history.before(request.period, request.today)
    earlier = [edition for edition in history.editions if edition.period.end < request.period.end]
    label = Text("与上次公示核对", "The last publication")
    if not earlier:
        said = Text("这是第一次公示，没有更早的可以核对。", "This is the first publication; there is none to compare.")
        yield Line(label, (said,))
        return
    last = max(earlier, key=lambda edition: (edition.period.end, edition.period.start))
    now = _today(request, last.period)
    changes = list(_changes(last, now, ids=last.amounts.keys() & now.keys()))
    count, title = len([id_ for id_ in last.amounts.keys() & now.keys() if _is_steady(id_)]), last.period.title
    if not changes:
        yield Line(
            label,
            (
                Text(
                    f"{title.zh}公布的 {count} 个数字，用今天的账重新算过，全部一致。",
                    f"{count} figures published for {title.en} were made anew from today's books: all agree.",
                ),
            ),
        )
        return
    yield Line(
        label,
        (
            Text(
                f"{title.zh}公布的 {count} 个数字里，有 {len(changes)} 个已不同，列在下面。",
                f"Of {count} figures published for {title.en}, {len(changes)} differ today and are listed below.",
            ),
        ),
    )
    yield from _listed(changes)


def _today(request: ReportRequest, period: Period) -> Mapping[str, Fen]:
    """Return the figures of another period as today's books give them."""
    known = [one for one in registry.reports(request.books.workspace) if one.is_published and one.name not in _OURS]
    then = replace(request, period=period)
    return {fact.id: fact.amount for one in known for fact in facts_of(one.make(then))}


_OURS = (NAME, "disclosure_clock")


def _against_edition(request: ReportRequest) -> Iterator[Line]:
    """Yield what differs from the last edition of this same period that was not this one."""
    own = [edition for edition in request.history.editions if edition.period == request.period]
    now = _today(request, request.period) if own else {}
    for edition in reversed(own):
        changes = list(_changes(edition, now, ids=edition.amounts.keys() & now.keys()))
        if changes:
            yield Line(
                Text("与本期上一版比较", "The earlier edition"),
                (
                    Text(
                        f"本期重新公示，{len(changes)} 个数字与上一版不同，列在下面。",
                        f"This period is published anew: {len(changes)} figures differ from the earlier edition and are listed below.",
                    ),
                ),
            )
            yield from _listed(changes)
            return


def _changes(edition: Edition, now: Mapping[str, Fen], ids: set[str]) -> Iterator[Change]:
    for id_ in sorted(filter(_is_steady, ids)):
        if edition.amounts[id_] != now[id_]:
            yield Change(id_, edition.labels[id_], edition.amounts[id_], now[id_])


def _is_steady(id_: str) -> bool:
    return not id_.split(".")[1].startswith(_UNSTEADY)


def _listed(changes: list[Change]) -> Iterator[Line]:
    for change in changes[:SHOWN]:
        words = f"{show(change.before)} → {show(change.now)}"
        yield Line(change.label, (Text(f"{words}（{change.id}）", f"{words} ({change.id})"),), level=1)
    if len(changes) > SHOWN:
        more = len(changes) - SHOWN
        yield Line(
            Text("其余", "Others"), (Text(f"另有 {more} 个数字不同。", f"{more} more figures differ."),), level=1
        )
