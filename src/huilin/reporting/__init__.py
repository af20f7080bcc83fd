"""Statements as values: lines of facts, each fact a figure that names its query and its entries."""

from huilin.reporting.statement import Cell, Chart, Check, Fact, Line, ReportRequest, Statement, facts_of

__all__ = ["Cell", "Chart", "Check", "Fact", "Line", "ReportRequest", "Statement", "facts_of"]
