"""会民非03表: where its cash came from and went – of a registered fund in its standard's layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.npo import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "fund_cash_flow"
TITLE = Text("基金现金流量表", "Cash flow statement of the fund")
ORDER = 57


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each registered fund, in the layout of the standard in force."""
    return statements(request, "cash-flow", Path(__file__).parent)
