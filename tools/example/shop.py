"""What residents buy through WeChat: group buying, repairs, meals, care, cards; and what they spend from cards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.example import accounts as acc
from tools.example import words
from tools.example.calendar_of import month_end, months
from tools.example.entries import ZERO, Entry, Line, Posting, fen, money
from tools.example.luck import Luck

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

FEE_PERCENT = "0.60%"
COMMISSION_PERCENT = 10


class Month(NamedTuple):
    """What the company sells in a month through WeChat, in whole yuan, and how often cards are used."""

    own: int
    proxy: int
    repairs: int
    care: int
    meals: int
    top_ups: int
    card_uses: int


PLAN = {
    "2025-04": Month(7600, 0, 4200, 1800, 5200, 1200, 6),
    "2025-05": Month(9800, 1200, 5600, 2600, 7000, 1600, 12),
    "2025-06": Month(12200, 2400, 6400, 2900, 8200, 1800, 16),
    "2025-07": Month(13800, 3000, 7800, 3300, 8800, 1800, 18),
    "2025-08": Month(14600, 2600, 8600, 3500, 9000, 2000, 20),
    "2025-09": Month(18800, 3800, 8200, 4000, 10400, 2400, 22),
    "2025-10": Month(19400, 4200, 8800, 4200, 10800, 2400, 24),
    "2025-11": Month(20600, 4400, 9000, 4600, 11400, 2600, 26),
    "2025-12": Month(23800, 5600, 9600, 5000, 12600, 3000, 28),
    "2026-01": Month(40200, 9600, 13800, 8200, 18200, 4200, 32),
    "2026-02": Month(33600, 7400, 12200, 7600, 16200, 3400, 28),
    "2026-03": Month(36800, 8200, 16600, 8800, 18400, 3600, 34),
    "2026-04": Month(35400, 9000, 15400, 8400, 17800, 3600, 34),
    "2026-05": Month(34600, 9800, 15200, 8400, 17600, 3600, 34),
    "2026-06": Month(35800, 9400, 15800, 8200, 17900, 3800, 34),
    "2026-07": Month(34200, 8600, 16400, 8200, 17200, 3400, 32),
    "2026-08": Month(34800, 8400, 16800, 8400, 17400, 3600, 33),
    "2026-09": Month(37600, 9600, 14800, 8600, 18200, 3800, 34),
}
OWN_TEAM_DAYS = (4, 12, 21)
PROXY_TEAM_DAYS = (8, 17)
TEAM_THEMES = ("粮油米面", "生鲜水果", "日用百货", "节令食品")


class Item(NamedTuple):
    """A line of an order."""

    name: str
    pieces: int
    price: Decimal


@dataclass(frozen=True)
class Order:
    """One paid WeChat order."""

    what: str
    """自营, 代售, 维修, 养老, 食堂, 充值."""
    at: datetime
    number: str
    items: tuple[Item, ...]
    card: str = ""
    buyer: int = 0
    place: int = 0
    """跟团号, where it belongs to a group buy."""
    team: str = ""
    wechat: str = ""
    flow: str = ""
    refunded: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        """What was paid."""
        return sum((item.pieces * item.price for item in self.items), ZERO)

    @property
    def goods(self) -> str:
        """What the order says it bought: `东北大米10kg等3件`."""
        count = sum(item.pieces for item in self.items)
        return self.items[0].name if count == 1 else f"{self.items[0].name}等{count}件"


_PREFIX = {"自营": "团购-自营-", "代售": "团购-代售-", "维修": "家政维修-", "养老": "养老服务-", "食堂": "长者食堂-"}
_CATALOGUE = {
    "自营": words.OWN_GOODS,
    "代售": words.PROXY_GOODS,
    "维修": words.REPAIRS,
    "养老": words.CARES,
    "食堂": words.MEALS,
}


def orders() -> list[Order]:
    """Return all orders of the example in order of time, with WeChat's numbers on them."""
    found = [order for month in months() for order in _orders_of(month)]
    found.sort(key=lambda order: order.at)
    return _numbered(found)


def _orders_of(month: date) -> Iterable[Order]:
    plan = PLAN[f"{month:%Y-%m}"]
    for what, yuan in (("维修", plan.repairs), ("养老", plan.care), ("食堂", plan.meals)):
        yield from _singles(month, what, yuan)
    yield from _top_ups(month, plan.top_ups)
    yield from _teams(month, "自营", plan.own, OWN_TEAM_DAYS)
    yield from _teams(month, "代售", plan.proxy, PROXY_TEAM_DAYS)


