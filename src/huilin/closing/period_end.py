"""What a period's end adds to the books: VAT relief, the promise, the income tax, then the transfers of a year.

Relief is part of the profit, the profit bears the promise, and the promise (once paid) lowers the tax.
Each entry books only what is still missing, so that closing again, or after a crash, adds nothing twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from huilin.closing.sheets import Worked
from huilin.closing.year_end import YEAR_END
from huilin.money import Fen, to_decimal, to_fen
from huilin.promise import accruals, assess, figures, policies
from huilin.promise.booking import two_legs
from huilin.promise.figures import tax_facts, year_result
from huilin.promise.settling import accrual_period
from huilin.reinvestment import VatPeriod, income_tax, stock_taxes, vat_relief
from huilin.reinvestment.explanation import percent
from huilin.vocabulary import CLOSING, INCOME_TAX, VAT_RELIEF, Period, month_of, quarter_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from huilin.books import Books
    from huilin.drafting import Draft
    from huilin.reinvestment import Assessment, IncomeTax

VAT = "2221:01"
VAT_INCOME = "5301:02"
TAX_EXPENSE = "5801"
TAX_DUE = "2221:05"
SALES = ("5001", "5051")


def month_ends(period: Period) -> Iterator[Period]:
    """Yield the months of a period, in order."""
    for month in range(period.start.month, period.end.month + 1):
        yield month_of(date(period.start.year, month, 1))


def relief(books: Books, enterprise: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Move the VAT of an exempt month or quarter to income: Dr 2221.01 / Cr 5301.02 (财会〔2016〕22号)."""
    facts = tax_facts(books, enterprise, month.end)
    period = month if facts.vat_unit == "month" else quarter_of(month.end)
    if not facts.small_scale or period.end != month.end:
        return ()
    vat, relieved = _vat(books, enterprise, period)
    sales = -books.frames.sum(entity=enterprise, codes=SALES, start=period.start, end=period.end, closing=False)
    zero = to_decimal(0)
    due = vat_relief(to_decimal(sales), zero, to_decimal(vat), VatPeriod(period.end, facts.vat_unit), stock_taxes())
    missing = to_fen(due) - relieved
    if not missing:
        return ()
    entry = two_legs(books, enterprise, period.end, (VAT, VAT_INCOME), missing)
    narration = f"{period.title.zh}小规模纳税人免征增值税转入"
    entry = replace(entry, narration=narration, meta={"kind": VAT_RELIEF, "category": "免征增值税"})
    lines = (
        ("销售额（不含税，含免税销售）", to_decimal(sales)),
        ("本期应交增值税", to_decimal(vat)),
        ("免征转入营业外收入", due),
    )
    return (Worked(entry, "增值税免征计算表", period, lines),)


def promise(books: Books, enterprise: str, month: Period, today: date) -> tuple[Worked, ...]:
    """Accrue the promise of the month or quarter that ends: Dr 5711.01 / Cr 2241.02."""
    ours = [policy for policy in policies(books) if policy.enterprise == enterprise]
    if not any(policy.accrues_on(month.end) for policy in ours):
        return ()
    assessed = assess(books, month, today=today, promises=ours)
    return tuple(_promised(entry, a, month) for a in assessed for entry in accruals(books, month, [a]))


def _promised(entry: Draft, assessment: Assessment, month: Period) -> Worked:
    lines = tuple((step.label.zh, step.amount) for step in assessment.steps)
    return Worked(entry, "反哺计提表", accrual_period(assessment.policy, month.end), lines)


def provision(books: Books, enterprise: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Provide for the income tax of the year to date: Dr 5801 / Cr 2221.05, less what is provided already."""
    taxed = any(custom.text(0) == enterprise for custom in books.directives("tax"))
    if not taxed or month.end != quarter_of(month.end).end:
        return ()
    tax = income_tax(figures(books, enterprise, month), stock_taxes())
    missing = to_fen(tax.tax) - _provided(books, enterprise, month.end)
    if not missing:
        return ()
    quarter = quarter_of(month.end)
    entry = two_legs(books, enterprise, month.end, (TAX_EXPENSE, TAX_DUE), missing)
    narration = f"计提{quarter.title.zh}企业所得税"
    entry = replace(entry, narration=narration, meta={"kind": INCOME_TAX, "category": "计提企业所得税"})
    return (Worked(entry, "企业所得税计算表", quarter, _tax_lines(tax, to_decimal(missing))),)


def _tax_lines(tax: IncomeTax, missing: Decimal) -> tuple[tuple[str, Decimal], ...]:
    return (
        ("本年累计利润总额", tax.total_profit),
        ("准予扣除的捐赠（已支付，限额内）", tax.deductible_now),
        ("弥补以前年度亏损", tax.tax_losses_used),
        ("应纳税所得额", tax.taxable),
        (f"本年累计应纳税额（{percent(tax.rate)}）", tax.tax),
        ("减：本年已计提", tax.tax - missing),
        ("本次计提", missing),
    )


Step: TypeAlias = "Callable[[Books, str, Period, date], tuple[Worked, ...]]"
STEPS: tuple[Step, ...] = (relief, promise, provision, *YEAR_END)


def _vat(books: Books, enterprise: str, period: Period) -> tuple[Fen, Fen]:
    """Return the VAT booked with sales in the period, and what of it was already moved to income."""
    p = books.frames.select(entity=enterprise, start=period.start, end=period.end)
    moved, closing = p["kind"] == VAT_RELIEF, p["kind"] == CLOSING
    sold = p["entry"].isin(p.loc[(p["root"] == "Income") & ~moved & ~closing, "entry"])
    vat = (p["code"] == "2221") & (p["sub"] == "01")
    return -int(p.loc[vat & sold, "fen"].sum()), int(p.loc[vat & moved, "fen"].sum())


def _provided(books: Books, enterprise: str, day: date) -> Fen:
    year = year_result(books, enterprise, date(day.year, 1, 1), day)
    return int(year.loc[year["code"] == TAX_EXPENSE, "fen"].sum())
