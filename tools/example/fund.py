"""The fund's year: gifts that come in fits, projects that spend no more than they hold, the host's fee, hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.example import accounts as acc
from tools.example import words
from tools.example.calendar_of import BOOKS_END, month_end, months, quarter_in_words, quarter_name
from tools.example.donors import BOX, NEW_DONORS, Donor, donors
from tools.example.entries import ZERO, Entry, Line, Posting, at, fen, money, total
from tools.example.luck import Luck

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from tools.example.words import Firm

FREE_PROJECT = "日常公益"
GIVING_BACK = "社区公共服务"
MEALS = "长者食堂补贴"
LAMPS = "路灯改造"

GIFTS_A_MONTH = {
    "2025-04": 62, "2025-05": 38, "2025-06": 31, "2025-07": 12, "2025-08": 9, "2025-09": 96,
    "2025-10": 40, "2025-11": 14, "2025-12": 52, "2026-01": 70, "2026-02": 34, "2026-03": 11,
    "2026-04": 36, "2026-05": 58, "2026-06": 41, "2026-07": 22, "2026-08": 38, "2026-09": 86,
}  # fmt: skip
AMOUNTS = (1000, 2000, 2000, 2000, 3000, 5000, 5000, 5000, 6600, 8800, 10000, 10000, 10000, 20000, 50000)
LARGE_GIFTS = (
    (date(2025, 4, 1), "D0002", 20000, FREE_PROJECT),
    (date(2025, 5, 16), "D0004", 8000, LAMPS),
    (date(2025, 9, 9), "D0005", 6000, "健身器材"),
    (date(2025, 9, 12), "D0006", 2500, "乒乓球台"),
    (date(2025, 12, 20), "D0006", 5000, MEALS),
    (date(2026, 1, 22), "D0007", 3000, MEALS),
    (date(2026, 5, 18), "D0008", 2000, "儿童阅览角"),
    (date(2026, 9, 5), "D0005", 3000, "健身器材"),
)


class Appeal(NamedTuple):
    """When a project asks for gifts, and how often they go to it."""

    project: str
    since: date
    until: date
    weight: int


APPEALS = (
    Appeal(LAMPS, date(2025, 4, 1), date(2026, 2, 28), 5),
    Appeal("乒乓球台", date(2025, 6, 1), date(2025, 12, 31), 4),
    Appeal("健身器材", date(2025, 9, 1), date(2026, 9, 30), 4),
    Appeal(MEALS, date(2025, 4, 1), date(2026, 9, 30), 4),
    Appeal("儿童阅览角", date(2026, 1, 1), date(2026, 9, 30), 3),
    Appeal(FREE_PROJECT, date(2025, 4, 1), date(2026, 9, 30), 6),
)


class Plan(NamedTuple):
    """What a project wants to pay for; where it holds less on that day, less is bought."""

    day: date
    project: str
    yuan: int
    text: str
    firm: Firm


def _d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


PLANS = (
    Plan(_d(7, 10, 2025), LAMPS, 1200, "路灯改造勘察设计费", words.LAMPS),
    Plan(_d(9, 28, 2025), LAMPS, 6800, "首批太阳能路灯采购", words.LAMPS),
    Plan(_d(11, 20, 2025), LAMPS, 3200, "路灯基础施工及安装", words.LAMPS),
    Plan(_d(3, 18), LAMPS, 4600, "路灯改造工程尾款", words.LAMPS),
    Plan(_d(10, 15, 2025), "乒乓球台", 4600, "室外乒乓球台两张及安装", words.SPORTS),
    Plan(_d(12, 22, 2025), "乒乓球台", 900, "球台护栏和防滑地垫", words.SPORTS),
    Plan(_d(2, 26), "健身器材", 6800, "健身器材首批采购安装", words.SPORTS),
    Plan(_d(6, 10), "健身器材", 480, "健身器材季度检修", words.SPORTS),
    Plan(_d(9, 21), "健身器材", 620, "健身器材季度检修及换件", words.SPORTS),
    Plan(_d(4, 23), "儿童阅览角", 1800, "世界读书日购置童书", words.BOOKSHOP),
    Plan(_d(6, 1), "儿童阅览角", 600, "六一亲子阅读活动", words.BOOKSHOP),
    Plan(_d(8, 12), "儿童阅览角", 900, "暑期阅读营图书", words.BOOKSHOP),
    Plan(_d(8, 12), FREE_PROJECT, 260, "暑期阅读营志愿者用书", words.BOOKSHOP),
    Plan(_d(5, 26), GIVING_BACK, 1150, "社区广场照明维护", words.LAMPS),
    Plan(_d(6, 20), GIVING_BACK, 900, "三号楼无障碍坡道", words.HANDYMEN),
    Plan(_d(8, 18), GIVING_BACK, 3600, "小广场地面修补", words.HANDYMEN),
    Plan(_d(9, 15), GIVING_BACK, 2400, "楼道感应灯更换", words.LAMPS),
)
FREE_SPENDING = (
    ("慰问高龄独居老人", words.STATIONER), ("便民义诊活动物料", words.PRINTER), ("邻里活动布置", words.PRINTER),
    ("志愿服务队物资", words.STATIONER), ("公示栏印制", words.PRINTER), ("困难家庭应急用品", words.GROCERS[0]),
    ("消防宣传活动物料", words.GROCERS[2]), ("公共工具柜添置", words.HANDYMEN),
)  # fmt: skip
MEAL_SUBSIDY_DAYS = {3: 20, 6: 18, 9: 22, 12: 19}


class Gift(NamedTuple):
    """One donation as the host books it."""

    at: datetime
    donor: Donor
    amount: Decimal
    project: str


def is_free(project: str) -> bool:
    """Whether the project's money is unrestricted."""
    return project == FREE_PROJECT


