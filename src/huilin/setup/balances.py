"""Opening balances on their accounts: signs by the account's side, upper accounts once, projects for a fund's own money."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from huilin.errors import HuilinError
from huilin.money import InexactAmountError, parse_amount
from huilin.setup import accounts as acc
from huilin.setup.balance_table import Cells, chart_of, digits, error_at
from huilin.setup.wordings import DAILY, EARMARKED
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from huilin.charts import Chart, ChartAccount
    from huilin.setup.plan import Plan

ZERO = Decimal("0.00")
UNRESTRICTED_ASSETS, RESTRICTED_ASSETS = "3101", "3102"


class Balance(NamedTuple):
    """One balance on its account: `amount` debit positive."""

    where: str
    entity: str
    code: str
    account: acc.Opened
    amount: Decimal
    project: str


def balances_of(cells: Iterable[Cells], entity: str, plan: Plan, problems: list[HuilinError]) -> Iterator[Balance]:
    """Yield one entity's balances; what is wrong goes to `problems`, all of it."""
    mine = [c for c in cells if c.entity == entity]
    good: list[tuple[Cells, ChartAccount, Decimal]] = []
    for c in mine:
        try:
            entry = _chart_account(c, chart_of(entity, plan))
            good.append((c, entry, _amount(c, entry)))
        except HuilinError as problem:
            problems.append(problem)
    leaves = _leaves(good, problems)
    if problems or not mine:
        return
    for c, entry, amount in _tied(leaves, entity, problems):
        if not amount:
            continue
        try:
            yield Balance(
                c.where, entity, entry.code, _account(c, entry, entity, plan), amount, _project(c, entry, entity, plan)
            )
        except HuilinError as problem:
            problems.append(problem)


Valued: TypeAlias = "tuple[Cells, ChartAccount, Decimal]"
"""A row, its account in the chart, and its balance, debit positive."""


def usual_accounts(entity: str, plan: Plan) -> tuple[acc.Opened, ...]:
    """Return the accounts that every new workspace opens for the entity."""
    return plan.fund_accounts if entity == "Fund" else plan.company_accounts


def _chart_account(cells: Cells, books: Chart) -> ChartAccount:
    """Return the chart's entry for a code; raise HuilinError that offers the nearest one."""
    code = digits(cells.code)[:4]
    if code in books.accounts:
        return books.accounts[code]
    names = {account.name.zh: number for number, account in books.accounts.items()}
    near = get_close_matches(cells.name, names, 1, 0.5) if cells.name else []
    number = names[near[0]] if near else next(iter(get_close_matches(code, books.accounts, 1, 0.5)), "")
    hint = f"{number} {books.accounts[number].name.zh}" if number else ""
    raise error_at(
        cells.where,
        Text(
            f"{books.title.zh}里没有科目 {cells.code} {cells.name}".rstrip(),
            f"no account {cells.code} {cells.name} in {books.title.en}".rstrip(),
        ),
        Text(f"您要写的是 {hint} 吗？", f"Did you mean {hint}?") if hint else Text("请核对代码。", "Check the code."),
    )


def _amount(cells: Cells, entry: ChartAccount) -> Decimal:
    """Return the balance, debit positive; a lone balance is taken on the account's own side."""
    try:
        if cells.balance or not (cells.debit or cells.credit):
            amount = parse_amount(cells.balance or "0")
            return amount if entry.side == "debit" else -amount
        return parse_amount(cells.debit or "0") - parse_amount(cells.credit or "0")
    except InexactAmountError as error:
        raise error_at(
            cells.where,
            Text(
                f"金额“{cells.balance or cells.debit or cells.credit}”读不懂",
                f"“{cells.balance or cells.debit or cells.credit}” is no amount",
            ),
            Text("请写到分，如 1234.50。", "Write whole fen, as 1234.50."),
        ) from error


def _tied(valued: Sequence[Valued], entity: str, problems: list[HuilinError]) -> Sequence[Valued]:
    """Return the balances where debits equal credits: each on its own side, or else all signed, debit positive."""
    difference = sum((amount for _, _, amount in valued), ZERO)
    if not difference:
        return valued
    signed = [(c, entry, amount if entry.side == "debit" or not c.balance else -amount) for c, entry, amount in valued]
    if any(c.balance.startswith("-") for c, _, _ in valued) and not sum((amount for _, _, amount in signed), ZERO):
        return signed
    debit = sum((amount for _, _, amount in valued if amount > 0), ZERO)
    credit = -sum((amount for _, _, amount in valued if amount < 0), ZERO)
    problems.append(
        error_at(
            valued[0][0].where.rpartition(":")[0],
            Text(
                f"{entity} 账套借贷不平：借方 {debit:,.2f}，贷方 {credit:,.2f}，差 {difference:,.2f}",
                f"{entity} does not tie: debit {debit:,.2f}, credit {credit:,.2f}, off by {difference:,.2f}",
            ),
            Text("请核对是否漏了科目或方向写反。", "Look for an account left out or on the wrong side."),
        )
    )
    return ()


