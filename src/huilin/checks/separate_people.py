"""Whoever prepares an entry does not review or approve it, and each does only what is their office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "separate-people"
SOURCE = "《会计法》第二十五条、第三十五条（稽核与不相容职务分离；条次未核原文）"
EXAMPLE = """
2026-07-01 * "自己制单自己审核"
  id: "Company/2026-07/记-0001"
  prepared: "周会计"
  reviewed: "周会计"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


_OFFICES = {"prepared": "prepare", "reviewed": "review", "approved": "approve"}


def check(books: Books) -> Iterator[Finding]:
    """Yield an error where one person did two steps, a warning where a name has no such office in community.toml."""
    for place, entry in enumerate(books.transactions):
        meta = entry.meta
        prepared = meta.get("prepared")
        if prepared and prepared in (meta.get("reviewed"), meta.get("approved")):
            yield _same(books, place, str(prepared))
        for key, office in _OFFICES.items():
            if key in meta:
                yield from _stranger(books, place, key, office)


def _same(books: Books, place: int, name: str) -> Finding:
    return at_entry(
        books, place, RULE, Severity.ERROR,
        Text(f"{name} 既制单又审核或批准。", f"{name} both prepared and reviewed or approved this entry."),
        Text("请由另一个人审核。", "Let somebody else review it."),
    )  # fmt: skip


def _stranger(books: Books, place: int, key: str, office: str) -> Iterator[Finding]:
    people, name = books.workspace.settings.people, str(books.transactions[place].meta[key])
    if people and office not in people.get(name, ()):
        yield at_entry(
            books, place, RULE, Severity.WARNING,
            Text(f"{key}: {name} 在 community.toml 里没有 {office} 的职责。", f"{key}: {name} has no office “{office}” in community.toml."),
            Text("请核对姓名，或在 [people] 里写明职责。", "Check the name, or give it that office under [people]."),
        )  # fmt: skip
