"""年度捐赠清单: all that somebody gave in a year, with the numbers of the official receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.letters.capitals import in_capitals
from huilin.letters.gifts import by_donor, name_of
from huilin.letters.writing import Letter
from huilin.money import show
from huilin.reporting import fund as f
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.donors import Register
    from huilin.letters.gifts import Gift
    from huilin.vocabulary import Period

TEMPLATE = "donor-statement.html"


def statements(books: Books, register: Register, found: tuple[Gift, ...], period: Period) -> Iterator[Letter]:
    """Yield a statement to each donor who is known by name."""
    say = books.workspace.settings.language
    for donor, mine in by_donor(found).items():
        name, total = name_of(register, donor), sum(gift.amount for gift in mine)
        if not name:
            continue
        values = {
            "title": Text(f"{period.title.zh}捐赠清单", f"Gifts in {period.title.en}").say(say),
            "greeting": Text(f"捐赠人：{name}", f"Donor: {name}").say(say),
            "columns": [column.say(say) for column in COLUMNS],
            "gifts": [
                (
                    f"{gift.day}",
                    books.entities[gift.fund].title,
                    f.project_label(gift.project).say(say),
                    show(gift.amount),
                    gift.receipt or "—",
                )
                for gift in mine
            ],
            "total_label": TOTAL.say(say),
            "total": show(total),
            "capitals": f"{CAPITALS.say(say)}{in_capitals(total)}",
            "notes": [note.say(say) for note in NOTES],
            "issuer": Text("社区财务", "The community's treasurer").say(say),
        }
        yield Letter(f"statements/{donor}-{period.name}.pdf", TEMPLATE, values)


COLUMNS = (
    Text("日期", "Day"), Text("收款单位", "Received by"), Text("用途", "For"), Text("金额（元）", "Yuan"),
    Text("正式票据号码", "Official receipt"),
)  # fmt: skip
TOTAL = Text("合计", "Together")
CAPITALS = Text("大写：人民币", "In capitals: 人民币")
NOTES = (
    Text("退回的捐款以负数列出。", "Gifts returned are negative."),
    Text(
        "本清单供您对账，不是票据；办理税前扣除请用正式捐赠票据。",
        "This list is for your own records and no receipt; use the official receipts for tax.",
    ),
)
