"""What touches books that stand already: `correct`, `reopen`, `transition`, `export`, `log`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huilin.cli.session import of, refuse_sealed
from huilin.cli.words import amount_of, day_of
from huilin.errors import RefusedError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huilin.books import Books
    from huilin.cli.session import Session
    from huilin.drafting import Draft

Pairs = Annotated[list[str] | None, typer.Option("--account", metavar="OLD=NEW", help="改科目 another account")]
AmountPairs = Annotated[list[str] | None, typer.Option("--amount", metavar="OLD=NEW", help="改金额 another amount")]


def correct(
    context: typer.Context,
    voucher: Annotated[str, typer.Argument(metavar="ID", help="凭证号 voucher, Company/2026-09/记-0001")],
    account: Pairs = None,
    amount: AmountPairs = None,
    project: Annotated[str, typer.Option("--project", metavar="NAME", help="改项目 another project")] = "",
    text: Annotated[str, typer.Option("--text", metavar="WORDS", help="改摘要 another description")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="更正原因 why")] = "",
    on: Annotated[str, typer.Option("--date", metavar="DATE", help="更正日期，默认今天 the day, default today")] = "",
) -> None:
    """更正一张已过账的凭证：红字冲销，蓝字重记。Correct a posted voucher: a red entry and a blue one.

    没写改什么，就只写红字冲销。两笔都是草稿，由复核人过账。Nothing said: the red entry alone.

    \b
    例 Example: huilin correct Company/2026-09/记-0012 --account 5602:03=5602:02 --reason 记错科目
    例 Example: huilin correct Fund/2026-09/记-0003 --amount 200=20
    """
    from huilin.closing.correcting import Changes, correction
    from huilin.drafting import to_ledger

    session = of(context)
    by = session.person("prepare", "review")
    books = session.books()
    amounts = {amount_of(old): amount_of(new) for old, new in _pairs(amount)}
    changes = Changes(dict(_pairs(account)), amounts, {"project": project} if project else {}, text)
    day = day_of(on, session.today)
    drafts = correction(books, voucher, changes, by=by, on=day, reason=reason)
    refuse_sealed(books, drafts[0].entity, day)
    for draft in drafts:
        session.console.say("\n" + to_ledger(draft))
    _write_drafts(session, books, drafts)
    session.console.say(
        Text(f"{voucher} 的更正已记成 {len(drafts)} 张草稿。", f"{len(drafts)} drafts correct {voucher}.")
    )


def reopen(
    context: typer.Context,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="期间 2026-Q3")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="理由 why")] = "",
    second: Annotated[str, typer.Option("--second", metavar="NAME", help="另一位同意的人 who consents")] = "",
) -> None:
    """反结账：两个人、写明理由，原封账留底。Open a closed period again; its seal is kept aside.

    \b
    例 Example: huilin --by 陈主任 reopen 2026-Q3 --second 吴监事 --reason 漏记发票
    """
    from huilin.closing.reopening import Reopening, reopen
    from huilin.vocabulary import parse_period

    session = of(context)
    when = parse_period(period)
    by = session.person("review", "approve")
    if second and second not in session.workspace.settings.people:
        raise UsageError(
            Text(f"community.toml 的 [people] 里没有“{second}”。", f"[people] in community.toml has no “{second}”."),
            Text("请写名单里的另一个人。", "Name another person of that list."),
        )
    ask = Text(f"反结账{when.title.zh}；公示过的数字会变。继续吗？", f"Open {when.title.en} again? Published figures may change.")  # fmt: skip
    if not session.console.confirm(ask):
        raise typer.Exit
    records = reopen(session.workspace, when, Reopening(by, second, session.today, reason))
    if session.console.json:
        session.console.data({"reopened": list(records)})
    names = "、".join(record["entity"] for record in records)
    session.console.say(
        Text(
            f"{when.title.zh}已反结账（{names}），原封账在 seals/superseded/，记录在 seals/reopened.jsonl。",
            f"{when.title.en} is open again ({names}); its seals lie in seals/superseded/, the record in seals/reopened.jsonl.",
        )
    )


def transition(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="账套 Fund")],
    standard: Annotated[str, typer.Argument(metavar="STANDARD", help="新制度 npo-2026")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="执行日 first day")] = "2026-01-01",
) -> None:
    """执行新会计制度：关旧科目、开新科目、余额转入。Pass to a new accounting standard.

    \b
    例 Example: huilin transition Fund npo-2026 2026-01-01
    """
    from huilin.books.trial import write_sound
    from huilin.closing.transition import transition
    from huilin.drafting import to_ledger
    from huilin.vouchers import appended

    session = of(context)
    by = session.person("prepare", "review")
    books = session.books()
    first = day_of(day)
    refuse_sealed(books, entity, first)
    made = transition(books, entity, standard, first)
    drafts = [draft.with_meta(prepared=by) for draft in made.entries]
    shown = made.accounts + made.policy + "".join("\n" + to_ledger(draft) for draft in drafts)
    session.console.say(shown)
    if not session.console.confirm(Text("写入账本吗？", "Write them?")):
        raise typer.Exit
    folder = session.workspace.folder(entity)
    files: dict[Path, str | bytes | None] = dict(appended(session.workspace, drafts))
    for file, text in ((folder / "accounts.beancount", made.accounts), (folder / "policy.beancount", made.policy)):
        files[file] = _existing(file) + text
    write_sound(books, files)
    if session.console.json:
        session.console.data({"written": [session.workspace.relative(file) for file in files], "text": shown})
    session.console.say(Text(f"{entity} 从 {first} 起执行 {standard}。", f"{entity} follows {standard} from {first}."))


def export(
    context: typer.Context,
    entity: Annotated[str, typer.Option("--entity", metavar="ENTITY", help="账套 Fund, Company")] = "",
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="文件夹 folder to write")] = None,
) -> None:
    """导出一套账，能单独核对。One entity's books as a ledger that checks alone.

    不含捐赠人名册。Without the private donor register.

    \b
    例 Example: huilin export --entity Fund --output 基金账
    """
    from huilin.closing.exporting import export

    session = of(context)
    books = session.sound_books()
    names = "、".join(books.entities)
    if entity not in books.entities:
        raise UsageError(
            Text("没有写明账套。" if not entity else f"没有账套 {entity}。", "No books are named." if not entity else f"There are no books {entity}."),
            Text(f"请写 --entity，可以是：{names}。", f"Write --entity, one of: {', '.join(books.entities)}."),
        )  # fmt: skip
    folder = (output or Path(f"export-{entity}-{session.today}")).absolute()
    if folder.is_relative_to(session.workspace.root):
        raise RefusedError(
            Text("不能导出到账本文件夹里面。", "The copy may not lie inside the workspace."),
            Text("请用 --output 写别处。", "Name another place with --output."),
        )
    done = export(books, entity, folder)
    if session.console.json:
        session.console.data({"folder": str(done.folder), "files": list(done.files), "vouchers": done.vouchers})
    session.console.say(
        Text(
            f"{entity} 的账已导出到 {done.folder}：{done.vouchers} 张凭证，{len(done.files)} 个文件，单独核对没有错误。",
            f"{entity} lies in {done.folder}: {done.vouchers} vouchers, {len(done.files)} files; alone it has no errors.",
        )
    )


def log(
    context: typer.Context,
    last: Annotated[int, typer.Option("--last", metavar="N", help="最近几条 how many")] = 20,
) -> None:
    """谁在什么时候做了什么。Who did what, when, with what result.

    \b
    例 Example: huilin log --last 50
    """
    from huilin import journal

    session = of(context)
    root = session.workspace.root
    records = journal.records(root)
    wrong = list(journal.broken(root))
    if session.console.json:
        session.console.data({"log": records[-last:], "broken": wrong})
    columns = (Text("时间", "When"), Text("办理人", "Who"), Text("命令", "Command"), Text("结果", "Result"))
    session.console.table(None, columns, [_row(record) for record in records[-last:]])
    session.console.say(Text(f"共 {len(records)} 条记录。", f"{len(records)} records."))
    if wrong:
        session.console.say(
            Text(
                f"第 {'、'.join(map(str, wrong[:5]))} 条被改动过，或前面缺了记录。请从备份恢复 {journal.FILE}。",
                f"Line {', '.join(map(str, wrong[:5]))} was changed, or one before it is gone. Restore {journal.FILE} from a backup.",
            )
        )
        raise typer.Exit(1)


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    command = " ".join(word for word in (record.get("command", "?"), record.get("words", "")) if word)
    ended = f"[{record.get('code', '?')}] {record.get('result', '')}"
    return (str(record.get("at", "?")), str(record.get("by", "?")), command, ended)


def _write_drafts(session: Session, books: Books, drafts: Sequence[Draft]) -> None:
    from huilin.books.trial import write_sound
    from huilin.drafting import to_ledger
    from huilin.vouchers import appended

    if not session.console.confirm(Text("写入草稿吗？", "Write the drafts?")):
        raise typer.Exit
    write_sound(books, dict(appended(session.workspace, drafts)))
    if session.console.json:
        session.console.data({"drafts": [to_ledger(draft) for draft in drafts]})


def _pairs(words: Iterable[str] | None) -> list[tuple[str, str]]:
    """Read `OLD=NEW`."""
    pairs = [word.partition("=") for word in words or ()]
    for old, sign, new in pairs:
        if not (old.strip() and sign and new.strip()):
            raise UsageError(
                Text(f"“{old}{sign}{new}”应写成 旧=新。", f"“{old}{sign}{new}” should read OLD=NEW."),
                Text("如 --account 5602:03=5602:02。", "As --account 5602:03=5602:02."),
            )
    return [(old.strip(), new.strip()) for old, _, new in pairs]


def _existing(file: Path) -> str:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return text if not text or text.endswith("\n") else text + "\n"
