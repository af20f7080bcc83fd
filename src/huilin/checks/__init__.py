"""Every check, run inside Beancount's loader by the line `plugin "huilin.checks"`.

A check is a module of this package: its first line says what it gives the community; `RULE` names it, `SOURCE`
says where the rule comes from, `EXAMPLE` is a ledger that breaks it, `check(books)` yields its findings; `FIRM`
is true where no entry may be excused. So bean-check, Fava and `huilin check` show the same findings.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core import data

from huilin.books.beancount_errors import CheckError
from huilin.books.cash_flows import with_flows
from huilin.books.figures import with_figures
from huilin.books.loading import build, day_of_load, hand_over
from huilin.checks._excused import excused
from huilin.errors import HuilinError
from huilin.findings import Finding, Severity
from huilin.journal import FILE as LOG
from huilin.wording import Text
from huilin.workspace import SETTINGS, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from huilin.books import Books

__plugins__ = ("check_books",)


def check_books(
    entries: Sequence[data.Directive], options: dict[str, Any]
) -> tuple[Sequence[data.Directive], list[CheckError]]:
    """Run every check over loaded entries, and name what queries ask for: the figures of directives, the flows of cash.

    Beancount's cache watches what was read. The books that are handed over keep the entries as they are written.
    """
    try:
        workspace = Workspace.find(Path(options["filename"]).parent)
    except HuilinError as error:
        return entries, [_no_workspace(error, options["filename"])]
    entries = [_with_values(entry) for entry in entries]
    options["include"] += _beside(workspace, entries)
    books = build(workspace, entries, options, today=day_of_load())
    hand_over(books)
    return with_flows(with_figures(entries), books), [_as_error(finding, workspace) for finding in findings(books)]


def _with_values(entry: data.Directive) -> data.Directive:
    """Return a `custom` without values as one with none of them: Fava, which loads through here too, breaks on None."""
    return entry._replace(values=[]) if isinstance(entry, data.Custom) and not entry.values else entry


def findings(books: Books) -> Iterator[Finding]:
    """Yield what every check finds; what an entry is excused from by `override:` is listed as a note instead."""
    found = [finding for module in modules() for finding in module.check(books)]
    return excused(books, found, {module.RULE: not getattr(module, "FIRM", False) for module in modules()})


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the check modules in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    found = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module for module in found if hasattr(module, "RULE"))


def _beside(workspace: Workspace, entries: Sequence[data.Directive]) -> list[str]:
    """Return what the checks read beside the ledger: settings, evidence, seals, the log, and the folder of the donor register.

    The folder, not the file: Fava lets whoever opens it read every file that stands in `include`.
    """
    evidence = dict.fromkeys(str(entry.filename) for entry in entries if isinstance(entry, data.Document))
    seals = (str(file) for file in (workspace.seals, *sorted(workspace.seals.glob("*.json*"))))
    log = (str(file) for file in (workspace.root / LOG,) if file.exists())
    return [str(workspace.root / SETTINGS), str(workspace.donors.parent), *seals, *log, *evidence]


def _no_workspace(error: HuilinError, file: str) -> CheckError:
    """Return the error of books whose community.toml is missing or wrong, where bean-check or Fava opened them."""
    finding = Finding("workspace", Severity.ERROR, file, 0, error.text, error.remedy or Text("", ""))
    return CheckError({"filename": file, "lineno": 0}, f"{error.text.zh} {finding.remedy.zh}", None, finding)


def _as_error(finding: Finding, workspace: Workspace) -> CheckError:
    source = {"filename": str(workspace.root / finding.file), "lineno": finding.line}
    return CheckError(source, f"{finding.message.zh} {finding.remedy.zh} [{finding.rule}]", None, finding)
