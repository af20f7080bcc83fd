"""The assessment told line by line, each with its rule and its source, so that a resident can follow it.

Lines called 减 are subtracted; shown lines add up to the fen. Only the hypothetical tax of the default base is
derived from the shown net profit, since it is never declared and the promise rounds once, at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.reinvestment.exact import ZERO, exact, to_the_fen
from huilin.reinvestment.income_tax import care_relief
from huilin.reinvestment.policy import NET_AFTER, NET_BEFORE, RESERVE, TOTAL_BEFORE
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from huilin.reinvestment.base import Base, Case
    from huilin.reinvestment.booking import Booking
    from huilin.reinvestment.exact import Exact
    from huilin.reinvestment.income_tax import IncomeTax
    from huilin.wording import Language

_BOOKS = "会小企02 利润表"
_LAW_210 = "公司法 第210条"
_LAW_6 = "小企业会计准则 2241 其他应付款"


class Step(NamedTuple):
    """One line: `amount` CNY to the fen, `rule` the name of the rule that makes it, `entries` voucher numbers."""

    label: Text
    amount: Decimal
    rule: str
    source: str
    entries: tuple[str, ...] = ()

    def to_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the step as `huilin --json reinvest` prints it."""
        return {
            "label": self.label.say(language),
            "amount": f"{self.amount:.2f}",
            "rule": self.rule,
            "source": self.source,
            "entries": list(self.entries),
        }


def explain(case: Case, base: Base, booking: Booking, tax: IncomeTax) -> tuple[Step, ...]:
    """Return the steps from revenue to the promise, from the promise to the books, and the tax that follows."""
    return (
        *_profit(case),
        *_to_base(case, base),
        *_promise(case, base, booking),
        *_booking(case, booking),
        *_tax(case, tax),
    )


def percent(rate: Decimal) -> str:
    """Print a rate: 0.20 as `20%`, 0.125 as `12.5%`."""
    return f"{(rate * 100).normalize():f}%"


def _profit(case: Case) -> Iterator[Step]:
    figures = case.figures
    entries = figures.entries
    yield Step(Text("收入合计", "Revenue"), figures.revenue, "revenue", _BOOKS, entries.get("revenue", ()))
    label = Text("减：成本、费用和税金（不含捐赠和所得税）", "Less: costs, without donations and income tax")
    yield Step(label, figures.costs, "costs", _BOOKS, entries.get("costs", ()))
    label = Text("捐赠前利润总额", "Profit before donation")
    yield Step(label, figures.profit_before_donation, "profit-before-donation", f"{_BOOKS} 第30行，加回 5711.01")


def _to_base(case: Case, base: Base) -> Iterator[Step]:
    if case.policy.base != TOTAL_BEFORE:
        yield from _to_net_profit(case, base)
    if base.losses_used:
        label = Text("减：弥补以前年度亏损", "Less: losses of earlier years")
        entries = case.figures.entries.get("book_loss_left", ())
        yield Step(label, base.losses_used, "losses-first", _LAW_210, entries)
    if base.reserve:
        yield Step(Text("减：提取法定盈余公积", "Less: statutory reserve"), base.reserve, "reserve", _LAW_210)
    label = Text("反哺基数", "Base of the promise")
    yield Step(label, to_the_fen(base.amount), case.policy.base, _agreement(case))


def _to_net_profit(case: Case, base: Base) -> Iterator[Step]:
    """Return the lines from profit to net profit: gifts where the base takes them, then the tax."""
    profit = base.profit
    if profit.gifts:
        label = Text("减：公益性捐赠支出", "Less: donations")
        yield Step(label, profit.gifts, "gifts", f"{_BOOKS} 5711.01", case.figures.entries.get("gifts", ()))
    net = to_the_fen(profit.amount)
    tax = case.figures.profit_before_donation - profit.gifts - net
    rule = "income-tax-without-gift" if case.policy.base == NET_BEFORE else "income-tax"
    yield Step(_tax_label(case, profit.taxable), tax, rule, _rate_source(case, profit.taxable))
    yield Step(_net_label(case), net, "net-profit", f"{_BOOKS} 第32行")


def _tax_label(case: Case, taxable: Decimal) -> Text:
    if_none = case.policy.base == NET_BEFORE
    rate = percent(case.law.rate_on(exact(taxable)).value)
    zh, en = ("（假设没有任何捐赠）", " as if nothing were given") if if_none else ("", "")
    return Text(
        f"减：所得税{zh}，应纳税所得额 {taxable:,.2f} × {rate}",
        f"Less: income tax{en}, {rate} of {taxable:,.2f} taxable",
    )


def _net_label(case: Case) -> Text:
    if case.policy.base == NET_BEFORE:
        return Text("净利润（假设没有任何捐赠）", "Net profit as if nothing were given")
    if case.policy.base == NET_AFTER:
        return Text("捐赠后净利润", "Net profit after the gift")
    return Text("净利润", "Net profit")


