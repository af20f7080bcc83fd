"""What was sealed stays in the books: an entry that is gone is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks import _seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "seal-missing"
SOURCE = "惠邻设计：封账后的期间不得无声改动；《会计基础工作规范》第五十一条（凭证不得涂改；未核原文）"
FIRM = True
EXAMPLE = """
{
 "period": "2026-09",
 "entity": "Company",
 "from": "2026-09-01",
 "to": "2026-09-30",
 "by": "陈主任",
 "date": "2026-10-08",
 "totals": {},
 "entries": {
  "Company/2026-09/记-0001": "0000000000000000000000000000000000000000000000000000000000000000",
  "Company/2026-09/记-0002": "1111111111111111111111111111111111111111111111111111111111111111"
 },
 "trial": {},
 "previous": "",
 "supersedes": "",
 "form": "huilin-seal-1",
 "hash": "2774fb5b0e37c2c969de294b174aac41580391c462fc7982735548f9af081d15"
}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each sealed entry that is no longer there."""
    return _seals.of(books, RULE)
