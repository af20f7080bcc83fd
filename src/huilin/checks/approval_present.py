"""A large payment is approved by somebody who neither prepared nor reviewed it, from the amount the community sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

RULE = "approval-present"
SOURCE = "《会计法》第二十五条（不相容职务分离；条次未核原文）；金额由社区在 community.toml 的 [approval] 里定"
EXAMPLE = """
2026-07-01 * "大额支出没有人批准"
  id: "Company/2026-07/记-0001"
  source-doc: "发票 1"
  Expenses:Company:5602管理费用:01职工薪酬  60000.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -60000.00 CNY
"""
_BY_RULE = (CLOSING, INCOME_TAX, PROMISE_ACCRUED, VAT_RELIEF)
"""Entries that a rule works out at a period's end: whoever closes answers for them."""


def check(books: Books) -> Iterator[Finding]:
    """Yield an error for each expense of the threshold or more that no third person approved; no threshold, none."""
    threshold = books.workspace.settings.approval_threshold
    if threshold is None:
        return
    p = cny(books)
    spent = p[(p["root"] == "Expenses") & (p["fen"] > 0) & (p["flag"] == "*") & ~p["kind"].isin(_BY_RULE)]
    sums = spent.groupby("entry")["fen"].sum()
    for place, fen in sums[sums >= to_fen(threshold)].items():
        meta = books.transactions[int(str(place))].meta
        approved = meta.get("approved")
        if not approved or approved in (meta.get("prepared"), meta.get("reviewed")):
            yield at_entry(
                books, int(str(place)), RULE, Severity.ERROR,
                Text(f"支出 {show(int(fen))} 元，要由制单和复核以外的人批准。", f"An expense of {show(int(fen))} needs the approval of a third person."),
                Text(f'请写 approved: "批准人"（{threshold} 元起，见 community.toml 的 [approval]）。', 'Add approved: "name" (the amount stands in [approval] of community.toml).'),
            )  # fmt: skip
