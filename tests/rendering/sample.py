"""Hand-made statements of 晴川社区, shaped like the real ones: every kind of cell, long labels, wide numbers."""

from __future__ import annotations

from datetime import date, timedelta

from huilin.rendering.document import Document, EntityView
from huilin.reporting import Chart, Fact, Line, Statement
from huilin.vocabulary import parse_period
from huilin.wording import Text, same

PERIOD = parse_period("2026-Q3")
TODAY = date(2026, 10, 15)
Q3 = Text("2026年7—9月", "July–September 2026")
NOW = Text("本期", "This period")
YEAR = Text("本年累计", "Year to date")
ITEM = Text("项目", "Item")
LEDGER_ONLY = Text("台账，非法定报表", "Ledger, not a statutory statement")


def fact(  # noqa: PLR0917
    statement: str, line: str, column: str, fen: int, label: Text, entity: str, formula: str | None = None
) -> Fact:
    code = 4000 + sum(map(ord, line)) % 900
    query = (
        None
        if formula
        else f"SELECT sum(number) WHERE account ~ ':{entity}:{code}' AND date >= 2026-07-01 AND date <= 2026-09-30 AND flag = '*'"
    )
    entries = (
        ()
        if formula
        else tuple(f"{entity}/2026-0{m}/记-{n:04d}" for m in (7, 8, 9) for n in range(3, 3 + (fen // 100) % 37))
    )
    return Fact(f"{statement}.{line}.{column}", label, entity, statement, line, fen, query, formula, entries)


def two(  # noqa: PLR0917
    statement: str,
    entity: str,
    number: str,
    label: Text,
    now: int,
    year: int,
    *,
    level: int = 1,
    style: str = "line",
    formula: tuple[str, ...] = (),
) -> Line:
    def made(column: str, fen: int) -> Fact:
        rule = " ".join(word if word in "+-" else f"{statement}.{word}.{column}" for word in formula) or None
        return fact(statement, number, column, fen, label, entity, rule)

    return Line(label, (made("now", now), made("ytd", year)), number, level, style)  # type: ignore[arg-type]


def fund_income() -> Statement:
    s, e = "Fund.income-expense", "Fund"
    return Statement(
        s, Text("专项基金收支表", "Income and expense of the special fund"), e, Q3, (NOW, YEAR),
        (
            Line(Text("一、收入", "Income"), style="heading"),
            two(s, e, "1", Text("居民个人捐赠收入", "Gifts of residents"), 4286550, 11820375),
            two(s, e, "2", Text("企业反哺捐赠收入（晴川惠邻社区服务有限公司按章程第二十条捐赠）", "Giving back by the enterprise under article 20 of its articles"), 1873044, 1873044),
            two(s, e, "3", Text("存款利息收入", "Interest"), 1234, 4021),
            two(s, e, "4", Text("收入合计", "Total income"), 6160828, 13697440, level=0, style="total", formula=("1", "+", "2", "+", "3")),
            Line(Text("二、支出", "Expenses"), style="heading"),
            two(s, e, "5", Text("路灯改造", "Street lights"), 2146000, 3800000),
            two(s, e, "6", Text("长者食堂补贴", "Elders' canteen subsidy"), 1250000, 3750000),
            two(s, e, "7", Text("基金管理费", "Management fee"), 0, 120000),
            two(s, e, "8", Text("支出合计", "Total expenses"), 3396000, 7670000, level=0, style="total", formula=("5", "+", "6", "+", "7")),
            two(s, e, "9", Text("三、本期结余（亏损以“-”号表示）", "Surplus (deficit “-”)"), 2764828, 6027440, level=0, style="subtotal", formula=("4", "-", "8")),
        ),
        ITEM, LEDGER_ONLY,
        (Text("本基金为青禾市慈善总会的专项基金，资金存放于慈善总会账户；本表依据慈善总会专项基金明细账编制。", "A special fund of the Qinghe Charity Federation, which holds its money."),),
        (Text("这一季度，居民和企业一共捐了 61,608.28 元，用出去 33,960.00 元，比上季度末多出 27,648.28 元。", "This quarter 61,608.28 yuan came in and 33,960.00 went out."),),
        (
            Chart("income-mix", Text("每月收入从哪里来", "Where each month's income came from"), "stacked-columns",
                  tuple(Text(f"{m}月", f"{m}") for m in range(1, 10)),
                  ((Text("居民捐赠", "Residents"), tuple(500000 + (m * 377123) % 900000 for m in range(9))),
                   (Text("单位捐赠", "Organisations"), tuple((m * 211000) % 700000 for m in range(9))),
                   (Text("企业反哺", "Giving back"), (0, 0, 0, 950000, 0, 0, 1873044, 0, 0)),
                   (Text("利息等", "Interest"), (0, 0, 1200, 0, 0, 1500, 0, 0, 1234))),
                  Text("居民捐赠是最稳定的来源，7月收到企业反哺 18,730.44 元。", "Residents' gifts are the steadiest source.")),
            Chart("one-yuan", Text("一元钱用到哪里去", "Where one yuan went"), "split-bar", (NOW,),
                  ((Text("路灯改造", "Street lights"), (2146000,)), (Text("长者食堂补贴", "Elders' canteen"), (1250000,)), (Text("乒乓球台", "Table tennis"), (380000,)), (Text("管理费", "Fee"), (120000,))),
                  Text("每一元支出中，路灯改造占 63 分，长者食堂占 37 分。", "Of each yuan spent, 63 fen went to street lights.")),
        ),
    )  # fmt: skip


def fund_balance() -> Statement:
    s, e = "Fund.balance", "Fund"
    begin, end = Text("期初余额", "Opening"), Text("期末余额", "Closing")
    rows = [
        ("存放慈善总会的资金", "Held by the host", 30542106, 33306934),
        ("其中：限定用途", "of which restricted", 28042106, 30306934),
        ("不限定用途", "unrestricted", 2500000, 3000000),
    ]
    lines = tuple(
        Line(
            Text(zh, en),
            (fact(s, str(i), "open", a, Text(zh, en), e), fact(s, str(i), "close", b, Text(zh, en), e)),
            str(i),
            1,
        )
        for i, (zh, en, a, b) in enumerate(rows, 1)
    )
    total = two(s, e, "4", Text("结余合计", "Total"), 30542106, 33306934, level=0, style="total")
    return Statement(
        s,
        Text("专项基金余额表", "Balance of the special fund"),
        e,
        Text("2026年9月30日", "30 September 2026"),
        (begin, end),
        (*lines, total),
        ITEM,
        LEDGER_ONLY,
    )


def company_income() -> Statement:
    s, e = "Company.income", "Company"
    words = [
        "营业收入",
        "减：营业成本",
        "税金及附加",
        "城市维护建设税",
        "教育费附加、地方教育附加、矿产资源补偿费、排污费",
        "销售费用",
        "商品维修费",
        "管理费用",
        "研究费用",
        "财务费用",
        "利息费用（收入以“-”号填列）",
        "加：投资收益（损失以“-”号填列）",
    ]
    lines = [
        two(
            s,
            e,
            str(i),
            same(word),
            98765432101 // (i * i) - (700000 if i == 11 else 0),
            298765432101 // (i * i),
            level=1 + (word in ("城市维护建设税", "研究费用")),
        )
        for i, word in enumerate(words, 1)
    ]
    lines.append(
        two(
            s,
            e,
            "21",
            Text("二、营业利润（亏损以“-”号填列）", "Operating profit"),
            -1234500,
            9876543,
            level=0,
            style="subtotal",
        )
    )
    lines.append(
        two(
            s, e, "32", Text("四、净利润（净亏损以“-”号填列）", "Net profit"), -1234500, 9366543, level=0, style="total"
        )
    )
    flow = Chart("profit-flow", Text("利润怎样变成反哺款", "From profit to giving back"), "flow",
                 (Text("利润总额", "Profit"), Text("弥补以前年度亏损", "Losses of earlier years"), Text("所得税", "Income tax"), Text("计算基数", "Base"), Text("应交 20%", "Owed, 20 %")), ((NOW, (12876543, -1500000, -568827, 10807716, 2161543)),),
                 Text("利润总额 128,765.43 元，弥补亏损并扣税后，应交 21,615.43 元。", "Of 128,765.43 profit, 21,615.43 is owed."))  # fmt: skip
    return Statement(
        s,
        Text("利润表", "Income statement"),
        e,
        Q3,
        (YEAR, NOW),
        tuple(lines),
        ITEM,
        Text("会小企02表", "Form 会小企02"),
        (Text("小规模纳税人，按季申报增值税。", "Small-scale taxpayer."),),
        (),
        (flow,),
    )


def reinvestment() -> Statement:
    s, e = "reinvestment", "Company"
    steps = [
        ("利润总额", 12876543),
        ("减：弥补以前年度亏损", -1500000),
        ("减：假定未捐赠时的所得税", -568827),
        ("计算基数", 10807716),
        ("应反哺（20%）", 2161543),
        ("已支付", 1873044),
        ("基金已到账", 1873044),
        ("尚欠", 288499),
    ]
    lines = tuple(
        Line(
            same(w),
            (
                fact(s, str(i), "now", fen, same(w), e),
                same("《公司章程》第二十条") if i > 3 else "小企业会计准则 第七十九条",
            ),
            str(i),
            0,
            "total" if w in ("应反哺（20%）", "尚欠") else "line",
        )
        for i, (w, fen) in enumerate(steps, 1)
    )
    return Statement(
        s,
        Text("利润反哺计算表", "Giving-back statement"),
        e,
        Q3,
        (Text("金额", "Amount"), Text("依据", "Basis")),
        lines,
        Text("步骤", "Step"),
        None,
        (),
        (
            Text(
                "企业今年应交社区基金 21,615.43 元，已交 18,730.44 元，还差 2,884.99 元，最晚 10 月 30 日交齐。",
                "Of 21,615.43 owed, 18,730.44 is paid.",
            ),
        ),
    )


def projects() -> Statement:
    s, e = "projects", "Fund"
    rows = [
        ("路灯改造", 5000000, 3800000),
        ("乒乓球台", 1200000, 1260000),
        ("健身器材", 3000000, 450000),
        ("长者食堂补贴", 6000000, 3750000),
        ("儿童阅览角", 800000, 0),
    ]
    lines = tuple(
        Line(
            same(p),
            (
                "在建" if spent else "未开工",
                fact(s, p, "budget", budget, same(p), e),
                fact(s, p, "spent", spent, same(p), e),
                fact(s, p, "left", budget - spent, same(p), e, f"projects.{p}.budget - projects.{p}.spent"),
            ),
        )
        for p, budget, spent in rows
    )
    chart = Chart(
        "project-bars",
        Text("各项目用了多少", "Spending by project"),
        "progress-bars",
        tuple(same(p) for p, _, _ in rows),
        ((Text("已用", "Spent"), tuple(x for _, _, x in rows)), (Text("预算", "Budget"), tuple(b for _, b, _ in rows))),
        Text("乒乓球台超出预算 600.00 元，其余项目都在预算内。", "One project is over budget."),
    )
    return Statement(
        s,
        Text("项目进展表", "Projects"),
        e,
        Q3,
        (Text("阶段", "Stage"), Text("预算", "Budget"), Text("累计已用", "Spent"), Text("剩余", "Left")),
        lines,
        ITEM,
        None,
        (),
        (),
        (chart,),
    )


def donations(count: int = 200) -> Statement:
    s, e = "donations", "Fund"
    names = (
        "匿名",
        "张建国",
        "爱心奶奶",
        "青禾市和顺五金建材经营部（个体工商户）",
        "李秀兰",
        "匿名",
        "晴川社区第三网格全体居民",
    )
    lines = []
    for i in range(count):
        name = names[i % len(names)]
        amount = fact(s, f"{i + 1:04d}", "amount", 100 * (50 + (i * 7919) % 3000) + (i % 3) * 33, same(name), e)
        lines.append(
            Line(
                same(name),
                (
                    str(date(2026, 7, 1) + timedelta(i * 90 // count)),
                    ("路灯改造", "长者食堂补贴", "日常公益")[i % 3],
                    amount,
                    "已开" if i % 4 else None,
                ),
                str(i + 1),
            )
        )
    total = sum(c.amount for line in lines for c in line.cells if isinstance(c, Fact))
    label = Text("合计", "Total")
    lines.append(Line(label, (None, None, fact(s, "total", "amount", total, label, e, "…"), None), "", 0, "total"))
    return Statement(
        s,
        Text("捐赠明细", "Donations"),
        e,
        Q3,
        (Text("日期", "Date"), Text("用途", "Purpose"), Text("金额", "Amount"), Text("票据", "Receipt")),
        tuple(lines),
        Text("捐赠人（按本人意愿署名）", "Donor, as wished"),
    )


def wide() -> Statement:
    s, e = "Company.trial", "Company"
    columns = tuple(same(w) for w in ("期初借方", "期初贷方", "本期借方", "本期贷方", "期末借方", "期末贷方"))
    lines = tuple(
        Line(
            same(f"{c}{n}"),
            tuple(
                fact(s, c, str(k), (int(c) * (k + 3) * 977) % 90000000, same(n), e)
                if k % 2 == 0 or int(c) > 3000
                else None
                for k in range(6)
            ),
            c,
        )
        for c, n in (
            ("1002", "银行存款"),
            ("1012", "其他货币资金"),
            ("2203", "预收账款"),
            ("3104", "利润分配"),
            ("5001", "主营业务收入"),
        )
    )
    return Statement(s, Text("科目余额表", "Trial balance"), e, Q3, columns, lines, Text("科目", "Account"))


def summary() -> Statement:
    s = "summary"
    rows = [("上期结余", 30542106), ("本期收入", 6160828), ("本期支出", 3396000), ("现结余", 33306934)]
    lines = tuple(
        Line(
            same(w),
            (
                fact(
                    s,
                    str(i),
                    "now",
                    fen,
                    same(w),
                    "Fund",
                    "summary.1.now + summary.2.now - summary.3.now" if i == 4 else None,
                ),
            ),
            str(i),
            0,
            "total" if i == 4 else "line",
        )
        for i, (w, fen) in enumerate(rows, 1)
    )
    return Statement(
        s,
        Text("一页看懂", "At a glance"),
        "",
        Q3,
        (Text("金额", "Amount"),),
        lines,
        ITEM,
        Text("管理汇总，非法定合并报表", "Management summary, not statutory"),
        (),
        (
            Text(
                "社区基金季末结余 333,069.34 元，其中 303,069.34 元只能用于指定项目。",
                "The fund holds 333,069.34 yuan.",
            ),
            Text(
                "社区企业本年净利润 93,665.43 元，应按 20% 交给基金 21,615.43 元，已交 18,730.44 元。",
                "The enterprise earned 93,665.43 this year.",
            ),
        ),
    )


def notes() -> Statement:
    lines = (
        Line(
            Text("会计制度", "Standards"),
            (
                Text(
                    "基金适用《民间非营利组织会计制度》（2026年1月1日起施行的新制度）；企业适用《小企业会计准则》。",
                    "NPO standard of 2026; small-enterprise standard.",
                ),
            ),
        ),
        Line(
            Text("捐赠确认", "Gifts"),
            (Text("现金捐赠在收到时确认；承诺而未到账的不计收入。", "Recognised when received."),),
        ),
        Line(Text("志愿工时", "Volunteer hours"), ("1,284.5 小时",)),
    )
    return Statement(
        "notes",
        Text("会计政策与说明", "Policies and notes"),
        "",
        Q3,
        (Text("内容", "Content"),),
        lines,
        Text("事项", "Subject"),
    )


def statements(gifts: int = 200) -> tuple[Statement, ...]:
    return (
        summary(),
        fund_income(),
        fund_balance(),
        company_income(),
        wide(),
        reinvestment(),
        projects(),
        donations(gifts),
        notes(),
    )


def document(gifts: int = 200, **changes: object) -> Document:
    values: dict[str, object] = {
        "community": Text("晴川社区", "Qingchuan Community"),
        "period": PERIOD,
        "today": TODAY,
        "statements": statements(gifts),
        "entities": {
            "Fund": EntityView("Fund", same("晴川社区基金"), hosted_by="青禾市慈善总会"),
            "Company": EntityView("Company", same("晴川惠邻社区服务有限公司"), is_company=True),
        },
        "generated_from": {"ledger": "c0ffee" + "0" * 58, "seal.Fund": "ab" * 32, "seal.Company": "1f" * 32},
        "letterhead": {"address": "青禾市晴川路 8 号社区服务中心", "phone": "0532-8800 1234", "objections": "公示期内请到社区服务中心一楼财务窗口"},
        "officers": ((Text("编制", "Prepared by"), "周会计"), (Text("复核", "Reviewed by"), "陈主任"), (Text("监督", "Supervised by"), "吴监事")),
    }  # fmt: skip
    return Document(**{**values, **changes})  # type: ignore[arg-type]
