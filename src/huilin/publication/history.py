"""What was published before, read from the generations and from the log."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from huilin.errors import HuilinError
from huilin.journal import records
from huilin.money import parse_decimal, to_fen
from huilin.publication.generations import GENERATIONS
from huilin.reporting.history import Edition, History
from huilin.vocabulary import is_period, parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huilin.workspace import Workspace


def read(workspace: Workspace) -> History:
    """Return the history of the workspace; a generation that cannot be read is none (`huilin verify` says why)."""
    found = sorted(
        (workspace.published / GENERATIONS).glob("*/facts.json"), key=lambda f: (f.stat().st_mtime_ns, str(f))
    )
    editions = tuple(edition for file in found if (edition := _edition(file)) is not None)
    days: dict[str, date] = {}
    for name, day in _published(workspace.root):
        days.setdefault(name, day)
    return History(editions, days)


def _edition(file: Path) -> Edition | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        facts = data["facts"]
        amounts = {fact["id"]: to_fen(parse_decimal(fact["amount"])) for fact in facts}
        labels = {fact["id"]: Text(fact["label"], fact["label_en"]) for fact in facts}
        return Edition(parse_period(data["period"]), amounts, labels)
    except (OSError, ValueError, KeyError, TypeError, HuilinError):
        return None


def _published(root: Path) -> Iterator[tuple[str, date]]:
    """Yield period and day of each publication that the log tells of, the oldest first."""
    for record in records(root):
        name = str(record.get("words", ""))
        if record.get("command") == "publish" and str(record.get("code")) == "0" and is_period(name):
            yield name, datetime.fromisoformat(str(record["at"])).date()
