"""Every check, run inside Beancount's loader by the line `plugin "huilin.checks"`.

A check is a module of this package with a `RULE`, and a function `check(books) -> Iterable[Finding]`. So
bean-check, Fava and `huilin check` show the same findings.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huilin.books.beancount_errors import CheckError
from huilin.books.loading import build, day_of_load, hand_over
from huilin.workspace import SETTINGS, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from beancount.core import data

    from huilin.books import Books
    from huilin.findings import Finding

__plugins__ = ("check_books",)


def check_books(
    entries: Sequence[data.Directive], options: dict[str, Any]
) -> tuple[Sequence[data.Directive], list[CheckError]]:
    """Run every check over loaded entries; settings are added to the files that Beancount's cache watches."""
    workspace = Workspace.find(Path(options["filename"]).parent)
    options["include"].append(str(workspace.root / SETTINGS))
    books = build(workspace, entries, options, today=day_of_load())
    hand_over(books)
    return entries, [_as_error(finding, workspace) for finding in findings(books)]


def findings(books: Books) -> Iterator[Finding]:
    """Yield what every check finds."""
    for module in modules():
        yield from module.check(books)


def modules() -> tuple[ModuleType, ...]:
    """Return the check modules in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def _as_error(finding: Finding, workspace: Workspace) -> CheckError:
    source = {"filename": str(workspace.root / finding.file), "lineno": finding.line}
    return CheckError(source, f"{finding.message.zh} {finding.remedy.zh} [{finding.rule}]", None, finding)
