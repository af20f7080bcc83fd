"""Look at ledger files as text before Beancount opens them: no foreign code, nothing outside the workspace.

Opening a ledger can run code (a `plugin` line) or read any file (`include`, `document`); a division by zero
crashes Beancount's parser. So every file is scanned first, and what is not on the allowlist is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huilin.workspace import Workspace

PLUGINS = frozenset({"huilin.checks"})
OPTIONS = frozenset({"title", "operating_currency", "documents"})

_LINE = re.compile(r'^[^\S\n]*(?P<word>plugin|include|option)\b[^\S\n]*(?:"(?P<value>(?:[^"\\]|\\.)*)")?', re.MULTILINE)
_DIVISION = re.compile(r"/\s*\(?\s*-?0*(?:\.0*)?(?![\d.])(?=[\s)*+/A-Z-])")
_AMOUNT_LINE = re.compile(r"^[^\";\n]*", re.MULTILINE)


def look(workspace: Workspace, main: Path) -> list[Finding]:
    """Return what is refused in `main` and all that it includes; nothing is run, nothing outside is opened."""
    findings: list[Finding] = []
    seen: set[Path] = set()
    waiting = [main.resolve()]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            findings.append(_unreadable(workspace, path, error))
            continue
        text = re.sub(r"[\r\f\v\x1c-\x1e\x85\u2028\u2029]", "\n", text.replace("\r\n", "\n"))
        for finding, included in _scan(workspace, path, text):
            findings += [finding] if finding else []
            waiting += included
    return findings


def _scan(workspace: Workspace, path: Path, text: str) -> Iterator[tuple[Finding | None, list[Path]]]:
    for match in _LINE.finditer(text):
        word, value = match["word"], match["value"]
        line = text.count("\n", 0, match.start("word")) + 1
        if word == "include" and value is not None:
            yield _include(workspace, path, line, value)
        elif (word == "plugin" and value not in PLUGINS) or (word == "option" and value not in OPTIONS):
            yield _forbidden(workspace, path, line, word, value or ""), []
    if "/" in text:
        for part in _AMOUNT_LINE.finditer(text):
            if "/" in part[0] and _DIVISION.search(part[0] + " "):
                line = text.count("\n", 0, part.start()) + 1
                yield _division(workspace, path, line), []


def _include(workspace: Workspace, path: Path, line: int, pattern: str) -> tuple[Finding | None, list[Path]]:
    """Return the files that an `include` names, or the finding that one lies outside the workspace."""
    root = workspace.root.resolve()
    try:
        found = sorted(path.parent.glob(pattern)) if not pattern.startswith("/") else []
    except (ValueError, NotImplementedError):
        found = []
    outside = pattern.startswith("/") or any(not f.resolve().is_relative_to(root) for f in found)
    if outside or ".." in pattern.split("/"):
        return (
            Finding(
                "include-outside", Severity.ERROR, workspace.relative(path), line,
                Text(f"include “{pattern}” 指向账本文件夹之外。", f"include “{pattern}” points outside the workspace."),
                Text("请把文件放进账本文件夹，写相对路径。", "Put the file inside the workspace and write a relative path."),
            ),
            [],
        )  # fmt: skip
    return None, [f.resolve() for f in found]


def _forbidden(workspace: Workspace, path: Path, line: int, word: str, value: str) -> Finding:
    zh = "插件" if word == "plugin" else "选项"
    allowed = "、".join(sorted(PLUGINS if word == "plugin" else OPTIONS))
    return Finding(
        f"{word}-forbidden", Severity.ERROR, workspace.relative(path), line,
        Text(f"不允许的{zh} “{value}”。", f"The {word} “{value}” is not allowed."),
        Text(f"请删去这一行；允许的是：{allowed}。", f"Delete this line; allowed: {allowed}."),
    )  # fmt: skip


def _division(workspace: Workspace, path: Path, line: int) -> Finding:
    return Finding(
        "division-by-zero", Severity.ERROR, workspace.relative(path), line,
        Text("金额里除以零。", "An amount divides by zero."),
        Text("请直接写出金额。", "Write the amount itself."),
    )  # fmt: skip


def _unreadable(workspace: Workspace, path: Path, error: Exception) -> Finding:
    return Finding(
        "file-unreadable", Severity.ERROR, workspace.relative(path), 0,
        Text(f"读不了这个文件：{error}。", f"This file cannot be read: {error}."),
        Text("请存成 UTF-8 文本，并检查权限。", "Save it as UTF-8 text and check its permissions."),
    )  # fmt: skip
