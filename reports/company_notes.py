"""企业附注: taxes, what became of the profit, related parties, and where each matter of 第八十六条 is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.reporting import noting
from huilin.reporting.common import as_of, before, companies, new_year
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.selection import Selection
from huilin.reporting.statement import Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.noting import Asked
    from huilin.reporting.statement import Fact, ReportRequest

NAME = "company_notes"
TITLE = Text("企业附注", "Notes of the enterprise")
ORDER = 92

CASH = ("1001", "1002", "1012")
RESULT = ("3103", "3104", "Income", "Expenses")
_TAXES = Text("应交税费", "Taxes")
_PROFIT = Text("利润分配", "What became of the profit")
_DUES = (
    ("vat", Text("增值税", "VAT"), "2221:01"),
    ("income-tax", Text("企业所得税", "Income tax"), "2221:05"),
    ("others", Text("附加税费和其他", "Surcharges and others"), "2221:!(01|05)"),
)


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the notes of each enterprise."""
    return tuple(
        statement for entity in companies(request.books, request.period) for statement in _notes(request, entity)
    )


def _notes(request: ReportRequest, entity: Entity) -> Iterator[Statement]:
    related = noting.related(request, entity)
    yield from (_taxes(request, entity), _profit(request, entity), *([related] if related.lines else []))
    yield noting.index(
        request, entity, _SOURCE, _asked(request, entity, noting.related_answer(request, entity, related))
    )


# Taxes


