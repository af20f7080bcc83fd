"""The sheet for the notice board: type of 18 points and more, complete without a telephone, no term of accounting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.drafting import display_width
from huilin.money import show
from huilin.rendering import fonts, mark
from huilin.rendering.board import Board
from huilin.rendering.gist import gist
from huilin.rendering.setting import to_pdf, words_of
from huilin.rendering.templates import fill
from huilin.wording import Text

if TYPE_CHECKING:
    from datetime import date

    from huilin.rendering.document import Document
    from huilin.rendering.gist import Money

TEMPLATE = "notice.html"
FILE = "notice.pdf"
LONG_NAME, SHORT = 10, 10
"""Wider names (a Chinese sign is 2 wide) take a line of their own in the list of gifts; figures of so many signs can be set largest."""


def render(document: Document) -> bytes:
    """Return the sheet as PDF; raise HuilinError where a setting is off, MachineError where font or sign is missing."""
    return from_source(source(document), document)


def source(document: Document) -> str:
    """Return the HTML that is set, which is also what the privacy gate reads."""
    board, say = Board.of(document), document.language
    return fill(
        TEMPLATE,
        document.templates,
        say,
        document=document,
        accent=document.accent,
        board=board,
        gist=gist(document),
        n={key: text.say(say) for key, text in NOTICE.items()},
        day=lambda day: day_in_words(day, document),
        short_mark=mark.short(mark.mark(document)),
        signers=_signers(document),
        is_long=lambda name: display_width(name) > LONG_NAME,
        is_short=_is_short,
        qr=mark.qr(mark.address(document, board.site), NOTICE["qr"].say(say)),
    )


def from_source(html: str, document: Document) -> bytes:
    """Set the HTML."""
    fonts.require([(FILE, words_of(html))])
    return to_pdf(html, document.templates, document.today)


def _is_short(fund: Money) -> bool:
    """Say whether the four figures leave room for the largest type."""
    four = (fund.opening, fund.received, fund.spent, fund.closing)
    return max(len(show(fact.amount)) for fact in four) <= SHORT


def _signers(document: Document) -> dict[str, str]:
    """Return who signs, by what for: those whom community.toml lists; a blank line is left for the pen."""
    names = {role.zh: people for role, people in document.officers}
    return {
        key: names.get(role, "") for key, role in (("prepared", "编制"), ("reviewed", "复核"), ("resident", "监督"))
    }


def day_in_words(day: date | str, document: Document) -> str:
    """Say a day as on a calendar: `10月15日`, with its year where that is not the period's."""
    from datetime import date

    try:
        when = date.fromisoformat(str(day))
    except ValueError:
        return str(day)
    here = when.year == document.period.end.year
    zh = f"{when.month}月{when.day}日" if here else f"{when.year}年{when.month}月{when.day}日"
    return Text(zh, f"{when.day} {when:%b}" + ("" if here else f" {when.year}")).say(document.language)


NOTICE: dict[str, Text] = {
    "title": Text("收支公示", "Open accounts"),
    "posted": Text("张贴", "Posted"),
    "gap": Text("", " "),
    "to": Text("至", " to "),
    "object_by": Text("有不同意见，请在这一天以前提出：", "Objections until "),
    "opening": Text("上期结余", "Brought forward"),
    "received": Text("本期收", "Came in"),
    "spent": Text("本期支", "Spent"),
    "closing": Text("现结余", "Left now"),
    "yuan": Text("元", "yuan"),
    "sources": Text("收到的钱来自：", "What came in: "),
    "bound": Text("结余里只能按捐款人指定用途花的：", "Of what is left, only for what donors named: "),
    "moved": Text("账簿转入和往年更正：", "Taken over, and earlier years' mistakes set right: "),
    "spent_on": Text("钱花在哪里", "What it was spent on"),
    "day": Text("日期", "Day"),
    "purpose": Text("用途", "What for"),
    "amount": Text("金额（元）", "Yuan"),
    "approved": Text("审批", "Approved"),
    "none_spent": Text("本期没有支出。", "Nothing was spent."),
    "company": Text("社区企业应交给基金的钱", "What the community's enterprise owes the fund"),
    "this_year": Text("今年到现在", "This year so far"),
    "owed": Text("应交", "Due"),
    "paid": Text("已交", "Paid"),
    "left": Text("欠交", "Not paid"),
    "period": Text("哪一期", "Period"),
    "last_day": Text("最晚哪天交", "Pay by"),
    "payments": Text("交款：", "Payments: "),
    "no_payment": Text("今年还没有交款。", "Nothing was paid this year."),
    "late": Text("逾期天数", "Days late"),
    "donors": Text("谁捐了钱", "Who gave"),
    "wish": Text("按捐款人自己的意愿写名字；没有说的写“匿名”。", "Donors are named as they wish; who has not said is anonymous."),
    "for": Text("捐给", "For"),
    "together": Text("共", "together"),
    "none_given": Text("本期没有收到捐款。", "No gifts came in."),
    "plans": Text("下一步打算", "What comes next"),
    "no_plans": Text("这一期没有写下一步打算。", "No plans were noted for now."),
    "answers": Text("居民问，社区答", "Asked and answered"),
    "no_answers": Text("这一期没有登记的提问。", "No questions were noted."),
    "asked": Text("问", "Q"),
    "answered": Text("答", "A"),
    "call": Text("问账、提意见", "Ask or object"),
    "at": Text("地点", "At"),
    "phone": Text("电话", "Telephone"),
    "signed": Text("签字", "Signed"),
    "prepared": Text("制表", "Made by"),
    "reviewed": Text("审核", "Reviewed by"),
    "resident": Text("居民监督", "Supervised by"),
    "seal": Text("盖章处", "Seal"),
    "qr": Text("扫码看每一笔账", "Scan for every entry"),
    "mark": Text("核对码", "Mark"),
    "keep": Text("拍下这张表：以后改动任何一个数，核对码就会变。", "Take a photograph: whoever changes a figure later changes the mark."),
    "sheet": Text("第", "Sheet"),
    "of": Text("张，共", "of"),
    "sheets": Text("张", ""),
}  # fmt: skip
