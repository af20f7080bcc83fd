"""The promise of the enterprise can be read, obeys the law, and there is one of it on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from huilin.books import Entity
from huilin.promise.policies import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "reinvestment-policy"
SOURCE = "《公司法》第二百一十条；《慈善法》第四十一条（未核原文）；本项目的账本写法：reinvestment 指令"
EXAMPLE = """
2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
  base: "net-profit-before-donation"

2026-01-01 custom "reinvestment" "Company" "Fund" 0.30
  base: "net-profit-before-donation"
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield what is wrong with the policies; an entity whose books are not loaded here counts as declared."""
    known = {entity.name: _stub(entity.name) for entity in books.workspace.settings.entities}
    yield from declared(replace(books, entities={**known, **books.entities})).findings


def _stub(name: str) -> Entity:
    return Entity(name, name, ((date.min, ""),))
