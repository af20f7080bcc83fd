"""Words that may stand in the ledger: no person's name, phone, account or card number gets in by an import (law 9)."""

from __future__ import annotations

import re
from functools import lru_cache

_ORGANISATION = re.compile(
    r"公司|合作社|商行|商店|书店|超市|酒店|饭店|药店|工厂|农场|果园|经营部|服务部|服务站|门市|专营店|旗舰店|图文社|维修队|工作室"
    r"|事务所|中心|银行|支行|分行|营业部|国库|金库|支库|税务|财政|医院|学校|大学|幼儿园|委员会|居委会|村委会|办事处|街道|政府|总会|协会"
    r"|学会|商会|联合会|促进会|基金|慈善|读书会|志愿|平台|物业|集团|财付通|支付宝|微信|募捐箱|机关|研究院|出版社|杂志社|报社"
)
_LONG_NUMBER = re.compile(r"[\dXx*]{7,}")
_MAIL = re.compile(r"\S+@\S+")
_LONGEST_NAME = 4
_LONGEST_NARRATION = 60


@lru_cache(maxsize=4096)
def is_organisation(name: str) -> bool:
    """Say whether a counterparty is plainly an organisation; what is not plain counts as a person."""
    return bool(_ORGANISATION.search(name))


def payee(name: str) -> str:
    """Return the counterparty as the ledger may name it: organisations only."""
    return _MAIL.sub("", _LONG_NUMBER.sub("", name)).strip() if is_organisation(name) else ""


def safe(text: str, names: frozenset[str] = frozenset()) -> str:
    """Return a statement's words without long numbers, addresses of mail, and the `names` that must not get in."""
    if not text:
        return ""
    text = _MAIL.sub("", _LONG_NUMBER.sub("", text))
    for name in _names_in(text, names):
        text = text.replace(name, "")
    return " ".join(text.split())[:_LONGEST_NARRATION]


def _names_in(text: str, names: frozenset[str]) -> list[str]:
    found = [
        text[start : start + length]
        for length in range(_LONGEST_NAME, 1, -1)
        for start in range(len(text) - length + 1)
        if text[start : start + length] in names
    ]
    return sorted(set(found), key=len, reverse=True)
