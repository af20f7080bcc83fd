"""A closed quarter is shown to the community in time: residents do not have to ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.books.sealed import sealed_periods
from huilin.deadlines import duties
from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books

RULE = "disclosure-late"
SOURCE = "《慈善法》第七十九条（至少每三个月公开一次）；期限见 data/deadlines.toml"
EXAMPLE = """
{}
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a warning for the last quarter closed and not published within three months of its end."""
    term = next(duty for duty in duties() if duty.id == "fund-projects")
    sealed = {p.name: p for entity in books.entities for p in sealed_periods(books.workspace, entity) if p.months == 3}
    late = [
        period
        for period in sorted(sealed.values(), key=lambda period: period.end)
        if books.today is not None and term.due(period) < books.today
    ]
    for period in late[-1:]:
        if not (books.workspace.published / period.name).exists():
            yield Finding(
                RULE, Severity.WARNING, f"published/{period.name}", 0,
                Text(f"{period.title.zh}已结账，到 {term.due(period)} 还没有公开。", f"{period.title.en} is closed and was not published by {term.due(period)}."),
                Text(f"请运行 huilin publish {period.name}。", f"Run `huilin publish {period.name}`."),
            )  # fmt: skip
