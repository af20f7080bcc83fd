"""What moves the promise says how: accrued against 5711.01, or paid; so accrued and paid can be told apart (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny
from huilin.findings import Severity
from huilin.vocabulary import CLOSING, PROMISE_ACCRUED, PROMISE_PAID
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "promise-entry"
SOURCE = "本项目的账簿定律第六条；《小企业会计准则》5711 营业外支出"
EXAMPLE = """
2026-07-01 * "没有说明的应付捐赠款"
  id: "Company/2026-07/记-0001"
  Expenses:Company:5602管理费用:01职工薪酬  100.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a warning for entries on 2241:02 without their kind, an error for accruals not against 5711:01."""
    p = cny(books)
    promise = (p["code"] == "2241") & (p["sub"] == "02")
    for place, kind in dict.fromkeys(zip(p["entry"][promise], p["kind"][promise], strict=True)):
        entry = p[p["entry"] == place]
        if kind == PROMISE_ACCRUED:
            given = (entry["code"] == "5711") & (entry["sub"] == "01")
            if entry["fen"][given].sum() + entry["fen"][promise.loc[entry.index]].sum():
                yield at_entry(books, int(place), RULE, Severity.ERROR, *_ACCRUAL)
        elif kind not in (PROMISE_PAID, CLOSING) and "corrects" not in books.transactions[int(place)].meta:
            yield at_entry(books, int(place), RULE, Severity.WARNING, *_KIND)


_ACCRUAL = (
    Text("计提反哺的两边不相等：应借 5711:01、贷 2241:02。", "This accrual is not Dr 5711:01 / Cr 2241:02 of one amount."),
    Text("请照 huilin reinvest 给出的分录改正。", "Mend it as `huilin reinvest` shows it."),
)  # fmt: skip
_KIND = (
    Text("应付捐赠款 2241:02 的变动没有写明是计提还是支付。", "This change of 2241:02 does not say whether it was accrued or paid."),
    Text('请写 kind: "反哺计提" 或 "反哺支付"。', 'Add kind: "反哺计提" (accrued) or "反哺支付" (paid).'),
)  # fmt: skip
