"""For auditors: the pack of working papers, samples with their ticks, and any page of the desk as a file."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.errors import HuilinError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.audit import AuditRequest, Table
    from huilin.cli.console import Console
    from huilin.cli.session import Session

app = typer.Typer(help="审计：底稿、抽样、各审计页 For auditors: working papers, samples, pages", no_args_is_help=True)

_Entity = Annotated[str, typer.Option("--entity", metavar="E", help="只做这一套账 one set of books")]
_Period = Annotated[str, typer.Argument(metavar="PERIOD", help="2026、2026-Q3 或 2026-09 the period")]
_MOST = 40
"""Rows of a table that the screen shows; files hold all of them."""


@app.command("pack")
def pack(
    context: typer.Context,
    period: _Period,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="放在哪里 where to (default: audit/)")] = None,
    entity: _Entity = "",
) -> None:
    """生成审计底稿：每套账一个文件夹，XLSX、CSV、PDF 三种形式。Write the working papers of a period.

    含有个人信息，只供审计。It holds private data: for the auditor only.

    \b
    例 Example: huilin audit pack 2026
    """
    from huilin.audit.pack import build
    from huilin.vocabulary import parse_period

    session = of(context)
    wanted = parse_period(period)
    books = session.books()
    folder = to if to is not None else session.workspace.root / "audit"
    with session.console.progress() as progress:
        built = build(books, wanted, today=session.today, to=folder, entity=entity, progress=progress)
    if session.console.json:
        still = [{"what": item.what.say(session.console.language), "count": item.number} for item in built.open]
        session.console.data({"folder": str(built.folder), "files": built.files, "open": still})
    session.console.say(Text(f"底稿 {built.files} 个文件：{built.folder}", f"{built.files} files: {built.folder}"))
    if built.open:
        session.console.say(
            Text(
                f"还有 {len(built.open)} 项未了，写在 README.md 里。",
                f"{len(built.open)} things are open; see README.md.",
            )
        )
    session.console.say(
        Text(
            "含有个人信息，只供审计使用，不要公布。", "It holds private data: for the auditor only; do not publish it."
        )
    )


@app.command("sample")
def sample(
    context: typer.Context,
    period: _Period,
    entity: _Entity = "",
    population: Annotated[
        str,
        typer.Option(
            "--population",
            metavar="NAME",
            help="总体：expenses、income、receipts、payments、donations、stock 或科目代码 what to draw from",
        ),
    ] = "expenses",
    method: Annotated[
        str, typer.Option("--method", metavar="mus|random", help="货币单元或随机 monetary units or random")
    ] = "mus",
    materiality: Annotated[str, typer.Option("--materiality", metavar="CNY", help="重要性水平 materiality")] = "",
    tolerable: Annotated[
        str, typer.Option("--tolerable", metavar="CNY", help="可容忍错报 tolerable misstatement")
    ] = "",
    risk: Annotated[str, typer.Option("--risk", metavar="PERCENT", help="误受风险 risk")] = "10",
    expected: Annotated[str, typer.Option("--expected", metavar="CNY", help="预计错报 expected misstatement")] = "0.00",
    size: Annotated[str, typer.Option("--size", metavar="N", help="样本量 how many")] = "",
    seed: Annotated[str, typer.Option("--seed", metavar="WORD", help="种子，同样的种子抽出同样的样本 seed")] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="写成 .xlsx 或 .csv write it to a file")
    ] = None,
) -> None:
    """抽取凭证样本；同样的总体和种子，谁来抽都一样。Draw a sample of vouchers; anyone can draw it again.

    \b
    例 Example: huilin audit sample 2026 --entity Company --materiality 8000.00 --seed 何审计
    """
    session = of(context)
    words = {"population": population, "method": method, "materiality": materiality, "tolerable": tolerable, "risk": risk, "expected": expected, "size": size, "seed": seed}  # fmt: skip
    _page(session, "sampling", _asked(session, period, entity, words), to)


@app.command("tick")
def tick(
    context: typer.Context,
    sample_id: Annotated[str, typer.Argument(metavar="SAMPLE", help="样本编号 the sample's number")],
    voucher: Annotated[str, typer.Argument(metavar="ID", help="凭证号 the voucher")],
    mark: Annotated[str, typer.Argument(metavar="TICK", help="✓ 相符、× 不符、? 待查 in order, misstated, open")],
    amount: Annotated[str, typer.Option("--amount", metavar="CNY", help="审定金额 what is right")] = "",
    note: Annotated[str, typer.Option("--note", help="备注 a note")] = "",
) -> None:
    """在抽样检查表上记一笔；存在您自己的文件里，不进账本。Tick a voucher of a sample, in the auditor's own file.

    \b
    例 Example: huilin audit tick 8340c3fddded Company/2026-01/记-0013 ×  --amount 10000.00 --note 发票少500元
    """
    from huilin import evidence
    from huilin.audit import marks

    session = of(context)
    sign = _sign(mark)
    if amount:
        _checked_amount(amount)
    books = session.books()
    evidence.find(books, voucher)
    file = marks.file_of(session.workspace)
    said = marks.Mark(sign, amount, note, session.by, session.today.isoformat())
    marks.write(file, marks.with_mark(marks.read(file), sample_id, voucher, said), session.today)
    if session.console.json:
        session.console.data({"file": str(file), "sample": sample_id, "voucher": voucher, "tick": sign})
    session.console.say(Text(f"{voucher} {sign}，记在 {file}", f"{voucher} {sign}, kept in {file}"))


@app.command("show")
def show(
    context: typer.Context,
    page: Annotated[str, typer.Argument(metavar="PAGE", help="overview、reinvestment、statements … the page")],
    period: _Period,
    entity: _Entity = "",
    said: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=WORD", help="这一页的选项 an option of the page")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="写成 .xlsx 或 .csv write it to a file")
    ] = None,
) -> None:
    """在屏幕上看一页审计表，或写成文件；与 huilin desk 里的页相同。Show a page of the desk, or write it to a file.

    \b
    例 Example: huilin audit show restricted 2026 --to 限定资金.xlsx
    """
    words = dict(word.partition("=")[::2] for word in said or ())
    session = of(context)
    _page(session, page, _asked(session, period, entity, words), to)


def _asked(session: Session, period: str, entity: str, words: dict[str, str]) -> AuditRequest:
    from huilin.audit import AuditRequest
    from huilin.vocabulary import parse_period

    wanted, books = parse_period(period), session.books()
    if entity and entity not in books.entities:
        known = "、".join(books.entities)
        raise UsageError(
            Text(f"没有账套 {entity}。", f"There is no entity {entity}."),
            Text(f"已有账套：{known}。", f"Entities there are: {known}."),
        )
    return AuditRequest(books, wanted, session.today, entity, options={k: v for k, v in words.items() if v})


def _page(session: Session, name: str, request: AuditRequest, to: Path | None) -> None:
    from huilin.audit.pages import page

    found = page(name)
    tables = found.make(request)
    if to is not None:
        _to_file(session, tables, found.title, to)
    if session.console.json:
        session.console.data({"page": name, "tables": [_as_json(table, session.console) for table in tables]})
    if to is None:
        for table in tables:
            _print(session.console, table)


def _to_file(session: Session, tables: Sequence[Table], title: Text, to: Path) -> None:
    from huilin.audit.export import csv_of, workbook_of
    from huilin.storage import write_atomic

    language = session.workspace.settings.language
    match to.suffix.lower():
        case ".xlsx":
            write_atomic(to, workbook_of(tables, title, session.today, language))
        case ".csv":
            write_atomic(to, csv_of(tables[0], language))
        case _:
            raise UsageError(
                Text(f"{to.name} 不是 .xlsx 或 .csv。", f"{to.name} is neither .xlsx nor .csv."),
                Text("请换一个文件名。", "Name another file."),
            )
    session.console.say(Text(f"已写入 {to}", f"Written to {to}"))


def _as_json(table: Table, console: Console) -> dict[str, object]:
    rows = [[cell.text for cell in cells] for _, cells in table.cells(language=console.language)]
    columns = [column.title.say(console.language) for column in table.columns]
    checks = [{"check": check.label.say(console.language), "holds": check.holds} for check in table.checks]
    return {
        "id": table.id,
        "title": table.title.say(console.language),
        "columns": columns,
        "rows": rows,
        "checks": checks,
    }


def _print(console: Console, table: Table) -> None:
    say = console.language
    rows = [[cell.text for cell in cells] for _, cells in table.cells(0, _MOST, say)]
    console.table(table.title, [column.title for column in table.columns], rows)
    if not rows:
        console.say(table.empty)
    if len(table) > _MOST:
        console.say(
            Text(
                f"… 共 {len(table)} 行，全部见 --to 文件.xlsx", f"… {len(table)} rows; all of them with --to FILE.xlsx"
            )
        )
    for check in table.checks:
        state = Text("相符", "holds") if check.holds else Text("不符", "FAILS")
        console.say(Text(f"核对 {check.label.zh}：{state.zh}", f"Check {check.label.en}: {state.en}"))
    for note in table.notes:
        console.say(note)
    console.say("")


_TICKS = {"✓": "✓", "ok": "✓", "y": "✓", "×": "×", "x": "×", "no": "×", "n": "×", "?": "?", "？": "?", "open": "?"}


def _sign(mark: str) -> str:
    sign = _TICKS.get(mark.lower())
    if sign is None:
        raise UsageError(
            Text(f"“{mark}”不是核对记号。", f"“{mark}” is no tick."), Text("请写 ✓、× 或 ?。", "Write ✓, × or ?.")
        )
    return sign


def _checked_amount(amount: str) -> None:
    from huilin.money import InexactAmountError, parse_amount

    try:
        parse_amount(amount)
    except InexactAmountError as error:
        raise HuilinError(
            Text(f"“{amount}”不是金额。", f"“{amount}” is no amount."),
            Text("请写如 10000.00。", "Write it like 10000.00."),
        ) from error
