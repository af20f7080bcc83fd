"""The promise as the books keep it: policies and figures read from the ledger, assessed, booked and reconciled."""

from huilin.promise.assessing import assess, state, to_json, true_up
from huilin.promise.booking import accruals, adjustments, dividends
from huilin.promise.figures import figures
from huilin.promise.paying import Receipt, payments, receipts
from huilin.promise.policies import declared, policies
from huilin.promise.remarks import remarks
from huilin.promise.settling import PeriodLine, Reconciliation, by_period, giver, settlement
from huilin.promise.what_if import Compared, compare

__all__ = [
    "Compared",
    "PeriodLine",
    "Receipt",
    "Reconciliation",
    "accruals",
    "adjustments",
    "assess",
    "by_period",
    "compare",
    "declared",
    "dividends",
    "figures",
    "giver",
    "payments",
    "policies",
    "receipts",
    "remarks",
    "settlement",
    "state",
    "to_json",
    "true_up",
]
