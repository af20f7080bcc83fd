"""会民非01–03: the three statements of a registered fund, as its standard has them and as the tax upload still does.

The forms of 2026 are known from secondary sources only, so they say that they are not verified and print no line
numbers. A hosted fund has no statutory form: the same lines without a form number are management figures for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from huilin.charts import VERIFIED
from huilin.reporting.common import MANAGEMENT, as_of, before, funds, hosted, new_year, over
from huilin.reporting.line_table import balance, cash_ties, compact, fill, notes_of, read, total, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.selection import NOT_RESTRICTED, Selection
from huilin.reporting.statement import Check, Statement
from huilin.vocabulary import RESTRICTED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from huilin.books import Entity
    from huilin.reporting.line_table import Column, Filled, LineTable
    from huilin.reporting.statement import ReportRequest
    from huilin.vocabulary import Period

Table = Literal["position", "activities", "cash-flow"]
UPLOAD = "npo_upload.toml"
"""The layout of 2004 over the codes of 2026."""

CLASSES = (
    ("free", NOT_RESTRICTED, Text("非限定性", "unrestricted"), "3101"),
    ("tied", RESTRICTED, Text("限定性", "restricted"), "3102"),
)
_HOSTED = {
    "position": Text("基金资产负债表", "Balance sheet of the fund"),
    "activities": Text("基金业务活动表", "Activities of the fund"),
}


def statements(request: ReportRequest, table: Table, tables: Path) -> tuple[Statement, ...]:
    """Return one statement of each fund in the layout of its standard; `tables` is the folder that declares them.

    A hosted fund has no cash-flow statement: its 收支表 is what moved at its host.
    """
    return tuple(
        _statement(request, entity, read(tables / f"{_standard(entity, request.period).replace('-', '_')}.toml")[table])
        for entity in funds(request.books, request.period)
        if table != "cash-flow" or not entity.is_hosted
    )


def uploads(request: ReportRequest, table: Table, tables: Path) -> tuple[Statement, ...]:
    """Return one statement of each registered fund under the standard of 2026 in the layout that is uploaded."""
    declared = read(tables / UPLOAD)[table]
    return tuple(
        _statement(request, entity, declared, upload=True)
        for entity in funds(request.books, request.period)
        if not entity.is_hosted and _standard(entity, request.period) == "npo-2026"
    )


def _standard(entity: Entity, period: Period) -> str:
    return entity.standard_on(period.end)


def _statement(request: ReportRequest, entity: Entity, table: LineTable, *, upload: bool = False) -> Statement:
    posted, period = Posted.of(request.books), request.period
    columns = tuple(_COLUMNS[table.id](entity, period))
    shown = replace(table, id=f"{table.id}-tax") if upload else table
    filled = fill(shown, posted, entity.name, columns)
    ties = tuple(_ties(filled, posted, entity, table, columns))
    checks = (*filled.checks, *ties)
    return Statement(
        f"{entity.name}.{shown.id}",
        _HOSTED[table.id] if entity.is_hosted else table.title,
        entity.name,
        as_of(period) if table.id == "position" else over(period),
        tuple(column.heading for column in columns),
        compact(filled.lines) if entity.is_hosted else filled.lines,
        table.label_column,
        basis=MANAGEMENT if entity.is_hosted else _basis(table, upload=upload),
        notes=(
            *_about(entity, period, table, upload=upload),
            *_tied(table, ties),
            *notes_of(filled, table, checks, numbers=not entity.is_hosted),
        ),
        checks=checks,
    )


def _basis(table: LineTable, *, upload: bool) -> Text:
    form = table.form.removeprefix("会民非").removesuffix("表")
    english = f"Form {form} for non-profit organisations"
    if upload:
        return Text(f"{table.form}（2004年版式，供申报上传）", f"{english} (layout of 2004, for upload)")
    if any(rule.number for rule in table.rules):
        return Text(table.form, english)
    return Text(
        f"{table.form}（2026年版式，未与官方原文核对）",
        f"{english} (layout of 2026, not compared with the official text)",
    )


# The columns


def _balances(entity: Entity, period: Period) -> Iterator[Column]:
    """Yield 年初 before 期末, as the form has them; for a hosted fund what there is now comes first."""
    end = balance("end", Text("期末余额", "Closing balance"), period.end)
    opening = balance("opening", Text("年初余额", "Balance at 1 January"), before(new_year(period)))
    yield from (end, opening) if entity.is_hosted else (opening, end)


_OWN = {1: Text("本月数", "This month"), 3: Text("本季数", "This quarter")}


def _by_class(entity: Entity, period: Period) -> Iterator[Column]:
    for key, heading, start, end in _spans(entity, period):
        for word, restriction, name, _ in CLASSES:
            title = Text(f"{heading.zh}·{name.zh}", f"{heading.en}: {name.en}")
            yield turnover(f"{key}.{word}", title, start, end, restriction)
        yield total(f"{key}.total", Text(f"{heading.zh}·合计", f"{heading.en}: total"), (f"{key}.free", f"{key}.tied"))


def _spans(entity: Entity, period: Period) -> Iterator[tuple[str, Text, date, date]]:
    """Yield the times that the statement of activities covers, and how each is headed."""
    year, year_to_date = new_year(period), Text("本年累计", "Year to date")
    if entity.is_hosted:
        yield "period", Text("本期", "This period"), period.start, period.end
        if period.start != year:
            yield "ytd", year_to_date, year, period.end
        return
    if period.months < 12:
        yield "period", _OWN[period.months], period.start, period.end
    elif _is_comparable(entity, period):
        yield "prior", Text("上年数", "Previous year"), period.previous.start, period.previous.end
    yield "ytd", Text("本年累计数", "Year to date"), year, period.end


def _in_cash(entity: Entity, period: Period) -> Iterator[Column]:
    yield turnover("ytd", Text("本年金额", "This year"), new_year(period), period.end)
    if period.months < 12:
        heading = Text("本月金额", "This month") if period.months == 1 else Text("本季金额", "This quarter")
        yield turnover("period", heading, period.start, period.end)
    elif _is_comparable(entity, period):
        yield turnover("prior", Text("上年金额", "Previous year"), period.previous.start, period.previous.end)


def _is_comparable(entity: Entity, period: Period) -> bool:
    """Whether the year before was kept by the same standard; 2026 needs no comparatives (财会〔2025〕6号, one source)."""
    last = period.previous
    return entity.standards[0][0] <= last.end and entity.standard_on(last.end) == entity.standard_on(period.end)


_COLUMNS = {"position": _balances, "activities": _by_class, "cash-flow": _in_cash}


# What must tie (law 4)


def _ties(
    filled: Filled, posted: Posted, entity: Entity, table: LineTable, columns: Iterable[Column]
) -> Iterator[Check]:
    if table.id == "activities":
        yield from _by_net_assets(filled, posted, entity, columns)
    elif table.cash_flow:
        yield from cash_ties(filled, posted, entity.name, table, columns)


def _by_net_assets(filled: Filled, posted: Posted, entity: Entity, columns: Iterable[Column]) -> Iterator[Check]:
    """Check that the change of each class is the difference of its net assets between the two balance sheets."""
    classes = {restriction: (name, code) for _, restriction, name, code in CLASSES}
    for column in columns:
        if column.start is None or column.end is None:
            continue
        name, code = classes[column.restriction]
        days = (column.end, before(column.start))
        after, earlier = (_net_assets(posted, entity.name, code, column.restriction, day) for day in days)
        label = Text(
            f"净资产变动额 = {name.zh}净资产期末 − 期初（{column.heading.zh}）",
            f"Change = {name.en} net assets, closing − opening ({column.heading.en})",
        )
        yield Check(label, filled.amount("change", column.key) == after - earlier)


def _net_assets(posted: Posted, entity: str, code: str, restriction: str, day: date) -> int:
    codes = (code, f"3201:{restriction}", f"Income:{restriction}", f"Expenses:{restriction}")
    return posted.total(Selection(entity, codes, sign=-1, end=day))


_TOLD = {
    "position": (),
    "activities": (
        Text(
            "已核对：各类净资产变动额等于资产负债表上该类净资产的期末数减期初数。",
            "Checked: the change of each class equals closing less opening net assets of that class.",
        ),
    ),
    "cash-flow": (
        Text(
            "已核对：现金净增加额等于资产负债表上货币资金的期末数减期初数。",
            "Checked: the net increase equals closing less opening cash of the balance sheet.",
        ),
    ),
}


def _tied(table: LineTable, ties: tuple[Check, ...]) -> tuple[Text, ...]:
    return _TOLD[table.id] if ties and all(check.holds for check in ties) else ()


# What is said about them


def _about(entity: Entity, period: Period, table: LineTable, *, upload: bool) -> Iterator[Text]:
    if entity.is_hosted:
        yield hosted(entity)
    else:
        yield _known(table, upload=upload)
    if table.id == "position" and entity.is_hosted:
        yield _held(entity)
    if table.id == "activities":
        yield _CLASSED
    if table.id == "cash-flow":
        yield _CASH
    if table.id != "position" and period.months == 12 and not entity.is_hosted and not _is_comparable(entity, period):
        yield _NO_COMPARATIVES if _standard(entity, period) == "npo-2026" else _FIRST_YEAR


def _known(table: LineTable, *, upload: bool) -> Text:
    level = VERIFIED[table.verified]
    if upload:
        return Text(
            f"行次和项目按税务申报表的2004年版式（{level.zh}）；2004年没有的科目归入哪一行是本软件的选择，未核对。",
            f"Lines as on the tax office's form in the layout of 2004 ({level.en}); where accounts that 2004 did not have are shown is this program's choice, not compared.",
        )
    if any(rule.number for rule in table.rules):
        return Text(f"行次和项目：{level.zh}。", f"Lines and their numbers: {level.en}.")
    return Text(
        f"项目和顺序：{level.zh}，未见财会〔2024〕25号附件原文；官方行次不详，所以不印行次。",
        f"Lines and their order: {level.en}; the annex of 财会〔2024〕25号 was not seen. Its line numbers are not known, so none are printed.",
    )


def _held(entity: Entity) -> Text:
    return Text(
        f"“货币资金”是存放于{entity.hosted_by}的款项。", f"“Cash and bank” is money deposited with {entity.hosted_by}."
    )


_CLASSED = Text(
    "限定性：捐赠人或法律限定了用途或时间的钱；其余为非限定性。年末结转分录不计入本表。",
    "Restricted: a donor or the law says what for or when it may be spent. Closing entries are not counted.",
)
_CASH = Text(
    "现金指现金、银行存款和其他货币资金，不含受托代理的款项。按直接法编制：每笔现金收付按同一凭证的对方科目归入各行，自有账户之间的划转不计。",
    "Cash is cash on hand, bank deposits and other monetary funds without money held as agent. Direct method: each receipt and payment goes by the other side of its voucher; what moves between own accounts is left out.",
)
_NO_COMPARATIVES = Text(
    "首次执行新制度的2026年度，本表不要求提供上年比较数（财会〔2025〕6号，只见于一处资料）；年初数见资产负债表2026年1月1日余额。",
    "For 2026, the first year of the new system, no comparatives are asked for (财会〔2025〕6号, one source); the opening balance sheet is that of 1 January 2026.",
)
_FIRST_YEAR = Text("这是建账的第一年，没有上年数。", "These are the first books: there is no previous year.")