def _promise(case: Case, base: Base, booking: Booking) -> Iterator[Step]:
    owed = to_the_fen(base.owed)
    if not base.amount:
        label = Text("本年无反哺义务", "No promise arises this year")
        yield Step(label, booking.owed, "owed-to-the-fen", _agreement(case))
        return
    shares = _shares(case, base)
    label = Text(f"应反哺 = {shares.zh}，四舍五入到分", f"Owed = {shares.en}, rounded once")
    yield Step(label, owed, "owed-to-the-fen", _agreement(case))
    if base.profit.gift is not None:
        label = Text("代入验证：由此得出的基数按约定应反哺", "Proof by substitution: what the resulting base owes")
        yield Step(label, to_the_fen(case.schedule.owed(base.amount)), "substitution", _agreement(case))
    if owed != booking.owed:
        label = Text("按约定的上限或下限", "Within the promise's cap and floor")
        yield Step(label, booking.owed, "limit", _agreement(case))


def _shares(case: Case, base: Base) -> Text:
    """Say rate × base; where the rule changed within the year, each part of the base with the rate of its days."""
    parts = [part for part in case.schedule.parts(base.amount) if part.width]
    said = [(_percent_of(part.rate), f"{to_the_fen(part.width):,.2f}") for part in parts]
    zh = " + ".join(f"{rate} × {width}" for rate, width in said)
    return Text(zh, " + ".join(f"{rate} of {width}" for rate, width in said))


def _percent_of(rate: Exact) -> str:
    """Print an exact rate as a percentage with at most two decimals."""
    return percent(to_the_fen(rate * 100) / 100)


def _booking(case: Case, booking: Booking) -> Iterator[Step]:
    figures = case.figures
    if booking.credit_used:
        label = Text("减：上年多付抵用", "Less: overpaid in earlier years")
        yield Step(label, booking.credit_used, "credit", _agreement(case))
    yield from _kept_apart(case, booking)
    label = Text("减：已计提", "Less: already accrued")
    yield Step(label, figures.accrued_before, "accrued", _LAW_6, figures.entries.get("accrued_before", ()))
    yield Step(Text("本次应计提", "To accrue now"), booking.to_accrue, "accrue", _LAW_6)
    yield from _fulfilled(case, booking)


def _kept_apart(case: Case, booking: Booking) -> Iterator[Step]:
    """Return the line between what is due and what stands in the books, where the two differ."""
    standing = case.figures.accrued_before + booking.to_accrue
    gap = standing - (booking.owed - booking.credit_used)
    if gap > 0:
        label = Text("加：已支付或已决议，不冲回", "Plus: paid or resolved already, not taken back")
        yield Step(label, gap, "never-below-paid", _agreement(case))
    if gap < 0:
        label = Text("减：未经股东决议或未到年末，不计", "Less: waits for the resolution or the year's end")
        yield Step(label, -gap, "waits", _LAW_210)


def _fulfilled(case: Case, booking: Booking) -> Iterator[Step]:
    figures = case.figures
    if case.policy.route == RESERVE:
        label = Text("已注入基金（留存公司，未注入基金）", "Given to the fund (kept in the company, not in the fund)")
        yield Step(label, ZERO, "kept-in-company", _LAW_210)
        return
    entries = figures.entries.get("paid_before", ())
    yield Step(Text("已支付", "Paid so far"), figures.paid_before, "paid", _LAW_6, entries)
    if booking.overpaid:
        yield Step(Text("多付", "Overpaid"), booking.overpaid, "overpaid", _agreement(case))


def _tax(case: Case, tax: IncomeTax) -> Iterator[Step]:
    """Return the lines of the tax as declared, with the promise booked."""
    law = case.law
    cap, cap_source = percent(law.cap.value), f"{law.cap.source}；财税〔2018〕15号"
    yield Step(Text("计提后利润总额", "Profit after the promise"), tax.total_profit, "total-profit", f"{_BOOKS} 第30行")
    if law.care is not None:
        label = Text(f"社区服务收入减按 {percent(law.care.value)} 计入，减计", "Care income left out of the tax")
        yield Step(label, to_the_fen(care_relief(case.figures, law)), "care-relief", law.care.source)
    label = Text(
        f"准予扣除的捐赠（已支付，不超过利润总额 {cap}）", f"Donations deducted (paid, at most {cap} of profit)"
    )
    yield Step(label, tax.deductible_now, "deduction-cap", cap_source)
    label = Text("结转以后年度扣除", "Carried forward")
    yield Step(label, tax.carried_forward, "carry-forward", cap_source)
    if tax.carry_expired:
        yield Step(Text("逾期不得再扣除", "Lapsed"), tax.carry_expired, "carry-expired", cap_source)
    label = Text("已计提未支付，付款年度再扣除", "Promised and not paid: deducted when paid")
    yield Step(label, tax.unpaid_not_deductible, "paid-only", cap_source)
    if tax.tax_losses_used:
        label = Text("弥补以前年度税务亏损", "Tax losses of earlier years")
        yield Step(label, tax.tax_losses_used, "tax-losses", "企业所得税法 第十八条")
    yield Step(Text("应纳税所得额", "Taxable income"), tax.taxable, "taxable-income", "企业所得税法 第五条")
    label = Text(f"应交所得税（{percent(tax.rate)}）", f"Income tax ({percent(tax.rate)})")
    yield Step(label, tax.tax, "income-tax", _rate_source(case, tax.taxable))


def _rate_source(case: Case, taxable: Decimal) -> str:
    return case.law.rate_on(exact(taxable)).source


def _agreement(case: Case) -> str:
    return case.policy.agreement_title or "反哺约定"