def gifts() -> list[Gift]:
    """Return all donations, the company's own apart, in order of time."""
    register = donors()
    by_id = {donor.id: donor for donor in register}
    found = [Gift(at(day, 9, 30), by_id[who], money(yuan), project) for day, who, yuan, project in LARGE_GIFTS]
    people = [donor for donor in register if donor.kind == "个人"]
    for month in months():
        found += _gifts_of(month, people)
    return sorted(found, key=lambda gift: gift.at)


def _gifts_of(month: date, people: Sequence[Donor]) -> Iterable[Gift]:
    luck = Luck(f"捐赠 {month:%Y-%m}")
    count, last = GIFTS_A_MONTH[f"{month:%Y-%m}"], month_end(month).day
    appeals = [(a.project, a.weight) for a in APPEALS if a.since <= month <= a.until]
    for _ in range(count):
        day = month.replace(day=luck.between(5, 12) if luck.chance(45) else luck.between(1, last))
        donor = people[min(luck.below(len(people)), luck.below(len(people)))]
        yield Gift(luck.moment(day, 9, 17), donor, fen(luck.pick(AMOUNTS)), luck.weighted(appeals))
    yield Gift(luck.moment(month.replace(day=last), 15, 16), BOX, fen(luck.between(31, 180) * 50), FREE_PROJECT)
    if month > BOOKS_END:
        yield from _summer_cases(luck, month, people)


def _summer_cases(luck: Luck, month: date, people: Sequence[Donor]) -> Iterable[Gift]:
    """Cases the import must get right: donors whom the register does not know, and two equal gifts on one day."""
    for donor in NEW_DONORS[(month.month - 7) * 2 :][:2]:
        yield Gift(luck.moment(month.replace(day=luck.between(6, 25)), 9, 17), donor, fen(luck.pick(AMOUNTS)), MEALS)
    if month.month == 8:
        for hour in (9, 15):
            yield Gift(at(month.replace(day=15), hour, 41, 7), people[23], money(50), "健身器材")


def gift_entries(found: Sequence[Gift]) -> list[Entry]:
    """Return the fund's entry of each gift, with the receipt's number."""
    return [_gift_entry(gift, f"{place:010d}") for place, gift in enumerate(found, start=2025040001)]


