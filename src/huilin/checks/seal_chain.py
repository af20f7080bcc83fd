"""Seals stand in a chain: none is taken out or replaced unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks import _seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "seal-chain"
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
 "previous": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
 "supersedes": "",
 "form": "huilin-seal-1",
 "hash": "2b4b7de4e34fc4df952a3bc35bf00624b535440499b66bfc0d50876b675f1fbc"
}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each seal whose predecessor is not the one that it names."""
    return _seals.of(books, RULE)
