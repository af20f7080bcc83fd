"""捐赠明细: every gift of the period by day, with the donor as they wished to be named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, funds, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.sheet import heading
from huilin.reporting.statement import Check, Fact, Line, Statement
from huilin.vocabulary import PROMISE_RECEIVED
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Entity
    from huilin.reporting.selection import Selection
    from huilin.reporting.statement import ReportRequest

NAME = "donations"
TITLE = Text("捐赠明细", "Donations")
ORDER = 35

ANONYMOUS = Text("匿名", "Anonymous")
YES, NO = Text("已开", "yes"), Text("未开", "no")
_KEYS = ["entry", "donor", "project"]


class Gift(NamedTuple):
    """One gift: its day, donor, project, whether a receipt was given, and its figure."""

    day: str
    donor: Text
    project: str
    receipt: Text
    fact: Fact


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the gifts of each fund."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_ = Posted.of(request.books), f"{entity.name}.donations"
    asked = f.income(entity.name, f.GIFTS).but(start=request.period.start, end=request.period.end, closing=False)
    gifts = list(_gifts(posted, id_, entity.name, asked, request.donor_names))
    totals = list(_totals(entity.name, id_, gifts))
    whole = summed(Place(entity.name, id_, "total", _TOTAL), "amount", ((1, fact) for _, fact in totals))
    return Statement(
        id_,
        TITLE,
        entity.name,
        over(request.period),
        (Text("捐赠人", "Donor"), Text("用途", "Purpose"), Text("金额（元）", "Amount (CNY)"), Text("票据", "Receipt")),
        (
            *(Line(same(g.day), (g.donor, f.project_label(g.project), g.fact, g.receipt)) for g in gifts),
            heading(Text("按用途合计", "By purpose")),
            *(Line(label, (None, None, fact, None), level=1, style="subtotal") for label, fact in totals),
            Line(_TOTAL, (None, None, whole, None), style="total"),
        ),
        Text("日期", "Day"),
        basis=NOT_STATUTORY,
        notes=(_WISH, _RECEIPTS),
        summary=(_sentence(gifts, whole),),
        checks=(Check(Text("合计 = 捐赠收入", "Total = donation income"), whole.amount == posted.total(asked)),),
    )


_TOTAL = Text("捐赠合计", "All gifts")
_WISH = Text(
    "捐赠人按本人意愿显示：实名、化名或匿名；没有表示意愿的一律匿名。退捐以负数列示。",
    "Donors are named as they wish: by name, by alias, or not at all; who has not said is anonymous. Gifts returned are negative.",
)
_RECEIPTS = Text(
    "票据由收款单位开具；票据号码不公布。",
    "Receipts are issued by the body that holds the money; their numbers are not published.",
)


def _gifts(posted: Posted, id_: str, fund: str, asked: Selection, names: dict[str, str]) -> Iterator[Gift]:
    """Yield one gift an entry, donor and project: grouped once, so that ten thousand take no longer than ten."""
    rows = posted.pick(asked)
    entries = [tuple(map(str, key)) for key in rows[_KEYS].to_numpy()]
    gifts: dict[tuple[str, ...], list[Any]] = {}
    for key, row in zip(entries, rows.itertuples(), strict=True):
        gifts.setdefault(key, []).append(row)
    count = Counter(entry for entry, *_ in gifts)
    for number, ((entry, donor, project), same_gift) in enumerate(gifts.items()):
        first, apart = same_gift[0], count[entry] > 1
        selection = asked.but(start=None, end=None, voucher=first.id)
        if apart:
            selection = selection.but(words=(("donor", donor), ("project", project)))
        place = Place(fund, id_, f.voucher_key(first.id, number, apart=apart), _label(first.date))
        fact = Fact(
            place.id("amount"), place.label, fund, id_, place.line,
            -sum(row.fen for row in same_gift), query=selection.query(), entries=(first.id,),
        )  # fmt: skip
        receipt = YES if any(row.receipt for row in same_gift) else NO
        yield Gift(f"{first.date:%Y-%m-%d}", _donor(donor, str(first.kind), names), project, receipt, fact)


def _label(day: date) -> Text:
    return Text(f"捐赠 {day:%Y-%m-%d}", f"Gift of {day:%Y-%m-%d}")


def _donor(donor: str, kind: str, names: dict[str, str]) -> Text:
    name = names.get(donor, "")
    if not name or name == ANONYMOUS.zh:
        return ANONYMOUS
    return Text(f"{name}（企业反哺）", f"{name} (enterprise's share)") if kind == PROMISE_RECEIVED else same(name)


def _totals(fund: str, id_: str, gifts: list[Gift]) -> Iterator[tuple[Text, Fact]]:
    for project in dict.fromkeys(gift.project for gift in gifts):
        label = f.project_label(project)
        place = Place(fund, id_, f.project_key(project), label)
        yield label, summed(place, "amount", ((1, gift.fact) for gift in gifts if gift.project == project))


def _sentence(gifts: list[Gift], whole: Fact) -> Text:
    receipts = sum(gift.receipt is YES for gift in gifts)
    return Text(
        f"本期收到捐赠 {len(gifts)} 笔，共 {show(whole.amount)} 元，其中 {receipts} 笔已开票据。",
        f"Gifts received: {len(gifts)}, {show(whole.amount)} yuan together; receipts were given for {receipts}.",
    )
