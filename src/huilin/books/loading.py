"""From ledger files to Books: look before opening, load by Beancount, check, hand over."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.books import directives, preflight
from huilin.books.beancount_errors import as_findings
from huilin.books.model import Books
from huilin.errors import HuilinError
from huilin.findings import Finding, Severity, errors_in, in_order
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
    refuse_missing(workspace, main)
    refused = preflight.look(workspace, main)
    if errors_in(refused):
        return Books(workspace, (), {}, in_order(refused), today=today)
    return finished(workspace, _load_by_beancount(main, today), refused, today=today)


def refuse_missing(workspace: Workspace, main: Path) -> None:
    """Raise HuilinError where there is no such ledger."""
    if not main.is_file():
        raise HuilinError(
            Text(f"找不到账本 {workspace.relative(main)}。", f"There is no ledger {workspace.relative(main)}."),
            Text("请从备份恢复，或用 huilin new 新建。", "Restore it from a backup, or start one with `huilin new`."),
        )


def _unchecked(workspace: Workspace, main: Path) -> Finding:
    return Finding(
        "plugin-missing", Severity.ERROR, workspace.relative(main), 0,
        Text("这个账本没有启用检查。", "This ledger's checks are switched off."),
        Text('请在文件开头写一行 plugin "huilin.checks"。', 'Put the line plugin "huilin.checks" at its head.'),
    )  # fmt: skip


class Loaded(NamedTuple):
    """What Beancount's loader gives, and the books that our plugin has built meanwhile (none where it did not run)."""

    entries: Sequence[Any]
    errors: Sequence[Any]
    options: Any
    handed: Sequence[Books]


def _load_by_beancount(main: Path, today: date | None) -> Loaded:
    """Run Beancount's loader without its pickle cache; our plugin hands over the books that it has built."""
    os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
    from beancount import loader

    loader.initialize(use_cache=False)  # the variable counts only before the first import
    with handed_over(today) as handed:
        entries, errors, options = loader.load_file(str(main))
    return Loaded(entries, errors, options, handed)


@contextmanager
def handed_over(today: date | None) -> Iterator[list[Books]]:
    """Give a list that the plugin fills with the books it builds, while Beancount's loader runs (ours, or Fava's)."""
    handed: list[Books] = []
    token, day = _checked.set(handed), _today.set(today)
    try:
        yield handed
    finally:
        _checked.reset(token)
        _today.reset(day)


def finished(
    workspace: Workspace, loaded: Loaded, refused: Iterable[Finding] = (), *, today: date | None = None
) -> Books:
    """Return the books that the plugin handed over, with every finding; built here where the plugin did not run."""
    findings = [*refused, *as_findings(loaded.errors, workspace)]
    if not loaded.handed:
        findings.append(_unchecked(workspace, workspace.root / loaded.options["filename"]))
        return build(workspace, loaded.entries, loaded.options, in_order(findings), today=today)
    return loaded.handed[0].with_findings(in_order(findings), loaded.options)


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
