"""感谢信: what somebody gave in a period, and from the books what the projects they gave to spent it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.letters.gifts import by_donor, name_of
from huilin.letters.writing import Letter
from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import in_words
from huilin.reporting.posted import Posted
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.donors import Register
    from huilin.letters.gifts import Gift
    from huilin.vocabulary import Period

TEMPLATE = "thanks.html"
SHOWN = 8
"""How many of a project's expenses a letter lists; the rest are in the disclosure."""


class Use(NamedTuple):
    """What a project did with its money until the period's end, as the letter prints it."""

    project: str
    purpose: str
    sentence: str
    spent: tuple[tuple[str, str, str], ...]
    more: str


def thanks(books: Books, register: Register, found: tuple[Gift, ...], period: Period) -> Iterator[Letter]:
    """Yield a letter to each donor who is known by name and whose gifts were not all returned."""
    say = books.workspace.settings.language
    for donor, mine in by_donor(found).items():
        name, total = name_of(register, donor), sum(gift.amount for gift in mine)
        if not name or total <= 0:
            continue
        values = {
            "title": TITLE.say(say),
            "greeting": Text(f"尊敬的{name}：", f"Dear {name},").say(say),
            "opening": _opening(books, mine, period).say(say),
            "gifts": [(in_words(gift.day).say(say), f.project_label(gift.project).say(say), show(gift.amount)) for gift in mine],
            "columns": [column.say(say) for column in COLUMNS],
            "uses_title": USES.say(say),
            "uses": [_use(books, *project, period) for project in dict.fromkeys((g.fund, g.project) for g in mine)],
            "mixed": MIXED.say(say),
            "closing": CLOSING.say(say),
        }  # fmt: skip
        yield Letter(f"thanks/{donor}-{period.name}.pdf", TEMPLATE, values)


def _opening(books: Books, mine: tuple[Gift, ...], period: Period) -> Text:
    titles = "、".join(dict.fromkeys(books.entities[gift.fund].title for gift in mine))
    total, count = show(sum(gift.amount for gift in mine)), len(mine)
    return Text(
        f"{period.title.zh}，您为{titles}捐款 {count} 笔，共 {total} 元。邻里们托我们谢谢您，也把钱的去处一笔一笔告诉您。",
        f"In {period.title.en} you gave {titles} {total} yuan in {count} gifts. Your neighbours thank you; here is what became of it.",
    )


def _use(books: Books, fund: str, project: str, period: Period) -> Use:
    """Tell of one project: all that it raised, spent and holds, and its expenses of the period."""
    say, posted = books.workspace.settings.language, Posted.of(books)
    until = {"end": period.end, "closing": False}
    raised = posted.total(f.of_project(f.left(fund).but(codes=("Income", "3101", "3102", "3201"), **until), project))
    spent = posted.total(f.of_project(f.spending(fund).but(**until), project))
    label, day = f.project_label(project), in_words(period.end)
    sentence = Text(
        f"到{day.zh}，{label.zh}一共筹得 {show(raised)} 元，花了 {show(spent)} 元，还有 {show(raised - spent)} 元。",
        f"By {day.en}, {label.en} had raised {show(raised)} yuan, spent {show(spent)} and held {show(raised - spent)}.",
    )
    known = books.projects.get(project)
    rows = list(_spent(books, fund, project, period))
    more = len(rows) - SHOWN
    rest = Text(f"还有 {more} 笔，都在公示里。", f"{more} more are in the disclosure.").say(say) if more > 0 else ""
    return Use(label.say(say), known.purpose if known else "", sentence.say(say), tuple(rows[:SHOWN]), rest)


def _spent(books: Books, fund: str, project: str, period: Period) -> Iterator[tuple[str, str, str]]:
    """Yield the project's expenses of the period: day, what for, amount."""
    say, entity = books.workspace.settings.language, books.entities[fund]
    asked = f.of_project(f.spending(fund).but(start=period.start, end=period.end, closing=False), project)
    rows = Posted.of(books).pick(asked)
    days = [stamp.date() for stamp in rows["date"].dt.to_pydatetime()]
    for day, category, code, fen in zip(days, rows["category"], rows["code"], rows["fen"].to_list(), strict=True):
        name = str(category) or f.code_name(entity, str(code), day).say(say)
        yield in_words(day).say(say), name, show(fen)


TITLE = Text("感谢信", "A letter of thanks")
COLUMNS = (Text("日期", "Day"), Text("捐给", "For"), Text("金额（元）", "Yuan"))
USES = Text("钱用在了哪里", "What it was used for")
MIXED = Text(
    "一个项目的钱合在一起用，分不出哪一元是谁捐的，所以把项目全部的收支告诉您。每一笔都在社区的公示里，欢迎来查。",
    "A project's money is spent together; nobody can tell whose yuan was spent, so this is all of it. Every entry is in the community's disclosure.",
)
CLOSING = Text("谢谢您！", "With thanks,")
