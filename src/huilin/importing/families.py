"""What statements of one kind share: a person's bank card, a wallet that cards pay for, a company's account."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from huilin.importing.model import NO_FEE, Row
from huilin.importing.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_FEE = re.compile(r"服务费\s*[¥￥]?\s*(\d+(?:\.\d{1,2})?)")
_WALLETS = re.compile("财付通|微信|支付宝|蚂蚁|tenpay|alipay", re.IGNORECASE)


def paid_by_card(amount: Decimal, moment: datetime) -> str:
    """Return the name under which a wallet's row finds the card's row that paid for it."""
    return f"paid:{amount}|{moment:%Y-%m-%d}"


class PersonalCard(Source):
    """A person's bank card. It owns its rows: what a wallet says of them only explains."""

    lenient = True

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; one that a wallet took can be found by it."""
        offers = (paid_by_card(amount, moment),) if _WALLETS.search("".join(words.values())) else ()
        return Row(line, moment, amount, self.key(cell), words, offers=offers)


class Wallet(Source):
    """A personal wallet. What a bank card paid moved no money of the wallet, it explains the card's row."""

    lenient = True
    own_money: ClassVar[tuple[str, ...]]
    """How 支付方式 begins where the wallet itself paid."""
    bankwards: ClassVar[tuple[str, re.Pattern[str]]]
    """A word and what it says where money moves between wallet and card: the card is the other side, not the payer."""
    failed: ClassVar[tuple[str, ...]] = ()
    """Words in 状态 of what never happened."""

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; one that a card paid looks for the card's row."""
        words = {name: "" if word == "/" else word for name, word in words.items()}
        method, (word, bankwards) = words.get("支付方式", ""), self.bankwards
        if not method or method.startswith(self.own_money) or bankwards.search(words[word]):
            fee = min(_fee(words.get("备注", "")), abs(amount)) if amount < 0 else NO_FEE
            return Row(line, moment, amount, self.key(cell), words, fee=fee)
        sought = paid_by_card(amount, moment)
        return Row(line, moment, amount, self.key(cell), words, seeks=sought, only_explains=True)


def _fee(note: str) -> Decimal:
    """Return the fee of a withdrawal, which is said in the note alone and lies within the amount (FORMATS 5)."""
    said = _FEE.search(note)
    return Decimal(said[1]) if said else NO_FEE


class CorporateStatement(Source):
    """A company's bank account; what it pays out can be found by the seller's invoice."""

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; a payment can be found by party and amount."""
        offers = (f"invoice:{words.get('对方', '')}|{-amount}",) if amount < 0 else ()
        return Row(line, moment, amount, self.key(cell), words, offers=offers)
