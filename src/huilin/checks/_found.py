"""Shared by the checks: a finding placed at an entry or a directive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huilin.findings import Finding, Severity

if TYPE_CHECKING:
    from huilin.books import Books, Custom
    from huilin.wording import Text


def at_entry(  # noqa: PLR0913, PLR0917 - what a finding consists of
    books: Books, place: int, rule: str, severity: Severity, message: Text, remedy: Text
) -> Finding:
    """Return a finding at transaction number `place` of the books."""
    return at_directive(books, books.transactions[place], rule, severity, message, remedy)


def at_directive(  # noqa: PLR0913, PLR0917 - what a finding consists of
    books: Books,
    entry: Any,  # noqa: ANN401 - Beancount has a class per directive
    rule: str,
    severity: Severity,
    message: Text,
    remedy: Text,
) -> Finding:
    """Return a finding at one of Beancount's directives."""
    meta = entry.meta
    return Finding(rule, severity, books.workspace.relative(meta["filename"]), meta["lineno"], message, remedy)


def at_custom(custom: Custom, rule: str, severity: Severity, message: Text, remedy: Text) -> Finding:
    """Return a finding at a `custom` directive."""
    return Finding(rule, severity, custom.file, custom.line, message, remedy)
