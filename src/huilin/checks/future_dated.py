"""What has not happened yet is not booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "future-dated"
SOURCE = "《会计法》第九条（根据实际发生的经济业务事项；未核原文）"
EXAMPLE = """
2027-01-05 * "明年的事"
  id: "Company/2027-01/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry dated after today."""
    if books.today is None:
        return
    for place in range(len(books.transactions) - 1, -1, -1):
        day = books.transactions[place].date
        if day <= books.today:
            return
        yield at_entry(
            books, place, RULE, Severity.WARNING,
            Text(f"日期 {day} 在今天（{books.today}）之后。", f"The date {day} lies after today ({books.today})."),
            Text("请核对年份和月份。", "Check year and month."),
        )  # fmt: skip
