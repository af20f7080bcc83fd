"""Donors stand in the ledger by their id, never by name: the register stays private (law 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._registers import donor_register
from huilin.checks._views import entity_of, funds, words
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "donor-name"
SOURCE = "《慈善法》第八十二条（捐赠人不同意公开的，不得公开；未核原文）；《个人信息保护法》第二十五条（未核原文）"
EXAMPLE = """
2026-07-01 * "路知遥捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry of a fund that names a registered person; organisations may be suppliers too."""
    register = donor_register(books).register
    names = frozenset(donor.name for donor in register.donors if donor.kind == "个人" and len(donor.name) > 1)
    if not names:
        return
    lengths = {sign: sorted({len(name) for name in names if name[0] == sign}) for sign in {name[0] for name in names}}
    entities, ours = entity_of(books), funds(books)
    for place, said in words(books).texts:
        if entities[place] in ours and _names(said, names, lengths):
            yield at_entry(
                books, place, RULE, Severity.WARNING,
                Text("分录里写了捐赠人的姓名。", "This entry names a donor."),
                Text("请改写 donor: 编号；姓名只在 private/donors.csv 里。", "Write donor: and the id; names stand in private/donors.csv only."),
            )  # fmt: skip


def _names(said: str, names: frozenset[str], lengths: dict[str, list[int]]) -> bool:
    """Say whether a name stands anywhere in the words; only a surname's sign is looked at twice."""
    return any(said[i : i + n] in names for i, sign in enumerate(said) if sign in lengths for n in lengths[sign])
