"""What was spent above the community's threshold has its invoice or minutes behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core import data

from huilin.checks._found import at_entry
from huilin.checks._views import cny
from huilin.findings import Severity
from huilin.money import show, to_fen
from huilin.vocabulary import CLOSING, INCOME_TAX, PROMISE_ACCRUED, VAT_RELIEF
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.money import Fen

RULE = "evidence-present"
SOURCE = "《会计法》第十四条（原始凭证；未核原文）；起点见 community.toml [evidence]"
EXAMPLE = """
2026-07-01 * "没有发票的大额支出"
  id: "Company/2026-07/记-0001"
  Expenses:Company:5602管理费用:01职工薪酬  2000.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -2000.00 CNY
"""


_OWN_RECKONING = (CLOSING, PROMISE_ACCRUED, INCOME_TAX, VAT_RELIEF)
"""Entries that follow from the books themselves: their evidence is the reckoning, printed by the program."""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry that spends the threshold or more without an `^ev-` link to a document."""
    threshold = to_fen(books.workspace.settings.evidence_threshold)
    p = cny(books)
    p = p[(p["root"] == "Expenses") & ~p["kind"].isin(_OWN_RECKONING)]
    spent = p.groupby("entry")["fen"].sum()
    proven = {link for entry in books.entries if isinstance(entry, data.Document) for link in entry.links or ()}
    for place, fen in spent[spent >= threshold].items():
        links = books.transactions[int(place)].links or frozenset()  # type: ignore[call-overload]
        if not any(link.startswith("ev-") and link in proven for link in links):
            yield _unproven(books, int(place), int(fen))  # type: ignore[call-overload]


def _unproven(books: Books, place: int, fen: Fen) -> Finding:
    entry = books.transactions[place]
    number, what = entry.meta.get("id"), entry.payee or entry.narration
    return at_entry(
        books, place, RULE, Severity.WARNING,
        Text(f"支出 {show(fen)} 元（{what}）没有附凭据。", f"{show(fen)} was spent ({what}) without evidence."),
        Text(f"请用 huilin attach {number or '凭证号'} 文件 附上发票或会议纪要{'' if number else '（先过账编号）'}。",
             f"Attach the invoice or the minutes: `huilin attach {number or 'ID'} FILE`{'' if number else ', once it is posted'}."),
    )  # fmt: skip
