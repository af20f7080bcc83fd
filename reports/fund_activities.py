"""会民非02表: income, expense and change in net assets, restricted and not – of a registered fund in its standard's layout; of a hosted one as management figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.npo import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "fund_activities"
TITLE = Text("基金业务活动表", "Activities of the fund")
ORDER = 50


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund, in the layout of the standard in force."""
    return statements(request, "activities", Path(__file__).parent)
