"""Dated facts that a treasurer declares: projects, promises, budgets, accounts, as ledger text and its place."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from huilin.charts import chart
from huilin.drafting import custom_line, quote
from huilin.errors import RefusedError, UsageError
from huilin.setup.accounts import component
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from huilin.books import Books, Project
    from huilin.charts import ChartAccount
    from huilin.reinvestment import Policy
    from huilin.workspace import Workspace

RESTRICTIONS = ("donor", "law", "none")


class Addition(NamedTuple):
    """Ledger text to add to an entity's books from a day on, and the file that takes it."""

    entity: str
    day: date
    file: Path
    text: str

    @property
    def contents(self) -> str:
        """The file as it will be."""
        old = self.file.read_bytes().decode("utf-8") if self.file.exists() else ""
        gap = "" if not old else "\n" if old.endswith("\n") else "\n\n"
        return f"{old}{gap}{self.text}"


def policy_file(workspace: Workspace, entity: str) -> Path:
    """Return the file of an entity's dated facts."""
    return workspace.folder(entity) / "policy.beancount"


def project(books: Books, name: str, entity: str, day: date, said: Mapping[str, str | Decimal]) -> Addition:
    """Return the declaration of a project; refuse a name that is taken, since it would change that project."""
    if name in books.projects:
        raise RefusedError(
            Text(f"项目“{name}”已经有了。", f"The project “{name}” is there already."),
            Text(
                "请换一个名字；要改它的内容，请在 policy.beancount 里加一条新日期的。",
                "Choose another name, or date a new directive in policy.beancount.",
            ),
        )
    restriction = said.get("restriction", "donor")
    if restriction not in RESTRICTIONS:
        raise UsageError(
            Text(f"限定“{restriction}”不认得。", f"The restriction “{restriction}” is unknown."),
            Text("请写 donor（捐赠人限定）、law（法规限定）或 none（不限定）。", "Write donor, law or none."),
        )
    meta = {key: value for key, value in said.items() if value}
    return Addition(
        entity, day, policy_file(books.workspace, entity), custom_line(day, "project", name, entity, meta=meta)
    )


def budget(books: Books, name: str, amount: Decimal, day: date) -> Addition:
    """Return a project's new budget."""
    entity = known_project(books, name).entity
    return Addition(entity, day, policy_file(books.workspace, entity), custom_line(day, "budget", entity, name, amount))


def tax_loss(books: Books, entity: str, amount: Decimal, year: int, day: date) -> Addition:
    """Return a loss of an earlier year that later profits may be set against."""
    head = custom_line(day, "brought-forward", entity, "tax-loss", amount)
    return Addition(entity, day, policy_file(books.workspace, entity), f"{head}  for-year: {year}\n")


def reinvestment(books: Books, policy: Policy) -> Addition:
    """Return a new promise; the one before stays in the books and rules its own time."""
    for problem in policy.problems():
        raise UsageError(problem.message, problem.remedy)
    head = f'{policy.start} custom "reinvestment" {quote(policy.enterprise)} {quote(policy.fund)} {policy.rate:f}\n'
    words = {
        "base": policy.base,
        "route": policy.route,
        "accrual": policy.accrual,
        "settle-within": f"{policy.settle_within_days} days",
        "overpaid": policy.overpaid,
        "agreement": policy.agreement,
    }
    lines = "".join(f"  {key}: {quote(value)}\n" for key, value in words.items() if value)
    return Addition(policy.enterprise, policy.start, policy_file(books.workspace, policy.enterprise), head + lines)


def known_project(books: Books, name: str) -> Project:
    """Return the declared project; raise UsageError that offers the nearest name."""
    if name in books.projects:
        return books.projects[name]
    near = get_close_matches(name, books.projects, 1, 0.4)
    every = "、".join(books.projects)
    raise UsageError(
        Text(f"没有项目“{name}”。", f"There is no project “{name}”."),
        Text(f"您要写的是 {near[0]} 吗？", f"Did you mean {near[0]}?")
        if near
        else Text(
            f"已有项目：{every}。新项目用 huilin project 添加。", f"Projects: {every}. `huilin project` adds one."
        ),
    )


def new_account(books: Books, entity: str, code: str, detail: str, day: date) -> tuple[str, Addition]:
    """Return the account `code` (`1601`, or `5001` or `5001:05` with a detail) and the line that opens it."""
    main, _, sub = code.replace("：", ":").partition(":")
    if not main.isdigit() or (sub and not (sub.isdigit() and len(sub) == 2)):
        raise _no_code(code, "")
    standard = books.entities[entity].standard_on(day) if entity in books.entities else ""
    entry = _chart_entry(standard, main)
    mine = [parts for name in books.accounts if (parts := split_account(name)) and parts[1:3] == (entity, main)]
    sub = sub or (_next_sub({parts.sub for parts in mine}) if detail else "")
    name = ":".join((entry.root, entity, _head(books, entity, entry), *([component(sub, detail)] if sub else [])))
    if name in books.accounts and name not in books.closed:
        raise RefusedError(
            Text(f"科目 {code} 已经开立。", f"The account {code} is open already."),
            Text("要开明细，请加 --name 明细名称。", "Add --name for a sub-account."),
        )
    return name, Addition(
        entity, day, books.workspace.folder(entity) / "accounts.beancount", f"{day} open {name} CNY\n"
    )


def _head(books: Books, entity: str, entry: ChartAccount) -> str:
    """Return the code with its name, as this community already writes it or in its language."""
    for name in books.accounts:
        parts = name.split(":")
        if len(parts) > 2 and parts[:2] == [entry.root, entity] and parts[2].startswith(entry.code):
            return parts[2]
    return component(entry.code, entry.name.say(books.workspace.settings.language))


def _next_sub(taken: set[str]) -> str:
    return next(f"{number:02d}" for number in range(1, 100) if f"{number:02d}" not in taken)


def _chart_entry(standard: str, code: str) -> ChartAccount:
    accounts = chart(standard).accounts
    if code in accounts:
        return accounts[code]
    near = next(iter(get_close_matches(code, accounts, 1, 0.5)), "")
    raise _no_code(code, f"{near} {accounts[near].name.zh}" if near else "")


def _no_code(code: str, near: str) -> UsageError:
    return UsageError(
        Text(f"会计科目表里没有 {code}。", f"The chart of accounts has no {code}."),
        Text(f"您要写的是 {near} 吗？", f"Did you mean {near}?")
        if near
        else Text("请写四位代码，明细加 :01。", "Write four digits, with :01 for a sub-account."),
    )
