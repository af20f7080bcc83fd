"""Insert any declared event as a draft, without knowing a single account name by heart: `add`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huilin.cli.session import of, refuse_sealed
from huilin.cli.words import day_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from huilin.books import Books
    from huilin.cli.console import Console
    from huilin.cli.session import Session
    from huilin.errors import UsageError
    from huilin.events import Made
    from huilin.events.model import Event, Question

SETTINGS = {"ignore_unknown_options": True, "allow_extra_args": True}
"""Every event has its own fields, so `--amount 500` is read here, not by typer."""


def add(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EVENT] [FIELD=VALUE]…", help="事项和各项内容 the event and its answers"),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="列出全部事项，或一个事项的各项 list the events, or one's fields")
    ] = False,
) -> None:
    """按事项记一笔：问清各项，给您看过，再存为草稿。Insert an event: asked, shown, then written as a draft.

    没写的项会问；没有终端时一次说清还缺什么。各项也可写成 --amount 500。
    What is missing is asked for; without a terminal it is named. Fields may be written --amount 500 too.

    \b
    例 Example: huilin add --list
    例 Example: huilin add donation amount=500 donor=王秀英 project=日常公益
    例 Example: huilin add expense --amount 320 --project 日常公益 --text 买茶叶
    """
    from huilin.events import event_named

    session = of(context)
    name, *rest = words or [""]
    if listed or not name:
        _list(session.console, event_named(name) if name else None)
        return
    _insert(session, event_named(name), rest)


def _insert(session: Session, event: Event, words: Sequence[str]) -> None:
    from huilin.events import gather, make
    from huilin.events.answers import split_words

    said = split_words(list(words))
    books = session.books()
    asker = _Asker(session.console) if session.console.asks else None
    today = day_of(said.fields.get("date", ""), session.today)
    answers = gather(event, books, said, today=today, asker=asker)
    made = make(answers, _Chooser(session.console))
    _write(session, books, event, made)


def _write(session: Session, books: Books, event: Event, made: Made) -> None:
    """Show what it does and what will be written where, ask, and write it if the books stay sound."""
    from huilin.books.trial import write_sound
    from huilin.drafting import to_ledger
    from huilin.vouchers import appended

    console, workspace = session.console, session.workspace
    for entity, day in [*((d.entity, d.date) for d in made.drafts), *((a.entity, a.day) for a in made.additions)]:
        refuse_sealed(books, entity, day)
    by = session.person("prepare") if made.drafts else ""
    drafts = [draft.with_meta(prepared=by) for draft in made.drafts]
    console.say(Text(f"{event.title.zh}：{made.plain.zh}", f"{event.title.en}: {made.plain.en}"))
    written = []
    for draft in drafts:
        where = workspace.relative(workspace.month_file(draft.entity, draft.date))
        written.append({"file": where, "text": to_ledger(draft)})
        _sides(console, draft.postings)
        console.say(Text(f"将作为草稿写入 {where}：", f"To be added to {where} as a draft:"))
        console.say("\n" + to_ledger(draft))
    for addition in made.additions:
        where = workspace.relative(addition.file)
        written.append({"file": where, "text": addition.text})
        console.say(Text(f"将写入 {where}：", f"To be added to {where}:"))
        console.say("\n" + addition.text)
    if not console.confirm(Text("写入吗？", "Write it?")):
        console.say(Text("没有写。", "Nothing was written."))
        raise typer.Exit
    files: dict[Path, Any] = dict(appended(workspace, drafts))
    files |= {addition.file: addition.contents for addition in made.additions}
    write_sound(books, {**files, **made.register})
    if console.json:
        console.data({"written": written})
    done = Text(
        "已写入草稿；由复核人用 huilin post 编号过账。", "Draft written; a reviewer numbers it with `huilin post`."
    )
    console.say(done if drafts else Text("已写入，核对无误。", "Written and checked."))


def _sides(console: Console, postings: Sequence[Any]) -> None:
    """Print the legs as people say them; a red one keeps its side, with a negative amount."""
    from huilin.events.resolving import spoken

    for posting in postings:
        red = posting.meta.get("side", "")
        debit = red == "借" if red else posting.amount > 0
        side = Text("借", "Dr") if debit else Text("贷", "Cr")
        number = -abs(posting.amount) if red else abs(posting.amount)
        console.say(f"{side.say(console.language)} {spoken(posting.account)}  {number:,.2f}")


@dataclass(frozen=True)
class _Asker:
    """Asks the treasurer before the terminal."""

    console: Console

    def ask(self, question: Question, default: str) -> str:
        return self.console.ask(_question(question), default)

    def complain(self, error: UsageError) -> None:
        self.console.failure(error)


@dataclass(frozen=True)
class _Chooser:
    """Offers the accounts that may be meant, by number; without a terminal nothing is chosen."""

    console: Console

    def __call__(self, words: str, fitting: Sequence[str]) -> str | None:
        from huilin.events.resolving import spoken

        if not self.console.asks:
            return None
        for number, account in enumerate(fitting, 1):
            self.console.say(f"  {number}. {spoken(account)}")
        answer = self.console.ask(Text(f"{words} 是哪一个（填序号）", f"Which {words} (its number)"))
        return fitting[int(answer) - 1] if answer.isdecimal() and 0 < int(answer) <= len(fitting) else None


def _question(question: Question) -> Text:
    """Return a question with its choices."""
    if not question.choices:
        return question.words
    zh = " / ".join(words.zh for words in question.choices.values())
    en = " / ".join(question.choices)
    return Text(f"{question.words.zh}（{zh}）", f"{question.words.en} ({en})")


def _list(console: Console, event: Event | None) -> None:
    """Print every event by group, or one event's fields."""
    from huilin.events import catalogue

    if event is not None:
        _fields(console, event)
        return
    from huilin.events.model import GROUPS

    events = catalogue().values()
    if console.json:
        console.data({"events": [_as_json(one, console) for one in events]})
    for group, title in GROUPS.items():
        rows = [(one.name, one.title) for one in events if one.group == group]
        console.table(title, (Text("事项", "Event"), Text("记什么", "What it records")), rows)
        console.say("")
    console.say(Text("一个事项要填什么：huilin add 事项 --list", "What an event asks for: huilin add EVENT --list"))


