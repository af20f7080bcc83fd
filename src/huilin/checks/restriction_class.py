"""From 2026 a fund's income and expense say whether they are restricted, as the law's two columns need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds
from huilin.findings import Severity
from huilin.vocabulary import CLOSING, RESTRICTED, UNRESTRICTED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "restriction-class"
SOURCE = "财会〔2024〕25号《民间非营利组织会计制度》：收入、费用均分限定性与非限定性（未核原文）"
EXAMPLE = """
2026-07-01 * "没有分限定、非限定的支出"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  Expenses:Fund:5101业务活动成本  20.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -20.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry that lacks the class, or spends a restricted project's money as unrestricted."""
    p = cny(books)
    p = p[p["entity"].isin(funds(books)) & p["root"].isin(("Income", "Expenses")) & (p["kind"] != CLOSING)]
    for unit in (books.entities[name] for name in funds(books)):
        start = next((day for day, standard in unit.standards if standard == "npo-2026"), None)
        if start is not None:
            ours = p[(p["entity"] == unit.name) & (p["date"] >= pd.Timestamp(start))]
            yield from _without_class(books, ours)
            yield from _wrong_class(books, ours)


def _without_class(books: Books, p: pd.DataFrame) -> Iterator[Finding]:
    for place in p["entry"][~p["sub"].isin((UNRESTRICTED, RESTRICTED))].unique():
        yield at_entry(
            books, int(place), RULE, Severity.ERROR,
            Text("收入或费用没有分限定性、非限定性。", "Income or expense without its class, restricted or unrestricted."),
            Text("请记到 :01非限定性 或 :02限定性 的明细账户。", "Book it on the sub-account :01 (unrestricted) or :02 (restricted)."),
        )  # fmt: skip


def _wrong_class(books: Books, p: pd.DataFrame) -> Iterator[Finding]:
    """Spending from a restricted project is restricted, unless its restriction was released before in that year."""
    restricted = [name for name, project in books.projects.items() if project.is_restricted]
    p = p[p["project"].isin(restricted)]
    released = p[(p["code"] == "4101") & (p["sub"] == RESTRICTED) & (p["fen"] > 0)]
    freed = set(zip(released["project"], released["date"].dt.year, strict=True))
    spent = p[(p["root"] == "Expenses") & (p["sub"] == UNRESTRICTED)]
    for place, project, year in zip(spent["entry"], spent["project"], spent["date"].dt.year, strict=True):
        if (project, year) not in freed:
            yield at_entry(
                books, int(place), RULE, Severity.WARNING,
                Text(f"限定性项目“{project}”的支出记成了非限定性。", f"Spending of the restricted project “{project}” is booked as unrestricted."),
                Text("请改记 :02限定性；若限定已解除，先记一笔由限定转非限定。", "Book it on :02; if the restriction was lifted, book that release first."),
            )  # fmt: skip
