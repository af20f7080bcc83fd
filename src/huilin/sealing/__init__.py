"""Seals of closed periods: read, chained, held against the books on every load, so that nothing changes silently."""

from huilin.sealing.seal import FORM, Seal, entries_file, kept, kept_text, last, read, read_seal, seal_files
from huilin.sealing.trial_balance import COLUMNS, Totals, totals, trial_balance
from huilin.sealing.verifying import held, verify

__all__ = [
    "COLUMNS",
    "FORM",
    "Seal",
    "Totals",
    "entries_file",
    "held",
    "kept",
    "kept_text",
    "last",
    "read",
    "read_seal",
    "seal_files",
    "totals",
    "trial_balance",
    "verify",
]
