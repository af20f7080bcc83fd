"""A short text for a chat group: what a resident reads without opening anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.money import show
from huilin.rendering import mark
from huilin.rendering.board import Board
from huilin.rendering.gist import gist
from huilin.rendering.notice import NOTICE, day_in_words
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.rendering.document import Document
    from huilin.rendering.gist import Money, Promise

FILE = "chat.txt"


def render(document: Document) -> str:
    """Return the text; raise HuilinError where a setting of the notice board is off."""
    made, say = gist(document), document.language
    title = Text("{}{}{}", "{} {}: {}").say(say)
    words = (part.say(say) for part in (document.community, document.period.title, NOTICE["title"]))
    lines = [f"【{title.format(*words)}】"]
    for fund in made.funds:
        lines += [text.say(say) for text in _money(fund)]
    lines += [_promise(promise, document).say(say) for promise in made.promises]
    lines += [text.say(say) for text in _closing(document)]
    return "\n".join(lines) + "\n"


def _money(fund: Money) -> Iterator[Text]:
    opening, received, spent, closing = (
        show(fact.amount) for fact in (fund.opening, fund.received, fund.spent, fund.closing)
    )
    sources = [(label, show(fact.amount)) for label, fact in fund.sources]
    zh = f"（{'，'.join(f'{label} {amount}' for label, amount in sources)}）" if sources else ""
    en = f" ({', '.join(f'{label} {amount}' for label, amount in sources)})" if sources else ""
    yield Text(f"{fund.title}：", f"{fund.title}:")
    yield Text(f"上期结余 {opening} 元", f"Brought forward {opening} yuan")
    yield Text(f"本期收 {received} 元{zh}", f"Came in {received} yuan{en}")
    yield Text(f"本期支 {spent} 元，共 {len(fund.expenses)} 笔", f"Spent {spent} yuan in {len(fund.expenses)} payments")
    bound = show(fund.bound.amount) if fund.bound else ""
    zh = f"，其中 {bound} 元只能按捐款人指定的用途花" if bound else ""
    en = f", of which {bound} only for what donors named" if bound else ""
    yield Text(f"现结余 {closing} 元{zh}", f"Left now {closing} yuan{en}")


def _promise(promise: Promise, document: Document) -> Text:
    owed, paid, left = (show(fact.amount) for fact in (promise.owed, promise.paid, promise.left))
    open_ = [due for due in promise.dues if due.left.amount > 0]
    zh = f"（{open_[0].period}最晚{day_in_words(open_[0].day, document)}交）" if open_ else ""
    en = f" ({open_[0].period}: by {day_in_words(open_[0].day, document)})" if open_ else ""
    return Text(
        f"{promise.company}今年应交基金 {owed} 元，已交 {paid} 元，欠交 {left} 元{zh}。",
        f"{promise.company} owes the fund {owed} yuan this year; paid {paid}, not paid {left}{en}.",
    )


def _closing(document: Document) -> Iterator[Text]:
    board = Board.of(document)
    start, end, by = (day_in_words(day, document) for day in (board.posted_from, board.posted_to, board.object_by))
    phone = Text(f"，电话 {board.phone}", f"; telephone {board.phone}") if board.phone else Text("", "")
    yield Text(f"公告栏张贴{start}至{end}；有不同意见请在{by}以前提出{phone.zh}。", f"On the notice board {start} to {end}; objections until {by}{phone.en}.")  # fmt: skip
    if board.site:
        yield Text(f"每一笔账：{board.site}", f"Every entry: {board.site}")
    yield Text(f"核对码 {mark.short(mark.mark(document))}", f"Mark {mark.short(mark.mark(document))}")
