"""Books looked at before they are opened: in a process of its own with limits, so that what kills a parser kills no desk.

The text is read first (`books.preflight`, `dangers`), then Beancount's parser alone runs over each file – no plugin,
no include, no booking – and its result is read once more. Findings that could harm whoever opens the books refuse them.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.desk import sandbox
from huilin.findings import Finding, Severity, in_order
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SECONDS, MEMORY, PATIENCE = 120, 3 * 2**30, 600
"""Of processor time, of address space, and of the clock, since the machine may be busy: 100,000 transactions take 8 s and 300 MB."""
REFUSING = frozenset({
    "amount-too-large", "deep-nesting", "division-by-zero", "document-outside", "fava-directive", "include-forbidden",
    "include-outside", "ledger-missing", "ledger-too-large", "option-forbidden", "option-outside", "parser-broken", "plugin-forbidden",
    "settings-outside", "settings-unreadable",
})  # fmt: skip
"""What could run code, read outside, or kill or starve the reader; all else is shown with the books open."""


class Inspection(NamedTuple):
    """What was found, errors first, and the evidence that the ledgers name, relative to the folder."""

    findings: tuple[Finding, ...]
    documents: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the books must stay closed."""
        return any(finding.rule in REFUSING for finding in self.findings)

    def with_more(self, findings: Iterable[Finding]) -> Inspection:
        """Return the inspection with findings made elsewhere."""
        return self._replace(findings=in_order((*self.findings, *findings)))


def inspect(folder: Path, main: str = "main.beancount") -> Inspection:
    """Look through a copied workspace in a limited process; that it died is a finding too."""
    command = [sys.executable, "-P", "-m", "huilin.desk.inspect_child", str(folder), main]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            sandbox.wrap(command, [folder]),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=sandbox.environment(),
        )
        said, at = done.stdout.decode(), ""
    except subprocess.TimeoutExpired as late:
        said, at = (late.stdout or b"").decode(), ""
    for line in said.splitlines():
        word, _, rest = line.partition(" ")
        if word == "at":
            at = ast.literal_eval(rest)
        elif word == "done":
            result = json.loads(rest)
            return Inspection(in_order(map(from_json, result["findings"])), tuple(result["documents"]))
    return Inspection((broken(at or main),))


def to_json(finding: Finding) -> dict[str, Any]:
    """Return the finding with both languages of its sentences."""
    return {**finding.to_json("zh"), "message": list(finding.message), "remedy": list(finding.remedy)}


def from_json(said: dict[str, Any]) -> Finding:
    """Return the finding that `to_json` wrote."""
    message, remedy = Text(*said["message"]), Text(*said["remedy"])
    return Finding(said["rule"], Severity(said["severity"]), said["file"], said["line"], message, remedy)


def broken(file: str) -> Finding:
    """Return the finding for a file at which the reader itself broke down."""
    return Finding(
        "parser-broken", Severity.ERROR, file, 0,
        Text("读这个文件时，读账程序崩溃或超出了时间、内存限制；没有打开。", "Reading this file broke the parser or went beyond its limits of time and memory; it was not opened."),
        Text("请核对这个文件从何而来，逐段删去可疑的内容再试。", "Ask where this file comes from; take out what looks odd, part by part, and try again."),
    )  # fmt: skip


def no_ledger(file: str) -> Finding:
    """Return the finding where there is no ledger to open."""
    return Finding(
        "ledger-missing", Severity.ERROR, file, 0,
        Text(f"没有账本 {file}，或它不是普通文件。", f"There is no ledger {file}, or it is no ordinary file."),
        Text("请核对账本文件夹，或从备份恢复。", "Check the workspace, or restore it from a backup."),
    )  # fmt: skip
