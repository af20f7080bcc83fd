"""The accounts that a small community needs on its first day: codes and names from the national charts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from huilin.charts import chart
from huilin.vocabulary import ROOTS
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.charts import ChartAccount
    from huilin.wording import Language

NEW_NPO_STANDARD = date(2026, 1, 1)
"""财会〔2024〕25号 takes the place of 财会〔2004〕7号 on this day."""

UNRESTRICTED, RESTRICTED = Text("非限定性", "Unrestricted"), Text("限定性", "Restricted")
_CLASSES = (("01", UNRESTRICTED), ("02", RESTRICTED))

Subs = tuple[tuple[str, Text], ...]


class Wanted(NamedTuple):
    """A code of the chart to open, with its sub-accounts; none means the code itself takes entries."""

    code: str
    subs: Subs = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An account to open: its name in the ledger and its first and (where the standard ends) last day."""

    name: str
    start: date
    commodity: str = "CNY"
    closed: date | None = None


_FUND_ALWAYS = (
    Wanted("1801"), Wanted("2209"), Wanted("2601"), Wanted("3101"), Wanted("3102"),
    Wanted("4101", _CLASSES), Wanted("4901", _CLASSES),
)  # fmt: skip
_FUND_2004 = (Wanted("5101"), Wanted("5201"))
_FUND_2026 = tuple(Wanted(code, _CLASSES) for code in ("5101", "5301", "5401", "5901"))
_HOURS = (("9001", Text("志愿工时", "Volunteer hours")), ("9002", Text("志愿工时来源", "Volunteer hours given")))
_HOST_BANK = (("01", Text("存放慈善总会", "Host charity")),)
_OWN_BANK = (("01", Text("基本户", "Main account")),)

_SALES: Subs = (
    ("01", Text("团购自营", "Group buying")),
    ("02", Text("家政维修", "Home repairs")),
    ("03", Text("养老驿站", "Elder care")),
    ("04", Text("食堂", "Canteen")),
)
_COMPANY = (
    Wanted("1001"),
    Wanted("1002", (("01", Text("基本户", "Main account")), ("02", Text("一般户", "Second account")))),
    Wanted("1012", (("01", Text("微信商户", "WeChat merchant")), ("09", Text("在途资金", "In transit")))),
    Wanted("1122"), Wanted("1221"), Wanted("1405"), Wanted("1601"), Wanted("1602"),
    Wanted("2202"),
    Wanted("2203", (("01", Text("储值卡本金", "Prepaid cards")), ("02", Text("团购预收", "Group orders")))),
    Wanted("2211"),
    Wanted("2221", (
        ("01", Text("应交增值税", "VAT")),
        ("05", Text("应交企业所得税", "Income tax")),
        ("06", Text("应交城建税", "City construction tax")),
    )),
    Wanted("2241", (("01", Text("代收团购货款", "Merchants")), ("02", Text("应付捐赠款", "Promised donations")))),
    Wanted("3001"), Wanted("3101"), Wanted("3103"),
    Wanted("3104", (("05", Text("未分配利润", "Undistributed")),)),
    Wanted("5001", _SALES),
    Wanted("5051", (("01", Text("团购佣金", "Commission")),)),
    Wanted("5301", (("01", Text("政府补助", "Subsidies")), ("02", Text("税费减免", "Tax relief")))),
    Wanted("5401", _SALES),
    Wanted("5403"),
    Wanted("5601", (("01", Text("支付手续费", "Payment fees")), ("02", Text("配送", "Delivery")))),
    Wanted("5602", (
        ("01", Text("职工薪酬", "Wages")),
        ("02", Text("房租水电", "Premises")),
        ("03", Text("办公费", "Office")),
    )),
    Wanted("5603", (("01", Text("利息收支", "Interest")), ("02", Text("手续费", "Bank fees")))),
    Wanted("5711", (("01", Text("公益性捐赠支出", "Charitable donations")),)),
    Wanted("5801"),
)  # fmt: skip


def fund_accounts(start: date, language: Language, *, hosted: bool, until_2025: bool) -> tuple[Opened, ...]:
    """Return the fund's accounts; books that begin before 2026 have those of both standards, each in its time."""
    bank = Wanted("1002", _HOST_BANK if hosted else _OWN_BANK)
    first = "npo-2004" if until_2025 else "npo-2026"
    always = _opened("Fund", first, (bank, *_FUND_ALWAYS), language)
    old = _opened("Fund", "npo-2004", _FUND_2004 if until_2025 else (), language)
    new = _opened("Fund", "npo-2026", _FUND_2026, language)
    hours = (f"Equity:Fund:{component(code, name.say(language))}" for code, name in _HOURS)
    return (
        *(Opened(name, start) for name in always),
        *(Opened(name, start, closed=NEW_NPO_STANDARD) for name in old),
        *(Opened(name, NEW_NPO_STANDARD if until_2025 else start) for name in new),
        *(Opened(name, start, "HOUR") for name in hours),
    )


def company_accounts(start: date, language: Language) -> tuple[Opened, ...]:
    """Return the enterprise's accounts by the standard for small enterprises."""
    return tuple(Opened(name, start) for name in _opened("Company", "small-enterprise", _COMPANY, language))


def _opened(entity: str, standard: str, wanted: Iterable[Wanted], language: Language) -> Iterator[str]:
    known = chart(standard).accounts
    for code, subs in wanted:
        yield from (ledger_name(entity, known[code], sub, language) for sub in subs or (None,))


def ledger_name(entity: str, entry: ChartAccount, sub: tuple[str, Text] | None, language: Language) -> str:
    """Return the account as the ledger writes it: `Assets:Fund:1002银行存款:01工行`, or `…:1002-Bank-deposits`."""
    parts = [entry.root, entity, component(entry.code, entry.name.say(language))]
    parts += [component(sub[0], sub[1].say(language))] if sub else []
    return ":".join(parts)


def component(digits: str, name: str) -> str:
    """Return one part of an account: digits, then the name without the signs that Beancount refuses there."""
    plain = re.sub(r"[^\w-]+|_+", "-", name).strip("-")
    return digits + (f"-{plain}" if plain[:1].isascii() else plain) if plain else digits


def as_ledger(accounts: Iterable[Opened]) -> str:
    """Return the `open` (and `close`) lines, grouped by the five roots."""
    ordered = sorted(accounts, key=lambda a: (ROOTS.index(a.name.partition(":")[0]), a.start, a.name))
    lines = []
    before = ""
    for entry in ordered:
        root = entry.name.partition(":")[0]
        lines += [""] if root != before else []
        before = root
        lines.append(f"{entry.start} open {entry.name} {entry.commodity}")
    ends = [f"{entry.closed} close {entry.name}" for entry in ordered if entry.closed]
    return "\n".join([*lines, *([""] if ends else []), *ends]).lstrip("\n") + "\n"
