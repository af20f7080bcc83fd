"""Dated `custom` directives as typed facts: entities with their standards, projects, and the rest as they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core import data
from beancount.core.amount import Amount

from huilin.books.model import Custom, Entity, Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from huilin.workspace import Workspace


def customs(entries: Iterable[data.Directive], workspace: Workspace) -> tuple[Custom, ...]:
    """Return every `custom` directive in date order, amounts as Decimal, files relative to the workspace."""
    return tuple(
        Custom(
            entry.type,
            entry.date,
            tuple(_plain(value.value) for value in entry.values or ()),
            {key: _plain(value) for key, value in entry.meta.items() if not key.startswith("__")},
            workspace.relative(entry.meta["filename"]),
            entry.meta["lineno"],
        )
        for entry in entries
        if isinstance(entry, data.Custom)
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - Beancount's metadata values are of any type
    return value.number if isinstance(value, Amount) else value


def entities(facts: Iterable[Custom]) -> dict[str, Entity]:
    """Return the declared entities; a later directive of the same name changes the standard in force."""
    found: dict[str, Entity] = {}
    for custom in facts:
        if custom.kind != "entity" or not custom.values:
            continue
        name = custom.text(0)
        before = found.get(name)
        standards = (*(before.standards if before else ()), (custom.date, str(custom.meta.get("standard", ""))))
        capital = custom.meta.get("registered-capital")
        found[name] = Entity(
            name,
            custom.text(1) or (before.title if before else name),
            standards,
            str(custom.meta.get("hosted-by", before.hosted_by if before else "")),
            capital if isinstance(capital, Decimal) else (before.registered_capital if before else None),
        )
    return found


def projects(facts: Iterable[Custom]) -> dict[str, Project]:
    """Return the declared projects by name; a later directive of the same name updates what it says."""
    found: dict[str, Project] = {}
    for custom in facts:
        if custom.kind == "project" and len(custom.values) > 1:
            before = found.get(custom.text(0))
            found[custom.text(0)] = _project(custom, before)
    return found


def _project(custom: Custom, before: Project | None) -> Project:
    def said(key: str, otherwise: str) -> str:
        return str(custom.meta.get(key, otherwise))

    old = before or Project(custom.text(0), custom.text(1), custom.date)
    return Project(
        old.name,
        custom.text(1),
        old.start,
        said("restriction", old.restriction),
        _amount(custom.meta, "budget", old.budget),
        said("purpose", old.purpose),
        said("stage", old.stage),
        _amount(custom.meta, "upkeep-per-year", old.upkeep_per_year),
        said("approved-by", old.approved_by),
    )


def _amount(meta: Mapping[str, Any], key: str, otherwise: Decimal | None) -> Decimal | None:
    value = meta.get(key, otherwise)
    return value if isinstance(value, Decimal) else otherwise
