"""会民非01表（2004年版式）: the same figures with the official numbers of the form that is uploaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.npo import uploads
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "fund_position_tax"
TITLE = Text("基金资产负债表（2004年版式，申报用）", "Balance sheet of the fund (layout of 2004, for upload)")
ORDER = 56
PUBLISHED = False


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each registered fund under the standard of 2026, as the tax office collects it."""
    return uploads(request, "position", Path(__file__).parent)
