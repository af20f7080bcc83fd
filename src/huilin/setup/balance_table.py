"""The spreadsheet of opening balances as rows of words: headings found, totals left out, each row's books known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huilin.charts import Chart, chart
from huilin.errors import HuilinError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from huilin.setup.plan import Plan
    from huilin.setup.sheets import Row

_HEADINGS = {
    "code": ("科目代码", "科目编码", "科目编号", "代码", "编码", "code", "account"),
    "name": ("科目名称", "名称", "科目", "name"),
    "balance": ("余额", "期末余额", "期初余额", "balance"),
    "debit": ("借方", "借方余额", "期末借方", "期末借方余额", "期初借方", "期初借方余额", "debit"),
    "credit": ("贷方", "贷方余额", "期末贷方", "期末贷方余额", "期初贷方", "期初贷方余额", "credit"),
    "entity": ("账套", "单位", "entity"),
    "project": ("项目", "project"),
    "class": ("限定", "类别", "限定性", "restriction", "class"),
}
_ENTITIES = {"fund": "Fund", "基金": "Fund", "company": "Company", "公司": "Company", "企业": "Company"}
_TOTALS = ("合计", "总计", "小计", "total")


class Cells(NamedTuple):
    """One balance as the spreadsheet gives it, with the place to name in an error."""

    where: str
    code: str
    name: str
    balance: str
    debit: str
    credit: str
    entity: str
    project: str
    restriction: str


def cells_of(rows: Iterable[Row], file: str) -> list[Cells]:
    """Return the rows below each sheet's heading, totals and empty rows left out."""
    places: dict[str, int] = {}
    current: str | None = None
    found = []
    for row in rows:
        if row.sheet != current:
            current, places = row.sheet, {}
        if not places:
            places = _heading(row)
        elif _is_balance(cells := _one(row, places, file)):
            found.append(cells)
    if not found:
        raise error_at(
            file,
            Text("找不到表头和余额", "no heading and balances"),
            Text(
                "表头要有 科目代码 和 余额（或 借方、贷方）。",
                "The heading needs code and balance (or debit and credit).",
            ),
        )
    return found


def with_entities(cells: Sequence[Cells], file: str) -> list[Cells]:
    """Return the cells with the entity each belongs to; without a column, the codes must fit one chart alone."""
    if any(not c.entity for c in cells):
        fits = [e for e in ("Fund", "Company") if all(_known(chart_of(e), c.code) for c in cells if not c.entity)]
        if len(fits) != 1:
            raise error_at(
                file,
                Text("看不出余额属于哪个账套", "it is not clear whose books these are"),
                Text("请加一列 账套，写 基金 或 公司。", "Add a column `entity` that says Fund or Company."),
            )
        return [c._replace(entity=_entity(c.entity) or fits[0]) for c in cells]
    unknown = next((c for c in cells if not _entity(c.entity)), None)
    if unknown is not None:
        raise error_at(
            unknown.where,
            Text(f"不认得账套“{unknown.entity}”", f"unknown entity “{unknown.entity}”"),
            Text("请写 基金 或 公司。", "Write Fund or Company."),
        )
    return [c._replace(entity=_entity(c.entity)) for c in cells]


def _heading(row: Row) -> dict[str, int]:
    """Return column → place where the row is a heading: it names a code and an amount."""
    places = {
        key: place
        for place, cell in enumerate(row.cells)
        for key, names in _HEADINGS.items()
        if re.sub(r"[\s(（].*", "", cell).lower() in names
    }
    return places if "code" in places and ({"balance"} <= set(places) or {"debit", "credit"} <= set(places)) else {}


def _one(row: Row, places: Mapping[str, int], file: str) -> Cells:
    def cell(key: str) -> str:
        place = places.get(key, -1)
        return row.cells[place].strip() if 0 <= place < len(row.cells) else ""

    where = f"{file}:{row.line}" if not row.sheet else f"{file} [{row.sheet}]:{row.line}"
    entity = cell("entity") or (row.sheet if _entity(row.sheet) else "")
    return Cells(
        where, cell("code"), cell("name"), cell("balance"), cell("debit"), cell("credit"),
        entity, cell("project"), cell("class"),
    )  # fmt: skip


def _is_balance(cells: Cells) -> bool:
    said = (cells.code + cells.name).lower()
    return bool(cells.code) and not any(word in said for word in _TOTALS)


def _entity(words: str) -> str:
    lowered = words.strip().lower()
    return next((name for word, name in _ENTITIES.items() if word in lowered), "")


def _known(books: Chart, code: str) -> bool:
    return digits(code)[:4] in books.accounts


def digits(code: str) -> str:
    """Return the digits of a code however it is written: `1002.01`, `1002-01`, `100201`."""
    return re.sub(r"[^0-9]", "", code.removesuffix(".0"))


def chart_of(entity: str, plan: Plan | None = None) -> Chart:
    """Return the chart that an entity follows on its first day."""
    if entity == "Company":
        return chart("small-enterprise")
    return chart("npo-2004" if plan and plan.until_2025 else "npo-2026")


def error_at(where: str, what: Text, remedy: Text) -> HuilinError:
    """Return what is amiss at a place of the spreadsheet."""
    return HuilinError(Text(f"{where}: {what.zh}。", f"{where}: {what.en}."), remedy)
