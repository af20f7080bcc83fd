"""What a stranger's ledger could do to a reader beyond `books.preflight`: Fava's switches, files outside, numbers without end.

Twice looked for: in the text, before any parser sees it, and in what Beancount's parser made of it. The second look
sees what the first could be led past; the first sees what the second would die of.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.books.preflight import OPTIONS, PLUGINS
from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from huilin.workspace import Workspace

MOST_NESTING = 50
MOST_DIGITS = 13
"""Ten trillion yuan: more is no community's money, and sums of it would leave whole fen (int64)."""
_LONG = 40
_NUMBER = re.compile(rf"[\d.,]{{{_LONG},}}")
_FAVA = re.compile(r'custom\s+"(?P<kind>fava-[^"\n]*)"')
_DOCUMENT = re.compile(r'document\s+\S+\s+"(?P<path>(?:[^"\\]|\\.)*)"')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|;[^\n]*')


class Place(NamedTuple):
    """Where something stands, as a finding says it."""

    file: str
    line: int


def in_text(workspace: Workspace, path: Path) -> Iterator[Finding]:
    """Yield what the text itself shows; the file has passed the size limits of the copy."""
    text = path.read_text(encoding="utf-8", errors="replace")
    name = workspace.relative(path)
    for match in _FAVA.finditer(text):
        yield _fava(Place(name, _line(text, match.start())), match["kind"])
    for match in _DOCUMENT.finditer(text):
        if not _inside(workspace, path.parent / match["path"]):
            yield _outside(Place(name, _line(text, match.start())), match["path"])
    bare = _QUOTED.sub(_blank, text)
    for number, line in enumerate(bare.split("\n"), 1):
        yield from _of_line(Place(name, number), line)


def _of_line(place: Place, line: str) -> Iterator[Finding]:
    if _depth(line) > MOST_NESTING:
        yield _nested(place)
    if _NUMBER.search(line):
        yield _huge(place)


def in_entries(
    workspace: Workspace, entries: Sequence[Any], options: Mapping[str, Any], path: Path
) -> Iterator[Finding]:
    """Yield what the parser's own result of one file shows: entries before booking, options as the file sets them."""
    from beancount.core import data

    for plugin, _ in options["plugin"]:
        if plugin not in PLUGINS:
            yield _refused(Place(workspace.relative(path), 0), "plugin", plugin)
    for name in _changed(options):
        yield _refused(Place(workspace.relative(path), 0), "option", name)
    for entry in entries:
        place = Place(workspace.relative(entry.meta["filename"]), entry.meta["lineno"])
        if isinstance(entry, data.Document) and not _inside(workspace, Path(entry.filename)):
            yield _outside(place, entry.filename)
        elif isinstance(entry, data.Custom) and entry.type.startswith("fava-"):
            yield _fava(place, entry.type)
        elif isinstance(entry, data.Transaction):
            yield from _numbers(entry, place)


def documents(workspace: Workspace, entries: Sequence[Any]) -> Iterator[str]:
    """Yield the evidence that the entries name and that may be copied, relative to the workspace."""
    from beancount.core import data

    for entry in entries:
        if isinstance(entry, data.Document) and _inside(workspace, Path(entry.filename)):
            yield workspace.relative(Path(entry.filename).resolve())


def settings_outside(workspace: Workspace) -> Iterator[Finding]:
    """Yield a finding for an entity whose folder is set outside the workspace."""
    for entity in workspace.settings.entities:
        if not _inside(workspace, workspace.root / entity.folder):
            yield Finding(
                "settings-outside", Severity.ERROR, "community.toml", 0,
                Text(f"账套 {entity.name} 的文件夹 “{entity.folder}” 在账本文件夹之外。", f"The folder “{entity.folder}” of entity {entity.name} lies outside the workspace."),
                Text("请改为账本文件夹里的相对路径。", "Write a relative path inside the workspace."),
            )  # fmt: skip


def _numbers(entry: Any, place: Place) -> Iterator[Finding]:  # noqa: ANN401 - an entry before booking
    from decimal import Decimal

    for posting in entry.postings:
        number = getattr(posting.units, "number", None)
        if isinstance(number, Decimal) and (not number.is_finite() or number.adjusted() >= MOST_DIGITS):
            yield _huge(Place(place.file, (posting.meta or {}).get("lineno", place.line)))


def _changed(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield the options of a file that differ from Beancount's own and that no ledger of ours sets."""
    from beancount.parser.options import OPTIONS_DEFAULTS

    for name, default in OPTIONS_DEFAULTS.items():
        if name not in OPTIONS and name not in _WORKING and options.get(name) != default:
            yield name


_WORKING = frozenset({"filename", "include", "input_hash", "dcontext", "commodities", "plugin"})
"""What the parser itself fills; plugins and includes are looked at on their own."""


def _inside(workspace: Workspace, path: Path) -> bool:
    return path.resolve().is_relative_to(workspace.root.resolve())


def _depth(line: str) -> int:
    """Return how deeply brackets are nested at the most."""
    deepest = depth = 0
    for sign in line if line.count("(") + line.count("{") > MOST_NESTING else "":
        depth += (sign in "({") - (sign in ")}")
        deepest = max(deepest, depth)
    return deepest


def _blank(match: re.Match[str]) -> str:
    """Return a quoted part emptied, its lines kept so that places stay what they are."""
    return "\n" * match[0].count("\n")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _fava(place: Place, kind: str) -> Finding:
    return Finding(
        "fava-directive", Severity.ERROR, *place,
        Text(f"“{kind}” 可以让 Fava 运行程序或改变它的行为，没有打开。", f"“{kind}” can make Fava run programs or behave otherwise; it was not opened."),
        Text("请删去这一行。", "Delete this line."),
    )  # fmt: skip


def _outside(place: Place, path: str) -> Finding:
    return Finding(
        "document-outside", Severity.ERROR, *place,
        Text(f"document “{path}” 指向账本文件夹之外。", f"document “{path}” points outside the workspace."),
        Text("请把凭据放进账本文件夹，写相对路径。", "Put the evidence inside the workspace and write a relative path."),
    )  # fmt: skip


def _nested(place: Place) -> Finding:
    return Finding(
        "deep-nesting", Severity.ERROR, *place,
        Text(f"括号套了超过 {MOST_NESTING} 层。", f"Brackets are nested more than {MOST_NESTING} deep."),
        Text("请直接写出金额。", "Write the amount itself."),
    )  # fmt: skip


def _huge(place: Place) -> Finding:
    return Finding(
        "amount-too-large", Severity.ERROR, *place,
        Text("这个数大得不可能是社区的钱。", "This number is larger than any community's money."),
        Text("请核对金额。", "Check the amount."),
    )  # fmt: skip


def _refused(place: Place, word: str, name: str) -> Finding:
    zh = "插件" if word == "plugin" else "选项"
    return Finding(
        f"{word}-forbidden", Severity.ERROR, *place,
        Text(f"不允许的{zh} “{name}”。", f"The {word} “{name}” is not allowed."),
        Text("请删去这一行。", "Delete this line."),
    )  # fmt: skip
