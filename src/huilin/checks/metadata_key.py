"""A key that nobody knows is shown, since a mistyped `project` would otherwise say nothing."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import words
from huilin.findings import Severity
from huilin.vocabulary import METADATA_KEYS
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "metadata-key"
SOURCE = "本项目的账本写法：附注键为封闭清单"
EXAMPLE = """
2026-07-01 * "键名打错了"
  id: "Company/2026-07/记-0001"
  catgory: "办公"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield one note a key, at its first entry."""
    for key, places in words(books).unknown.items():
        near = get_close_matches(key, METADATA_KEYS, 1)
        also = f"，共 {len(places)} 处" if len(places) > 1 else ""
        yield at_entry(
            books, places[0], RULE, Severity.NOTE,
            Text(f"不认识的键 {key}:{also}。", f"The key {key}: is unknown ({len(places)} times)."),
            Text(f"是不是 {near[0]}:？", f"Is {near[0]}: meant?") if near else Text("程序不会用到它；不需要就删去。", "Nothing uses it; delete it where it is not needed."),
        )  # fmt: skip
