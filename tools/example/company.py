"""What the company pays and receives besides its WeChat sales: suppliers, wages, rent, banks, subsidies."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.example import accounts as acc
from tools.example import words
from tools.example.calendar_of import BOOKS_END, month_end, months, quarter_in_words, quarter_name
from tools.example.entries import ZERO, Entry, Line, Posting, at, fen, money, postings_of, total
from tools.example.luck import Luck
from tools.example.shop import PLAN, taxed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from tools.example.words import Firm


class Costs(NamedTuple):
    """What a month costs: goods in percent of the planned sales, the rest in whole yuan."""

    own: int
    repairs: int
    care: int
    meals: int
    wages: int
    insurance: int
    power: int
    delivery: int


EARLY = Costs(own=84, repairs=54, care=46, meals=66, wages=10600, insurance=1980, power=780, delivery=260)
USUAL = Costs(own=80, repairs=48, care=45, meals=61, wages=10600, insurance=1980, power=960, delivery=620)
RENT_A_QUARTER = 10500
SUBSIDIES = {3: 6000, 6: 3600, 9: 4200, 12: 3800}
PROPERTY_SINCE, PROPERTY_JOBS = date(2025, 10, 1), 3200
"""A property firm has small repairs done every month and pays into the second bank account."""
CARD_MEALS, CARD_CARE = 20, 40
"""Whole yuan of meals and of care that one card use stands for, on average, when costs are planned."""


def costs_of(month: date) -> Costs:
    """Return what a month costs."""
    return USUAL if month >= date(2026, 1, 1) else EARLY


def running_business() -> list[Entry]:
    """Return all that passes through the bank accounts month by month, payouts, taxes and promises apart."""
    entries = [_capital(), _first_stock(), *_opening_costs(), _stock_used(), *_single_costs(), *_job_on_account()]
    for month in months():
        luck = Luck(f"收支 {month:%Y-%m}")
        entries += _goods(luck, month)
        entries += _canteen(luck, month)
        entries += _services(luck, month)
        entries += _people(luck, month)
        entries += _premises(luck, month)
        entries += _banks(luck, month)
        entries += _other_income(luck, month)
    return entries


def _capital() -> Entry:
    line = Line(party=words.SHAREHOLDER, party_account="37050161000000007777", summary="投资款", note="实缴注册资本")
    postings = (Posting(acc.CCB, money(100000), line=line), Posting(acc.CAPITAL, -money(100000)))
    return Entry("Company", at(acc.START, 9, 12), "收到股东实缴注册资本", postings)


def _first_stock() -> Entry:
    return pay(words.GROCERS[0], at(date(2025, 4, 3), 10, 5), money("5260.00"), acc.STOCK, "首批备货粮油")


def _stock_used() -> Entry:
    postings = (Posting(acc.GROUP_COST, money("2140.00")), Posting(acc.STOCK, -money("2140.00")))
    return Entry("Company", at(date(2025, 12, 30), 17), "年末盘点，结转已售备货成本", postings)


def _opening_costs() -> Iterable[Entry]:
    for day, firm, amount, text in (
        (date(2025, 4, 7), words.HANDYMEN, "3860.00", "驿站和食堂开办修缮"),
        (date(2025, 4, 9), words.PRINTER, "1180.00", "开业宣传单、门头招牌"),
        (date(2025, 4, 11), words.STATIONER, "2460.00", "开办办公桌椅及打印机"),
    ):
        yield pay(firm, at(day, 14, 20), money(amount), acc.OFFICE, text)


def _single_costs() -> Iterable[Entry]:
    """Costs that come once: they make the quarters of 2026 differ, as real ones do."""
    for day, firm, amount, text in (
        (date(2026, 5, 13), words.HANDYMEN, "3680.00", "付食堂排烟改造"),
        (date(2026, 8, 6), words.INSURER, "4860.00", "付公众责任险 一年"),
    ):
        yield pay(firm, at(day, 15, 10), money(amount), acc.OFFICE, text)


def _job_on_account() -> Iterable[Entry]:
    """One repair on account over the year's end: done in December, paid in January."""
    amount, firm = money("1818.00"), words.PROPERTY
    done = (Posting(acc.RECEIVABLE, amount), *taxed(acc.REPAIR_SALES, amount))
    yield Entry("Company", at(date(2025, 12, 30), 15), "12月消防通道维修完工，款未收", done, payee=firm.name)
    line = Line(party=firm.name, party_account=firm.account, summary="维修款", note="12月消防通道维修")
    paid = (Posting(acc.ICBC, amount, line=line), Posting(acc.RECEIVABLE, -amount))
    yield Entry("Company", at(date(2026, 1, 12), 10, 26, 8), "收到12月消防通道维修款", paid, payee=firm.name)


def pay(firm: Firm, moment: datetime, amount: Decimal, account: str, text: str, *, bank: str = acc.CCB) -> Entry:
    """Return a payment to a firm; the statement's summary says what for."""
    line = Line(party=firm.name, party_account=firm.account, summary=text, bank=firm.bank)
    postings = (Posting(account, amount), Posting(bank, -amount, line=line))
    return Entry("Company", moment, text, postings, payee=firm.name)


