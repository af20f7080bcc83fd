"""A seal does not vanish: where the entries that it sealed are left, its loss shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks import _seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "seal-lost"
SOURCE = "惠邻设计：封账后的期间不得无声改动；《会计基础工作规范》第五十一条（凭证不得涂改；未核原文）"
FIRM = True
EXAMPLE = """
{"date":"2026-09-01","kind":"open","account":"Assets:Company:1001库存现金"}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each set of sealed entries whose seal is gone."""
    return _seals.of(books, RULE)
