"""Words of the command line as values: days, amounts, languages, entities; each error says what was expected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huilin.errors import UsageError
from huilin.money import InexactAmountError, parse_amount
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


def day_of(words: str, otherwise: date | None = None) -> date:
    """Read `2026-10-15`; nothing said means `otherwise`, else today by this machine's clock."""
    if not words:
        return otherwise or date.today()  # noqa: DTZ011 - a treasurer's day is the local one
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise UsageError(
            Text(f"“{words}”不是日期。", f"“{words}” is no date."),
            Text("请写 2026-10-15 的样子。", "Write it as 2026-10-15."),
        ) from error


def amount_of(words: str) -> Decimal:
    """Read a positive amount in yuan."""
    try:
        amount = parse_amount(words)
    except InexactAmountError as error:
        raise _no_amount(words) from error
    if amount <= 0:
        raise _no_amount(words)
    return amount


def rate_of(words: str) -> Decimal:
    """Read a share of one: `0.20` or `20%`."""
    from huilin.money import parse_decimal

    try:
        rate = parse_decimal(words.strip().rstrip("%％"))
    except InexactAmountError as error:
        raise _no_rate(words) from error
    rate = rate / 100 if words.strip()[-1:] in ("%", "％") else rate
    if not 0 <= rate <= 1:
        raise _no_rate(words)
    return rate


def language_of(words: str) -> Language:
    """Read `zh` or `en`."""
    choices: Mapping[str, Language] = {"zh": "zh", "en": "en"}
    if words not in choices:
        raise UsageError(
            Text(f"“{words}”不是可用的语言。", f"“{words}” is no language here."),
            Text("请写 zh 或 en。", "Write zh or en."),
        )
    return choices[words]


def _no_amount(words: str) -> UsageError:
    return UsageError(
        Text(f"“{words}”不是金额。", f"“{words}” is no amount."),
        Text(
            "请写大于零、最多两位小数的元，如 500 或 1234.50。",
            "Write yuan above zero with at most two decimals, as 500 or 1234.50.",
        ),
    )


def _no_rate(words: str) -> UsageError:
    return UsageError(
        Text(f"“{words}”不是比例。", f"“{words}” is no rate."), Text("请写 0.20 或 20%。", "Write 0.20 or 20%.")
    )
