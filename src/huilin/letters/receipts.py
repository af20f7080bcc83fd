"""捐赠收据: the fields of an electronic donation receipt (财综〔2024〕1号: seen in domain/rules.md), for the fund's own files.

The official receipt is issued by whoever holds the money, on the finance authority's platform; so ours says on its
face that it is internal and no fiscal receipt, and names the official number where one was registered.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from huilin.letters.capitals import in_capitals
from huilin.letters.gifts import name_of
from huilin.letters.writing import Letter
from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import in_words
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.donors import Register
    from huilin.letters.gifts import Gift

TEMPLATE = "receipt.html"
NOBODY = Text("匿名捐赠人", "A donor unknown")


def receipts(books: Books, register: Register, found: tuple[Gift, ...], day: date) -> Iterator[Letter]:
    """Yield a receipt for each gift; one whose giver is not known is made out to nobody and kept on file.

    Gifts returned get none: their receipt is cancelled where it was issued.
    """
    for place, gift in enumerate(found):
        if gift.amount > 0:
            yield _receipt(books, register, gift, day, place)


def _receipt(books: Books, register: Register, gift: Gift, day: date, place: int) -> Letter:
    say = books.workspace.settings.language
    donor, entity = register.get(gift.donor), books.entities[gift.fund]
    payer = name_of(register, gift.donor) or NOBODY.say(say)
    payee = f"{entity.hosted_by}（{entity.title}）" if entity.hosted_by else entity.title
    item = f.project_label(gift.project).say(say)
    fields = (
        (CODE, f"NB-{gift.day.year}"),
        (NUMBER, gift.voucher),
        (CHECK, check_code(gift, payer, payee)),
        (PAYER, payer),
        (CREDIT_CODE, donor.code if donor and donor.code else "—"),
        (ISSUED, in_words(day).say(say)),
        (RECEIVED, in_words(gift.day).say(say)),
        (ITEM, Text(f"捐赠：{item}", f"Gift for: {item}").say(say)),
        (COUNT, "1"),
    )
    values = {
        "title": TITLE.say(say),
        "mark": MARK.say(say),
        "fields": [(label.say(say), words) for label, words in fields],
        "amount_label": AMOUNT.say(say),
        "amount": show(gift.amount),
        "capitals": f"人民币{in_capitals(gift.amount)}",
        "payee_label": PAYEE.say(say),
        "payee": payee,
        "signed": [(REVIEWER.say(say), "reviewer"), (CASHIER.say(say), "cashier")],
        "official": _official(gift, entity.hosted_by).say(say),
        "seal": SEAL.say(say),
    }
    return Letter(
        f"receipts/{gift.donor or 'unknown'}-{f.voucher_key(gift.voucher, place, apart=True)}.pdf", TEMPLATE, values
    )


def check_code(gift: Gift, payer: str, payee: str) -> str:
    """Return eight signs that change with any field of the receipt: whoever holds the books can make them again."""
    content = "|".join((gift.voucher, f"{gift.day}", payer, payee, gift.project, f"{gift.amount}", gift.receipt))
    return hashlib.sha256(content.encode()).hexdigest()[:8].upper()


def _official(gift: Gift, host: str) -> Text:
    if gift.receipt:
        zh = f"正式捐赠票据号码：{gift.receipt}" + (f"，由{host}开具。" if host else "。")
        return Text(zh, f"Number of the official receipt: {gift.receipt}" + (f", issued by {host}." if host else "."))
    if host:
        return Text(
            f"正式捐赠票据由{host}开具，请向其索取。", f"The official receipt is issued by {host}; please ask there."
        )
    return Text("正式捐赠票据以财政电子票据平台开具的为准。", "The official receipt is the one of the fiscal platform.")


TITLE = Text("捐赠收据", "Donation receipt")
MARK = Text("内部收据 · 非财政票据", "Internal receipt · not a fiscal receipt")
CODE = Text("票据代码", "Receipt code")
NUMBER = Text("票据号码", "Receipt number")
CHECK = Text("校验码", "Check code")
PAYER = Text("交款人", "Received from")
CREDIT_CODE = Text("统一社会信用代码", "Unified social credit code")
ISSUED = Text("开票日期", "Issued")
RECEIVED = Text("到账日期", "Money received")
ITEM = Text("项目", "For")
COUNT = Text("数量", "Quantity")
AMOUNT = Text("金额", "Amount")
PAYEE = Text("收款单位", "Received by")
REVIEWER = Text("复核人", "Checked by")
CASHIER = Text("收款人", "Cashier")
SEAL = Text("（盖章）", "(seal)")
