"""现金流量表（会小企03表，税务申报样式）: the same figures in the order and spelling of the tax office's form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.small_enterprise import statements
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest, Statement

NAME = "company_cash_flow_tax"
TITLE = Text("现金流量表（税务申报样式）", "Cash flow statement (tax form)")
ORDER = 71
PUBLISHED = False


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise as it is filed: 本期金额 before 本年累计金额."""
    return statements(request, "cash-flow", Path(__file__).with_name("small_enterprise.toml"), tax_form=True)
