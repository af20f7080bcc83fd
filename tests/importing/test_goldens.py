"""What a statement becomes, as ledger text that a treasurer can audit line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.drafting import to_ledger_all
from tests.importing.statements import cards, ccb, fund_bill, host, icbc, orders, receipts, trade_bill

if TYPE_CHECKING:
    from huilin.importing import Inbox
    from tests.importing.conftest import Village


def squeezed(inbox: Inbox) -> str:
    """The drafts, each posting's blanks as two."""
    lines = to_ledger_all(inbox.drafts).splitlines()
    return "\n".join("  " + re.sub(r" {2,}", "  ", line.strip()) if line[:1] == " " else line for line in lines)


def test_a_sale_is_one_entry_with_its_fee_and_its_tax(village: Village) -> None:
    """100.00 gross, 0.60 fee, 1 % VAT in it; the order's export says what it was, its buyer stays out."""
    inbox = village.read({
        "a.csv": fund_bill([
            ("2026-07-04 10:00:00", "W1", "S1", "交易", "100.00"),
            ("2026-07-04 10:00:00", "W1", "S1", "扣除交易手续费", "-0.60"),
        ]),
        "b.csv": trade_bill([("2026-07-04 10:00:00", "W1", "KTT20260704-12", "团购-自营-东北大米10kg", "", "100.00")]),
        "c.xlsx": orders("粮油米面团", [(12, "2026-07-04 10:00:00", "东北大米10kg x1", "100.00")]),
    })  # fmt: skip

    assert (
        squeezed(inbox)
        == """\
2026-07-04 ! "团购-自营-东北大米10kg" ^order-KTT20260704-12
  source-doc: "KTT20260704-12"
  Assets:Company:1012其他货币资金:01微信商户  100.00 CNY
  src: "wxfund:S1:交易"
  Assets:Company:1012其他货币资金:01微信商户  -0.60 CNY
  src: "wxfund:S1:扣除交易手续费"
  Income:Company:5001主营业务收入:01团购自营  -99.01 CNY
  Liabilities:Company:2221应交税费:01应交增值税  -0.99 CNY
  Expenses:Company:5601销售费用:01支付手续费  0.60 CNY"""
    )
    assert [(f.new, f.paired) for f in inbox.files] == [(2, 0), (0, 1), (0, 1)]


def test_goods_of_a_merchant_are_split_and_only_the_commission_is_taxed(village: Village) -> None:
    inbox = village.read({
        "a.csv": fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "165.05")]),
        "b.csv": trade_bill([("2026-07-04 10:00:00", "W1", "A-1", "团购-代售-鲜牛奶月卡", "", "165.05")]),
    })  # fmt: skip

    assert squeezed(inbox).splitlines()[2:] == [
        '  src: "wxfund:S1:交易"',
        "  Liabilities:Company:2241其他应付款:01代收团购货款  -148.54 CNY",
        "  Income:Company:5051其他业务收入:01团购佣金  -16.35 CNY",
        "  Liabilities:Company:2221应交税费:01应交增值税  -0.16 CNY",
    ]


def test_a_refund_takes_back_income_tax_and_fee(village: Village) -> None:
    """The sale and its refund share the order's link; all accounts come to zero."""
    inbox = village.read({
        "a.csv": fund_bill([
            ("2026-07-04 10:00:00", "W1", "S1", "交易", "88.80"),
            ("2026-07-04 10:00:00", "W1", "S1", "扣除交易手续费", "-0.53"),
            ("2026-07-06 10:00:00", "RW1", "S2", "退款", "-88.80"),
            ("2026-07-06 10:00:00", "RW1", "S2", "退回交易手续费", "0.53"),
        ], "10.00"),
        "b.csv": trade_bill([
            ("2026-07-04 10:00:00", "W1", "KTT20260704-1", "团购-自营-鸡蛋", "", "88.80"),
            ("2026-07-06 10:00:00", "W1", "KTT20260704-1", "团购-自营-鸡蛋", "", "-88.80"),
        ]),
    })  # fmt: skip

    sale, refund = inbox.drafts
    sums: dict[str, object] = {}
    for posting in (*sale.postings, *refund.postings):
        sums[posting.account] = sums.get(posting.account, 0) + posting.amount  # type: ignore[operator]
    assert set(sums.values()) == {0}
    assert sale.links == refund.links == ("order-KTT20260704-1",)
    assert refund.narration == "退款 团购-自营-鸡蛋"


def test_a_refund_follows_its_sale_to_where_a_treasurer_has_moved_it(village: Village) -> None:
    """The sale was moved to 家政维修 since; half of it is refunded from there."""
    village.book({
        "a.csv": fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "80.00")]),
        "b.csv": trade_bill([("2026-07-04 10:00:00", "W1", "KTT20260704-1", "团购-自营-鸡蛋", "", "80.00")]),
    })  # fmt: skip
    july = village.workspace.root / "company/2026/2026-07.beancount"
    july.write_text(
        july.read_text(encoding="utf-8").replace("5001主营业务收入:01团购自营", "5001主营业务收入:02家政维修"),
        encoding="utf-8",
    )

    inbox = village.read({
        "c.csv": fund_bill([("2026-07-06 10:00:00", "RW1", "S2", "退款", "-40.00")], "80.00"),
        "d.csv": trade_bill([("2026-07-06 10:00:00", "W1", "KTT20260704-1", "团购-自营-鸡蛋", "", "-40.00")]),
    })  # fmt: skip

    assert squeezed(inbox).splitlines()[1:] == [
        "  Income:Company:5001主营业务收入:02家政维修  39.60 CNY",
        "  Liabilities:Company:2221应交税费:01应交增值税  0.40 CNY",
        "  Assets:Company:1012其他货币资金:01微信商户  -40.00 CNY",
        '  src: "wxfund:S2:退款"',
    ]


