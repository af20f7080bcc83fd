"""Every account belongs to a declared entity, so that its standard and its statements are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_directive
from huilin.findings import Severity
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "entity-known"
SOURCE = "《会计基础工作规范》第三十六条（依法建账；未核原文）"
EXAMPLE = """
2025-04-01 open Assets:Canteen:1001库存现金 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each opened account of an undeclared entity, and none where nobody is declared twice over."""
    for account, entry in books.accounts.items():
        parts = split_account(account)
        if parts is not None and parts.entity not in books.entities:
            yield at_directive(
                books, entry, RULE, Severity.ERROR,
                Text(f"账户 {account} 的账套 {parts.entity} 没有声明。", f"The account {account} names {parts.entity}, which is no declared entity."),
                Text(f'请声明：{entry.date} custom "entity" "{parts.entity}" "名称"，并写 standard:；或改正账户名。', f'Declare it: {entry.date} custom "entity" "{parts.entity}" "Name" with standard:, or mend the account.'),
            )  # fmt: skip
