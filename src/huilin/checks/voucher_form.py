"""A posted entry bears its voucher number, of its own entity and month; a draft bears none yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import entity_of
from huilin.drafting import DRAFT, POSTED
from huilin.findings import Severity
from huilin.vocabulary import parse_voucher
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "voucher-form"
SOURCE = "财会〔2024〕11号《会计信息化工作规范》、12号《会计软件基本功能和服务规范》：已记账凭证连续编号（未核原文）"
EXAMPLE = """
2026-07-01 * "编号里的月份不对"
  id: "Company/2026-06/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


_REST = re.compile(r"[记收付转]-\d{4,}")


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each posted entry without a number, each number that is none, and each numbered draft."""
    beginnings: dict[tuple[str, date], str] = {}
    for place, (entry, entity) in enumerate(zip(books.transactions, entity_of(books), strict=True)):
        day = (entity, entry.date)
        beginning = beginnings.get(day) or beginnings.setdefault(day, f"{entity}/{entry.date:%Y-%m}/")
        number = entry.meta.get("id")
        if entry.flag == DRAFT:
            wrong = _NUMBERED_DRAFT if number else None
        elif not number:
            wrong = _UNNUMBERED if entry.flag == POSTED else None
        else:
            wrong = _misnumbered(str(number), beginning)
        if wrong is not None:
            yield at_entry(books, place, RULE, Severity.ERROR, *wrong)


_NUMBERED_DRAFT = (
    Text("草稿已经写了凭证号。", "A draft bears a voucher number."),
    Text("请删去 id:；huilin post 记账时会编号。", "Delete id:; `huilin post` numbers it."),
)
_UNNUMBERED = (
    Text("已记账的分录没有凭证号。", "A posted entry bears no voucher number."),
    Text("请把 * 改成 !，再由审核人用 huilin post 编号。", "Turn its * into !, then let a reviewer number it by `huilin post`."),
)  # fmt: skip


def _misnumbered(number: str, beginning: str) -> tuple[Text, Text] | None:
    """Return what is wrong with a number that should be `Company/2026-07/` and a word with at least four digits."""
    if number.startswith(beginning) and _REST.fullmatch(number, len(beginning)):
        return None
    if parse_voucher(number) is None:
        said = Text(f"凭证号“{number}”的写法不对。", f"“{number}” is no voucher number.")
    else:
        said = Text(
            f"凭证号“{number}”与分录的账套或月份不符。", f"The number “{number}” is of another entity or month."
        )
    return said, Text(f"应写作 {beginning}记-0001 的样子。", f"Write it as {beginning}记-0001.")
