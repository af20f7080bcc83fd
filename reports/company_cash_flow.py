"""现金流量表（会小企03表）: where the enterprise's cash came from and went, with the official line numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.small_enterprise import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "company_cash_flow"
TITLE = Text("现金流量表", "Cash flow statement")
ORDER = 70


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise, its columns as in the annex of the standard."""
    return statements(request, "cash-flow", Path(__file__).with_name("small_enterprise.toml"))
