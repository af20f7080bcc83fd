"""What a new community says about itself, and which accounts follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from huilin.setup import accounts as acc

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.wording import Language


@dataclass(frozen=True)
class Plan:
    """What a new community says about itself. Without a host the fund keeps its own bank account."""

    language: Language
    start: date
    name: str
    fund_title: str
    company_title: str
    host: str = ""
    shareholder: str = ""
    opening: Path | None = None

    @property
    def first_day(self) -> date:
        """The day on which accounts open: with opening balances, the day before the first."""
        return self.start - timedelta(days=1) if self.opening else self.start

    @property
    def until_2025(self) -> bool:
        """Whether the fund's books begin under the standard of 2004."""
        return self.start < acc.NEW_NPO_STANDARD

    @cached_property
    def fund_accounts(self) -> tuple[acc.Opened, ...]:
        """The accounts that a new fund opens."""
        return acc.fund_accounts(self.first_day, self.language, hosted=bool(self.host), until_2025=self.until_2025)

    @cached_property
    def company_accounts(self) -> tuple[acc.Opened, ...]:
        """The accounts that a new enterprise opens."""
        return acc.company_accounts(self.first_day, self.language)
