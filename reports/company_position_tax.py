"""资产负债表（会小企01表，税务申报样式）: the same figures in the order and spelling of the tax office's form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.small_enterprise import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "company_position_tax"
TITLE = Text("资产负债表（税务申报样式）", "Balance sheet (tax form)")
ORDER = 66
PUBLISHED = False


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise as it is filed: 本期金额 before 本年累计金额."""
    return statements(request, "position", Path(__file__).with_name("small_enterprise.toml"), tax_form=True)
