"""Closing: what the end of a period books, the trial balance that must tie, and the seals that keep it as it was."""

from huilin.closing.process import Closed, Foreseen, close, foresee
from huilin.closing.refusals import NotReadyError
from huilin.sealing import Seal, Totals, totals, trial_balance, verify

__all__ = [
    "Closed",
    "Foreseen",
    "NotReadyError",
    "Seal",
    "Totals",
    "close",
    "foresee",
    "totals",
    "trial_balance",
    "verify",
]
