"""From ledger files to Books: look before opening, load by Beancount, check, hand over."""

from __future__ import annotations

import os
from contextvars import ContextVar
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huilin.books import directives, preflight
from huilin.books.beancount_errors import as_findings
from huilin.books.model import Books
from huilin.errors import HuilinError
from huilin.findings import Finding, Severity, errors_in, in_order
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from beancount.core import data

    from huilin.workspace import Workspace

_checked: ContextVar[list[Books] | None] = ContextVar("checked", default=None)
_today: ContextVar[date | None] = ContextVar("today", default=None)


def load(workspace: Workspace, main: Path | None = None, *, today: date | None = None) -> Books:
    """Load the workspace's books (or one entity's `main`), with every finding of preflight, Beancount and checks.

    `today` is the day by which things are late or lie in the future; without it, the clock's. Raises HuilinError where there is no such file; everything else that is wrong is a finding.
    """
    main = main or workspace.main
    if not main.is_file():
        raise HuilinError(
            Text(f"找不到账本 {workspace.relative(main)}。", f"There is no ledger {workspace.relative(main)}."),
            Text("请从备份恢复，或用 huilin new 新建。", "Restore it from a backup, or start one with `huilin new`."),
        )
    refused = preflight.look(workspace, main)
    if errors_in(refused):
        return Books(workspace, (), {}, in_order(refused), today=today)
    entries, errors, options, seen = _load_by_beancount(main, today)
    findings = [*refused, *as_findings(errors, workspace)]
    if seen is None:
        findings.append(_unchecked(workspace, main))
        return build(workspace, entries, options, in_order(findings), today=today)
    return seen.with_findings(in_order(findings), options)


def _unchecked(workspace: Workspace, main: Path) -> Finding:
    return Finding(
        "plugin-missing", Severity.ERROR, workspace.relative(main), 0,
        Text("这个账本没有启用检查。", "This ledger's checks are switched off."),
        Text('请在文件开头写一行 plugin "huilin.checks"。', 'Put the line plugin "huilin.checks" at its head.'),
    )  # fmt: skip


def _load_by_beancount(
    main: Path, today: date | None
) -> tuple[Sequence[data.Directive], list[Any], dict[str, Any], Books | None]:
    """Run Beancount's loader without its pickle cache; our plugin hands over the books that it has built."""
    os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
    from beancount import loader

    loader.initialize(use_cache=False)  # the variable counts only before the first import
    hand: list[Books] = []
    token, day = _checked.set(hand), _today.set(today)
    try:
        entries, errors, options = loader.load_file(str(main))
    finally:
        _checked.reset(token)
        _today.reset(day)
    return entries, errors, options, hand[0] if hand else None


def hand_over(books: Books) -> None:
    """Let `load` have the books that the plugin has just built, so that nothing is built twice."""
    hand = _checked.get()
    if hand is not None:
        hand.append(books)


def day_of_load() -> date:
    """Return the day that `load` was given; under bean-check and Fava, where nobody gives one, the clock's."""
    return _today.get() or datetime.now().astimezone().date()


def build(
    workspace: Workspace,
    entries: Sequence[data.Directive],
    options: dict[str, Any],
    findings: tuple[Any, ...] = (),
    *,
    today: date | None = None,
) -> Books:
    """Return Books of entries already loaded."""
    facts = directives.customs(entries, workspace)
    entities, projects = directives.entities(facts), directives.projects(facts)
    return Books(workspace, entries, options, findings, facts, entities, projects, today)
