"""The promise to the community: what the enterprise owes the fund, why, and what became of it.

Pure: plain values in, plain values out, no ledger, no clock, no files but the tax facts beside this module.
`assess` is the way in; see its arguments' classes for the units. All amounts are CNY.
"""

from huilin.reinvestment.assessment import Assessment, Earlier, assess
from huilin.reinvestment.errors import (
    NoSolutionError,
    PolicyInvalidError,
    ReinvestmentError,
    TaxFactMissingError,
)
from huilin.reinvestment.explanation import Step
from huilin.reinvestment.figures import Lot, Shared, YearFigures
from huilin.reinvestment.income_tax import IncomeTax, income_tax
from huilin.reinvestment.policy import (
    BASES,
    Policy,
    Problem,
    Span,
    dated,
    earlier_rules,
    policies_on,
    problems,
)
from huilin.reinvestment.settlement import (
    Due,
    Resolution,
    Settlement,
    committee_part,
    distribution_needed,
    overdue_days,
)
from huilin.reinvestment.taxes import Fact, Taxes, TaxFact, read_taxes, stock_taxes
from huilin.reinvestment.vat import Surcharges, VatPeriod, surcharges, vat_relief

__all__ = [
    "BASES",
    "Assessment",
    "Due",
    "Earlier",
    "Fact",
    "IncomeTax",
    "Lot",
    "NoSolutionError",
    "Policy",
    "PolicyInvalidError",
    "Problem",
    "ReinvestmentError",
    "Resolution",
    "Settlement",
    "Shared",
    "Span",
    "Step",
    "Surcharges",
    "TaxFact",
    "TaxFactMissingError",
    "Taxes",
    "VatPeriod",
    "YearFigures",
    "assess",
    "committee_part",
    "dated",
    "distribution_needed",
    "earlier_rules",
    "income_tax",
    "overdue_days",
    "policies_on",
    "problems",
    "read_taxes",
    "stock_taxes",
    "surcharges",
    "vat_relief",
]
