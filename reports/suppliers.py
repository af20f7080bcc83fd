"""供应商: to which companies the fund paid larger amounts; persons and sole traders are never named.

The amount from which a payment is named is the community's own (`supplier-threshold` in community.toml).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import HuilinError
from huilin.money import Fen, InexactAmountError, parse_amount, show, to_fen
from huilin.reporting import fund as f
from huilin.reporting.common import AMOUNT, NOT_STATUTORY, funds, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.statement import Fact, Line, Statement
from huilin.reporting.suppliers import may_name
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books, Entity
    from huilin.reporting.selection import Selection
    from huilin.reporting.statement import ReportRequest

NAME = "suppliers"
TITLE = Text("向单位支付的较大支出", "Larger payments to organisations")
ORDER = 27

THRESHOLD = Decimal("5000.00")
"""From this amount a payment is named where the community has set none."""


class Paid(NamedTuple):
    """One payment: its day, to whom, what for, from which project, how much."""

    day: str
    supplier: str
    purpose: str
    project: str
    fact: Fact


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund that paid an organisation so much at once."""
    made = (_statement(request, entity) for entity in funds(request.books, request.period))
    return tuple(statement for statement in made if statement is not None)


def _statement(request: ReportRequest, entity: Entity) -> Statement | None:
    posted, id_, least = Posted.of(request.books), f"{entity.name}.suppliers", threshold(request.books)
    asked = f.spending(entity.name).but(start=request.period.start, end=request.period.end, closing=False)
    paid = [one for one in _payments(request.books, posted, id_, entity.name, asked) if one.fact.amount >= least]
    if not paid:
        return None
    place = Place(entity.name, id_, "total", _TOTAL)
    whole = summed(place, "amount", ((1, one.fact) for one in paid))
    every = posted.fact(place.at("spent", _EVERY), "amount", asked)
    others = summed(place.at("others", _OTHERS), "amount", [(1, every), (-1, whole)])
    return Statement(
        id_,
        TITLE,
        entity.name,
        over(request.period),
        (Text("单位", "Organisation"), Text("用途", "What for"), Text("项目", "Project"), AMOUNT),
        (
            *(Line(same(p.day), (same(p.supplier), same(p.purpose), f.project_label(p.project), p.fact)) for p in paid),
            Line(_TOTAL, (None, None, None, whole), style="subtotal"),
            Line(_OTHERS, (None, None, None, others)),
            Line(_EVERY, (None, None, None, every), style="total"),
        ),
        Text("日期", "Day"),
        basis=NOT_STATUTORY,
        notes=(_rule(least),),
    )


_TOTAL = Text("以上合计", "Those above")
_OTHERS = Text("其余支出（不列收款人）", "Other spending (payees not listed)")
_EVERY = Text("本期支出合计", "All spending of the period")


def threshold(books: Books) -> Fen:
    """Return the amount from which a payment is named; raise HuilinError where community.toml says no amount."""
    said = books.workspace.settings.publication.get("supplier-threshold", THRESHOLD)
    try:
        return to_fen(parse_amount(str(said)))
    except InexactAmountError as error:
        raise HuilinError(
            Text(f"community.toml 的 supplier-threshold “{said}” 不是金额。", f"supplier-threshold “{said}” in community.toml is no amount."),
            Text("请写成带引号的数，如 5000.00。", "Write a quoted number such as 5000.00."),
        ) from error  # fmt: skip


def _rule(least: Fen) -> Text:
    return Text(
        f"只列单笔 {show(least)} 元以上、收款人是单位的支出；个人和个体工商户一律不列名。",
        f"Single payments of {show(least)} or more to organisations; persons and sole traders are never named.",
    )


def _payments(books: Books, posted: Posted, id_: str, fund: str, asked: Selection) -> Iterator[Paid]:
    for number, (place, rows) in enumerate(posted.pick(asked).groupby("entry", sort=True)):
        entry, first = books.transactions[int(str(place))], rows.iloc[0]
        supplier = (entry.payee or "").strip()
        if not may_name(supplier):
            continue
        day = f"{entry.date}"
        spot = Place(
            fund, id_, f.voucher_key(str(first["id"]), number, apart=False), Text(f"支付 {day}", f"Payment of {day}")
        )
        fact = posted.fact(spot, "amount", asked.but(start=None, end=None, voucher=str(first["id"])))
        yield Paid(day, supplier, str(first["category"]), str(first["project"]), fact)
