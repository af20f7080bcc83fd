"""会民非01表: what it holds, what it owes, and whose wish binds the rest – of a registered fund in its standard's layout; of a hosted one as management figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.npo import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "fund_position"
TITLE = Text("基金资产负债表", "Balance sheet of the fund")
ORDER = 55


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund, in the layout of the standard in force."""
    return statements(request, "position", Path(__file__).parent)
