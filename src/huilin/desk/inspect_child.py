"""The process that looks through a stranger's books: limited first; says which file it is at, then all that it found."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huilin.findings import Finding
    from huilin.workspace import Workspace


def main() -> None:
    """Inspect the folder and the main file that the command line names."""
    from huilin.desk.inspecting import MEMORY, SECONDS, to_json
    from huilin.desk.limits import limit

    limit(seconds=SECONDS, memory=MEMORY)
    findings, documents = _inspected(Path(sys.argv[1]), sys.argv[2])
    result = {"findings": [to_json(finding) for finding in findings], "documents": sorted(set(documents))}
    sys.stdout.write(f"done {json.dumps(result, ensure_ascii=True)}\n")


def _inspected(folder: Path, main: str) -> tuple[list[Finding], list[str]]:
    from huilin.books import preflight
    from huilin.desk import dangers
    from huilin.desk.inspecting import REFUSING, no_ledger

    workspace, findings = _workspace(folder)
    if workspace is None:
        return findings, []
    findings += dangers.settings_outside(workspace)
    if not (folder / main).is_file():
        return [*findings, no_ledger(main)], []
    _say_at(main)
    refused, files = preflight.reach(workspace, folder / main)
    findings += refused
    for file in files:
        _say_at(workspace.relative(file))
        findings += dangers.in_text(workspace, file)
    if any(finding.rule in REFUSING for finding in findings):
        return findings, []
    documents: list[str] = []
    for file in files:
        _say_at(workspace.relative(file))
        found, named = _parsed(workspace, file)
        findings += found
        documents += named
    return findings, documents


def _workspace(folder: Path) -> tuple[Workspace | None, list[Finding]]:
    """Return the workspace, or what is wrong with its settings."""
    from huilin.errors import HuilinError
    from huilin.findings import Finding, Severity
    from huilin.wording import Text
    from huilin.workspace import SETTINGS, Workspace, read_settings

    try:
        return Workspace(folder.resolve(), read_settings(folder / SETTINGS)), []
    except HuilinError as error:
        said, remedy = error.text, error.remedy or Text("", "")
    except OSError:
        said = Text(
            "账本文件夹里没有可用的 community.toml。", "There is no community.toml of its own in the workspace."
        )
        remedy = Text(
            "请指明账本文件夹；它应当是文件本身，不是链接。",
            "Name the workspace; the file must lie there itself, not as a link.",
        )
    return None, [Finding("settings-unreadable", Severity.ERROR, SETTINGS, 0, said, remedy)]


def _parsed(workspace: Workspace, file: Path) -> tuple[list[Finding], list[str]]:
    """Return what is wrong with one file by Beancount's parser, and the evidence that it names."""
    from beancount.parser import parser

    from huilin.books.beancount_errors import as_findings
    from huilin.desk import dangers
    from huilin.desk.inspecting import broken

    try:
        entries, errors, options = parser.parse_file(str(file))
    except (MemoryError, RecursionError, SystemError, ValueError, ArithmeticError):
        return [broken(workspace.relative(file))], []
    found = [*dangers.in_entries(workspace, entries, options, file), *as_findings(errors, workspace)]
    return found, list(dangers.documents(workspace, entries))


def _say_at(file: str) -> None:
    """Say on stdout which file is next, so that it can be named if it is the last."""
    sys.stdout.write(f"at {file!r}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
