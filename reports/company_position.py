"""资产负债表（会小企01表）: what the enterprise owns and owes, with the official line numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.small_enterprise import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "company_position"
TITLE = Text("资产负债表", "Balance sheet")
ORDER = 65


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise, its columns as in the annex of the standard."""
    return statements(request, "position", Path(__file__).with_name("small_enterprise.toml"))
