"""Amounts in Chinese capitals (大写), as receipts write them so that no digit can be changed.

支付结算办法 附一《正确填写票据和结算凭证的基本规定》 (from memory, unverified): 整 where no fen follow, 零 for a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huilin.money import Fen

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10))


def in_capitals(fen: Fen) -> str:
    """Return fen as `壹仟肆佰零玖元伍角整`; negative amounts begin with 负."""
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan or not rest else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif cents and words:
        words += "零"
    words += f"{_DIGITS[cents]}分" if cents else "整"
    return f"负{words}" if fen < 0 else words


def _whole(number: int) -> str:
    """Write a whole number: the part above its highest unit, the unit, and what is left, with 零 over a gap."""
    for unit, size in _UNITS:
        high, low = divmod(number, size)
        if high:
            gap = "零" if low and low < size // 10 else ""
            return f"{_whole(high)}{unit}{gap}{_whole(low) if low else ''}"
    return _DIGITS[number]
