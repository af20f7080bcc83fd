"""From the inbox into the books: `inbox`, `preview`, `book`, `undo`, `post`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huilin.cli.answering import Reading, answered, existing, questions_json
from huilin.cli.facts import OfEntity, known_entity
from huilin.cli.session import of, refuse_sealed
from huilin.cli.words import day_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from huilin.books import Books
    from huilin.cli.console import Console
    from huilin.cli.session import Session
    from huilin.importing import Booked, FileResult, Inbox

Password = Annotated[bool, typer.Option("--password", help="压缩包有密码，问一次 ask for an archive's password")]
Accept = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="KEY[=CHOICE]", help="回答关于这一行的问题 answer the question about that row"),
]
Files = Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="流水文件，不写则读 inbox/ statements")]


def inbox(
    context: typer.Context,
    files: Files = None,
    password: Password = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="各账户各月的流水是否齐全 months covered by statements")
    ] = False,
) -> None:
    """读流水，说明每个文件是什么、多少笔；不写账。Read statements; nothing is written.

    在账本文件夹之外也能试读。Outside a workspace it only reads.

    \b
    例 Example: huilin inbox
    """
    session = of(context)
    if coverage:
        _show_coverage(session)
        return
    if files and session.folder is None and not _in_workspace():
        found = _outside(session, files, _asked(password))
    else:
        found = Reading(session, session.books(), files, _asked(password)).read({})
    if session.console.json:
        session.console.data({"files": _files_json(session, found), "questions": questions_json(session, found)})
    _show_files(session.console, found)
    if _has_errors(found):
        raise typer.Exit(1)


def preview(
    context: typer.Context,
    files: Files = None,
    password: Password = False,
    accept: Accept = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="写成网页文件 write it as a page of HTML")
    ] = None,
) -> None:
    """看看会记成什么样；不写账。Show what would be booked; nothing is written.

    \b
    例 Example: huilin preview
    """
    from huilin import importing
    from huilin.drafting import to_ledger

    session = of(context)
    found, _ = answered(Reading(session, session.books(), files, _asked(password)), accept)
    if session.console.json:
        drafts = [{"entity": d.entity, "date": str(d.date), "text": to_ledger(d)} for d in found.drafts]
        asked = questions_json(session, found)
        session.console.data({"files": _files_json(session, found), "drafts": drafts, "questions": asked})
    elif html is not None:
        html.write_text(
            importing.page(importing.preview(session.workspace, found), session.console.language), encoding="utf-8"
        )
        session.console.say(Text(f"已写成 {html}，用浏览器打开。", f"Written to {html}; open it with a browser."))
    else:
        session.console.say(importing.preview(session.workspace, found).text(session.console.language))
    _show_findings(session.console, found)
    session.console.say(
        Text(f"共 {len(found.drafts)} 张草稿，还没有写入。", f"{len(found.drafts)} drafts; nothing is written yet.")
    )
    if _has_errors(found):
        raise typer.Exit(1)


def book(
    context: typer.Context,
    files: Files = None,
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", metavar="FILE", help="先不记这个文件 book without it")
    ] = None,
    accept: Accept = None,
    password: Password = False,
) -> None:
    """把流水记成草稿，原件归档。Book statements as drafts, archive the originals.

    拿不准的会问：是不是手工记过、是哪一笔提现、发票要不要记应付；没有终端时用 --accept 回答，不回答就不动。
    What only you can say is asked; without a terminal answer with --accept.

    \b
    例 Example: huilin --by 周会计 book
    例 Example: huilin --by 周会计 book --accept invoice:26370000000000000042=payable
    """
    from huilin import importing

    session = of(context)
    by = session.person("prepare")
    books = session.books()
    secret = _asked(password)
    found, answers = answered(Reading(session, books, files, secret), accept)
    _show_files(session.console, found)
    for entity in {draft.entity for draft in found.drafts}:
        refuse_sealed(books, entity, min(draft.date for draft in found.drafts if draft.entity == entity))
    ask = Text(f"写入 {len(found.drafts)} 张草稿吗？", f"Write {len(found.drafts)} drafts?")
    if not session.console.confirm(ask):
        session.console.say(Text("没有写。", "Nothing was written."))
        raise typer.Exit
    with session.console.progress() as progress:
        booked = importing.book(
            session.workspace, books, found,
            by=by, today=session.today, leave_out=tuple(leave_out or ()), answers=answers, progress=progress, password=secret,
        )  # fmt: skip
    _show_booked(session, booked)


def _show_booked(session: Session, booked: Booked) -> None:
    say, language = session.console.say, session.console.language
    if session.console.json:
        session.console.data(
            {
                "batch": booked.batch,
                "drafts": len(booked.drafts),
                "files": [file.to_json(language) for file in booked.results],
                "written": [session.workspace.relative(path) for path in booked.files],
            }
        )
    say(
        Text(
            f"已写入 {len(booked.drafts)} 张草稿，{len(booked.archived)} 个文件已归档。",
            f"{len(booked.drafts)} drafts written, {len(booked.archived)} files archived.",
        )
    )
    for file in booked.waiting:
        say(
            Text(
                f"{file.file} 留在收件箱，等它说明的流水来了再记。",
                f"{file.file} stays in the inbox until what it explains has come.",
            )
        )
    if booked.drafts:
        say(
            Text(
                f"撤回：huilin undo {booked.batch}　编号过账：huilin post",
                f"Take back: huilin undo {booked.batch}   Number them: huilin post",
            )
        )


def undo(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="批次号，book 结束时给出 as `book` printed")],
) -> None:
    """撤回一批草稿；已过账的不能撤。Take back a batch of drafts; posted ones stay.

    \b
    例 Example: huilin undo 20261015-01
    """
    from huilin import importing

    session = of(context)
    session.person("prepare", "review")
    books = session.books()
    if not session.console.confirm(Text(f"撤回批次 {batch} 吗？", f"Take the batch {batch} back?")):
        raise typer.Exit
    count = importing.undo(session.workspace, books, batch, today=session.today)
    if session.console.json:
        session.console.data({"batch": batch, "removed": count})
    session.console.say(
        Text(
            f"已撤回 {count} 张草稿，原件回到收件箱。",
            f"{count} drafts taken back; the originals lie in the inbox again.",
        )
    )


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
    _refuse_sealed_drafts(books, whose, last)
    waiting = vouchers.number(books, by, entity=whose, until=last).ids
    if not session.console.confirm(Text(f"给 {len(waiting)} 张草稿编号过账吗？", f"Post {len(waiting)} drafts?")):
        session.console.say(Text("没有过账。", "Nothing was posted."))
        raise typer.Exit
    ids = vouchers.post(session.workspace, books, by, entity=whose, until=last).ids
    if session.console.json:
        session.console.data({"posted": list(ids), "reviewed": by})
    span = f"{ids[0]} … {ids[-1]}" if ids else ""
    session.console.say(
        Text(f"{by} 已过账 {len(ids)} 张凭证。{span}", f"{by} posted {len(ids)} vouchers. {span}".rstrip())
    )


def _refuse_sealed_drafts(books: Books, entity: str | None, until: date | None) -> None:
    """Refuse to number a draft inside a closed period: its seal would no longer hold."""
    from huilin.vouchers import entity_of

    for entry in books.transactions:
        name = entity_of(entry)
        if entry.flag == "!" and entity in (None, name) and (until is None or entry.date <= until):
            refuse_sealed(books, name, entry.date)


def _in_workspace() -> bool:
    from huilin.workspace import SETTINGS

    here = Path.cwd()
    return any((folder / SETTINGS).is_file() for folder in (here, *here.parents))


def _outside(session: Session, files: Sequence[Path], password: str) -> Inbox:
    """Read files where there are no books: what they are and what they hold, nothing more."""
    from huilin import importing

    return importing.Inbox(
        tuple(importing.sniff(existing(file), today=session.today, password=password) for file in files)
    )


def _asked(password: bool) -> str:
    """Return the password that is typed now, unseen; it is kept in no file."""
    return str(typer.prompt("密码 Password", hide_input=True, err=True)) if password else ""


def _files_json(session: Session, found: Inbox) -> list[dict[str, Any]]:
    return [file.to_json(session.console.language) for file in found.files]


def _has_errors(found: Inbox) -> bool:
    from huilin.findings import errors_in

    return found.has_errors or bool(errors_in(found.findings))


def _show_files(console: Console, found: Inbox) -> None:
    """Print a line per file with the rows accounted for (law 7), and below it every row that cannot be read."""
    from huilin.importing.model import alike

    if not found.files:
        console.say(Text("inbox/ 里没有文件。", "There is no file in inbox/."))
        return
    columns = (
        Text("文件", "File"), Text("种类", "Kind"), Text("笔数", "Rows"), Text("新", "New"), Text("已记", "Known"),
        Text("配对", "Paired"), Text("忽略", "Ignored"), Text("拒收", "Refused"), Text("收入", "In"), Text("支出", "Out"),
    )  # fmt: skip
    console.table(None, columns, [_line(result, console) for result in found.files])
    for result in found.files:
        for refusal in result.errors:
            console.say(refusal.say(result.file, console.language))
    for result in found.files:
        for said, count in alike(result.notes):
            more = Text(f"（这样的共 {count} 行）", f" ({count} such rows)") if count > 1 else Text("", "")
            console.say(said.say(result.file, console.language) + more.say(console.language))
    _show_findings(console, found)


def _show_coverage(session: Session) -> None:
    """Print account by month: rows that statements show, `+` rows that none shows, ✓ where the month's end is settled."""
    from huilin import importing

    found = importing.coverage(session.books())
    if session.console.json:
        lines = [
            {"account": c.account, "holes": list(c.holes), "months": [m._asdict() for m in c.months]} for c in found
        ]
        session.console.data({"coverage": lines})
    months = [month.name for month in found[0].months] if found else []
    columns = (Text("账户", "Account"), *(Text(name, name) for name in months))
    session.console.table(None, columns, [(c.account, *map(str, c.months)) for c in found])
    for line in found:
        for hole in line.holes:
            session.console.say(Text(f"{line.account} 缺 {hole} 的流水。", f"{line.account}: no statement of {hole}."))


def _show_findings(console: Console, found: Inbox) -> None:
    """Print what is wrong with the rules."""
    for finding in found.findings:
        console.say(finding.say(console.language))


def _line(result: FileResult, console: Console) -> tuple[str, ...]:
    kind = result.format.say(console.language) if result.format else "?"
    counts = (result.rows, result.new, result.known, result.paired, result.ignored, result.refused)
    return (result.file, kind, *map(str, counts), f"{result.money_in:,.2f}", f"{result.money_out:,.2f}")
