"""An advance from one project's money to another is approved on its day, listed, and aged until it is paid back (law 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds
from huilin.findings import Severity
from huilin.money import show
from huilin.vocabulary import ADVANCE
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.money import Fen

RULE = "advance-approved"
SOURCE = "财会〔2024〕25号 限定性净资产；《慈善法》第五十五条（未核原文）"
EXAMPLE = """
2026-07-01 * "先用日常公益的钱垫付路灯款，没有人批准"
  id: "Fund/2026-07/记-0001"
  kind: "垫付"
  Equity:Fund:3101非限定性净资产  300.00 CNY
    project: "日常公益"
  Equity:Fund:3102限定性净资产  -300.00 CNY
    project: "路灯改造"
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield an error for each advance nobody approved, and a note for each project that still owes one."""
    p = cny(books)
    p = p[(p["kind"] == ADVANCE) & p["entity"].isin(funds(books)) & p["code"].isin(("3101", "3102"))]
    for place in p["entry"].unique():
        if not books.transactions[place].meta.get("approved"):
            yield at_entry(
                books, int(place), RULE, Severity.ERROR,
                Text("垫付没有批准人。", "This advance was approved by nobody."),
                Text('请写 approved: "批准人"。', 'Add approved: "name".'),
            )  # fmt: skip
    for project, fen in p.groupby("project", observed=True)["fen"].sum().items():
        if fen < 0:
            yield _open(books, p[p["project"] == project], str(project), -int(fen))


def _open(books: Books, p: pd.DataFrame, project: str, fen: Fen) -> Finding:
    since = p["date"].iloc[0].date()
    days = f"，已 {(books.today - since).days} 天" if books.today else ""
    return at_entry(
        books, int(p["entry"].iloc[0]), RULE, Severity.NOTE,
        Text(f"项目“{project}”尚有垫付 {show(fen)} 元未归还{days}。", f"The project “{project}” still owes an advance of {show(fen)} since {since}."),
        Text('收到捐款后，请反向记一笔 kind: "垫付" 归还。', 'When gifts arrive, pay it back by the reverse entry, kind: "垫付".'),
    )  # fmt: skip
