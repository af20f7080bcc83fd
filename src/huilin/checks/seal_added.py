"""Nothing is slipped into a sealed period: corrections are new entries of an open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks import _seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "seal-added"
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
 "entries": {},
 "trial": {},
 "previous": "",
 "supersedes": "",
 "form": "huilin-seal-1",
 "hash": "576efe11b9ef85e5ffd31a342bb1b3f3827e3a41d28e359627ff4c2f298fcab1"
}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry in sealed days that the seal does not know."""
    return _seals.of(books, RULE)
