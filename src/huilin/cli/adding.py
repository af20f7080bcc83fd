"""Write one entry by hand as a draft, without knowing a single account name by heart: `add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from huilin.cli.facts import Day, OfEntity, entity_like, known_entity
from huilin.cli.session import of, refuse_sealed
from huilin.cli.words import amount_of, day_of
from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from huilin.books import Books
    from huilin.cli.session import Session
    from huilin.drafting import Draft

app = typer.Typer(
    help="手工记一笔，存为草稿。Write an entry by hand, as a draft.", no_args_is_help=True, rich_markup_mode=None
)

Amount = Annotated[str, typer.Option("--amount", help="金额（元） yuan")]
ToProject = Annotated[str, typer.Option("--project", help="项目 project")]
Into = Annotated[str, typer.Option("--to", help="收款科目 account that takes it, as 1002")]
From = Annotated[str, typer.Option("--from", help="付款科目 account that pays, as 1002:01")]
Words = Annotated[str, typer.Option("--text", help="摘要 what it was")]
Payee = Annotated[str, typer.Option("--payee", help="对方单位 whom")]
_CASH = ("1002", "1001", "1009", "1012")


@app.command("donation")
def donation(
    context: typer.Context,
    amount: Amount = "",
    donor: Annotated[str, typer.Option("--donor", help="捐赠人姓名或编号 name or id; none: anonymous")] = "",
    project: ToProject = "",
    to: Into = "",
    text: Words = "",
    entity: OfEntity = "",
    date: Day = "",
) -> None:
    """记一笔捐赠收入；限定与否由项目决定。A gift; its project says whether it is restricted.

    \b
    例 Example: huilin add donation --amount 500 --donor 王秀英 --project 日常公益
    """
    from huilin.donors import ANONYMOUS, Register
    from huilin.drafting import Draft, DraftPosting
    from huilin.setup.directives import known_project

    session = of(context)
    books = session.books()
    day = day_of(date, session.today)
    value = _amount(session, amount)
    whose = known_entity(books, entity) if entity else entity_like(books, "npo")
    aim = known_project(books, _said(session, project, "--project", Text("项目", "Project"), _unrestricted(books)))
    name = donor or session.console.ask(Text("捐赠人（不填为匿名）", "Donor (nothing: anonymous)"))
    before = Register.read(session.workspace.donors)
    register, donor_id = _entered(before, name, day)
    income = _account(session, books, whose, f"4101:{'02' if aim.is_restricted else '01'}", day)
    cash = _cash(session, books, whose, to, day)
    speaks = session.workspace.settings.language
    nobody = ANONYMOUS.say(speaks).lower()
    meta = {"project": aim.name, "donor": donor_id or nobody, "category": Text("捐赠", "Gift").say(speaks)}
    postings = (DraftPosting(cash, value), DraftPosting(income, -value))
    draft = Draft(whose, day, text or Text("收到捐赠", "Gift received").say(speaks), postings, meta=meta)
    extra = {session.workspace.donors: register.to_csv()} if register != before else {}
    _write(session, books, draft, extra)


@app.command("expense")
def expense(
    context: typer.Context,
    amount: Amount = "",
    account: Annotated[str, typer.Option("--account", help="费用科目 expense account, as 5101 or 5602:02")] = "",
    project: ToProject = "",
    payer: From = "",
    text: Words = "",
    payee: Payee = "",
    entity: OfEntity = "",
    date: Day = "",
) -> None:
    """记一笔支出；基金的支出要写项目。An expense; a fund's names its project.

    \b
    例 Example: huilin add expense --amount 320 --account 5101 --project 日常公益 --text 买茶叶
    """
    from huilin.drafting import Draft, DraftPosting
    from huilin.setup.directives import known_project

    session = of(context)
    books = session.books()
    day = day_of(date, session.today)
    value = _amount(session, amount)
    whose = known_entity(books, entity) if entity else entity_like(books, "npo")
    is_fund = books.entities[whose].standard_on(day).startswith("npo")
    meta = {}
    words = _said(session, account, "--account", Text("费用科目", "Expense account"), "5101" if is_fund else "")
    if is_fund:
        aim = known_project(books, _said(session, project, "--project", Text("项目", "Project"), _unrestricted(books)))
        meta["project"] = aim.name
        words = _of_class(books, whose, words, day, tied=aim.is_restricted)
    spent = _account(session, books, whose, words, day)
    cash = _cash(session, books, whose, payer, day)
    what = _said(session, text, "--text", Text("摘要", "What it was"), "支出")
    postings = (DraftPosting(spent, value), DraftPosting(cash, -value))
    _write(session, books, Draft(whose, day, what, postings, payee=payee, meta=meta), {})


@app.command("transfer")
def transfer(
    context: typer.Context,
    amount: Amount = "",
    payer: From = "",
    to: Into = "",
    text: Words = "",
    entity: OfEntity = "",
    date: Day = "",
) -> None:
    """记一笔自己账户之间的转账。Money between two own accounts.

    \b
    例 Example: huilin add transfer --entity Company --amount 1000 --from 1002:01 --to 1001
    """
    from huilin.drafting import Draft, DraftPosting

    session = of(context)
    books = session.books()
    day = day_of(date, session.today)
    value = _amount(session, amount)
    whose = known_entity(books, entity) if entity else entity_like(books, "small-enterprise")
    source = _account(
        session, books, whose, _said(session, payer, "--from", Text("从哪个科目", "From which account")), day
    )
    target = _account(session, books, whose, _said(session, to, "--to", Text("到哪个科目", "To which account")), day)
    postings = (DraftPosting(target, value), DraftPosting(source, -value))
    _write(
        session,
        books,
        Draft(whose, day, text or Text("账户间转账", "Transfer").say(session.workspace.settings.language), postings),
        {},
    )


def _write(session: Session, books: Books, draft: Draft, extra: dict[Path, str]) -> None:
    """Show the entry and the file it goes to, ask, and write it if the books stay sound."""
    from huilin.books.trial import write_sound
    from huilin.drafting import to_ledger
    from huilin.vouchers import appended

    refuse_sealed(books, draft.entity, draft.date)
    draft = draft.with_meta(prepared=session.person("prepare"))
    console, workspace = session.console, session.workspace
    where = workspace.relative(workspace.month_file(draft.entity, draft.date))
    for posting in draft.postings:
        side = Text("借", "Dr") if posting.amount > 0 else Text("贷", "Cr")
        console.say(f"{side.say(console.language)} {spoken(posting.account)}  {abs(posting.amount):,.2f}")
    console.say(Text(f"将作为草稿写入 {where}：", f"To be added to {where} as a draft:"))
    console.say("\n" + to_ledger(draft))
    if not console.confirm(Text("写入吗？", "Write it?")):
        console.say(Text("没有写。", "Nothing was written."))
        raise typer.Exit
    files: dict[Path, Any] = {**appended(workspace, [draft]), **extra}
    write_sound(books, files)
    if console.json:
        console.data({"written": [{"file": where, "text": to_ledger(draft)}]})
    console.say(
        Text(
            "已写入草稿；由复核人用 huilin post 编号过账。", "Draft written; a reviewer numbers it with `huilin post`."
        )
    )


def spoken(account: str) -> str:
    """Return an account as people say it: `4101 捐赠收入—限定性`."""
    from huilin.vocabulary import split_account

    parts = split_account(account)
    if parts is None:
        return account
    return f"{parts.code} {parts.name}" + (f"—{parts.detail}" if parts.detail else "")


def _amount(session: Session, said: str) -> Decimal:
    return amount_of(_said(session, said, "--amount", Text("金额（元）", "Amount in yuan")))


def _said(session: Session, said: str, option: str, question: Text, default: str = "") -> str:
    """Return what was said or is answered; raise UsageError where neither."""
    answer = said or session.console.ask(question, default)
    if not answer:
        raise UsageError(
            Text(f"没有写{question.zh}。", f"{question.en} is missing."), Text(f"请加 {option}。", f"Add {option}.")
        )
    return answer


def _unrestricted(books: Books) -> str:
    """Return the first project that restricts nothing: where a gift without a wish goes."""
    return next((project.name for project in books.projects.values() if not project.is_restricted), "")


def _entered(register: Any, name: str, day: date) -> tuple[Any, str]:  # noqa: ANN401 - a Register, imported late
    """Return the register with the donor in it, and the id; no name is nobody's id."""
    if not name:
        return register, ""
    known = register.id_of(name) or (name if register.get(name) else None)
    if known:
        return register, known
    changed = register.with_new(name, since=day)
    return changed, changed.donors[-1].id


