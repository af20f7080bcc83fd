"""Which ledger account a statement is of, by community.toml's [statements]; or what stands in the way of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.importing.model import Refusal
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huilin.books import Books
    from huilin.importing.model import Statement

_MONEY = ("1002", "1009", "1012")
"""Bank accounts and wallets, of the fund and of the enterprise."""


class Mapped(NamedTuple):
    """The ledger account of a statement, or what stands in the way of one."""

    account: str
    fault: Refusal | None = None


def mapped(statements: Iterable[Statement], books: Books) -> list[Mapped]:
    """Return the ledger account of each statement in a file."""
    return [_opened(_account(statement, books), books) for statement in statements]


def _opened(found: Mapped, books: Books) -> Mapped:
    """Return the account, or the fault that the ledger never opened what community.toml names."""
    if not found.account or found.account in books.accounts:
        return found
    return Mapped(
        "",
        Refusal(
            0,
            Text(f"community.toml 里写的账户 {found.account} 没有开立。", f"The account {found.account} named in community.toml was never opened."),
            Text("请核对账户名，或用 huilin account 开立。", "Check its name, or open it with `huilin account`."),
        ),
    )  # fmt: skip


def _account(statement: Statement, books: Books) -> Mapped:
    source, settings = statement.source, books.workspace.settings
    named = source.statement_of(statement.number)
    account = settings.statements.get(named, "")
    if not account and not statement.number:
        fitting = [a for name, a in settings.statements.items() if name.startswith(source.statement_of(""))]
        account = fitting[0] if len(fitting) == 1 else ""
    if account or source.explains:
        return Mapped(account)
    near = "、".join(_candidates(books))
    return Mapped(
        "",
        Refusal(
            0,
            Text(f"不知道 {named} 是哪个账户。", f"It is not known which account {named} is."),
            Text(
                f'请在 community.toml 的 [statements] 加一行："{named}" = "账户"。还没有对应流水的账户：{near or "无"}。',
                f'Add a line to [statements] in community.toml: "{named}" = "ACCOUNT". Accounts without a statement: {near or "none"}.',
            ),
        ),
    )


def _candidates(books: Books) -> list[str]:
    """Return the open accounts of money that no statement is mapped to yet."""
    taken = {*books.workspace.settings.statements.values(), *books.workspace.settings.transit.values()}
    parts = {account: split_account(account) for account in books.accounts if account not in taken}
    return sorted(a for a, p in parts.items() if a not in books.closed and p is not None and p.code in _MONEY)[:8]


def in_other_money(statement: Statement) -> Refusal:
    """Return the fault of a statement whose money is not the ledger's."""
    said = "、".join(statement.currencies)
    return Refusal(
        0,
        Text(f"币种不是人民币：{said}。", f"Its money is not the yuan: {said}."),
        Text("账本只记人民币；请下载人民币账户的对账单。", "The ledger holds yuan only; bring the statement of a yuan account."),
    )  # fmt: skip