def _odd(luck: Luck, yuan: int, spread: int = 8) -> Decimal:
    """Return an amount near so many yuan, with odd fen as bills have them."""
    return fen(yuan * luck.between(100 - spread, 100 + spread) + luck.below(100))


def _goods(luck: Luck, month: date) -> Iterable[Entry]:
    """Group-buy suppliers: two paid at once; until June 2026 a third is on account until the next month."""
    cost = PLAN[f"{month:%Y-%m}"].own * costs_of(month).own
    on_account = month <= BOOKS_END
    parts = luck.parts(cost, 3 if on_account else 2)
    for place, day in enumerate((luck.between(10, 13), luck.between(22, 25))):
        firm = words.GROCERS[(month.month + place) % 3]
        text = f"付团购货款 {'粮油米面' if place == 0 else '生鲜日用'}{month.month}月第{place + 1}批"
        yield pay(firm, luck.moment(month.replace(day=day), 9, 17), fen(parts[place]), acc.GROUP_COST, text)
    if on_account:
        yield from _on_account(luck, month, fen(parts[2]))


def _on_account(luck: Luck, month: date, amount: Decimal) -> Iterable[Entry]:
    firm = words.GROCERS[month.month % 3]
    bought = (Posting(acc.GROUP_COST, amount), Posting(acc.PAYABLE, -amount))
    day = month.replace(day=27)
    yield Entry("Company", at(day, 16, 30), f"{month.month}月末团购到货，款未付", bought, payee=firm.name)
    due = (month_end(month) + timedelta(days=1)).replace(day=9)
    yield pay(firm, luck.moment(due, 9, 17), amount, acc.PAYABLE, f"付{month.month}月欠货款")


