"""What an auditor asks of the books, computed: tables that the desk shows, exports and prints, and working papers."""

from huilin.audit.request import AuditRequest
from huilin.audit.table import Cell, Column, Kind, Origin, RowStyle, Table

__all__ = ["AuditRequest", "Cell", "Column", "Kind", "Origin", "RowStyle", "Table"]
