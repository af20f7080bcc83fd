"""Look at ledger files as text before Beancount opens them: no foreign code, nothing outside the workspace.

Opening a ledger can run code (a `plugin` line, an encrypted include), read any file (`include`, `document`) and
crash the parser (a division by zero). So every file is scanned first, and what is not on the allowlist is refused.
"""

from __future__ import annotations

import codecs
import glob
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.workspace import Workspace

PLUGINS = frozenset({"huilin.checks"})
OPTIONS = frozenset({"title", "operating_currency", "documents"})
_ENCRYPTED = (".asc", ".gpg")

_KEYWORD = re.compile(
    r'(?P<start>^[^\S\n]*)?(?<!fava-)(?P<word>plugin|include|option)[^\S\n]*"(?P<value>(?:[^"\\]|\\.)*)"'
    r'(?:[^\S\n]*"(?P<second>(?:[^"\\]|\\.)*)")?',
    re.MULTILINE,
)
"""Anywhere in the text: after an error Beancount's parser takes up again in mid-line, so `x plugin "evil"` runs."""
_BREAKS = re.compile(r"[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_DIVISION = re.compile(r"/[ \t]*(?:[-+][ \t]*)*(?:\(|0[0,]*(?:\.0*)?(?![\d.])|\.0*(?!\d))")
_STRING = re.compile(r'^[*:#][^\n]*|"(?:[^"\\]|\\.)*"|;[^\n]*|[#^][\w./-]+', re.MULTILINE | re.ASCII)
"""What holds no amount: headings that the parser skips, strings, comments, tags and links."""


class _Include(NamedTuple):
    line: int
    pattern: str
    files: tuple[Path, ...]
    in_force: bool
    """At a line's start; elsewhere (a comment, mostly) the files are looked at too, but nothing is asked of them."""


def look(workspace: Workspace, main: Path) -> list[Finding]:
    """Return what is refused in `main` and all that it includes; nothing is run, nothing outside is opened."""
    return reach(workspace, main)[0]


def reach(workspace: Workspace, main: Path) -> tuple[list[Finding], list[Path]]:
    """Return what is refused, and every file that was looked at: `main` and what it includes."""
    findings: list[Finding] = []
    seen = {main.resolve()}
    waiting = [main.resolve()]
    while waiting:
        path = waiting.pop()
        try:
            text = _text(path)
        except (OSError, UnicodeDecodeError) as error:
            findings.append(_unreadable(workspace, path, error))
            continue
        findings += [*_marked(workspace, path), *_scan(workspace, path, text)]
        for include in _includes(workspace, path, text):
            findings += _twice(workspace, path, include, seen)
            fresh = [f for f in include.files if f not in seen]
            seen.update(fresh)
            waiting += fresh
    return findings, sorted(seen)


def _text(path: Path) -> str:
    """Return the file's text; whatever an editor may show as a line's end counts as one here."""
    return _BREAKS.sub("\n", path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))


def _marked(workspace: Workspace, path: Path) -> Iterator[Finding]:
    """Yield a finding where Windows' Notepad left its mark: Beancount would not understand the first line."""
    with path.open("rb") as file:
        if file.read(3) == codecs.BOM_UTF8:
            yield Finding(
                "file-bom", Severity.ERROR, workspace.relative(path), 1,
                Text("文件开头有看不见的 BOM 标记，第一行会读不懂。", "The file begins with an invisible mark (BOM); its first line cannot be read."),
                Text("请另存为“UTF-8”，不要选“带 BOM 的 UTF-8”。", "Save it as “UTF-8”, not as “UTF-8 with BOM”."),
            )  # fmt: skip


def _scan(workspace: Workspace, path: Path, text: str) -> Iterator[Finding]:
    for match in _KEYWORD.finditer(text):
        word, value = match["word"], match["value"]
        line = _line_of(text, match.start("word"))
        if word == "include":
            yield from _wrong_include(workspace, path, line, value, in_force=match["start"] is not None)
        elif value not in (PLUGINS if word == "plugin" else OPTIONS):
            yield _forbidden(workspace, path, line, word, value)
        elif value == "documents" and not is_inside(workspace, path, match["second"] or ""):
            yield _outside(workspace, path, line, "option", match["second"] or "")
    yield from (_division(workspace, path, _line_of(text, place)) for place in _divisions(text))


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _divisions(text: str) -> list[int]:
    """Return where a division by zero may stand, strings and comments apart; also one by a sum in brackets."""
    suspects = [match.start() for match in _DIVISION.finditer(text)]
    if not suspects:
        return []
    quoted = [match.span() for match in _STRING.finditer(text)]
    return [place for place in suspects if not any(start <= place < end for start, end in quoted)]


def _includes(workspace: Workspace, path: Path, text: str) -> Iterator[_Include]:
    """Yield each allowed `include` of the text with the files that it names."""
    for match in _KEYWORD.finditer(text):
        pattern = match["value"]
        if match["word"] == "include" and is_inside(workspace, path, pattern):
            found = tuple(Path(name).resolve() for name in sorted(_named(path, pattern)))
            yield _Include(_line_of(text, match.start("word")), pattern, found, match["start"] is not None)


def _named(path: Path, pattern: str) -> list[str]:
    return glob.glob(str(path.parent / pattern), recursive=True)  # noqa: PTH207 - what Beancount's loader calls


def is_inside(workspace: Workspace, path: Path, pattern: str) -> bool:
    """Say whether a pattern, and every file that it matches, symbolic links followed, lies in the workspace."""
    if pattern.count("**") > 1:  # each more multiplies the folders that are walked
        return False
    if "\\" in pattern:  # Beancount drops the backslash of `.\\./`: what we would look at is not what it would open
        return False
    root = workspace.root.resolve()
    said = Path(os.path.normpath(path.parent / pattern))
    return said.is_relative_to(root) and all(Path(f).resolve().is_relative_to(root) for f in _named(path, pattern))


def _wrong_include(workspace: Workspace, path: Path, line: int, pattern: str, *, in_force: bool) -> Iterator[Finding]:
    if not is_inside(workspace, path, pattern):
        yield _outside(workspace, path, line, "include", pattern)
    elif pattern.endswith(_ENCRYPTED):
        yield Finding(
            "include-forbidden", Severity.ERROR, workspace.relative(path), line,
            Text(f"include “{pattern}” 是加密文件，打开它会运行别的程序。", f"include “{pattern}” is encrypted; opening it would run another program."),
            Text("请先解密成 .beancount 文本文件。", "Decrypt it into a .beancount text file first."),
        )  # fmt: skip
    elif in_force and not _named(path, pattern):
        yield Finding(
            "include-missing", Severity.ERROR, workspace.relative(path), line,
            Text(f"include “{pattern}” 找不到文件。", f"include “{pattern}” matches no file."),
            Text("请核对路径（相对于本文件所在文件夹），或删去这一行。", "Check the path (relative to this file's folder), or delete this line."),
        )  # fmt: skip


def _twice(workspace: Workspace, path: Path, include: _Include, seen: set[Path]) -> Iterator[Finding]:
    """Yield a finding for each file that is included a second time, or that includes itself by a circle."""
    for file in include.files if include.in_force else ():
        if file in seen:
            name = workspace.relative(file)
            yield Finding(
                "include-twice", Severity.ERROR, workspace.relative(path), include.line,
                Text(f"{name} 被重复引入（或循环引入）。", f"{name} is included twice, or in a circle."),
                Text("每个文件只 include 一次；请删去这一行。", "Include each file once; delete this line."),
            )  # fmt: skip


def _outside(workspace: Workspace, path: Path, line: int, word: str, pattern: str) -> Finding:
    return Finding(
        f"{word}-outside", Severity.ERROR, workspace.relative(path), line,
        Text(f"{word} “{pattern}” 指向账本文件夹之外。", f"{word} “{pattern}” points outside the workspace."),
        Text("请把文件放进账本文件夹，写相对路径。", "Put the file inside the workspace and write a relative path."),
    )  # fmt: skip


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
        Text("金额里除以零，或除以括号里的算式。", "An amount divides by zero, or by a sum in brackets."),
        Text("请直接写出金额。", "Write the amount itself."),
    )  # fmt: skip


def _unreadable(workspace: Workspace, path: Path, error: Exception) -> Finding:
    why = error.strerror if isinstance(error, OSError) else error
    return Finding(
        "file-unreadable", Severity.ERROR, workspace.relative(path), 0,
        Text(f"读不了这个文件：{why}。", f"This file cannot be read: {why}."),
        Text("请存成 UTF-8 文本，并检查权限。", "Save it as UTF-8 text and check its permissions."),
    )  # fmt: skip
