"""The ends of quarters and of the year: tax relief, the 20 % promised to the fund, income tax, closing, payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tools.example import accounts as acc
from tools.example import words
from tools.example.calendar_of import YEAR_END, quarter_ends, quarter_in_words, quarter_name, quarter_start
from tools.example.entries import ZERO, Entry, Line, Posting, at, money, postings_of, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RATE = Decimal("0.20")
TAX_RATE = Decimal("0.05")
"""Small low-profit company: 25 % × 20 %, until 2027-12-31."""
DEDUCTIBLE_SHARE = Decimal("0.12")
"""企业所得税法 9: donations up to 12 % of the year's 利润总额."""
PAYING_DAYS = {date(2026, 3, 31): date(2026, 4, 22), date(2026, 6, 30): date(2026, 7, 24)}
TAX_DAYS = {date(2026, 3, 31): date(2026, 4, 15), date(2026, 6, 30): date(2026, 7, 15)}
RESULT = ("Income:Company", "Expenses:Company")


def quarter_closings(business: Sequence[Entry]) -> list[Entry]:
    """Return what each quarter's end adds to the company's books, in order, with the payments that follow."""
    found: list[Entry] = []
    for end in quarter_ends():
        known = [e for e in (*business, *found) if e.day <= end]
        found.append(_relief(end, [e for e in known if e.day >= quarter_start(end)]))
        if end == YEAR_END:
            found += _year_closing([*known, found[-1]])
        if end > YEAR_END:
            found += _promised(end, [*known, found[-1]], loss_of_2025(found))
    return found


def _relief(end: date, quarter: Sequence[Entry]) -> Entry:
    """VAT of an exempt quarter (sales at most ¥300,000, exempt ones included) becomes income (财会〔2016〕22号)."""
    amount = -total(postings_of(quarter), acc.VAT)
    sales = -total(postings_of(quarter), "Income:Company:5001", "Income:Company:5051")
    assert sales <= 300000, f"{end}: {sales} is not exempt"
    postings = (Posting(acc.VAT, amount), Posting(acc.TAX_RELIEF, -amount))
    text = f"{quarter_in_words(end)}小规模纳税人免征增值税转入"
    return Entry("Company", at(end, 23, 30), text, postings, (("kind", "税费减免"),))


def _year_closing(known: Sequence[Entry]) -> list[Entry]:
    """Close the result of 2025 into 3103, and that into 3104.05."""
    balances = _balances(known, RESULT)
    result = sum(balances.values(), ZERO)
    closing = tuple(Posting(account, -amount) for account, amount in balances.items() if amount)
    kind = (("kind", "结转"),)
    return [
        Entry("Company", at(YEAR_END, 23, 55), "结转本年损益", (*closing, Posting(acc.YEAR_RESULT, result)), kind),
        Entry(
            "Company",
            at(YEAR_END, 23, 57),
            "本年利润转入未分配利润",
            (Posting(acc.YEAR_RESULT, -result), Posting(acc.RETAINED, result)),
            kind,
        ),
    ]


def _balances(entries: Iterable[Entry], prefixes: tuple[str, ...]) -> dict[str, Decimal]:
    balances: dict[str, Decimal] = {}
    for posting in postings_of(entries):
        if posting.commodity == "CNY" and posting.account.startswith(prefixes):
            balances[posting.account] = balances.get(posting.account, ZERO) + posting.amount
    return dict(sorted(balances.items()))


def loss_of_2025(entries: Iterable[Entry]) -> Decimal:
    """Return the loss of 2025 as a positive amount: what the year-end closing took into 3104.05."""
    return total(postings_of(entries), acc.RETAINED)


def _promised(end: date, known: Sequence[Entry], loss: Decimal) -> Iterable[Entry]:
    year = [e for e in known if e.day > YEAR_END]
    profit = profit_before_donation(year)
    accrued, paid = total(postings_of(year), acc.DONATION), _paid(year)
    owed = owed_to_date(profit, loss)
    yield _accrual(end, owed - accrued)
    tax = money(TAX_RATE * max(ZERO, profit - _deductible(paid, profit - owed) - loss))
    provision = tax - total(postings_of(year), acc.INCOME_TAX)
    yield _provision(end, provision)
    yield _tax_payment(end, provision)
    yield _payment(end, owed - accrued)


def profit_before_donation(year: Iterable[Entry]) -> Decimal:
    """Return the year's profit so far without donations and without income tax (both are added back)."""
    postings = list(postings_of(year))
    return -total(postings, *RESULT) + total(postings, acc.DONATION, acc.INCOME_TAX)


def owed_to_date(profit: Decimal, loss: Decimal) -> Decimal:
    """Return 20 % of the net profit as if nothing were given, losses first; rounded once."""
    hypothetical_tax = TAX_RATE * max(ZERO, profit - loss)
    return money(RATE * max(ZERO, profit - hypothetical_tax - loss))


