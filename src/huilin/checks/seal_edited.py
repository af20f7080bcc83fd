"""A seal speaks for itself: one edited or unreadable does not match its own hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks import _seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "seal-edited"
SOURCE = "惠邻设计：封账后的期间不得无声改动；《会计基础工作规范》第五十一条（凭证不得涂改；未核原文）"
FIRM = True
EXAMPLE = """
{
 "period": "2026-09",
 "entity": "Company",
 "from": "2026-09-01",
 "to": "2026-09-30",
 "by": "赵出纳",
 "date": "2026-10-08",
 "totals": {},
 "entries": {
  "Company/2026-09/记-0001": "0000000000000000000000000000000000000000000000000000000000000000"
 },
 "trial": {},
 "previous": "",
 "supersedes": "",
 "form": "huilin-seal-1",
 "hash": "23b54706ea3431d35981022b6a8ca1696a4c380a097f4896845f4b91c9b6d0ae"
}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each seal, or file of sealed entries, that was edited."""
    return _seals.of(books, RULE)
