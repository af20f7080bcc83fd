"""An invoice's PDF read by pattern: number, day, both sides, net, tax and total; a person confirms what was read.

A PDF is a picture with words beneath it: nothing in it says which words are the total. So what is read here is shown
with the invoice's number, and booked or attached only on a yes (FORMATS 11).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.importing import einvoices
from huilin.importing.tables import Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.importing.text_lines import Line

_MONEY = r"[¥￥]?\s*(-?[\d,]+\.\d{2})"
_NUMBER = re.compile(r"发\s*票\s*号\s*码\s*[:：]?\s*(\d{20}|\d{8})(?!\d)")
_CODE = re.compile(r"发\s*票\s*代\s*码\s*[:：]?\s*(\d{10}|\d{12})(?!\d)")
_DAY = re.compile(r"开\s*票\s*日\s*期\s*[:：]?\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NAME = re.compile(r"名\s*称\s*[:：]\s*(\S+)")
_TAX_NUMBER = re.compile(r"识\s*别\s*号\s*[:：]\s*([0-9A-Z]{15,20})")
_SUMS = re.compile(rf"合\s*计\s*{_MONEY}\s*(?:{_MONEY}|(\*+))")
_TOTAL = re.compile(rf"小\s*写\s*[)）]\s*{_MONEY}")
_ITEM = re.compile(r"^(\*[^*\s]+\*\S+)")
_KIND = re.compile(r"(电子发票[（(]\S+?[)）]|\S*增值税\S*发票)")


def tables(lines: Sequence[Line]) -> tuple[Table, ...]:
    """Return the invoice as a table; none where the text is no invoice's, UnreadableError where it cannot be told."""
    text = "\n".join(line.text for line in lines)
    number, total, day = _NUMBER.search(text), _TOTAL.search(text), _DAY.search(text)
    if number is None or "税" not in text or (total is None and "价税合计" not in text):
        return ()
    if total is None or day is None:
        raise _unclear()
    names = _NAME.findall(text)
    sums, code, kind = _SUMS.search(text), _CODE.search(text), _KIND.search(text)
    buyer_number = _TAX_NUMBER.search(text)
    invoice = einvoices.Invoice(
        (code[1] if code else "") + number[1],
        f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}",
        kind[1] if kind else "",
        names[1] if len(names) > 1 else "",
        names[0] if names else "",
        buyer_number[1] if buyer_number else "",
        sums[1] if sums else total[1],
        (sums[2] or "0.00") if sums else "0.00",
        total[1],
        einvoices.goods(match[1] for line in lines if (match := _ITEM.match(line.text))),
        einvoices.PDF,
    )
    at = next((line.number for line in lines if _NUMBER.search(line.text)), 1)
    return (einvoices.table([(at, invoice)]),)


def _unclear() -> UnreadableError:
    return UnreadableError(
        Text(
            "看来是发票，但读不出开票日期或价税合计。",
            "It seems to be an invoice, but its day or total cannot be told.",
        ),
        Text("请从税务数字账户下载 XML 或 OFD。", "Download the XML or OFD from the tax account."),
        1,
    )
