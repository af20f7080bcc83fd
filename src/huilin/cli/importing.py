"""From the inbox into the books: `inbox`, `preview`, `book`, `undo`, `post`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.facts import OfEntity, known_entity
from huilin.cli.session import of
from huilin.cli.words import day_of
from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.books import Books
    from huilin.cli.console import Console
    from huilin.cli.session import Session
    from huilin.importing import FileResult, Inbox

Files = Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="流水文件，不写则读 inbox/ statements")]


def inbox(context: typer.Context, files: Files = None) -> None:
    """读流水，说明每个文件是什么、多少笔；不写账。Read statements; nothing is written.

    在账本文件夹之外也能试读。Outside a workspace it only reads.

    \b
    例 Example: huilin inbox
    """
    session = of(context)
    results, refused = _results(session, files)
    if session.console.json:
        session.console.data({"files": [result.to_json(session.console.language) for result in results]})
    _show_files(session.console, results)
    if refused:
        raise typer.Exit(1)


def preview(context: typer.Context, files: Files = None) -> None:
    """看看会记成什么样；不写账。Show what would be booked; nothing is written.

    \b
    例 Example: huilin preview
    """
    from huilin.drafting import to_ledger

    session = of(context)
    books = session.books()
    found = _read(session, books, files)
    if session.console.json:
        drafts = [{"entity": d.entity, "date": str(d.date), "text": to_ledger(d)} for d in found.drafts]
        session.console.data({"files": [f.to_json(session.console.language) for f in found.files], "drafts": drafts})
    _show_files(session.console, found.files)
    place = None
    for draft in sorted(found.drafts, key=lambda d: (d.entity, d.date)):
        month = session.workspace.relative(session.workspace.month_file(draft.entity, draft.date))
        session.console.say(f"\n; {month}" if month != place else "")
        place = month
        session.console.say(to_ledger(draft).rstrip())
    session.console.say(
        Text(f"共 {len(found.drafts)} 张草稿，还没有写入。", f"{len(found.drafts)} drafts; nothing is written yet.")
    )
    if _has_errors(found):
        raise typer.Exit(1)


def book(context: typer.Context, files: Files = None) -> None:
    """把流水记成草稿，原件归档。Book statements as drafts and archive the originals.

    \b
    例 Example: huilin --by 周会计 book
    """
    from huilin import importing

    session = of(context)
    by = session.person("prepare")
    books = session.books()
    found = _read(session, books, files)
    _show_files(session.console, found.files)
    ask = Text(f"写入 {len(found.drafts)} 张草稿吗？", f"Write {len(found.drafts)} drafts?")
    if not session.console.confirm(ask):
        session.console.say(Text("没有写。", "Nothing was written."))
        raise typer.Exit
    with session.console.progress() as progress:
        booked = importing.book(session.workspace, books, found, by=by, today=session.today, progress=progress)
    if session.console.json:
        session.console.data(
            {
                "batch": booked.batch,
                "drafts": len(booked.drafts),
                "files": [f.to_json(session.console.language) for f in found.files],
                "written": [session.workspace.relative(path) for path in booked.files],
            }
        )
    session.console.say(Text(f"已写入 {len(booked.drafts)} 张草稿。", f"{len(booked.drafts)} drafts written."))
    if booked.drafts:
        session.console.say(
            Text(
                f"撤回用 huilin undo {booked.batch}；编号过账用 huilin post。",
                f"Take them back with `huilin undo {booked.batch}`; number them with `huilin post`.",
            )
        )


def undo(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="批次号，book 结束时给出 as `book` printed")],
) -> None:
    """撤回一批草稿；已过账的不能撤。Take a batch of drafts back; posted entries stay.

    \b
    例 Example: huilin undo 20260705-3f2a
    """
    session = of(context)
    books = session.books()
    _known_batch(books, batch)
    session.person("prepare", "review")
    if not session.console.confirm(Text(f"撤回批次 {batch} 吗？", f"Take the batch {batch} back?")):
        raise typer.Exit
    count = _undo(session, books, batch)
    if session.console.json:
        session.console.data({"batch": batch, "removed": count})
    session.console.say(Text(f"已撤回 {count} 张草稿。", f"{count} drafts taken back."))


def _known_batch(books: Books, batch: str) -> None:
    """Raise UsageError that lists the batches there are, latest first, where `batch` is none of them."""
    batches = dict.fromkeys(str(t.meta["batch"]) for t in reversed(books.transactions) if "batch" in t.meta)
    if batch not in batches:
        drafts = [b for b in batches if any(t.flag == "!" and t.meta.get("batch") == b for t in books.transactions)]
        raise UsageError(
            Text(f"没有批次 {batch}。", f"There is no batch {batch}."),
            Text(
                f"还能撤回的批次：{'、'.join(drafts[:5]) or '无'}。",
                f"Batches with drafts: {', '.join(drafts[:5]) or 'none'}.",
            ),
        )


def _undo(session: Session, books: Books, batch: str) -> int:
    """Take the batch back the way it came: an import also returns its originals, a draft by hand has none."""
    from huilin import importing, vouchers

    way = getattr(importing, "undo", vouchers.undo)
    return int(way(session.workspace, books, batch))


def post(
    context: typer.Context,
    entity: OfEntity = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="到这一天为止 up to this day")] = "",
) -> None:
    """复核人给草稿编号过账。A reviewer numbers the drafts into vouchers.

    \b
    例 Example: huilin --by 陈主任 post
    """
    from huilin import vouchers

    session = of(context)
    by = session.person("review")
    books = session.sound_books()
    whose = known_entity(books, entity) if entity else None
    last = day_of(until) if until else None
    waiting = vouchers.number(books, by, entity=whose, until=last).ids
    if not session.console.confirm(Text(f"给 {len(waiting)} 张草稿编号过账吗？", f"Post {len(waiting)} drafts?")):
        session.console.say(Text("没有过账。", "Nothing was posted."))
        raise typer.Exit
    ids = vouchers.post(session.workspace, books, by, entity=whose, until=last).ids
    if session.console.json:
        session.console.data({"posted": list(ids), "reviewed": by})
    span = f" {ids[0]} … {ids[-1]}" if ids else ""
    session.console.say(Text(f"{by} 已过账 {len(ids)} 张凭证。{span}", f"{by} posted {len(ids)} vouchers.{span}"))


def _results(session: Session, files: Sequence[Path] | None) -> tuple[Sequence[FileResult], bool]:
    """Return what each file is; outside a workspace the files are only read."""
    from huilin import importing

    if files and session.folder is None and not _in_workspace():
        results = tuple(importing.sniff(_existing(file)) for file in files)
        return results, any(result.errors for result in results)
    found = _read(session, session.books(), files)
    return found.files, _has_errors(found)


def _in_workspace() -> bool:
    from huilin.workspace import SETTINGS

    here = Path.cwd()
    return any((folder / SETTINGS).is_file() for folder in (here, *here.parents))


def _read(session: Session, books: Books, files: Sequence[Path] | None) -> Inbox:
    from huilin import importing

    chosen = [_existing(file) for file in files] if files else _waiting(session.workspace.inbox)
    with session.console.progress() as progress:
        return importing.read(books, chosen, progress=progress)


def _waiting(folder: Path) -> list[Path]:
    """Return the files in the inbox; hidden ones and what an editor leaves behind are none."""
    if not folder.is_dir():
        return []
    return sorted(f for f in folder.rglob("*") if f.is_file() and not f.name.startswith((".", "~$")))


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise UsageError(
            Text(f"没有文件 {file}。", f"There is no file {file}."), Text("请核对文件名。", "Check its name.")
        )
    return file


def _has_errors(found: Inbox) -> bool:
    from huilin.findings import errors_in

    return any(result.errors for result in found.files) or bool(errors_in(found.findings))


def _show_files(console: Console, results: Sequence[FileResult]) -> None:
    """Print a line per file with the rows accounted for (law 7), and below it every row that cannot be read."""
    if not results:
        console.say(Text("inbox/ 里没有文件。", "There is no file in inbox/."))
        return
    columns = (
        Text("文件", "File"), Text("种类", "Kind"), Text("笔数", "Rows"), Text("新", "New"), Text("已有", "Known"),
        Text("配对", "Paired"), Text("忽略", "Ignored"), Text("拒收", "Refused"), Text("收入", "In"), Text("支出", "Out"),
    )  # fmt: skip
    console.table(None, columns, [_line(result, console) for result in results])
    for result in results:
        for refusal in (*result.errors, *result.notes):
            console.say(refusal.say(result.file, console.language))


def _line(result: FileResult, console: Console) -> tuple[str, ...]:
    kind = result.format.say(console.language) if result.format else "?"
    counts = (result.rows, result.new, result.known, result.paired, result.ignored, result.refused)
    return (result.file, kind, *map(str, counts), f"{result.money_in:,.2f}", f"{result.money_out:,.2f}")
