"""Exact money: Decimal yuan in entries, whole fen in frames, and the one place where either is rounded or read."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Fen: TypeAlias = int
CENT = Decimal("0.01")
CURRENCY = "CNY"

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")
_SIGNS = str.maketrans({"−": "-", "－": "-", "＋": "+", "，": ",", "．": ".", "¥": "", "￥": "", "元": "", "`": ""})


class InexactAmountError(ValueError):
    """An amount has parts of a fen, or is no amount at all."""


def to_fen(amount: Decimal) -> Fen:
    """Return `amount` yuan as whole fen; raise InexactAmountError where fen do not suffice."""
    scaled = amount.scaleb(2)
    if scaled != scaled.to_integral_value():
        raise InexactAmountError(f"{amount} has more than two decimals")
    return int(scaled)


def to_decimal(fen: Fen) -> Decimal:
    """Return whole fen as yuan with two decimals."""
    return Decimal(int(fen)).scaleb(-2).quantize(CENT)


def round_half_up(amount: Decimal) -> Decimal:
    """Round to the fen, halves away from zero (四舍五入), as Chinese tax forms do."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def parse_amount(cell: str) -> Decimal:
    """Read a statement's cell (`¥1,234.50`, "`3.00", `-`12`) as exact yuan of at most two decimals.

    Raises InexactAmountError for anything else: three decimals, `4.2E+27`, words.
    """
    amount = parse_decimal(cell)
    to_fen(amount)
    return amount.quantize(CENT)


def parse_decimal(cell: str) -> Decimal:
    """Read a number of any scale, as some vendors print fees (`0.00600`)."""
    text = cell.strip().translate(_SIGNS).strip()
    if not _NUMBER.fullmatch(text):
        raise InexactAmountError(f"{cell!r} is no amount")
    return Decimal(text.replace(",", ""))


def show(fen: Fen) -> str:
    """Print fen as yuan with thousands separators: `-1,234.50`."""
    return f"{to_decimal(fen):,.2f}"


def plain(fen: Fen) -> str:
    """Print fen as yuan for machines: `-1234.50`."""
    return f"{to_decimal(fen):.2f}"
