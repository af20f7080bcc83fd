"""What an auditor asks of the books, computed: tables that the desk shows, exports and prints, and working papers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huilin.audit.request import AuditRequest
    from huilin.audit.table import Cell, Column, Kind, Origin, RowStyle, Table

__all__ = ["AuditRequest", "Cell", "Column", "Kind", "Origin", "RowStyle", "Table"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class
    """Import what is asked for when it is asked for: the command that only starts the desk needs no pandas."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{'request' if name == 'AuditRequest' else 'table'}"), name)
