"""Every income and expense of a fund names a declared project, so that donors see what became of their gift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "project-declared"
SOURCE = "《慈善法》第五十五条、第五十六条（按募捐方案或捐赠协议使用；未核原文）"
EXAMPLE = """
2026-07-01 * "不知为哪个项目花的钱"
  id: "Fund/2026-07/记-0001"
  Expenses:Fund:5101业务活动成本:01非限定性  20.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -20.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry with income or expense of a fund whose project is missing or not declared."""
    p = cny(books)
    p = p[p["entity"].isin(funds(books)) & p["root"].isin(("Income", "Expenses"))]
    pairs = p[~p["project"].isin(list(books.projects))]
    for place, project in dict.fromkeys(zip(pairs["entry"], pairs["project"], strict=True)):
        yield at_entry(books, int(place), RULE, Severity.ERROR, *(_unknown(project) if project else _MISSING))
    yield from _too_early(books, p)


_MISSING = (
    Text("这笔收支没有写项目。", "This income or expense names no project."),
    Text('请在分录下写 project: "项目名"；不指定用途的写日常项目。', 'Add project: "name" below the transaction; money without a purpose has a general project.'),
)  # fmt: skip


def _unknown(project: str) -> tuple[Text, Text]:
    return (
        Text(f"项目“{project}”没有声明。", f"The project “{project}” is not declared."),
        Text("请核对项目名，或用 huilin project 声明。", "Check its name, or declare it with `huilin project`."),
    )


def _too_early(books: Books, p: pd.DataFrame) -> Iterator[Finding]:
    for project in books.projects.values():
        early = p[(p["project"] == project.name) & (p["date"] < pd.Timestamp(project.start))]
        for place in early["entry"].unique():
            yield at_entry(
                books, int(place), RULE, Severity.ERROR,
                Text(f"项目“{project.name}”在 {project.start} 才设立。", f"The project “{project.name}” starts on {project.start} only."),
                Text("请改分录日期、项目，或项目的设立日期。", "Change the entry's date or project, or the day the project starts."),
            )  # fmt: skip
