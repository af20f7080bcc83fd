"""The promise as the books keep it: policies and figures read from the ledger, assessed, booked and reconciled."""

from huilin.promise.assessing import assess, state, to_json
from huilin.promise.booking import accruals
from huilin.promise.figures import figures
from huilin.promise.policies import declared, policies
from huilin.promise.settling import Reconciliation, settlement

__all__ = [
    "Reconciliation",
    "accruals",
    "assess",
    "declared",
    "figures",
    "policies",
    "settlement",
    "state",
    "to_json",
]
