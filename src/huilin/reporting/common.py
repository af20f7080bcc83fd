"""What reports share: which entities they are about, how periods are headed, and what a statement is by law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.books import Books, Entity
    from huilin.vocabulary import Period

NOT_STATUTORY = Text("台账，非法定报表", "Ledger of record, not a statutory statement")
MANAGEMENT = Text("管理口径数字，非法定报表", "Management figures, not a statutory statement")
JOINT = Text("管理汇总，非法定合并报表", "Management summary, not statutory consolidated statements")
AMOUNT = Text("金额（元）", "Amount (CNY)")
THIS_PERIOD = Text("本期", "This period")
YEAR_TO_DATE = Text("本年累计", "Year to date")
ITEM = Text("项目", "Item")


def funds(books: Books, period: Period) -> tuple[Entity, ...]:
    """Return the entities that keep non-profit books in the period."""
    return tuple(e for e in _begun(books, period) if e.standard_on(period.end).startswith("npo-"))


def companies(books: Books, period: Period) -> tuple[Entity, ...]:
    """Return the entities that keep small-enterprise books in the period."""
    return tuple(e for e in _begun(books, period) if e.standard_on(period.end) == "small-enterprise")


def _begun(books: Books, period: Period) -> tuple[Entity, ...]:
    return tuple(e for e in books.entities.values() if e.standards[0][0] <= period.end)


def before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)


def new_year(period: Period) -> date:
    """Return 1 January of the period's year."""
    return period.year_to_date.start


def in_words(day: date) -> Text:
    """Return a day as documents write it."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def over(period: Period) -> Text:
    """Head a statement of what happened: the period with its first and last day."""
    first, last = in_words(period.start), in_words(period.end)
    return Text(f"{period.title.zh}（{first.zh}至{last.zh}）", f"{period.title.en} ({first.en} to {last.en})")


def as_of(period: Period) -> Text:
    """Head a statement of what there is at the period's end."""
    return in_words(period.end)


def hosted(entity: Entity) -> Text:
    """Say that a host charity holds the money."""
    return Text(
        f"{entity.title}是设在{entity.hosted_by}的专项基金，资金由{entity.hosted_by}代管，没有自己的银行账户；本表是台账，不是法定报表。",
        f"{entity.title} is a special fund of {entity.hosted_by}, which holds its money; it has no bank account of its own. This is a ledger of record, not a statutory statement.",
    )