def _fields(console: Console, event: Event) -> None:
    from huilin.charts import VERIFIED

    if console.json:
        console.data({"event": _as_json(event, console)})
    console.say(event.title)
    columns = (Text("项", "Field"), Text("内容", "What"), Text("不写时", "If left out"))
    rows = [(q.field, _question(q), _if_left_out(q)) for q in event.questions if q.words.zh]
    console.table(None, columns, rows)
    console.say(
        Text(
            f"依据：{event.source}（{VERIFIED[event.verified].zh}）",
            f"Source: {event.source} ({VERIFIED[event.verified].en})",
        )
    )
    for note in event.notes:
        console.say(note)


def _if_left_out(question: Question) -> Text:
    if question.default:
        zh = en = question.default.replace("|", " / ")
        for asked, words in _WORKED_OUT.items():
            zh, en = zh.replace(asked, words.zh), en.replace(asked, words.en)
        return Text(zh, en)
    needed = not question.optional and question.type != "donor"
    return Text("必填", "needed") if needed else Text("可不写", "may be left out")


_WORKED_OUT = {
    "{today}": Text("今天", "today"),
    "{date}": Text("日期", "DATE"),
    "{date.quarter}": Text("季度", "QUARTER"),
    "{date.year}": Text("日期的年份", "year of the date"),
    "{start}": Text("开始日", "START"),
    "{unrestricted}": Text("非限定项目", "the unrestricted project"),
    "{role.account}": Text("按账套", "by the books"),
}
"""What a default is worked out from, in words."""


def _as_json(event: Event, console: Console) -> dict[str, Any]:
    return {
        "name": event.name,
        "title": event.title.say(console.language),
        "group": event.group,
        "books": list(event.books),
        "source": event.source,
        "verified": event.verified,
        "fields": [
            {
                "field": q.field,
                "type": q.type,
                "words": q.words.say(console.language),
                "default": q.default,
                "needed": not (q.default or q.optional or q.type == "donor"),
                "choices": {word: said.say(console.language) for word, said in q.choices.items()},
            }
            for q in event.questions
        ],
    }
