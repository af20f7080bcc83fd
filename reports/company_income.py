"""利润表（会小企02表）: what the enterprise earned and spent, with the official line numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.small_enterprise import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "company_income"
TITLE = Text("利润表", "Income statement")
ORDER = 60


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise, its columns as in the annex of the standard."""
    return statements(request, "income", Path(__file__).with_name("small_enterprise.toml"))
