"""Seals and history: the chain of seals, what changed after sealing, reopenings, publications, and two of them compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huilin import journal, sealing
from huilin.audit.pages.overview import findings
from huilin.audit.table import Column, Table
from huilin.errors import UsageError
from huilin.money import parse_amount, to_fen
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.audit.request import AuditRequest
    from huilin.workspace import Workspace

GENERATIONS = ".generations"
FACTS, MANIFEST_MARK = "facts.json", "manifest.sha256"


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return seals, changes since, reopenings, publications; with `before` and `after`, what differs between two."""
    before, after = request.option("before"), request.option("after")
    tables = (seals(request), changes(request), reopenings(request), publications(request))
    return (*tables, compared(request.books.workspace, before, after)) if before and after else tables


def seals(request: AuditRequest) -> Table:
    """Return the seals in order of time, each with whether it is whole and follows the one before."""
    previous: dict[str, str] = {}
    rows: list[tuple[Any, ...]] = []
    for seal in sealing.read(request.books.workspace):
        chained = seal.previous == previous.get(seal.entity, "")
        previous[seal.entity] = seal.hash
        if request.entity in ("", seal.entity):
            state = _SOUND if seal.is_whole and chained else _BROKEN
            rows.append(
                (
                    seal.entity,
                    seal.period,
                    seal.start,
                    seal.end,
                    seal.by,
                    seal.on,
                    len(seal.entries),
                    seal.hash,
                    seal.previous[:16],
                    state,
                )
            )
    columns = (
        Column("entity", Text("账套", "Books")), Column("period", Text("账期", "Period")),
        Column("start", Text("自", "From"), "date"), Column("end", Text("至", "To"), "date"),
        Column("by", Text("封账人", "By")), Column("on", Text("封账日", "On"), "date"),
        Column("entries", Text("分录", "Entries"), "count"), Column("hash", Text("封账哈希", "Hash")),
        Column("previous", Text("前一封账", "Seal before")), Column("state", Text("情况", "State")),
    )  # fmt: skip
    return Table.of(
        "history.seals", Text("封账", "Seals"), columns, rows, empty=Text("还没有封账。", "Nothing is sealed."),
        about=Text(
            "请把哈希与公示上印的、见证人手里的核对：持有文件的人可以重做封账，改不了已经印出去的。",
            "Compare the hashes with those printed and held by witnesses: who holds the files can make seals anew, but not what is printed.",
        ),
    )  # fmt: skip


_SOUND, _BROKEN = Text("完好", "sound"), Text("断链或被改", "broken or edited")


def changes(request: AuditRequest) -> Table:
    """Return every finding of the load that says something sealed has changed."""
    every = findings(request)
    sealed = every.rows[every.rows["rule"].astype(str).str.startswith("seal-").to_numpy()]
    return Table(
        "history.changes", Text("封账以后的改动", "Changes since sealing"), every.columns, sealed,
        empty=Text("封存的分录没有改动、缺失或补入。", "Nothing sealed was changed, lost or added."),
    )  # fmt: skip


def reopenings(request: AuditRequest) -> Table:
    """Return the log's closings, reopenings, corrections and publications."""
    rows = [
        (
            record.get("at", ""),
            record.get("by", ""),
            record.get("command", ""),
            record.get("words", ""),
            record.get("result", ""),
        )
        for record in journal.records(request.books.workspace.root)
        if record.get("command") in ("close", "reopen", "correct", "publish", "transition", "undo")
    ]
    columns = (
        Column("at", Text("时间", "Time")), Column("by", Text("办理人", "By")), Column("command", Text("命令", "Command")),
        Column("words", Text("内容", "About")), Column("result", Text("结果", "Result")),
    )  # fmt: skip
    return Table.of(
        "history.steps",
        Text("结账、重开、更正、公示", "Closings, reopenings, corrections, publications"),
        columns,
        rows,
    )


def publications(request: AuditRequest) -> Table:
    """Return every publication there is: the periods' links, and the generations that earlier links pointed to."""
    workspace = request.books.workspace
    current = {_generation(link): link.name for link in _links(workspace)}
    rows = [
        (
            folder.name,
            current.get(folder.name, ""),
            str(said.get("period", "")),
            len(said.get("facts", ())),
            _mark(folder),
        )
        for folder, said in _generations(workspace)
    ]
    columns = (
        Column("generation", Text("版本", "Generation")), Column("link", Text("现行", "Current as")),
        Column("period", Text("账期", "Period")), Column("facts", Text("数字", "Figures"), "count"),
        Column("hash", Text("清单哈希", "Hash of the manifest")),
    )  # fmt: skip
    return Table.of(
        "history.publications",
        Text("公示", "Publications"),
        columns,
        rows,
        empty=Text("还没有公示。", "Nothing is published."),
    )


def compared(workspace: Workspace, before: str, after: str) -> Table:
    """Return the figures that differ between two publications (a period's name or a generation's); raise UsageError."""
    old, new = _facts(workspace, before), _facts(workspace, after)
    rows = []
    for name in {**old, **new}:
        one, other = old.get(name), new.get(name)
        was, now = (to_fen(parse_amount(fact["amount"])) if fact else None for fact in (one, other))
        moved = sorted(set((one or {}).get("entries", ())) ^ set((other or {}).get("entries", ())))
        if was != now or moved:
            label = (other or one or {}).get("label", name)
            rows.append((name, label, was, now, (now or 0) - (was or 0), " ".join(moved), tuple(moved)))
    columns = (
        Column("id", Text("数字", "Figure")), Column("label", Text("名称", "Label")), Column("was", Text("原", "Before"), "money"),
        Column("now", Text("现", "After"), "money"), Column("difference", Text("差", "Difference"), "money"),
        Column("entries", Text("增减的凭证", "Vouchers added or gone"), "voucher", origin="moved"),
    )  # fmt: skip
    return Table.of(
        "history.compared", Text(f"{before} 与 {after} 比较", f"{before} against {after}"), columns, rows, extra=("moved",),
        empty=Text("两次公示的数字和凭证完全一样。", "Both publications hold the same figures and vouchers."),
    )  # fmt: skip


def _links(workspace: Workspace) -> list[Path]:
    return (
        sorted(link for link in workspace.published.glob("*") if link.is_symlink())
        if workspace.published.is_dir()
        else []
    )


def _generation(link: Path) -> str:
    return Path(link.readlink()).name


def _generations(workspace: Workspace) -> Iterator[tuple[Path, dict[str, Any]]]:
    room = workspace.published / GENERATIONS
    for folder in sorted(room.glob("[0-9a-f]*")) if room.is_dir() else ():
        said = _read(folder / FACTS)
        if said:
            yield folder, said


def _read(file: Path) -> dict[str, Any]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _mark(folder: Path) -> str:
    file = folder / MANIFEST_MARK
    return file.read_text(encoding="utf-8").strip()[:64] if file.is_file() else ""


def _facts(workspace: Workspace, name: str) -> dict[str, dict[str, Any]]:
    linked = {link.name: _generation(link) for link in _links(workspace)}
    wanted = linked.get(name, name)
    for folder, said in _generations(workspace):
        if folder.name == wanted:
            return {fact["id"]: fact for fact in said["facts"]}
    known = [*linked, *(folder.name for folder, _ in _generations(workspace))]
    raise UsageError(
        Text(f"没有公示 {name}。", f"There is no publication {name}."),
        Text(f"可选：{'、'.join(known) or '（还没有）'}。", f"Choose one of: {', '.join(known) or '(none yet)'}."),
    )
