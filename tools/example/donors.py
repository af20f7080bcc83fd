"""The private register of donors: made-up people, each with a wish about being named."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tools.example import words
from tools.example.luck import Luck

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Donor(NamedTuple):
    """One line of the register."""

    id: str
    name: str
    kind: str = "个人"
    wish: str = ""
    alias: str = ""
    phone: str = ""
    since: str = ""
    note: str = ""

    @property
    def host_name(self) -> str:
        """The name on the host's ledger."""
        return self.name


BOX = Donor("D0003", "现金募捐箱", "单位", "匿名", note="服务大厅募捐箱，每月末两人开箱清点")
ORGANISATIONS = (
    Donor("D0001", words.COMPANY, "单位", "实名", note="本社区社会企业，章程第二十条约定反哺"),
    Donor("D0002", "青禾市同源公益促进会", "单位", "实名", note="基金发起捐赠"),
    BOX,
    Donor("D0004", "青禾市明达照明工程有限公司", "单位", "实名"),
    Donor("D0005", "青禾市禾丰粮油商贸有限公司", "单位", "实名"),
    Donor("D0006", "青禾市北坡商户联合会", "单位", "实名"),
    Donor("D0007", "青禾市银杏读书会", "单位", "化名", "银杏"),
    Donor("D0008", "青禾市拾光书店", "单位", ""),
)
PEOPLE = 142
NEW_DONORS = tuple(Donor("", name) for name in ("邢翠萍", "苗广田", "滕思源", "尚雨桐", "柴怀仁", "瞿玲芳"))


@cache
def donors() -> tuple[Donor, ...]:
    """Return the register: organisations first, then people."""
    luck, taken = Luck("捐赠人"), {donor.name for donor in NEW_DONORS}
    people: list[Donor] = []
    while len(people) < PEOPLE:
        name = luck.pick(words.SURNAMES) + luck.pick(words.GIVEN_NAMES)
        if name not in taken:
            taken.add(name)
            people.append(_person(luck, len(people) + 1 + len(ORGANISATIONS), name))
    return (*ORGANISATIONS, *people)


def _person(luck: Luck, number: int, name: str) -> Donor:
    wish = luck.weighted((("实名", 5), ("化名", 2), ("匿名", 3), ("", 2)))
    alias = luck.pick(words.ALIASES) if wish == "化名" else ""
    note = luck.weighted((("", 8), ("每月固定捐款", 1), ("社区志愿者", 1)))
    return Donor(f"D{number:04d}", name, "个人", wish, alias, f"1990000{number:04d}", note=note)


def register_csv(first_gifts: Mapping[str, date]) -> bytes:
    """Return private/donors.csv: UTF-8 with BOM, so that spreadsheets show the names."""
    rows = [",".join(Donor._fields)]
    for donor in donors():
        first = first_gifts.get(donor.id)
        rows.append(",".join(donor._replace(since=first.isoformat() if first else "")))
    return ("\ufeff" + "\n".join(rows) + "\n").encode()
