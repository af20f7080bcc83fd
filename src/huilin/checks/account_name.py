"""Every account is written Root:Entity:CODE名称[:NN明细], so that statements find it by its national code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.account import is_valid

from huilin.checks._found import at_directive
from huilin.findings import Severity
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "account-name"
SOURCE = "《小企业会计准则》附录、《民间非营利组织会计制度》会计科目编号（本项目的账本写法：账户写法）"
EXAMPLE = """
2025-04-01 open Assets:Fund:Bank CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each opened account that does not follow the vocabulary; Beancount misses some of them."""
    for account, entry in books.accounts.items():
        if split_account(account) is None or not is_valid(account):
            yield at_directive(
                books, entry, RULE, Severity.ERROR,
                Text(f"账户名 {account} 不合规则。", f"The account name {account} breaks the rules."),
                Text("请写作 根:账套:四位代码名称:两位代码明细，如 Income:Fund:4101捐赠收入:02限定性。", "Write Root:Entity:4-digit code and name:2-digit code and detail, as Income:Fund:4101-Donations:02-Restricted."),
            )  # fmt: skip