def _leaves(valued: Sequence[Valued], problems: list[HuilinError]) -> Sequence[Valued]:
    """Return the balances without those of accounts whose sub-accounts are listed too; these must add up."""
    codes = [digits(c.code) for c, _, _ in valued]
    kept = []
    for (c, entry, amount), code in zip(valued, codes, strict=True):
        below = [place for place, other in enumerate(codes) if other != code and other.startswith(code)]
        direct = [
            place
            for place in below
            if not any(codes[place] != codes[p] and codes[place].startswith(codes[p]) for p in below)
        ]
        if not below:
            kept.append((c, entry, amount))
        elif (total := sum((valued[place][2] for place in direct), ZERO)) != amount:
            problems.append(
                error_at(
                    c.where,
                    Text(
                        f"{c.code} 的余额不等于下级科目之和 {abs(total):,.2f}",
                        f"{c.code} is not the sum of its sub-accounts, {abs(total):,.2f}",
                    ),
                    Text("请核对，或删去上级科目这一行。", "Check it, or leave the upper account out."),
                )
            )
    return kept


def _account(cells: Cells, entry: ChartAccount, entity: str, plan: Plan) -> acc.Opened:
    """Return the account of a balance: the usual one, or a sub-account that the community has of its own."""
    usual = [
        opened
        for opened in usual_accounts(entity, plan)
        if _code_of(opened.name) == entry.code and opened.start <= plan.first_day
    ]
    number = digits(cells.code)[4:]
    detail = re.split(r"[-—_:：/\\]+", cells.name)[-1].strip() if cells.name else ""
    if _has_class(entity, entry, usual):
        return _of_class(cells, usual, detail)
    same = [opened for opened in usual if number and _sub_of(opened.name) == number[:2]]
    named = [opened for opened in usual if detail and detail in opened.name.rpartition(":")[2]]
    if named or (usual and not number):
        return (named or usual)[0]
    if same and detail in ("", entry.name.zh):
        return same[0]
    taken = {_sub_of(opened.name) for opened in usual}
    free = (
        number[:2]
        if number and number[:2] not in taken
        else next(f"{n:02d}" for n in range(1, 100) if f"{n:02d}" not in taken)
    )
    sub = (free, Text(detail, detail)) if number else None
    return acc.Opened(acc.ledger_name(entity, entry, sub, plan.language), plan.first_day)


def _has_class(entity: str, entry: ChartAccount, usual: Sequence[acc.Opened]) -> bool:
    return entity == "Fund" and entry.code[0] in "45" and len(usual) > 1


def _of_class(cells: Cells, usual: Sequence[acc.Opened], detail: str) -> acc.Opened:
    """Return the unrestricted or the restricted account; income of unknown class may not be guessed."""
    said = f"{cells.restriction} {detail}".lower()
    free = any(word in said for word in ("非限定", "unrestricted")) or digits(cells.code)[4:6] == "01"
    tied = not free and ("限定" in said or "restricted" in said or digits(cells.code)[4:6] == "02")
    if not free and not tied:
        raise error_at(
            cells.where,
            Text(f"{cells.code} 要分清限定性和非限定性", f"{cells.code} must say whether it is restricted"),
            Text("请在 类别 列写 限定性 或 非限定性。", "Say restricted or unrestricted in a column `class`."),
        )
    return next(opened for opened in usual if _sub_of(opened.name) == ("01" if free else "02"))


def _project(cells: Cells, entry: ChartAccount, entity: str, plan: Plan) -> str:
    """Return the project of a fund's income, expense and net assets; restricted money never falls to daily work."""
    if entity != "Fund" or (entry.code[0] not in "45" and entry.code not in (UNRESTRICTED_ASSETS, RESTRICTED_ASSETS)):
        return ""
    if cells.project:
        return cells.project
    tied = entry.code == RESTRICTED_ASSETS
    return (EARMARKED if tied else DAILY).say(plan.language)


def _code_of(name: str) -> str:
    parts = split_account(name)
    return parts.code if parts else ""


def _sub_of(name: str) -> str:
    parts = split_account(name)
    return parts.sub if parts else ""