def _of_class(books: Books, entity: str, words: str, day: date, *, tied: bool) -> str:
    """Add the class to an expense code where its account has one: since 2026 expenses are told apart too."""
    if ":" in words or " " in words or len(books.resolve(entity, words, day)) < 2:
        return words
    return f"{words}:{'02' if tied else '01'}"


def _cash(session: Session, books: Books, entity: str, words: str, day: date) -> str:
    """Return the account of money that was said, or the entity's first."""
    if words:
        return _account(session, books, entity, words, day)
    found = (account for code in _CASH for account in books.resolve(entity, code, day))
    return _account(session, books, entity, next(found, "1002"), day)


def _account(session: Session, books: Books, entity: str, words: str, day: date) -> str:
    """Return the one account that the words mean; ask where several fit, raise UsageError where none or unasked."""
    fitting = books.resolve(entity, words, day)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UsageError(
            Text(f"{entity} 没有开立科目 {words}。", f"{entity} has no open account {words}."),
            Text(
                f"开立用 huilin account {words} --entity {entity}。",
                f"Open it with `huilin account {words} --entity {entity}`.",
            ),
        )
    for number, account in enumerate(fitting, 1):
        if session.console.asks:
            session.console.say(f"  {number}. {spoken(account)}")
    answer = session.console.ask(Text(f"{words} 是哪一个（填序号）", f"Which {words} (its number)"))
    if answer.isdigit() and 0 < int(answer) <= len(fitting):
        return fitting[int(answer) - 1]
    choices = "、".join(f"{words.partition(':')[0]}:{spoken_sub(account)}" for account in fitting)
    raise UsageError(
        Text(f"{words} 有好几个明细。", f"{words} has several sub-accounts."),
        Text(f"请写其中一个：{choices}。", f"Name one of them: {choices}."),
    )


def spoken_sub(account: str) -> str:
    """Return a sub-account as people say it: `02 工行`."""
    from huilin.vocabulary import split_account

    parts = split_account(account)
    return f"{parts.sub} {parts.detail}".strip() if parts else account
