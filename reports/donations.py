"""捐赠明细: every gift of the period by day, with the donor as they wished to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, funds, over
from huilin.reporting.gifts import gifts
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.sheet import heading
from huilin.reporting.statement import Check, Fact, Line, Statement
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.gifts import Gift
    from huilin.reporting.statement import ReportRequest

NAME = "donations"
TITLE = Text("捐赠明细", "Donations")
ORDER = 35

YES, NO = Text("已开", "yes"), Text("未开", "no")


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the gifts of each fund."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_ = Posted.of(request.books), f"{entity.name}.donations"
    asked = f.income(entity.name, f.GIFTS).but(start=request.period.start, end=request.period.end, closing=False)
    given = list(gifts(posted, id_, entity.name, asked, request.donor_names))
    totals = list(_totals(entity.name, id_, given))
    whole = summed(Place(entity.name, id_, "total", _TOTAL), "amount", ((1, fact) for _, fact in totals))
    return Statement(
        id_,
        TITLE,
        entity.name,
        over(request.period),
        (Text("捐赠人", "Donor"), Text("用途", "Purpose"), Text("金额（元）", "Amount (CNY)"), Text("票据", "Receipt")),
        (
            *(
                Line(same(g.day), (g.donor, f.project_label(g.project), g.fact, YES if g.has_receipt else NO))
                for g in given
            ),
            heading(Text("按用途合计", "By purpose")),
            *(Line(label, (None, None, fact, None), level=1, style="subtotal") for label, fact in totals),
            Line(_TOTAL, (None, None, whole, None), style="total"),
        ),
        Text("日期", "Day"),
        basis=NOT_STATUTORY,
        notes=(_WISH, _RECEIPTS),
        summary=(_sentence(given, whole),),
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


def _totals(fund: str, id_: str, given: list[Gift]) -> Iterator[tuple[Text, Fact]]:
    for project in dict.fromkeys(gift.project for gift in given):
        label = f.project_label(project)
        place = Place(fund, id_, f.project_key(project), label)
        yield label, summed(place, "amount", ((1, gift.fact) for gift in given if gift.project == project))


def _sentence(given: list[Gift], whole: Fact) -> Text:
    receipts = sum(gift.has_receipt for gift in given)
    return Text(
        f"本期收到捐赠 {len(given)} 笔，共 {show(whole.amount)} 元，其中 {receipts} 笔已开票据。",
        f"Gifts received: {len(given)}, {show(whole.amount)} yuan together; receipts were given for {receipts}.",
    )
