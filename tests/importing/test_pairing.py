"""Two statements, one movement: joined where exactly one fits, listed where none or several do."""

from __future__ import annotations

from decimal import Decimal

from tests.importing.conftest import TRANSIT, Village
from tests.importing.statements import ccb, fund_bill, host, icbc

PAYOUT = ("2026-07-07 10:00:00", "P1", "P1", "提现", "-50.00")
WALLET = "财付通支付科技有限公司"


def transit(village: Village) -> Decimal:
    return sum((p.amount for d in village.read().drafts for p in d.postings if p.account == TRANSIT), Decimal(0))


def test_a_payout_and_its_arrival_share_a_link_and_empty_the_transit(village: Village) -> None:
    inbox = village.read({
        "a.csv": fund_bill([PAYOUT], "60.00"),
        "b.xlsx": ccb([("20260708 09:30:00", "50.00", WALLET, "微信商户提现")]),
    })  # fmt: skip

    out, into = inbox.drafts
    assert out.links == into.links
    assert out.links[0].startswith("payout-")
    assert transit(village) == 0
    assert inbox.alone == ()


def test_four_working_days_are_too_late(village: Village) -> None:
    """Tuesday's payout may arrive until Friday; what comes on Monday is another one."""
    inbox = village.read({
        "a.csv": fund_bill([PAYOUT], "60.00"),
        "b.xlsx": ccb([("20260713 09:30:00", "50.00", WALLET, "微信商户提现")]),
    })  # fmt: skip

    assert len(inbox.alone) == 2
    assert inbox.drafts[0].links != inbox.drafts[1].links


def test_over_the_national_holiday_a_payout_may_take_longer(village: Village) -> None:
    inbox = village.read({
        "a.csv": fund_bill([("2026-09-30 10:00:00", "P1", "P1", "提现", "-50.00")], "60.00"),
        "b.xlsx": ccb([("20261009 09:30:00", "50.00", WALLET, "微信商户提现")]),
    })  # fmt: skip

    assert inbox.alone == ()


def test_two_equal_payouts_are_left_to_a_person(village: Village) -> None:
    inbox = village.read({
        "a.csv": fund_bill([PAYOUT, ("2026-07-07 11:00:00", "P2", "P2", "提现", "-50.00")], "160.00"),
        "b.xlsx": ccb([("20260708 09:30:00", "50.00", WALLET, "提现"), ("20260708 09:31:00", "50.00", WALLET, "提现")]),
    })  # fmt: skip

    assert len(inbox.alone) == 4
    assert len({d.links for d in inbox.drafts}) == 4
    assert [len(question.choices) for question in inbox.questions] == [2, 2]


def test_a_person_says_which_payout_arrived_and_the_other_pair_follows(village: Village) -> None:
    """One answer leaves exactly one candidate for the rest."""
    village.drop({
        "a.csv": fund_bill([PAYOUT, ("2026-07-07 11:00:00", "P2", "P2", "提现", "-50.00")], "160.00"),
        "b.xlsx": ccb([("20260708 09:30:00", "50.00", WALLET, "提现"), ("20260708 09:31:00", "50.00", WALLET, "提现")]),
    })  # fmt: skip

    inbox = village.read(answers={"wxfund:P1:提现": "ccb:20260708-1"})

    links = {draft.postings[0].meta.get("src") or draft.postings[1].meta["src"]: draft.links for draft in inbox.drafts}
    assert links["wxfund:P1:提现"] == links["ccb:20260708-1"]
    assert links["wxfund:P2:提现"] == links["ccb:20260708-0"]
    assert inbox.questions == ()
    assert inbox.alone == ()


def test_an_arrival_in_a_later_batch_finds_the_payout_in_the_books(village: Village) -> None:
    village.book({"a.csv": fund_bill([PAYOUT], "60.00")})
    (paid,) = village.books.transactions

    inbox = village.read({"b.xlsx": ccb([("20260708 09:30:00", "50.00", WALLET, "微信商户提现")])})

    assert set(inbox.drafts[0].links) == paid.links
    assert inbox.alone == ()


def test_a_transfer_between_own_banks_pairs_and_a_sale_of_the_same_amount_does_not(village: Village) -> None:
    own = "晴川惠邻社区服务有限公司"
    inbox = village.read({
        "a.xlsx": ccb([("20260703 10:10:32", "-70.00", own, "同名账户互转")]),
        "b.csv": icbc([("2026-07-03 10:10:32", "70.00", own, "同名账户互转"), ("2026-07-03 10:11:00", "70.00", "某公司", "货款")]),
    })  # fmt: skip

    linked = [d for d in inbox.drafts if d.links]
    assert len(linked) == 2
    assert linked[0].links == linked[1].links
    assert transit(village) == 0


ACCRUED = """
2026-06-30 * "计提" ^reinvest-2026-Q2
  id: "Company/2026-06/记-0001"
  kind: "反哺计提"
  Expenses:Company:5711营业外支出:01公益性捐赠支出  70.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -70.00 CNY
"""
PAID = [("20260724 14:00:00", "-70.00", "青禾市慈善总会", "反哺捐赠2026年二季度")]
RECEIVED = [("2026-07-27", "QH9-1", "企业反哺捐赠 2026年二季度", "晴川惠邻社区服务有限公司", "社区公共服务", "70.00")]


def test_a_promise_paid_settles_the_one_accrued_and_meets_its_receipt(village: Village) -> None:
    village.write("company/2026/2026-06.beancount", ACCRUED)

    paid, received = village.read({"a.xlsx": ccb(PAID), "b.xlsx": host(RECEIVED)}).drafts

    assert paid.links == received.links == ("reinvest-2026-Q2",)
    assert (paid.meta["kind"], received.meta["kind"]) == ("反哺支付", "反哺到账")
    assert received.meta["donor"] == "D0001"
    assert received.meta["project"] == "社区公共服务"


def test_a_promise_received_in_a_later_batch_joins_the_payment(village: Village) -> None:
    village.book({"a.xlsx": ccb(PAID)})

    (received,) = village.read({"b.xlsx": host(RECEIVED)}).drafts

    assert set(received.links) == village.books.transactions[0].links
    assert received.links[0].startswith("reinvest-")


def test_a_meal_bought_by_the_fund_is_two_entries_with_one_link(village: Village) -> None:
    """Each set of books names the other party (关联方) on its income or expense."""
    inbox = village.read({
        "a.xlsx": ccb([("20260922 11:05:00", "90.00", "青禾市慈善总会", "长者餐费补贴2026年三季度")]),
        "b.xlsx": host([("2026-09-22", "QH8-1", "项目支出 长者餐费", "晴川惠邻社区服务有限公司", "路灯改造", "-90.00")], "500.00"),
    })  # fmt: skip

    fund, company = sorted(inbox.drafts, key=lambda draft: draft.entity, reverse=True)
    assert fund.links == company.links
    assert fund.links[0].startswith("exchange-")
    assert [p.meta.get("related-party") for p in company.postings] == [None, "晴川社区基金"]
    assert [p.meta.get("related-party") for p in fund.postings] == ["晴川惠邻社区服务有限公司", None]
