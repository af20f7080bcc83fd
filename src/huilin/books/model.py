"""What loaded books hold: entries as Beancount gives them, and the facts declared in dated directives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core import data

from huilin.books.frames import Frames
from huilin.vocabulary import split_account

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    import pandas as pd

    from huilin.findings import Finding
    from huilin.workspace import Workspace


class Custom(NamedTuple):
    """One `custom` directive: its kind, its values in order (str or Decimal), its metadata, its place."""

    kind: str
    date: date
    values: tuple[str | Decimal, ...]
    meta: Mapping[str, Any]
    file: str
    line: int

    def text(self, index: int) -> str:
        """Return value `index` as text, empty where it is missing."""
        return str(self.values[index]) if index < len(self.values) else ""

    def number(self, index: int) -> Decimal | None:
        """Return value `index` as a number (an amount, a rate), None where it is missing or none."""
        value = self.values[index] if index < len(self.values) else None
        return None if value is None or isinstance(value, str) else value


@dataclass(frozen=True)
class Entity:
    """A unit with books of its own (账套) and the accounting standards it followed, by date."""

    name: str
    title: str
    standards: tuple[tuple[date, str], ...]
    hosted_by: str = ""
    registered_capital: Decimal | None = None

    def standard_on(self, day: date) -> str:
        """Return the standard in force on `day` (the first one before its own start)."""
        current = self.standards[0][1]
        for start, standard in self.standards:
            if start <= day:
                current = standard
        return current

    @property
    def is_hosted(self) -> bool:
        """Whether a host charity keeps its money: then its statements are not statutory."""
        return bool(self.hosted_by)


@dataclass(frozen=True)
class Project:
    """A declared purpose of a fund; its income and expense name it."""

    name: str
    entity: str
    start: date
    restriction: str = "donor"
    budget: Decimal | None = None
    purpose: str = ""
    stage: str = ""
    upkeep_per_year: Decimal | None = None
    approved_by: str = ""

    @property
    def is_restricted(self) -> bool:
        """Restricted by a donor or by law; a board's own designation restricts nothing."""
        return self.restriction in ("donor", "law")


@dataclass(frozen=True, eq=False)
class Books:
    """One load of a workspace: every entry, every finding, and what follows from them."""

    workspace: Workspace
    entries: Sequence[data.Directive]
    options: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    customs: tuple[Custom, ...] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    projects: Mapping[str, Project] = field(default_factory=dict)
    today: date | None = None
    """The day on which the books are looked at; None: nothing is called late."""

    def with_findings(self, findings: tuple[Finding, ...], options: Mapping[str, Any]) -> Books:
        """Return these books with all findings; what has been worked out already is kept."""
        other = replace(self, findings=findings, options=options)
        known = ("transactions", "frames", "posted", "accounts", "closed")
        other.__dict__.update({name: self.__dict__[name] for name in known if name in self.__dict__})
        return other

    @cached_property
    def transactions(self) -> list[data.Transaction]:
        """Every transaction, in date order; a frame's `entry` column counts in this list."""
        return [entry for entry in self.entries if isinstance(entry, data.Transaction)]

    @cached_property
    def frames(self) -> Frames:
        """The postings as columns, whole fen."""
        return Frames.of(self.transactions)

    @cached_property
    def posted(self) -> pd.DataFrame:
        """The posted postings in CNY, those of cash cut by flow: a frame's columns, `cashflow` as worked out."""
        from huilin.books.cash_flows import classified

        return classified(self.frames.select().reset_index(drop=True), self)

    @cached_property
    def accounts(self) -> dict[str, data.Open]:
        """Every opened account with its directive."""
        return {entry.account: entry for entry in self.entries if isinstance(entry, data.Open)}

    @cached_property
    def closed(self) -> dict[str, date]:
        """The day on which an account was closed."""
        return {entry.account: entry.date for entry in self.entries if isinstance(entry, data.Close)}

    def directives(self, kind: str) -> tuple[Custom, ...]:
        """Return the `custom` directives of one kind in date order."""
        return tuple(custom for custom in self.customs if custom.kind == kind)

    def resolve(self, entity: str, words: str, day: date) -> tuple[str, ...]:
        """Return the open accounts that a treasurer's `words` can mean: `4101 限定`, `5001:01`, a full name.

        One account: it is meant. None or several: ask.
        """
        opened = self.open_on(entity, day)
        if words in opened:
            return (words,)
        said = words.strip().replace("：", ":")
        code, _, rest = said.partition(":" if ":" in said else " ")
        exact = [a for a in opened if _matches(a, code.strip(), rest.strip())]
        leaves = [a for a in exact if not any(other.startswith(f"{a}:") for other in exact)]
        return tuple(leaves)

    def open_on(self, entity: str, day: date) -> list[str]:
        """Return the entity's accounts that are open on `day`."""
        return [
            account
            for account, entry in self.accounts.items()
            if entry.date <= day
            and (account not in self.closed or day < self.closed[account])
            and (parts := split_account(account)) is not None
            and parts.entity == entity
        ]


def _matches(account: str, code: str, rest: str) -> bool:
    parts = split_account(account)
    if parts is None or parts.code != code:
        return False
    if not rest:
        return True
    return parts.sub == rest or (not rest.isdigit() and parts.detail.startswith(rest))