def _singles(month: date, what: str, yuan: int) -> Iterable[Order]:
    luck, sold = Luck(f"{what} {month:%Y-%m}"), ZERO
    code = {"维修": "JX", "养老": "YL", "食堂": "ST"}[what]
    number = 0
    while sold < yuan:
        number += 1
        name, price = luck.pick(_CATALOGUE[what])
        count = 2 if what == "食堂" and luck.chance(15) else 1
        moment = luck.moment(month.replace(day=luck.between(1, month_end(month).day)))
        item = Item(name, count, _shaded(luck, price) if what == "维修" else fen(price))
        order = Order(what, moment, f"{code}{moment:%Y%m%d}{number:04d}", (item,), buyer=luck.between(1, 260))
        sold += order.amount
        yield order


def _shaded(luck: Luck, price: int) -> Decimal:
    """Repairs are priced by the job: up to a fifth more or less, in whole half yuan."""
    return fen(price * luck.between(80, 120) // 100 // 50 * 50)


def _top_ups(month: date, yuan: int) -> Iterable[Order]:
    luck, sold, number = Luck(f"充值 {month:%Y-%m}"), ZERO, 0
    while sold < yuan:
        number += 1
        moment = luck.moment(month.replace(day=luck.between(1, month_end(month).day)), 9, 17)
        item = Item("储值卡充值", 1, fen(luck.weighted(words.TOP_UPS)))
        sold += item.price
        card = f"K{luck.between(1, 40):04d}"
        yield Order("充值", moment, f"CZ{moment:%Y%m%d}{number:04d}", (item,), card, luck.between(1, 260))


def _teams(month: date, what: str, yuan: int, days: tuple[int, ...]) -> Iterable[Order]:
    """Yield a month's group buys: each opens on a day and fills over two days; its numbers count from 1 again."""
    luck = Luck(f"{what} {month:%Y-%m}")
    for place, (day, share) in enumerate(zip(days, luck.parts(yuan, len(days), 20), strict=True)):
        opened = month.replace(day=day)
        yield from _team(luck, what, opened, share, _team_name(what, opened, place))


def _team_name(what: str, opened: date, place: int) -> str:
    theme = TEAM_THEMES[(opened.month + place) % len(TEAM_THEMES)] if what == "自营" else "产地直送"
    return f"晴川惠邻{opened:%Y年%-m月%-d日}{theme}团（{what}）"


def _team(luck: Luck, what: str, opened: date, yuan: int, team: str) -> Iterable[Order]:
    moments, baskets, sold = [], [], ZERO
    while sold < yuan:
        baskets.append(_basket(luck, what))
        moments.append(luck.moment(opened + timedelta(days=luck.weighted(((0, 6), (1, 3), (2, 1)))), 9, 21))
        sold += sum((item.pieces * item.price for item in baskets[-1]), ZERO)
    for place, (moment, items) in enumerate(zip(sorted(moments), baskets, strict=True), start=1):
        number = f"KTT{opened:%Y%m%d}-{place}"
        yield Order(what, moment, number, items, buyer=luck.between(1, 260), place=place, team=team)


def _basket(luck: Luck, what: str) -> tuple[Item, ...]:
    kinds = luck.between(2, 5) if what == "自营" else luck.between(1, 2)
    items: dict[str, Item] = {}
    for _ in range(kinds):
        name, price = luck.pick(_CATALOGUE[what])
        items[name] = Item(name, luck.weighted(((1, 3), (2, 2))), fen(price))
    return tuple(items.values())


def _numbered(found: Sequence[Order]) -> list[Order]:
    luck = Luck("微信单号")
    return [
        replace(
            order,
            wechat=f"42000028{luck.digits(2)}{order.at:%Y%m%d}{luck.digits(10)}",
            flow=f"{words.MERCHANT}{order.at:%Y%m%d}{place:010d}",
        )
        for place, order in enumerate(found, start=1)
    ]


def openid(buyer: int) -> str:
    """Return the buyer's WeChat id for this merchant."""
    return "oQC" + Luck(f"openid {buyer}").letters(25)


def goods_title(order: Order) -> str:
    """Return 商品名称 as the trade bill prints it."""
    return order.items[0].name if order.what == "充值" else _PREFIX[order.what] + order.goods


def fee_of(amount: Decimal) -> Decimal:
    """Return the payment fee in the fund bill: 0.6 %, rounded to the fen."""
    return money(amount * 6 / 1000)


def sale(order: Order, *, refunded: bool = False) -> Entry:
    """Return the entry of an order: gross into the wallet, the fee out of it, income and tax apart."""
    fee = fee_of(order.amount)
    trade = _wallet_line(order, "交易")
    return Entry(
        "Company",
        order.at,
        _narration(order),
        (
            Posting(acc.WALLET, order.amount, line=trade),
            Posting(acc.WALLET, -fee, line=trade._replace(kind="扣除交易手续费")),
            *_sold(order, order.amount),
            Posting(acc.PAYMENT_FEES, fee),
        ),
        meta=(("source-doc", order.number),) if order.team else (),
        links=(f"order-{order.number}",) if refunded else (),
    )


def _wallet_line(order: Order, kind: str) -> Line:
    return Line(
        kind=kind,
        number=order.flow,
        order=order.number,
        business=order.wechat,
        goods=goods_title(order),
        packet=f"card={order.card}" if order.card else "",
        payer=openid(order.buyer),
        bank=("OTHERS", "ICBC_DEBIT", "CCB_DEBIT", "ABC_DEBIT", "CFT")[order.buyer % 5],
    )


def _sold(order: Order, amount: Decimal) -> tuple[Posting, ...]:
    if order.what == "充值":
        number = f"{order.at:%Y%m%d}-{order.number[-4:]}"
        line = Line("充值", party=order.card, summary="微信充值", note=f"{order.at:%H:%M:%S}", number=number)
        return (Posting(acc.CARDS, -amount, (("card", order.card),), line),)
    if order.what == "代售":
        commission = money(amount * COMMISSION_PERCENT / 100)
        due = Posting(acc.MERCHANTS_DUE, -(amount - commission))
        return (due, *taxed(acc.COMMISSION, commission))
    if order.what == "自营":
        return taxed(acc.GROUP_SALES, amount)
    if order.what == "维修":
        return taxed(acc.REPAIR_SALES, amount)
    return (Posting(acc.CARE_SALES if order.what == "养老" else acc.CANTEEN_SALES, -amount),)


def taxed(account: str, gross: Decimal) -> tuple[Posting, Posting]:
    """Split a taxed sale: net = gross ÷ 1.01 to the fen, the rest is VAT (1 % until 2027-12-31)."""
    net = money(gross / (1 + money("0.01")))
    return Posting(account, -net), Posting(acc.VAT, -(gross - net))


def _narration(order: Order) -> str:
    if order.what == "充值":
        return f"储值卡充值 {order.card}"
    heads = {"自营": "团购自营", "代售": "团购代售", "维修": "上门维修", "养老": "养老服务", "食堂": "长者食堂"}
    tail = f"（跟团号{order.place}）" if order.team else ""
    return f"{heads[order.what]} {order.goods}{tail}"


class Refund(NamedTuple):
    """Money given back on an order; the fee comes back only where all of it is."""

    order: Order
    at: datetime
    amount: Decimal
    fee: Decimal
    number: str
    flow: str
    merchant_number: str


def refunds(sales: Sequence[Order]) -> list[Refund]:
    """Return about one refund a month: the first of the quarter in full, with its fee, the others in part."""
    found = []
    for month in months():
        luck = Luck(f"退款 {month:%Y-%m}")
        for place in range(2 if month.month in {8, 12} else 1):
            what = ("自营", "代售", "维修")[(month.month + place) % 3]
            days = range(5, 24)
            fitting = [o for o in sales if o.at.date().replace(day=1) == month and o.what == what and o.at.day in days]
            if fitting:
                found.append(_refund(luck, luck.pick(fitting), full=month.month % 3 == 1))
    return found


def _refund(luck: Luck, order: Order, *, full: bool) -> Refund:
    amount = order.amount if full else _one_item(order)
    moment = order.at + timedelta(days=luck.between(1, 3), minutes=luck.between(5, 50))
    return Refund(
        order,
        moment.replace(hour=luck.between(9, 18)),
        amount,
        fee_of(amount) if amount == order.amount else ZERO,
        f"5030{luck.digits(4)}{moment:%Y%m%d}{luck.digits(13)}",
        f"{words.MERCHANT}{moment:%Y%m%d}9{luck.digits(9)}",
        f"TK{order.number}",
    )


def _one_item(order: Order) -> Decimal:
    """Return a part refund: one piece of the dearest goods, or half of a job."""
    price = max(item.price for item in order.items)
    return price if price < order.amount else money(order.amount / 2)


def refund_entry(refund: Refund) -> Entry:
    """Return the entry of a refund: it takes back the sale's income and tax, and the fee where WeChat returns it."""
    line = _wallet_line(refund.order, "退款")._replace(
        business=refund.number,
        number=refund.flow,
        order=refund.merchant_number,
        origin=refund.order.wechat,
        note=f"退款总金额{refund.amount}元;含手续费{refund.fee}元",
        party=refund.order.number,
    )
    back = tuple(replace(p, amount=-p.amount) for p in _sold(refund.order, refund.amount))
    postings = [Posting(acc.WALLET, -refund.amount, line=line), *back]
    if refund.fee:
        returned = line._replace(kind="退回交易手续费", note="")
        postings.insert(1, Posting(acc.WALLET, refund.fee, line=returned))
        postings.append(Posting(acc.PAYMENT_FEES, -refund.fee))
    reason = "整单退款" if refund.fee else "部分退款"
    links = (f"order-{refund.order.number}",)
    return Entry("Company", refund.at, f"{reason} {refund.order.goods}", tuple(postings), links=links)


def card_uses(top_ups: Iterable[Order]) -> list[Entry]:
    """Return what was paid from cards: never more than a card holds at that moment."""
    entries: list[Entry] = []
    events: list[tuple[datetime, Order | None]] = [(order.at, order) for order in top_ups if order.what == "充值"]
    luck = Luck("储值卡消费")
    for month in months():
        last = month_end(month).day
        uses = PLAN[f"{month:%Y-%m}"].card_uses
        events += [(luck.moment(month.replace(day=luck.between(1, last)), 8, 18), None) for _ in range(uses)]
    balances: dict[str, Decimal] = {}
    for moment, order in sorted(events, key=lambda event: event[0]):
        if order is not None:
            balances[order.card] = balances.get(order.card, ZERO) + order.amount
        elif used := _use(luck, moment, balances):
            entries.append(used)
    return entries


def _use(luck: Luck, moment: datetime, balances: dict[str, Decimal]) -> Entry | None:
    service, price = luck.weighted([(use, 2 if use[0] in words.MEAL_USES else 3) for use in words.CARD_USES])
    able = [card for card in sorted(balances) if balances[card] >= fen(price)]
    if not able:
        return None
    card = luck.pick(able)
    balances[card] -= fen(price)
    income = acc.CANTEEN_SALES if service in words.MEAL_USES else acc.CARE_SALES
    line = Line("消费", party=card, summary=service)
    return Entry(
        "Company",
        moment,
        f"储值卡消费 {service}（{card}）",
        (Posting(acc.CARDS, fen(price), (("card", card),), line), Posting(income, -fen(price))),
    )


def payouts(wallet: Iterable[Entry]) -> list[Entry]:
    """Return the weekly payouts: the wallet pays on Tuesdays, the bank has it on Wednesday of the same month."""
    moves = sorted((e for e in wallet if any(p.account == acc.WALLET for p in e.postings)), key=lambda e: e.at)
    found: list[Entry] = []
    luck, balance, place = Luck("提现"), ZERO, 0
    for month in months():
        for day in range(1, month_end(month).day):
            when = month.replace(day=day)
            if when.weekday() != 1:
                continue
            moment = luck.moment(when, 9, 11)
            while place < len(moves) and moves[place].at < moment:
                balance += sum((p.amount for p in moves[place].postings if p.account == acc.WALLET), ZERO)
                place += 1
            amount = (balance - 500) // 100 * 100
            if amount > 0:
                balance -= amount
                found += _payout(luck, moment, money(amount))
    return found


def _payout(luck: Luck, moment: datetime, amount: Decimal) -> tuple[Entry, Entry]:
    number = f"{words.MERCHANT}{moment:%Y%m%d}8{luck.digits(9)}"
    out = Line("提现", number=number, business=number, order=f"TX{moment:%Y%m%d}{luck.digits(6)}", note="提现到银行卡")
    into = Line(
        party="财付通支付科技有限公司",
        party_account="243300133",
        summary="微信商户提现",
        note=f"商户{words.MERCHANT}结算款",
    )
    link = (f"payout-{moment:%Y%m%d}",)
    arrived = luck.moment(moment.date() + timedelta(days=1), 9, 16)
    return (
        Entry(
            "Company",
            moment,
            "微信商户提现到建行",
            (Posting(acc.TRANSIT, amount), Posting(acc.WALLET, -amount, line=out)),
            links=link,
        ),
        Entry(
            "Company",
            arrived,
            "微信商户提现到账",
            (Posting(acc.CCB, amount, line=into), Posting(acc.TRANSIT, -amount)),
            links=link,
        ),
    )