def _gift_entry(gift: Gift, receipt: str) -> Entry:
    luck = Luck(f"附言 {receipt}")
    words_of_gift = "募捐箱开箱清点" if gift.donor is BOX else luck.pick(words.GIFT_WORDS[gift.project])
    line = Line("捐赠", gift.donor.host_name, summary=f"捐赠 {words_of_gift}", order=receipt, project=gift.project)
    account = acc.GIFTS_FREE if is_free(gift.project) else acc.GIFTS_TIED
    return Entry(
        "Fund",
        gift.at,
        words_of_gift,
        (Posting(acc.HOST, gift.amount, line=line), Posting(account, -gift.amount)),
        (("project", gift.project), ("donor", gift.donor.id), ("receipt", receipt)),
    )


def giving_back_entry(paid: Entry, receipt: str) -> Entry:
    """Return the host's receipt of a promise paid by the company: two days later or on the Monday after."""
    amount = total(paid.postings, acc.PROMISE)
    day = paid.day + timedelta(days=2)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    settled = next(link.removeprefix("reinvest-") for link in paid.links)
    text = f"{settled[:4]}年{'一二三四'[int(settled[-1]) - 1]}季度"
    line = Line(
        "捐赠", words.COMPANY, words.CCB_NUMBER, summary=f"企业反哺捐赠 {text}", order=receipt, project=GIVING_BACK
    )
    return Entry(
        "Fund",
        at(day, 10, 20),
        f"惠邻公司反哺捐赠到账 {text}",
        (Posting(acc.HOST, amount, line=line), Posting(acc.GIFTS_TIED, -amount)),
        (("kind", "反哺到账"), ("project", GIVING_BACK), ("donor", "D0001"), ("receipt", receipt)),
        paid.links,
    )


def held(entries: Iterable[Entry], project: str, moment: datetime) -> Decimal:
    """Return what a project holds at a moment, by its cash."""
    return sum((_cash(e) for e in entries if e.at <= moment and dict(e.meta).get("project") == project), ZERO)


def _cash(entry: Entry) -> Decimal:
    return total(entry.postings, acc.HOST)


