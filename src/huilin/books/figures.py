"""Figures that directives state (budgets, pledges, losses brought forward), named so that a query can ask for them.

BQL knows no values of `custom` directives but reads their metadata: so each figure stands there too, put by our
plugin into the loaded books and by the redaction into the public ledger. Nobody writes these keys by hand.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beancount.core import data
from beancount.core.amount import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

NAME, PREFIX = "figure-of", "figure-"
AMOUNT = "amount"
_IN_WORDS = {"project": ("budget", "upkeep-per-year")}
"""The figures that stand in a directive's metadata, by its kind."""
_VALUED = frozenset({"budget", "pledge", "brought-forward"})
"""The kinds whose third value is the figure."""


class Declared(NamedTuple):
    """The figures that one directive states: which directive (`budget Fund 路灯改造`), its day, numbers by name."""

    of: str
    kind: str
    entity: str
    day: date
    figures: Mapping[str, Decimal]
    project: str = ""


def declared(entries: Iterable[data.Directive]) -> Iterator[tuple[data.Custom, Declared]]:
    """Yield each directive that states figures with them; of two alike of one day only the later counts."""
    found: dict[tuple[str, date], tuple[data.Custom, Declared]] = {}
    pledges = Counter[str]()
    for entry in entries:
        if isinstance(entry, data.Custom) and (made := _declared(entry, pledges)) is not None:
            found[made.of, made.day] = entry, made
    yield from found.values()


def with_figures(entries: Sequence[data.Directive]) -> list[data.Directive]:
    """Return the entries in which each directive says its figures in metadata as well."""
    said = {id(entry): {NAME: made.of, **keyed(made)} for entry, made in declared(entries)}
    return [entry._replace(meta=entry.meta | said[id(entry)]) if id(entry) in said else entry for entry in entries]


def keyed(made: Declared) -> dict[str, Decimal]:
    """Return the figures by the metadata keys under which they stand."""
    return {f"{PREFIX}{key}": number for key, number in made.figures.items()}


def name_of(kind: str, *words: str) -> str:
    """Return what a directive's figures are called: its kind, its entity, and what it is about."""
    return " ".join((kind, *words))


def _declared(entry: data.Custom, pledges: Counter[str]) -> Declared | None:
    values = [_plain(value.value) for value in entry.values or ()]
    words = [value for value in values[:2] if isinstance(value, str)]
    if len(words) < 2:
        return None
    if entry.type in _IN_WORDS:
        said = {key: _plain(entry.meta.get(key)) for key in _IN_WORDS[entry.type]}
        figures = {key: number for key, number in said.items() if isinstance(number, Decimal)}
        name, entity = words
        return Declared(name_of(entry.type, entity, name), entry.type, entity, entry.date, figures) if figures else None
    number = values[2] if len(values) > 2 else None
    if entry.type not in _VALUED or not isinstance(number, Decimal):
        return None
    entity, subject = words
    if entry.type == "pledge":
        pledges[entity] += 1
        subject = str(pledges[entity])
    elif year := entry.meta.get("for-year"):
        subject = f"{subject} {year}"
    project = str(entry.meta.get("project") or "")
    return Declared(name_of(entry.type, entity, subject), entry.type, entity, entry.date, {AMOUNT: number}, project)


def _plain(value: object) -> object:
    return value.number if isinstance(value, Amount) else value
