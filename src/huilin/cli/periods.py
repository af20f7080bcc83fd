"""What is done for a period: `close`, `report`, `publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huilin.cli.session import of
from huilin.errors import UsageError
from huilin.vocabulary import parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.books import Books
    from huilin.cli.console import Console
    from huilin.cli.session import Session
    from huilin.rendering.document import Document
    from huilin.reporting import ReportRequest
    from huilin.reporting.registry import Report
    from huilin.vocabulary import Period

PeriodName = Annotated[str, typer.Argument(metavar="PERIOD", help="期间 2026, 2026-Q3, 2026-09")]
FORMATS = ("screen", "pdf", "html", "xlsx", "csv", "json")


def close(context: typer.Context, period: PeriodName) -> None:
    """结账：核对、计提、封账。Close a period: check, accrue, seal.

    \b
    例 Example: huilin --by 陈主任 close 2026-Q3
    """
    from huilin import closing

    session = of(context)
    when = parse_period(period)
    by = session.person("review", "approve")
    _mind_the_inbox(session)
    books = session.books()
    ask = Text(
        f"{by} 为{when.title.zh}结账；结账后不能再改。继续吗？",
        f"{by} closes {when.title.en}; it cannot be changed afterwards. Go on?",
    )
    if not session.console.confirm(ask):
        session.console.say(Text("没有结账。", "Nothing was closed."))
        raise typer.Exit
    with session.console.progress() as progress:
        closed = closing.close(session.workspace, books, when, by=by, today=session.today, progress=progress)
    files = [session.workspace.relative(file) for file in closed.files]
    if session.console.json:
        session.console.data({"period": when.name, "vouchers": len(closed.vouchers), "files": files})
    session.console.say(
        Text(
            f"{when.title.zh}已结账，期末凭证 {len(closed.vouchers)} 张。",
            f"{when.title.en} is closed, with {len(closed.vouchers)} vouchers of its end.",
        )
    )
    for file in files:
        session.console.say(f"  {file}")


def _mind_the_inbox(session: Session) -> None:
    """Say that statements lie unread: what is closed without them can only be corrected."""
    from huilin.importing import waiting_files

    waiting = len(waiting_files(session.workspace.inbox))
    if waiting:
        session.console.note(
            Text(
                f"注意：inbox/ 里还有 {waiting} 个文件没有记账。",
                f"Mind: {waiting} files in inbox/ are not booked yet.",
            )
        )


def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="报表 report; `list` shows all")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="期间 2026, 2026-Q3, 2026-09")] = "",
    form: Annotated[str, typer.Option("--format", help="screen|pdf|html|xlsx|csv|json")] = "",
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="存为文件 file to write")] = None,
) -> None:
    """出一张报表。One report, to the screen or a file.

    \b
    例 Example: huilin report company_income 2026-Q3 --output 利润表.pdf
    """
    from huilin.reporting import registry

    session = of(context)
    if name == "list":
        _list_reports(session, registry.reports(session.workspace))
        return
    chosen = registry.report(session.workspace, name)
    kind = _form(session, form, output)
    if not period:
        raise UsageError(Text("缺少期间。", "The period is missing."), Text("如：2026-Q3。", "As: 2026-Q3."))
    when = parse_period(period)
    books = session.sound_books()
    statements = chosen.make(_request(session, books, when))
    from huilin.rendering.document import Document

    document = Document.of(books, when, statements, today=session.today)
    if kind == "screen":
        _show(session.console, document)
        return
    if kind == "json" and output is None:
        session.console.data(_rendered("json", document))
        return
    _write_report(session, _rendered(kind, document), output or Path(f"{name}-{when.name}.{kind}"))


def publish(context: typer.Context, period: PeriodName) -> None:
    """发布一期公示：PDF、网页、数据。Publish a period: PDF, pages, data.

    \b
    例 Example: huilin publish 2026-Q3
    """
    import os

    from huilin import publication

    session = of(context)
    when = parse_period(period)
    books = session.sound_books()
    with session.console.progress() as progress:
        done = publication.publish(session.workspace, books, when, today=session.today, progress=progress)
    if session.console.json:
        session.console.data(
            {
                "period": when.name,
                "folder": str(done.folder),
                "link": str(done.link),
                "files": [os.path.relpath(f, done.folder) for f in done.files],
            }
        )
    link = session.workspace.relative(done.link)
    session.console.say(Text(f"{when.title.zh}已发布：{link}", f"{when.title.en} is published: {link}"))


def _list_reports(session: Session, reports: Sequence[Report]) -> None:
    say = session.console.language
    if session.console.json:
        session.console.data({"reports": [{"name": r.name, "title": r.title.say(say)} for r in reports]})
    session.console.table(None, (Text("名称", "Name"), Text("报表", "Report")), [(r.name, r.title) for r in reports])


def _request(session: Session, books: Books, period: Period) -> ReportRequest:
    from huilin.donors import Register, published_names
    from huilin.publication import history
    from huilin.reporting import ReportRequest

    names = published_names(Register.read(session.workspace.donors))
    return ReportRequest(books, period, session.today, names, history.read(session.workspace))


def _form(session: Session, form: str, output: Path | None) -> str:
    """Return the form wanted: as said, by the file's ending, JSON for programs, else the screen."""
    ending = output.suffix.lstrip(".").lower() if output else ""
    kind = form or ending or ("json" if session.console.json else "screen")
    if kind not in FORMATS:
        raise UsageError(
            Text(f"不能存成 {kind}。", f"There is no format {kind}."),
            Text(f"可以是：{'、'.join(FORMATS)}。", f"Formats: {', '.join(FORMATS)}."),
        )
    return kind


def _rendered(kind: str, document: Document) -> Any:  # noqa: ANN401 - bytes, text, or files by name
    """Return the statements in one form; each form is a module, loaded only when it is wanted."""
    import json
    from importlib import import_module

    module = {"pdf": "pdf", "html": "pages", "xlsx": "workbook", "csv": "sheets", "json": "facts_json"}[kind]
    made = import_module(f"huilin.rendering.{module}").render(document)
    return json.loads(made) if kind == "json" else made


def _write_report(session: Session, made: Any, output: Path) -> None:  # noqa: ANN401 - as rendered
    """Write one file, or for several (pages, one CSV a statement) a folder of them."""
    import json

    from huilin.storage import write_atomic

    if isinstance(made, bytes | str):
        write_atomic(output, made)
    elif output.suffix == ".json":
        write_atomic(output, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    else:
        output = output.with_suffix("")
        for name, text in made.items():
            write_atomic(output / name, text)
    if session.console.json:
        session.console.data({"written": str(output)})
    session.console.say(Text(f"已存为 {output}", f"Written to {output}"))


def _show(console: Console, document: Document) -> None:
    """Print the statements in the screen's language, as wide as it is."""
    import sys
    from dataclasses import replace
    from shutil import get_terminal_size

    from huilin.rendering import screen

    wide = get_terminal_size().columns if sys.stdout.isatty() else 140
    shown = replace(document, language=console.language)
    console.say(screen.render(shown, width=wide, colour=sys.stdout.isatty()))
