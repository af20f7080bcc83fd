"""Which reports there are: found by lying in `reports/`, the stock's and the workspace's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huilin import stock
from huilin.errors import UsageError
from huilin.progress import silent
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.progress import Progress
    from huilin.reporting.statement import ReportRequest, Statement
    from huilin.workspace import Workspace

_STEP = Text("编制报表", "Making statements")


@dataclass(frozen=True)
class Report:
    """One report module: its name on the command line, its title, its place in a publication.

    One with `PUBLISHED = False` says the same as another in a form made for an office, and is made on demand only.
    """

    name: str
    title: Text
    order: int
    make: Callable[[ReportRequest], tuple[Statement, ...]]
    is_published: bool = True


def reports(workspace: Workspace) -> tuple[Report, ...]:
    """Return every report in order; a workspace's own module replaces the stock's of the same NAME."""
    found = {
        module.NAME: Report(module.NAME, module.TITLE, module.ORDER, module.make, getattr(module, "PUBLISHED", True))
        for module in stock.modules("reports", workspace.root)
    }
    return tuple(sorted(found.values(), key=lambda report: (report.order, report.name)))


def report(workspace: Workspace, name: str) -> Report:
    """Return the report called `name`; raise UsageError that lists those there are."""
    known = reports(workspace)
    for one in known:
        if one.name == name:
            return one
    names = [one.name for one in known]
    raise UsageError(
        Text(f"没有叫“{name}”的报表。", f"There is no report “{name}”."),
        Text(f"可选：{'、'.join(names)}。", f"Choose one of: {', '.join(names)}."),
    )


def make_all(request: ReportRequest, progress: Progress = silent) -> tuple[Statement, ...]:
    """Make every report of a publication, in its order."""
    known = [one for one in reports(request.books.workspace) if one.is_published]
    made: list[Statement] = []
    for done, one in enumerate(known):
        progress(_STEP, done, len(known))
        made += one.make(request)
    progress(_STEP, len(known), len(known))
    return tuple(made)