def meal_subsidies(income: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Return, per quarter, what the fund pays for elders' meals and what the canteen receives: two linked entries."""
    pairs, spent = [], ZERO
    for month in months():
        if day := MEAL_SUBSIDY_DAYS.get(month.month):
            moment = at(month.replace(day=day), 10, 40)
            amount = min((held(income, MEALS, moment) - spent) * 9 // 10 // 10 * 10, money(2680))
            spent += amount
            pairs.append(_exchange(moment, money(amount)))
    return pairs


def _exchange(moment: datetime, amount: Decimal) -> tuple[Entry, Entry]:
    when, link = quarter_in_words(moment.date()), (f"exchange-{quarter_name(moment.date())}",)
    line = Line(
        party=words.HOST_CHARITY, party_account=words.HOST_BANK_NUMBER, summary=f"长者餐费补贴{when}", note=words.FUND
    )
    spent = _spending(
        moment, MEALS, amount, f"长者食堂餐费补贴 {when}", party=words.COMPANY, party_account=words.CCB_NUMBER
    )
    received = Entry(
        "Company",
        moment + timedelta(minutes=25),
        f"收到基金长者餐费补贴 {when}",
        (
            Posting(acc.CCB, amount, line=line),
            Posting(acc.CANTEEN_SALES, -amount, (("related-party", words.FUND),)),
        ),
        links=link,
    )
    return Entry(**{**vars(spent), "links": link}), received


def _spending(moment: datetime, project: str, amount: Decimal, text: str, *, party: str, party_account: str) -> Entry:
    line = Line("支出", party, party_account, f"项目支出 {text}", project=project)
    return Entry(
        "Fund",
        moment,
        text,
        (Posting(_activity(moment, project), amount), Posting(acc.HOST, -amount, line=line)),
        (("project", project), ("category", text.split(maxsplit=1)[0])),
        payee=party,
    )


def _activity(moment: datetime, project: str) -> str:
    if moment.date() < acc.STANDARD_CHANGES:
        return acc.ACTIVITY_2004
    return acc.ACTIVITY_FREE if is_free(project) else acc.ACTIVITY_TIED


def fees(income: Sequence[Entry]) -> list[Entry]:
    """Return the host's management fee, 3 % of the month's gifts, borne by the unrestricted money."""
    found = []
    for month in months():
        moment = at(month_end(month), 17, 30)
        base = sum((_cash(e) for e in income if month <= e.day <= moment.date()), ZERO)
        amount = money(base * 3 / 100)
        account = acc.MANAGEMENT_2004 if moment.date() < acc.STANDARD_CHANGES else acc.MANAGEMENT_FREE
        text = f"管理费 {month.month}月（当月捐赠额的3%）"
        line = Line("支出", words.HOST_CHARITY, summary=text, project=FREE_PROJECT)
        postings = (Posting(account, amount), Posting(acc.HOST, -amount, line=line))
        found.append(Entry("Fund", moment, f"总会{text}", postings, (("project", FREE_PROJECT),)))
    return found


def interest() -> list[Entry]:
    """Return the interest that the host shares out each quarter; it is unrestricted."""
    found = []
    for month in months():
        if month.month % 3 == 0:
            amount = fen(Luck(f"利息 {month:%Y-%m}").between(1400, 4200))
            text = f"利息 {quarter_in_words(month)}"
            line = Line("利息", words.HOST_CHARITY, summary=f"{text}分配", project=FREE_PROJECT)
            postings = (Posting(acc.HOST, amount, line=line), Posting(acc.OTHER_FREE, -amount))
            found.append(
                Entry("Fund", at(month.replace(day=21), 9), f"总会分配{text}", postings, (("project", FREE_PROJECT),))
            )
    return found


def spending(known: Sequence[Entry]) -> list[Entry]:
    """Return what the projects buy, given all else that moves their money: never more than they hold that day."""
    found: list[Entry] = []
    for plan in sorted((*PLANS, *_free_plans()), key=lambda plan: plan.day):
        moment = at(plan.day, 11, 15)
        able = min(money(plan.yuan), held([*known, *found], plan.project, moment))
        if able < 100:
            continue
        found.append(
            _spending(
                moment, plan.project, money(able), plan.text, party=plan.firm.name, party_account=plan.firm.account
            )
        )
    return found


def _free_plans() -> Iterable[Plan]:
    luck = Luck("日常公益支出")
    for month in months():
        for day in (14, 24):
            text, firm = luck.pick(FREE_SPENDING)
            yield Plan(month.replace(day=day), FREE_PROJECT, luck.between(260, 1150), text, firm)


def release(known: Sequence[Entry]) -> Entry:
    """Return the release of what the finished lamps left over, as the donors' meeting agreed (Dr 3102 / Cr 3101)."""
    moment = at(date(2026, 4, 28), 16)
    left = held(known, LAMPS, moment)
    assert left > 0
    return Entry(
        "Fund",
        moment,
        "路灯改造完工，经捐赠人会议同意余款转为非限定",
        (
            Posting(acc.TIED_ASSETS, left, (("project", LAMPS),)),
            Posting(acc.FREE_ASSETS, -left, (("project", FREE_PROJECT),)),
        ),
        (("approved", "陈主任"),),
    )


def in_kind_agency() -> list[Entry]:
    """Return goods that a donor gave for named families: taken into custody and passed on in full, never income."""
    amount, project = money("3600.00"), (("project", FREE_PROJECT), ("donor", "D0005"))
    took = (Posting(acc.AGENCY_ASSETS, amount), Posting(acc.AGENCY_DEBTS, -amount))
    gave = (Posting(acc.AGENCY_DEBTS, amount), Posting(acc.AGENCY_ASSETS, -amount))
    return [
        Entry("Fund", at(date(2025, 11, 18), 10), "受托代理：指定转交六户家庭的米面油入库", took, project),
        Entry("Fund", at(date(2025, 11, 25), 15), "受托代理：米面油全部送达六户家庭", gave, project),
    ]


def volunteer_hours() -> list[Entry]:
    """Return hours that volunteers gave: in the notes only."""
    found = []
    for day, project, count in (
        (date(2025, 9, 30), LAMPS, 46),
        (date(2025, 12, 31), MEALS, 120),
        (date(2026, 6, 30), "儿童阅览角", 64),
    ):
        hours = money(count)
        postings = (
            Posting(acc.HOURS, hours, commodity="HOUR"),
            Posting(acc.HOURS_SOURCE, -hours, commodity="HOUR"),
        )
        found.append(Entry("Fund", at(day, 18), f"志愿服务工时登记 {project}", postings, (("project", project),)))
    return found
