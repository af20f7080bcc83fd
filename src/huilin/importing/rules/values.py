"""Rules as values: conditions on a row's words, and what a row that fits them means."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.findings import Finding, Severity

if TYPE_CHECKING:
    from huilin.wording import Text

Words = Mapping[str, str]
TRANSIT = "在途"


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` compared with any of `values`; `negated` where it must not hold."""

    field: str
    comparison: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class NotThis:
    """The part must not hold."""

    part: Expression


Expression = Condition | AllOf | AnyOf | NotThis


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row's amount goes: an account as a treasurer writes it, its share, the VAT in it."""

    account: str
    share: Decimal | None = None
    vat: Decimal = Decimal(0)


@dataclass(frozen=True)
class Rule:
    """One rule with its place. `ignore` says why rows are left out; `ask` leaves them to a person."""

    file: str
    line: int
    when: Expression
    targets: tuple[Target, ...] = ()
    via: str = ""
    project: str = ""
    category: str = ""
    kind: str = ""
    card_from: str = ""
    ask: bool = False
    ignore: str = ""
    said: str = field(default="", compare=False)
    """The rule as it is written."""
    matches: Callable[[Words], bool] = field(default=lambda _: False, compare=False, repr=False)

    @property
    def place(self) -> str:
        """Where it stands: `rules/20-建行.txt:3`."""
        return f"{self.file}:{self.line}"

    @property
    def mark(self) -> str:
        """Eight signs that stand for what it says, wherever it stands."""
        return hashlib.sha256(" ".join(self.said.split()).encode()).hexdigest()[:8]

    def may_concern(self, names: frozenset[str]) -> bool:
        """Say whether the rule can match rows of a source of these names."""
        parts = self.when.parts if isinstance(self.when, AllOf) else (self.when,)
        asked = [p for p in parts if isinstance(p, Condition) and p.field == "来源" and not p.negated]
        return all(not names.isdisjoint(condition.values) for condition in asked)


class Rules(NamedTuple):
    """Rules in the order in which they are asked, and what is wrong with their text."""

    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...] = ()

    def first(self, words: Words) -> Rule | None:
        """Return the first rule that matches the row's words."""
        for rule in self.rules:
            if rule.matches(words):
                return rule
        return None


def finding(file: str, line: int, text: Text, remedy: Text, severity: Severity = Severity.ERROR) -> Finding:
    """Return a finding at a rule."""
    return Finding("import-rule", severity, file, line, text, remedy)
