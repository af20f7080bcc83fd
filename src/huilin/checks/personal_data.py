"""No mobile, identity or bank card number of a person stands in the ledger: what is sealed cannot be taken back (law 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import words
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "personal-data"
SOURCE = "《个人信息保护法》第六条、第二十八条（最小必要、敏感个人信息；未核原文）；GB 11643 校验码；ISO/IEC 7812 Luhn"
EXAMPLE = """
2026-07-01 * "收 199 0000 1234 的修灯款"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


_DIGITS = re.compile(r"\d(?:[ -]?\d){9,}[\dXx]?")
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d(?:[ -]?\d{4}){2}(?![\d-])")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_CARD = re.compile(
    r"(?<!\d)(?:62|9558)\d{2}(?:[ -]?\d{4}){2}(?:[ -]?\d{1,7})(?!\d)|(?<!\d)[45]\d{3}(?:[ -]?\d{4}){3}(?!\d)"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry whose free words hold such a number, by pattern and check digit."""
    for place, said in words(books).texts:
        if _DIGITS.search(said) and (what := _personal(said)) is not None:
            yield at_entry(
                books, place, RULE, Severity.ERROR,
                Text(f"分录里有{what.zh}。", f"This entry holds {what.en}."),
                Text("请删去号码；捐赠人写 donor: 编号，联系方式记在 private/donors.csv。", "Delete it; donors stand here by id, their contact data in private/donors.csv."),
            )  # fmt: skip


def _personal(said: str) -> Text | None:
    if any(_is_identity(match[0]) for match in _IDENTITY.finditer(said)):
        return Text("身份证号", "an identity number")
    if _MOBILE.search(said):
        return Text("手机号", "a mobile number")
    if any(_is_card(match[0]) for match in _CARD.finditer(said)):
        return Text("银行卡号", "a bank card number")
    return None


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _is_card(said: str) -> bool:
    """Say whether a number of 16 to 19 digits keeps Luhn's check digit."""
    digits = [int(sign) for sign in said if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
