"""What a page or a paper is asked for: the books, the period, whose books, and which entries a filter has left."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from huilin.money import CURRENCY
from huilin.reporting.common import in_words, over
from huilin.vocabulary import is_period, parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from huilin.books import Books, Entity
    from huilin.vocabulary import Period


@dataclass(frozen=True, eq=False)
class AuditRequest:
    """What is asked. `entity`: one set of books, or all of them ("").

    `chosen`: the places in `Books.transactions` that a filter has left; None: all. `options` are a page's own words
    (`method`, `seed`, …), as an address or a command line gives them. `today` is the day on which things are late.
    `marks`: the auditor's own file of ticks; None: the one that belongs to the workspace's folder (a desk over a copy
    names the original's).
    """

    books: Books
    period: Period
    today: date
    entity: str = ""
    chosen: frozenset[int] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    marks: Path | None = None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The sets of books that are asked for."""
        return tuple(e for e in self.books.entities.values() if self.entity in ("", e.name))

    @property
    def heading(self) -> Text:
        """The period in words, with its days."""
        if is_period(self.period.name) and parse_period(self.period.name) == self.period:
            return over(self.period)
        first, last = in_words(self.period.start), in_words(self.period.end)
        return Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")

    @cached_property
    def all_postings(self) -> pd.DataFrame:
        """Every posting in CNY of the entities and entries asked for, of any day, drafts included."""
        p = self.books.frames.postings
        keep = (p["commodity"] == CURRENCY).to_numpy()
        if self.entity:
            keep = keep & (p["entity"] == self.entity).to_numpy()
        if self.chosen is not None:
            left = np.zeros(len(self.books.transactions), dtype=bool)
            left[list(self.chosen)] = True
            keep = keep & left[p["entry"].to_numpy()]
        return p[keep]

    @cached_property
    def postings(self) -> pd.DataFrame:
        """The posted postings of the period among them."""
        p = self.all_postings
        first, last = np.datetime64(self.period.start), np.datetime64(self.period.end)
        return p[((p["date"] >= first) & (p["date"] <= last) & (p["flag"] == "*")).to_numpy()]

    def option(self, name: str, default: str = "") -> str:
        """Return a page's own option."""
        return self.options.get(name, default) or default