def test_wages_pass_through_what_is_owed_and_name_nobody(village: Village) -> None:
    """摘要 of a payment to a person may name them: then the narration is the account's name."""
    inbox = village.read({"a.xlsx": ccb([("20260728 09:00:00", "-500.00", "柳建平", "代发工资 柳建平")])})

    assert (
        squeezed(inbox)
        == """\
2026-07-28 ! "职工薪酬"
  Expenses:Company:5602管理费用:01职工薪酬  500.00 CNY
  Liabilities:Company:2211应付职工薪酬  -500.00 CNY
  Liabilities:Company:2211应付职工薪酬  500.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -500.00 CNY
  src: "ccb:20260728-0\""""
    )


def test_gifts_get_donor_receipt_and_the_class_of_their_project(village: Village) -> None:
    """A known donor keeps the id, a new one gets the next; two equal gifts of one day stay two."""
    inbox = village.read({
        "a.xlsx": host([
            ("2026-07-03", "QH1-1", "捐赠 为路灯献一份心 路秀珍", "路秀珍", "路灯改造", "50.00"),
            ("2026-07-03", "QH2-1", "捐赠 随手捐", "甄志远", "日常公益", "50.00"),
            ("2026-07-03", "QH2-2", "捐赠 随手捐", "甄志远", "日常公益", "50.00"),
            ("2026-07-31", "QH3-1", "项目支出 太阳能路灯 电话19900001111", "青禾市明达照明工程有限公司", "路灯改造", "-30.00"),
        ]),
        "b.xlsx": receipts([("001", "2026-07-03", "路秀珍", "QH1", "50.00"), ("002", "2026-07-03", "甄志远", "QH2", "50.00"),
                            ("003", "2026-07-03", "甄志远", "QH2", "50.00")]),
    })  # fmt: skip

    assert (
        squeezed(inbox)
        == """\
2026-07-03 ! "捐赠 路灯改造"
  project: "路灯改造"
  receipt: "001"
  donor: "D0007"
  Assets:Fund:1002银行存款:01存放慈善总会  50.00 CNY
  src: "host:QH1-1"
  Income:Fund:4101捐赠收入:02限定性  -50.00 CNY

2026-07-03 ! "捐赠 日常公益"
  project: "日常公益"
  receipt: "002"
  donor: "D0008"
  Assets:Fund:1002银行存款:01存放慈善总会  50.00 CNY
  src: "host:QH2-1"
  Income:Fund:4101捐赠收入:01非限定性  -50.00 CNY

2026-07-03 ! "捐赠 日常公益"
  project: "日常公益"
  receipt: "003"
  donor: "D0008"
  Assets:Fund:1002银行存款:01存放慈善总会  50.00 CNY
  src: "host:QH2-2"
  Income:Fund:4101捐赠收入:01非限定性  -50.00 CNY

2026-07-31 ! "青禾市明达照明工程有限公司" "项目支出 太阳能路灯 电话"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  30.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -30.00 CNY
  src: "host:QH3-1\""""
    )
    assert inbox.new_donors == 1
    assert inbox.register.id_of("甄志远") == "D0008"


def test_a_gift_to_an_undeclared_project_waits_for_a_person(village: Village) -> None:
    """Whether it binds the fund is not known, so it is a debt until it is."""
    inbox = village.read({"a.xlsx": host([("2026-07-03", "QH1-1", "捐赠", "路秀珍", "喷泉", "50.00")])})

    (work,) = inbox.works
    assert work.sureness == "unknown"
    assert [p.account for p in work.draft.postings][1] == "Liabilities:Fund:2209其他应付款"
    assert work.draft.meta["category"] == "待分类"


def test_a_card_topped_up_by_wechat_is_booked_once_with_both_keys(village: Village) -> None:
    inbox = village.read({
        "a.csv": fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "200.00")]),
        "b.csv": trade_bill([("2026-07-04 10:00:00", "W1", "CZ1", "储值卡充值", "card=K0012", "200.00")]),
        "c.xlsx": cards([
            ("YZ1", "2026-07-04", "10:00:00", "K0012", "充值", "微信充值", "200"),
            ("YZ2", "2026-07-05", "11:00:00", "K0012", "消费", "理发", "25"),
        ]),
    })  # fmt: skip

    assert squeezed(inbox).splitlines()[3:] == [
        "  Liabilities:Company:2203预收账款:01储值卡本金  -200.00 CNY",
        '  card: "K0012"',
        '  src: "card:YZ1"',
        "",
        '2026-07-05 ! "储值卡消费 理发"',
        "  Liabilities:Company:2203预收账款:01储值卡本金  25.00 CNY",
        '  src: "card:YZ2"',
        '  card: "K0012"',
        "  Income:Company:5001主营业务收入:03养老驿站  -25.00 CNY",
    ]
    assert [(f.new, f.paired) for f in inbox.files] == [(1, 0), (0, 1), (1, 1)]


def test_a_row_without_a_rule_waits_on_a_receivable(village: Village) -> None:
    inbox = village.read({"a.csv": icbc([("2026-07-05 10:00:00", "-12.00", "张三", "购物")])})

    assert (
        squeezed(inbox)
        == """\
2026-07-05 ! "其他应收款"
  category: "待分类"
  Assets:Company:1221其他应收款  12.00 CNY
  Assets:Company:1002银行存款:02工行一般户  -12.00 CNY
  src: "icbc:{}\"""".format(inbox.works[0].key.removeprefix("icbc:"))
    )
