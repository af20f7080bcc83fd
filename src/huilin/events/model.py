"""What an event is: questions, entries of legs, directives, conditions, and an example – values, read from data."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

QuestionType = Literal[
    "amount", "count", "quantity", "date", "text", "project", "donor", "account", "choice", "link", "voucher", "person", "entity"
]  # fmt: skip
Role = Literal["fund", "company"]
Side = Literal["debit", "credit"]
GROUPS: Mapping[str, Text] = {
    "gifts": Text("基金：捐赠收入", "Fund: gifts"),
    "funding": Text("基金：限定、拨款与退款", "Fund: restrictions, grants, refunds"),
    "projects": Text("基金：项目支出与往来", "Fund: projects and spending"),
    "both": Text("基金与公司之间（两本账各记一笔）", "Between fund and enterprise (one entry in each set of books)"),
    "sales": Text("公司：销售与服务", "Enterprise: sales and services"),
    "purchases": Text("公司：采购、库存、发票", "Enterprise: purchases, stock, invoices"),
    "money": Text("公司：现金、押金、往来", "Enterprise: cash, deposits, advances"),
    "capital": Text("公司：资本、借款、资产、补助", "Enterprise: capital, loans, assets, grants"),
    "people": Text("公司：工资、劳务与税", "Enterprise: wages, services, taxes"),
}


@dataclass(frozen=True)
class Question:
    """One thing to be told: `amount=500` on the command line, or asked on a terminal.

    `default` is an expression for amounts and counts, else a template; `quiet` questions are never asked, only taken.
    """

    field: str
    type: QuestionType
    words: Text
    default: str = ""
    optional: bool = False
    quiet: bool = False
    zero: bool = False
    fresh: bool = False
    """A link that must not be in the books yet."""
    when: str = ""
    choices: Mapping[str, Text] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Leg:
    """One posting: account words (by standard where they differ), side, amount as an expression.

    `red` keeps the side and turns the amount negative (红字), so that turnover counts it right.
    """

    side: Side
    accounts: Mapping[str, str]
    """Standard → account words; the key "" stands for every standard."""
    amount: str
    when: str = ""
    red: bool = False
    commodity: str = "CNY"
    meta: Mapping[str, str] = field(default_factory=dict)

    def account_words(self, standard: str) -> str:
        """Return the account's words under a standard."""
        return self.accounts.get(standard) or self.accounts[""]


@dataclass(frozen=True)
class Repeat:
    """An entry for the last day of each month: `months` of them from `start`, those of `year` where that is said."""

    start: str
    months: str
    year: str = ""


@dataclass(frozen=True)
class Entry:
    """One voucher of an event, in one set of books."""

    books: str
    """"fund", "company", or "" for whichever the event is told of."""
    text: Text
    legs: tuple[Leg, ...]
    date: str = "date"
    kind: str = ""
    when: str = ""
    meta: Mapping[str, Text] = field(default_factory=dict)
    payee: str = "{payee}"
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Directive:
    """A dated directive instead of an entry: `custom` (a pledge) or `note` (free premises)."""

    books: str
    kind: str
    values: tuple[str, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    account: str = ""
    text: Text = Text("", "")  # noqa: RUF009 - a tuple, never changed
    """Account and words of a `note`."""


@dataclass(frozen=True)
class Must:
    """A condition that the answers keep, and what to say where they do not."""

    that: str
    words: Text


@dataclass(frozen=True)
class Example:
    """Answers to try; `given` events come before it in the books."""

    answers: Mapping[str, str]
    given: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class Event:
    """A kind of event that a treasurer can insert by its name."""

    name: str
    title: Text
    group: str
    books: tuple[Role, ...]
    """Whose books it may stand in; two roles with entries for both, or the one that is told."""
    source: str
    verified: str
    plain: Text
    questions: tuple[Question, ...]
    entries: tuple[Entry, ...] = ()
    directives: tuple[Directive, ...] = ()
    standards: tuple[str, ...] = ()
    """Standards of the fund under which it is valid; none said: all."""
    let: Mapping[str, str] = field(default_factory=dict)
    """Named amounts, each rounded once, in order."""
    musts: tuple[Must, ...] = ()
    notes: tuple[Text, ...] = ()
    examples: tuple[Example, ...] = ()
    chosen: bool = False
    """Whether `entity=` chooses between its roles (an expense, a transfer)."""

    def question(self, name: str) -> Question | None:
        """Return the question of that field."""
        return next((q for q in self.questions if q.field == name), None)


Table = dict[str, Any]
"""A table of TOML as it is read."""
