"""会小企01–03: the three statements of the enterprise, as the annex of the standard has them and as the tax office does.

The annex prints 本年累计金额 before 本月金额, the tax form the other way round; a year's statements compare with the year
before on both. The lines are the same; three labels on the tax form are spelled as its makers spelled them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from huilin.reporting.common import as_of, before, companies, new_year, over
from huilin.reporting.line_table import balance, cash_ties, fill, notes_of, read, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.statement import Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huilin.books import Entity
    from huilin.reporting.line_table import Column, LineTable
    from huilin.reporting.statement import ReportRequest
    from huilin.vocabulary import Period

Table = Literal["position", "income", "cash-flow"]


def statements(request: ReportRequest, table: Table, tables: Path, *, tax_form: bool = False) -> tuple[Statement, ...]:
    """Return one statement of each enterprise; `tables` is the file that declares its lines."""
    declared = read(tables)[table]
    asked = _as_the_tax_office_spells(declared) if tax_form else declared
    return tuple(
        _statement(request, entity, asked, tax_form=tax_form) for entity in companies(request.books, request.period)
    )


def _statement(request: ReportRequest, entity: Entity, table: LineTable, *, tax_form: bool) -> Statement:
    posted, period = Posted.of(request.books), request.period
    columns = tuple(_balances(period) if table.id == "position" else _turnovers(period, tax_form=tax_form))
    shown = replace(table, id=f"{table.id}-tax") if tax_form else table
    filled = fill(shown, posted, entity.name, columns)
    checks = (*filled.checks, *(cash_ties(filled, posted, entity.name, table, columns) if table.cash_flow else ()))
    return Statement(
        f"{entity.name}.{shown.id}",
        table.title,
        entity.name,
        as_of(period) if table.id == "position" else over(period),
        tuple(column.heading for column in columns),
        filled.lines,
        table.label_column,
        basis=_basis(table, tax_form=tax_form),
        notes=(*_notes(table, period, tax_form=tax_form), *notes_of(filled, table, checks)),
        checks=checks,
    )


def _basis(table: LineTable, *, tax_form: bool) -> Text:
    form = table.form.removeprefix("会小企").removesuffix("表")
    zh, en = f"{table.form}　小企业会计准则", f"Form {form}, Accounting Standards for Small Enterprises"
    return Text(f"{zh}（税务申报样式）", f"{en} (as the tax office collects it)") if tax_form else Text(zh, en)


def _balances(period: Period) -> Iterator[Column]:
    yield balance("end", Text("期末余额", "Closing balance"), period.end)
    yield balance("opening", Text("年初余额", "Balance at 1 January"), before(new_year(period)))


_SPANS = {1: Text("本月金额", "This month"), 3: Text("本季金额", "This quarter")}


def _turnovers(period: Period, *, tax_form: bool) -> Iterator[Column]:
    """Yield the columns: a year's compare with the year before, shorter ones with the year to date."""
    ytd = turnover("ytd", Text("本年累计金额", "Year to date"), new_year(period), period.end)
    if period.months == 12:
        last = period.previous
        yield from (ytd, turnover("prior", Text("上年金额", "Previous year"), last.start, last.end))
        return
    heading = Text("本期金额", "This period") if tax_form else _SPANS[period.months]
    own = turnover("period", heading, period.start, period.end)
    yield from (own, ytd) if tax_form else (ytd, own)


def _notes(table: LineTable, period: Period, *, tax_form: bool) -> Iterator[Text]:
    if table.id == "position":
        yield _UNCLOSED
        return
    yield _CASH if table.cash_flow else _CLOSING
    if period.months == 12:
        return
    yield _TAX_ORDER if tax_form else _ORDER


_UNCLOSED = Text(
    "年中尚未结转的损益计入第51行“未分配利润”，所以任何一天资产总计都等于负债和所有者权益总计。",
    "Results not yet closed in mid-year are part of line 51, so that the sheet balances on any day.",
)
_CLOSING = Text("年末结转分录不计入本表。", "Year-end closing entries are not counted.")
_CASH = Text(
    "现金指库存现金、银行存款和其他货币资金。按直接法编制：每笔现金收付按同一凭证的对方科目归入各行，自有账户之间的划转不计。",
    "Cash is cash on hand, bank deposits and other monetary funds. Direct method: each receipt and payment goes by the other side of its voucher; what moves between own accounts is left out.",
)
_ORDER = Text(
    "两栏按准则附录的顺序排列；税务申报表的顺序相反，另行编制。",
    "The columns stand as in the annex of the standard; the tax form has them the other way round and is made apart.",
)
_TAX_ORDER = Text(
    "两栏按税务申报表的顺序排列（本期、本年累计）；个别项目名称照申报表原样。",
    "The columns stand as on the tax form (period, year to date); some labels are spelled as on that form.",
)


def _as_the_tax_office_spells(table: LineTable) -> LineTable:
    """Return the table with the labels that the tax office's template spells in its own way (seen there, 月季报)."""
    rules = tuple(
        replace(rule, label=Text(_SPELLED.get((table.id, rule.id), rule.label.zh), rule.label.en))
        for rule in table.rules
    )
    return replace(table, rules=rules)


_SPELLED = {
    ("position", "24"): "生物性生物资产",
    ("position", "30"): "资产合计",
    ("cash-flow", "h0"): "一、经营活动生产的现金流量：",
}