def _taxes(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_ = Posted.of(request.books), f"{entity.name}.notes-taxes"
    rows = [_due(posted, Place(entity.name, id_, key, label), request, code) for key, label, code in _DUES]
    total = Place(entity.name, id_, "total", Text("应交税费合计", "Taxes payable"))
    sums = tuple(summed(total, key, [(1, row[key]) for row in rows]) for key in ("opening", "change", "closing"))
    paid = Selection(
        entity.name, CASH, sign=-1, start=new_year(request.period), end=request.period.end, flows=("taxes",)
    )
    place = Place(
        entity.name,
        id_,
        "paid",
        Text("本年实际缴纳（现金流量表第5行）", "Paid this year (line 5 of the cash-flow statement)"),
    )
    return Statement(
        id_,
        _TAXES,
        entity.name,
        as_of(request.period),
        (Text("年初未交", "Due at 1 January"), Text("本年变动", "Change this year"), Text("期末未交", "Due now")),
        (
            *(Line(label, tuple(row.values())) for (_, label, _), row in zip(_DUES, rows, strict=True)),
            Line(total.label, sums, style="subtotal"),
            Line(place.label, (None, posted.fact(place, "year", paid), None)),
        ),
        Text("税种", "Tax"),
        notes=(_NEGATIVE,),
    )


_NEGATIVE = Text("负数是多交或待抵的税。", "A negative amount is tax paid ahead or to be set off.")


def _due(posted: Posted, place: Place, request: ReportRequest, code: str) -> dict[str, Fact]:
    """Return what was due of one tax, what the year added or paid off, and what is due."""
    tax, year = Selection(place.entity, (code,), sign=-1), new_year(request.period)
    opening = posted.fact(place, "opening", tax.but(end=before(year)))
    change = posted.fact(place, "change", tax.but(start=year, end=request.period.end))
    return {"opening": opening, "change": change, "closing": summed(place, "closing", [(1, opening), (1, change)])}


# What became of the profit


def _profit(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_, year = Posted.of(request.books), f"{entity.name}.notes-profit", new_year(request.period)
    held = Selection(entity.name, RESULT, sign=-1)
    earned = Selection(entity.name, ("Income", "Expenses"), sign=-1, start=year, end=request.period.end, closing=False)

    def at(line: str, zh: str, en: str) -> Place:
        return Place(entity.name, id_, line, Text(zh, en))

    opening = posted.fact(
        at("opening", "年初未分配利润", "Undistributed at 1 January"), "year", held.but(end=before(year))
    )
    profit = posted.fact(at("profit", "加：本年净利润", "Plus: net profit of the year"), "year", earned)
    closing_at = at("closing", "期末未分配利润", "Undistributed now")
    closing = posted.fact(closing_at, "year", held.but(end=request.period.end))
    used_at = at("used", "减：提取盈余公积、分配利润等", "Less: to reserves, to owners and other uses")
    used = summed(used_at, "year", [(1, opening), (1, profit), (-1, closing)])
    return Statement(
        id_,
        _PROFIT,
        entity.name,
        as_of(request.period),
        (Text("本年金额", "This year"),),
        (
            Line(opening.label, (opening,)),
            Line(profit.label, (profit,), level=1),
            Line(used.label, (used,), level=1),
            Line(closing.label, (closing,), style="total"),
        ),
        Text("项目", "Item"),
        notes=(_DONATED,),
    )


_DONATED = Text(
    "按约定反哺基金的捐赠在利润表里已经作为营业外支出扣除，不是利润分配；见“利润反哺计算表”。",
    "What is given to the fund by the agreement is an expense of the income statement, not a distribution: see the calculation of the profit given back.",
)


# What the standard asks for

_SOURCE = Text(
    "事项按《小企业会计准则》第八十六条列出（凭记忆整理，未与原文核对）。",
    "The matters are those of article 86 of the standard (from memory, not compared with the text).",
)


def _asked(request: ReportRequest, entity: Entity, related: Text) -> Iterator[Asked]:
    one = noting.one
    yield one("遵循小企业会计准则的声明", "That the standard is followed", _FOLLOWED)
    yield one("应收账款、存货、固定资产的说明", "Receivables, stocks and fixed assets", _ASSETS)
    yield one("应付职工薪酬的说明", "Employee benefits payable", _PAY)
    yield one("应交税费的说明", "Taxes payable", noting.said_in(_TAXES))
    yield one("利润分配的说明", "Appropriation of profit", noting.said_in(_PROFIT))
    yield one(
        "对外担保、未决诉讼和仲裁", "Guarantees, pending suits", noting.answer(request, entity, noting.CONTINGENCY)
    )
    yield one("严重亏损时的持续经营计划", "Plans after heavy losses", _going_on(request, entity))
    yield one("纳税调整过程", "Adjustments for income tax", _ADJUSTED)
    yield one("关联方及其交易", "Related parties", related)
    yield one("对外承诺", "Commitments", noting.answer(request, entity, noting.COMMITMENT))
    yield one("资产负债表日后事项", "Events after the period", noting.answer(request, entity, noting.AFTERWARDS))
    yield one(
        "会计政策、会计估计变更和差错更正", "Changes and corrections", noting.answer(request, entity, noting.POLICY)
    )
    yield one("其他", "Other matters", noting.answer(request, entity, noting.OTHER))


def _going_on(request: ReportRequest, entity: Entity) -> Text:
    """Say what a loss means: the standard asks for plans where losses are heavy, and that is for people to judge."""
    own = Selection(entity.name, ("3001", "3002", "3101", *RESULT), sign=-1, end=request.period.end)
    if Posted.of(request.books).total(own) < 0:
        return Text(
            "所有者权益为负，应当说明持续经营的计划；没有登记的，请用 custom “note” 登记。",
            "Owners' equity is negative: the plans to go on are to be told; declare them by custom “note”.",
        )
    return Text("所有者权益为正，不适用。", "Owners' equity is positive: does not apply.")


_FOLLOWED = Text(
    "财务报表按《小企业会计准则》编制，真实、完整地反映财务状况、经营成果和现金流量——由企业负责人声明，本软件不代为保证。",
    "The statements follow the standard and present position, results and cash flows fairly: the enterprise's head states this, not the program.",
)
_ASSETS = Text("金额见资产负债表各行；账龄和明细不公布（涉及客户、供应商）。", "Amounts stand in the balance sheet; ages and details are left out, since they are customers' and suppliers'.")  # fmt: skip
_PAY = Text("余额见资产负债表第35行，支付见现金流量表第4行；不按人公布。", "Balance in line 35 of the balance sheet, payment in line 4 of the cash-flow statement; not by person.")  # fmt: skip
_ADJUSTED = Text("与反哺有关的见“利润反哺计算表”三；全部调整见年度汇算清缴申报表。", "For the promise see part III of its calculation; all of them are in the yearly tax return.")  # fmt: skip
