"""Short ways to write the entries that the tests of the checks are about."""

from __future__ import annotations

from itertools import count

HOST = "Assets:Fund:1002银行存款:01存放慈善总会"
FREE_GIFT = "Income:Fund:4101捐赠收入:01非限定性"
TIED_GIFT = "Income:Fund:4101捐赠收入:02限定性"
TIED_COST = "Expenses:Fund:5101业务活动成本:02限定性"
FREE_COST = "Expenses:Fund:5101业务活动成本:01非限定性"
BANK = "Assets:Company:1002银行存款:01建行基本户"
CASH = "Assets:Company:1001库存现金"
CARDS = "Liabilities:Company:2203预收账款:01储值卡本金"
PROMISE = "Liabilities:Company:2241其他应付款:02应付捐赠款"
GIVEN = "Expenses:Company:5711营业外支出:01公益性捐赠支出"
SALES = "Income:Company:5001主营业务收入:01团购自营"
WAGES = "Expenses:Company:5602管理费用:01职工薪酬"
TRANSIT = "Assets:Company:1012其他货币资金:09在途资金"

LAMPS, DAILY = 'project: "路灯改造"', 'project: "日常公益"'
DONOR = 'donor: "D0001"'


class Month:
    """Entries of October 2026, numbered in the order in which they are written, for each entity by itself."""

    def __init__(self, month: str = "2026-10") -> None:
        self._month = month
        self._numbers = {"Fund": count(1), "Company": count(1)}

    def entry(self, day: int, *lines: str, links: str = "", text: str = "一笔分录") -> str:
        """Write one posted entry; `lines` are metadata, and postings as `account  amount`."""
        entity = next(line for line in lines if ":" in line and line[0].isupper()).split(":")[1]
        number = f'id: "{entity}/{self._month}/记-{next(self._numbers[entity]):04d}"'
        body = [f"  {line} CNY" if line[0].isupper() else f"  {line}" for line in (number, *lines)]
        return "\n".join([f'{self._month}-{day:02d} * "{text}" {links}', *body]) + "\n\n"

    def gift(self, day: int, amount: str, project: str = LAMPS) -> str:
        """Write a gift to a project, of the class that the project has."""
        income = TIED_GIFT if project == LAMPS else FREE_GIFT
        return self.entry(day, project, DONOR, f"{HOST}  {amount}", f"{income}  -{amount}")

    def spend(self, day: int, amount: str, project: str = LAMPS) -> str:
        """Write a project's spending."""
        cost = TIED_COST if project == LAMPS else FREE_COST
        return self.entry(day, project, f"{cost}  {amount}", f"{HOST}  -{amount}")
