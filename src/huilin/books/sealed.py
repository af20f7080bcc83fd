"""Up to which day each entity's books are sealed: told by the names of the seals, so that every layer may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.errors import UsageError
from huilin.vocabulary import Period, parse_period

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from huilin.workspace import Workspace


def seal_file(workspace: Workspace, period: Period, entity: str) -> Path:
    """Return where the seal of one entity's period lies: `seals/2026-Q3.Company.json`."""
    return workspace.seals / f"{period.name}.{entity}.json"


def sealed_periods(workspace: Workspace, entity: str) -> tuple[Period, ...]:
    """Return the periods that have a seal, in order of time."""
    names = (file.name.removesuffix(f".{entity}.json") for file in workspace.seals.glob(f"*.{entity}.json"))
    periods = (period for name in names if (period := _period(name)) is not None)
    return tuple(sorted(periods, key=lambda period: period.end))


def sealed_until(workspace: Workspace, entity: str) -> date | None:
    """Return the last sealed day of the entity's books, or None where nothing is sealed."""
    periods = sealed_periods(workspace, entity)
    return periods[-1].end if periods else None


def _period(name: str) -> Period | None:
    try:
        return parse_period(name)
    except UsageError:
        return None
