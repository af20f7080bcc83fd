"""Amounts in Chinese capitals (大写金额), as the total of a voucher is written.

支付结算办法 附一《正确填写票据和结算凭证的基本规定》 (original not checked): 零 stands once for any run of empty places
between figures, 整 follows where the amount ends with 元 or 角.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huilin.money import Fen

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_capitals(fen: Fen) -> str:
    """Return fen as `壹仟零壹拾元伍角整`; a negative amount begins with 负."""
    yuan, cents = divmod(abs(fen), 100)
    words = f"{_yuan(yuan)}元" if yuan else ""
    jiao, rest = divmod(cents, 10)
    if jiao:
        words += f"{_FIGURES[jiao]}角"
    elif rest and words:
        words += "零"
    words += f"{_FIGURES[rest]}分" if rest else "整" if words else "零元整"
    return f"负{words}" if fen < 0 else words


def _yuan(number: int) -> str:
    """Write a whole number place by place; empty places before a figure become one 零."""
    digits = str(number)
    words, empty, said_in_group = "", False, False
    for at, figure in enumerate(digits):
        group, place = divmod(len(digits) - 1 - at, 4)
        if figure != "0":
            words += ("零" if empty else "") + _FIGURES[int(figure)] + _PLACES[place]
            empty, said_in_group = False, True
        else:
            empty = bool(words)
        if place == 0:
            words += _GROUPS[group] if said_in_group else ""
            said_in_group = False
    return words
