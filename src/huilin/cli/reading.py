"""Look at the books without changing them: `check`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import typer

from huilin.cli.session import of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.cli.console import Console
    from huilin.findings import Finding


def check(context: typer.Context) -> None:
    """核对账本，一次列出全部问题。Check the books; every finding at once.

    有错误时退出码为 1。Exits with 1 only where there are errors.

    \b
    例 Example: huilin check
    """
    from huilin.findings import errors_in

    session = of(context)
    findings = session.books().findings
    show(session.console, findings)
    if session.console.json:
        session.console.data({"findings": [finding.to_json(session.console.language) for finding in findings]})
    if errors_in(findings):
        raise typer.Exit(1)


_GROUPS = {
    "error": Text("错误", "Errors"),
    "warning": Text("警告", "Warnings"),
    "note": Text("提示", "Notes"),
}


def show(console: Console, findings: Sequence[Finding]) -> None:
    """Print findings grouped by how much they matter, then how many there are of each."""
    for severity, heading in _GROUPS.items():
        group = [finding for finding in findings if finding.severity == severity]
        if group:
            console.say(heading)
        for finding in group:
            console.say(f"  {finding.say(console.language)}")
    console.say(count(findings))


def count(findings: Sequence[Finding]) -> Text:
    """Return how many findings there are of each severity, in one line."""
    if not findings:
        return Text("没有发现问题。", "No findings.")
    of_each = Counter(str(finding.severity) for finding in findings)
    return Text(
        f"错误 {of_each['error']}，警告 {of_each['warning']}，提示 {of_each['note']}。",
        f"{of_each['error']} errors, {of_each['warning']} warnings, {of_each['note']} notes.",
    )