def _paid(year: Iterable[Entry]) -> Decimal:
    return total(postings_of(e for e in year if e.kind == "反哺支付"), acc.PROMISE)


def _deductible(paid: Decimal, profit_after: Decimal) -> Decimal:
    return min(paid, max(ZERO, money(DEDUCTIBLE_SHARE * profit_after)))


def _link(end: date) -> tuple[str, ...]:
    return (f"reinvest-{quarter_name(end)}",)


def _accrual(end: date, amount: Decimal) -> Entry:
    postings = (Posting(acc.DONATION, amount), Posting(acc.PROMISE, -amount))
    text = f"计提{quarter_in_words(end)}反哺捐赠（税后利润的20%，先弥补亏损）"
    return Entry("Company", at(end, 23, 40), text, postings, (("kind", "反哺计提"),), _link(end))


def _payment(end: date, amount: Decimal) -> Entry:
    text = f"反哺捐赠{quarter_in_words(end)}"
    line = Line(
        party=words.HOST_CHARITY,
        party_account=words.HOST_BANK_NUMBER,
        summary=f"{text} 社区公共服务",
        note=words.FUND,
    )
    postings = (Posting(acc.PROMISE, amount), Posting(acc.CCB, -amount, line=line))
    meta = (("kind", "反哺支付"), ("approved", "陈主任"))
    return Entry(
        "Company", at(PAYING_DAYS[end], 14, 5, 36), f"支付{text}", postings, meta, _link(end), payee=words.HOST_CHARITY
    )


def _provision(end: date, amount: Decimal) -> Entry:
    postings = (Posting(acc.INCOME_TAX, amount), Posting(acc.INCOME_TAX_DUE, -amount))
    text = f"计提{quarter_in_words(end)}企业所得税"
    return Entry("Company", at(end, 23, 50), text, postings, (("kind", "所得税计提"),))


def _tax_payment(end: date, amount: Decimal) -> Entry:
    line = Line(
        party="国家金库青禾市支库",
        party_account="37050161000000000011",
        summary="实时扣税",
        note=f"企业所得税 {quarter_start(end):%Y-%m-%d}至{end:%Y-%m-%d}",
    )
    postings = (Posting(acc.INCOME_TAX_DUE, amount), Posting(acc.CCB, -amount, line=line))
    return Entry("Company", at(TAX_DAYS[end], 9, 48, 2), f"缴纳{quarter_in_words(end)}企业所得税", postings)


def fund_year_closing(known: Iterable[Entry]) -> list[Entry]:
    """Return the fund's closing of 2025 under npo-2004: income by class, expenses to 3101, spent restricted money freed.

    Restricted income closes to 3102 project by project; what restricted projects spent is released Dr 3102 / Cr 3101.
    """
    year = [e for e in known if e.entity == "Fund" and e.day <= YEAR_END]
    kind = (("kind", "结转"),)
    gifts, spent = _by_project(year, "Income:Fund:"), _by_project(year, "Expenses:Fund:")
    income = [_closed(account, project, amount) for (account, project), amount in gifts.items()]
    expenses = [_closed(account, project, amount) for (account, project), amount in spent.items()]
    freed: dict[str, Decimal] = {}
    for (_, project), amount in spent.items():
        if any(account == acc.GIFTS_TIED and gift_project == project for account, gift_project in gifts):
            freed[project] = freed.get(project, ZERO) + amount
    return [
        Entry("Fund", at(YEAR_END, 23, 50), "结转本年收入", tuple(p for pair in income for p in pair), kind),
        Entry("Fund", at(YEAR_END, 23, 52), "结转本年费用", tuple(p for pair in expenses for p in pair), kind),
        Entry(
            "Fund",
            at(YEAR_END, 23, 54),
            "限定性净资产按项目支出转为非限定性",
            tuple(p for project, amount in freed.items() for p in _freed(project, amount)),
            kind,
        ),
    ]


def _by_project(entries: Iterable[Entry], prefix: str) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        for posting in entry.postings:
            if posting.account.startswith(prefix):
                key = (posting.account, dict(posting.meta).get("project") or dict(entry.meta)["project"])
                sums[key] = sums.get(key, ZERO) + posting.amount
    return dict(sorted(sums.items()))


def _closed(account: str, project: str, amount: Decimal) -> tuple[Posting, Posting]:
    equity = acc.TIED_ASSETS if account.endswith("02限定性") else acc.FREE_ASSETS
    about = (("project", project),)
    return Posting(account, -amount, about), Posting(equity, amount, about)


def _freed(project: str, amount: Decimal) -> tuple[Posting, Posting]:
    about = (("project", project),)
    return Posting(acc.TIED_ASSETS, amount, about), Posting(acc.FREE_ASSETS, -amount, about)
