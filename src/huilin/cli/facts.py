"""Dated facts of the books, written after they were shown: `policy`, `project`, `account`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of, refuse_sealed
from huilin.cli.words import amount_of, day_of, rate_of
from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.books import Books
    from huilin.cli.session import Session
    from huilin.setup.directives import Addition

Day = Annotated[str, typer.Option("--date", metavar="DATE", help="生效日 from this day (today)")]
OfEntity = Annotated[str, typer.Option("--entity", help="账套 entity, as Fund or Company")]

policy_app = typer.Typer(
    help="反哺约定、预算、以前年度亏损。The promise, budgets, losses brought forward.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip


@policy_app.command("reinvestment")
def reinvestment(
    context: typer.Context,
    rate: Annotated[str, typer.Option("--rate", help="比例 share of profit, 0.20 or 20%")] = "0.20",
    base: Annotated[str, typer.Option("--base", help="基数 base")] = "net-profit-before-donation",
    route: Annotated[str, typer.Option("--route", help="donation|dividend|reserve")] = "donation",
    accrual: Annotated[str, typer.Option("--accrual", help="计提周期 month|quarter|year")] = "quarter",
    settle_within: Annotated[int, typer.Option("--settle-within", help="期后几天内付清 days to pay")] = 30,
    overpaid: Annotated[str, typer.Option("--overpaid", help="多付时 credit|gift")] = "credit",
    agreement: Annotated[str, typer.Option("--agreement", help="协议文件 document")] = "",
    date: Day = "",
) -> None:
    """写下新的反哺约定，旧的保留。Write a new promise; the old one keeps its time.

    \b
    例 Example: huilin policy reinvestment --rate 25% --date 2027-01-01
    """
    from huilin.reinvestment import Policy
    from huilin.setup import directives

    session = of(context)
    books = session.books()
    enterprise, fund = entity_like(books, "small-enterprise"), entity_like(books, "npo")
    policy = Policy(
        enterprise, fund, rate_of(rate), day_of(date, session.today), base, route, accrual,
        settle_within, overpaid, agreement=agreement,
    )  # fmt: skip
    write(session, books, directives.reinvestment(books, policy))


@policy_app.command("budget")
def budget(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PROJECT", help="项目 project")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="金额（元） yuan")],
    date: Day = "",
) -> None:
    """给项目定预算。Set a project's budget.

    \b
    例 Example: huilin policy budget 日常公益 20000
    """
    from huilin.setup import directives

    session = of(context)
    books = session.books()
    write(session, books, directives.budget(books, name, amount_of(amount), day_of(date, session.today)))


@policy_app.command("loss")
def loss(
    context: typer.Context,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="亏损（元） yuan")],
    year: Annotated[int, typer.Option("--year", help="亏损年度 year of the loss")],
    entity: OfEntity = "",
    date: Day = "",
) -> None:
    """记下以前年度未弥补的税务亏损。Bring forward a tax loss of an earlier year.

    \b
    例 Example: huilin policy loss 30000 --year 2025
    """
    from huilin.setup import directives

    session = of(context)
    books = session.books()
    whose = known_entity(books, entity) if entity else entity_like(books, "small-enterprise")
    write(session, books, directives.tax_loss(books, whose, amount_of(amount), year, day_of(date, session.today)))


@policy_app.command("list")
def listed(context: typer.Context) -> None:
    """列出账本里写明的全部约定。List every dated fact of the books.

    \b
    例 Example: huilin policy list
    """
    session = of(context)
    facts = session.books().customs
    if session.console.json:
        shown = [
            {"date": str(f.date), "kind": f.kind, "values": [str(v) for v in f.values], "file": f.file, "line": f.line}
            for f in facts
        ]
        session.console.data({"facts": shown})
    columns = (Text("日期", "Date"), Text("种类", "Kind"), Text("内容", "What"), Text("位置", "Where"))
    rows = [(str(f.date), f.kind, " ".join(str(v) for v in f.values), f"{f.file}:{f.line}") for f in facts]
    session.console.table(None, columns, rows)


def project(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="项目名称 its name")],
    purpose: Annotated[str, typer.Option("--purpose", help="用途 what for")] = "",
    restriction: Annotated[str, typer.Option("--restriction", help="限定 donor|law|none")] = "",
    budget: Annotated[str, typer.Option("--budget", help="预算（元） yuan")] = "",
    upkeep: Annotated[str, typer.Option("--upkeep-per-year", help="每年维护费（元） yuan a year")] = "",
    approved_by: Annotated[str, typer.Option("--approved-by", help="批准人或会议 who approved")] = "",
    entity: OfEntity = "",
    date: Day = "",
) -> None:
    """新设一个项目。Declare a project; income and expense of a fund name one.

    \b
    例 Example: huilin project 路灯改造 --budget 20000 --restriction donor
    """
    from huilin.setup import directives

    session = of(context)
    books = session.books()
    ask = session.console.ask
    whose = known_entity(books, entity) if entity else entity_like(books, "npo")
    said = {
        "purpose": purpose or ask(Text("用途", "What for")),
        "restriction": restriction
        or ask(Text("限定：donor 捐赠人，law 法规，none 不限定", "Restriction: donor, law or none"), "donor"),
        "budget": amount_of(budget) if budget else "",
        "upkeep-per-year": amount_of(upkeep) if upkeep else "",
        "approved-by": approved_by,
        "stage": "running",
    }
    write(session, books, directives.project(books, name, whose, day_of(date, session.today), said))


def account(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="科目代码 code, as 1601 or 5001:05")],
    name: Annotated[str, typer.Option("--name", help="明细名称 of the sub-account")] = "",
    entity: OfEntity = "",
    date: Day = "",
) -> None:
    """开立科目或明细科目。Open an account of the national chart, or a sub-account.

    \b
    例 Example: huilin account 5001 --name 社区课堂 --entity Company
    """
    from huilin.setup import directives

    session = of(context)
    books = session.books()
    whose = known_entity(books, entity) if entity else _entity_with(session, books, code)
    _, addition = directives.new_account(books, whose, code, name, day_of(date, session.today))
    write(session, books, addition)


def write(session: Session, books: Books, *additions: Addition) -> None:
    """Show what will be added and where, ask, and write it if the books stay sound."""
    from huilin.books.trial import write_sound

    console = session.console
    for addition in additions:
        refuse_sealed(books, addition.entity, addition.day)
        where = books.workspace.relative(addition.file)
        console.say(Text(f"将写入 {where}：", f"To be added to {where}:"))
        console.say("\n" + addition.text.rstrip() + "\n")
    if not console.confirm(Text("写入吗？", "Write it?")):
        console.say(Text("没有写。", "Nothing was written."))
        raise typer.Exit
    write_sound(books, {addition.file: addition.contents for addition in additions})
    if console.json:
        console.data({"written": [{"file": books.workspace.relative(a.file), "text": a.text} for a in additions]})
    console.say(Text("已写入，核对无误。", "Written and checked."))


def known_entity(books: Books, name: str) -> str:
    """Return the entity called so, by its name or title; raise UsageError that lists what there is."""
    for entity in books.entities.values():
        if name in (entity.name, entity.title):
            return entity.name
    raise _no_entity(name, list(books.entities))


def entity_like(books: Books, standard: str) -> str:
    """Return the first entity whose standard begins so: `npo` for the fund, `small-enterprise` for the enterprise."""
    for entity in books.entities.values():
        if entity.standards[-1][1].startswith(standard):
            return entity.name
    raise _no_entity(standard, list(books.entities))


def _entity_with(session: Session, books: Books, code: str) -> str:
    """Return the only entity whose chart has the code; ask where both have it."""
    from huilin.charts import STANDARDS, chart

    fitting = [
        entity.name
        for entity in books.entities.values()
        if (standard := entity.standard_on(session.today)) in STANDARDS and code[:4] in chart(standard).accounts
    ]
    if len(fitting) == 1:
        return fitting[0]
    said = session.console.ask(
        Text(f"哪个账套（{'、'.join(books.entities)}）", f"Which entity ({', '.join(books.entities)})")
    )
    if said:
        return known_entity(books, said)
    raise UsageError(
        Text(f"看不出 {code} 属于哪个账套。", f"It is not clear whose account {code} is."),
        Text(f"请加 --entity，可以是：{'、'.join(books.entities)}。", f"Add --entity: {', '.join(books.entities)}."),
    )


def _no_entity(name: str, known: Sequence[str]) -> UsageError:
    return UsageError(
        Text(f"没有账套 {name}。", f"There is no entity {name}."),
        Text(f"已有账套：{'、'.join(known)}。", f"Entities there are: {', '.join(known)}."),
    )
