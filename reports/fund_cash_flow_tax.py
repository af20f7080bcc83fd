"""会民非03表（2004年版式）: the same figures with the official numbers of the form that is uploaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.npo import uploads
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "fund_cash_flow_tax"
TITLE = Text("基金现金流量表（2004年版式，申报用）", "Cash flow statement of the fund (layout of 2004, for upload)")
ORDER = 57
PUBLISHED = False


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each registered fund under the standard of 2026, as the tax office collects it."""
    return uploads(request, "cash-flow", Path(__file__).parent)
