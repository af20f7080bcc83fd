"""From ledger files to Books: look before opening, load by Beancount, check, hand over."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from huilin.books import directives, preflight
from huilin.books.beancount_errors import as_finding
from huilin.books.model import Books
from huilin.errors import HuilinError
from huilin.findings import errors_in, in_order
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from beancount.core import data

    from huilin.workspace import Workspace

_checked: ContextVar[list[Books] | None] = ContextVar("checked", default=None)


def load(workspace: Workspace, main: Path | None = None) -> Books:
    """Load the workspace's books (or one entity's `main`), with every finding of preflight, Beancount and checks.

    Raises HuilinError where there is no such file; everything else that is wrong is a finding.
    """
    main = main or workspace.main
    if not main.is_file():
        raise HuilinError(
            Text(f"找不到账本 {workspace.relative(main)}。", f"There is no ledger {workspace.relative(main)}."),
            Text("请从备份恢复，或用 huilin new 新建。", "Restore it from a backup, or start one with `huilin new`."),
        )
    refused = preflight.look(workspace, main)
    if errors_in(refused):
        return Books(workspace, (), {}, in_order(refused))
    entries, errors, options, seen = _load_by_beancount(main)
    findings = [*refused, *(as_finding(error, workspace) for error in errors)]
    if seen is None:
        return build(workspace, entries, options, tuple(in_order(findings)))
    return Books(workspace, seen.entries, options, in_order(findings), seen.customs, seen.entities, seen.projects)


def _load_by_beancount(main: Path) -> tuple[Sequence[data.Directive], list[Any], dict[str, Any], Books | None]:
    """Run Beancount's loader without its pickle cache; our plugin hands over the books that it has built."""
    os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
    from beancount import loader

    hand: list[Books] = []
    token = _checked.set(hand)
    try:
        entries, errors, options = loader.load_file(str(main))
    finally:
        _checked.reset(token)
    return entries, errors, options, hand[0] if hand else None


def hand_over(books: Books) -> None:
    """Let `load` have the books that the plugin has just built, so that nothing is built twice."""
    hand = _checked.get()
    if hand is not None:
        hand.append(books)


def build(
    workspace: Workspace,
    entries: Sequence[data.Directive],
    options: dict[str, Any],
    findings: tuple[Any, ...] = (),
) -> Books:
    """Return Books of entries already loaded."""
    facts = directives.customs(entries, workspace)
    return Books(workspace, entries, options, findings, facts, directives.entities(facts), directives.projects(facts))