def _canteen(luck: Luck, month: date) -> Iterable[Entry]:
    """Canteen suppliers are paid from the second account, which is filled for it early in the month."""
    plan = PLAN[f"{month:%Y-%m}"]
    cost = (plan.meals + plan.card_uses * CARD_MEALS) * costs_of(month).meals
    income = PROPERTY_JOBS if month >= PROPERTY_SINCE else 0
    need = max(cost // 100 - income * 9 // 10, 1000)
    yield _own_transfer(luck.moment(month.replace(day=luck.between(2, 4)), 9, 11), money(-(-need // 500) * 500))
    for place, part in enumerate(luck.parts(cost, 3 if month.year == 2026 else 4)):
        firm = words.CANTEEN_FIRMS[place % 3]
        moment = luck.moment(month.replace(day=7 + place * 7 + luck.below(3)), 9, 16)
        goods = firm.item.split("*")[2]
        yield pay(firm, moment, fen(part), acc.CANTEEN_COST, f"付食堂采购款 {goods}", bank=acc.ICBC)


def _own_transfer(moment: datetime, amount: Decimal) -> Entry:
    out = Line(party=words.COMPANY, party_account=words.ICBC_NUMBER, summary="同名账户互转", note="转入工行一般户")
    into = Line(party=words.COMPANY, party_account=words.CCB_NUMBER, summary="同名账户互转", note="建行基本户转入")
    postings = (Posting(acc.ICBC, amount, line=into), Posting(acc.CCB, -amount, line=out))
    return Entry("Company", moment, "建行转入工行，备食堂采购", postings)


def _services(luck: Luck, month: date) -> Iterable[Entry]:
    plan, costs = PLAN[f"{month:%Y-%m}"], costs_of(month)
    jobs = plan.repairs + (PROPERTY_JOBS if month >= PROPERTY_SINCE else 0)
    for firm, day, part in zip(words.REPAIR_FIRMS, (16, 27), luck.parts(jobs * costs.repairs, 2), strict=True):
        text = f"付维修{'材料款' if day == 16 else '用工费'} {month.month}月"
        yield pay(firm, luck.moment(month.replace(day=day), 9, 17), fen(part), acc.REPAIR_COST, text)
    care = (plan.care + plan.card_uses * CARD_CARE) * costs.care
    moment = luck.moment(month.replace(day=19), 9, 17)
    yield pay(words.CARE_FIRM, moment, fen(care), acc.CARE_COST, f"付养老驿站耗材及外聘护理 {month.month}月")
    moment = luck.moment(month.replace(day=26), 9, 17)
    yield pay(words.DELIVERY_FIRM, moment, _odd(luck, costs.delivery), acc.DELIVERY, f"付配送费 {month.month}月")


def _people(luck: Luck, month: date) -> Iterable[Entry]:
    costs = costs_of(month)
    wages = Line(party="代发工资批量账户", summary=f"代发工资{month:%Y年%-m月}")
    yield _through_wages(luck.moment(month.replace(day=28), 9, 12), money(costs.wages), wages, "发放工资")
    social = Line(
        party="青禾市社会保险事业中心", party_account="37050161000000008801", summary=f"社保费{month:%Y年%-m月}"
    )
    yield _through_wages(luck.moment(month.replace(day=15), 9, 12), money(costs.insurance), social, "缴纳社保")


def _through_wages(moment: datetime, amount: Decimal, line: Line, text: str) -> Entry:
    postings = (
        Posting(acc.WAGES, amount),
        Posting(acc.WAGES_DUE, -amount),
        Posting(acc.WAGES_DUE, amount),
        Posting(acc.CCB, -amount, line=line),
    )
    return Entry("Company", moment, f"{text} {moment.month}月", postings)


def _premises(luck: Luck, month: date) -> Iterable[Entry]:
    if month.month % 3 == 1:
        text = f"付{quarter_in_words(month)}房租"
        moment = luck.moment(month.replace(day=3), 9, 17)
        yield pay(words.LANDLORD, moment, money(RENT_A_QUARTER), acc.PREMISES, text)
    moment = luck.moment(month.replace(day=25), 9, 17)
    yield pay(words.POWER, moment, _odd(luck, costs_of(month).power), acc.PREMISES, f"付水电费 {month.month}月")
    moment = luck.moment(month.replace(day=14), 9, 17)
    yield pay(words.STATIONER, moment, _odd(luck, 230, 30), acc.OFFICE, f"付办公用品 {month.month}月")


def _banks(luck: Luck, month: date) -> Iterable[Entry]:
    fee = Line(party="中国建设银行青禾支行", summary="账户管理费", note="企业网银服务费")
    yield _bank_row(
        at(month_end(month), 17, 2, 11), acc.CCB, -money("20.00"), acc.BANK_FEES, fee, text="企业网银服务费"
    )
    if month.month % 3 == 0:
        for bank, name in ((acc.CCB, "中国建设银行青禾支行"), (acc.ICBC, "中国工商银行青禾支行")):
            line = Line(party=name, summary="结息", note="活期存款利息")
            amount = fen(luck.between(900, 3200))
            yield _bank_row(at(month.replace(day=21), 2, 14, 30), bank, amount, acc.INTEREST, line, text="活期存款结息")
    if month.month % 3 == 1:
        cash = Line(party=words.COMPANY, summary="提取备用金")
        yield _bank_row(at(month.replace(day=8), 10, 31, 20), acc.CCB, -money(600), acc.CASH, cash)
    if month <= BOOKS_END:
        yield from _petty_cash(luck, month)


def _bank_row(moment: datetime, bank: str, amount: Decimal, other: str, line: Line, *, text: str = "") -> Entry:
    return Entry("Company", moment, text or line.summary, (Posting(bank, amount, line=line), Posting(other, -amount)))


def _petty_cash(luck: Luck, month: date) -> Iterable[Entry]:
    for day, text in ((11, "现金购打印纸、胶带"), (23, "现金付市内交通、邮寄费")):
        amount = _odd(luck, 78, 30)
        postings = (Posting(acc.OFFICE, amount), Posting(acc.CASH, -amount))
        yield Entry("Company", at(month.replace(day=day), 16, 40), text, postings)


def _other_income(luck: Luck, month: date) -> Iterable[Entry]:
    if amount := SUBSIDIES.get(month.month):
        line = Line(
            party="青禾市城北街道办事处",
            party_account="37050161000000006601",
            summary="养老服务运营补贴",
            note="社区养老驿站",
        )
        moment = luck.moment(month.replace(day=18), 9, 16)
        yield _bank_row(
            moment, acc.CCB, money(amount), acc.SUBSIDY, line, text=f"收到养老服务运营补贴 {quarter_name(month)}"
        )
    if month >= PROPERTY_SINCE:
        firm, gross = words.PROPERTY, _odd(luck, PROPERTY_JOBS, 6)
        line = Line(party=firm.name, party_account=firm.account, summary="维修款", note=f"{month.month}月公共区域维修")
        postings = (Posting(acc.ICBC, gross, line=line), *taxed(acc.REPAIR_SALES, gross))
        moment = luck.moment(month.replace(day=20), 9, 16)
        yield Entry("Company", moment, f"收到{month.month}月公共区域维修款", postings, payee=firm.name)


def settlements(sales: Sequence[Entry]) -> list[Entry]:
    """Return what merchants of 代售 are paid twice a month: all that was collected for them before that day."""
    found, luck, paid = [], Luck("代售结算"), ZERO
    for place, day in enumerate(day for month in months() for day in (month.replace(day=16), month.replace(day=27))):
        moment = luck.moment(day, 9, 16)
        due = -total(postings_of(e for e in sales if e.at < moment), acc.MERCHANTS_DUE) - paid
        if due > 0:
            paid += due
            firm = words.PROXY_FIRMS[place % 2]
            found.append(
                pay(firm, moment, due, acc.MERCHANTS_DUE, f"代售结算 {day.month}月{'上' if day.day < 20 else '下'}期")
            )
    return found
