"""Cash by the direct method: each posting of cash is told by its counterparts, exactly, the same every time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huilin.books.cash_flows import scheme, shares, with_flows
from huilin.charts import chart
from huilin.vocabulary import split_account
from tests.reporting.small import books_of

CASH = {"Company": ("1001", "1002", "1012"), "Fund": ("1001", "1002", "1009")}
HEAD = '2020-01-01 custom "entity" "Company" "c"\n  standard: "small-enterprise"\n2020-01-01 custom "entity" "Fund" "f"\n  standard: "npo-2026"\n'
CHARTS = {"Company": "small-enterprise", "Fund": "npo-2026"}
CODES = sorted(
    f"{a.code}{sub}" for name in CHARTS.values() for a in chart(name).accounts.values() if a.verified != "own"
    for sub in ("", ":01", ":02")
)  # fmt: skip


def flows(*legs: tuple[str, str], entity: str = "Company", meta: str = "") -> dict[str, int]:
    """Book one entry and return its flows in fen; `legs` are code and amount, a third word the leg's `cashflow:`."""
    lines = [
        f"  {name(entity, code)}  {amount} CNY" + "".join(f'\n    cashflow: "{word}"' for word in said)
        for code, amount, *said in legs
    ]
    opens = "".join(f"2020-01-01 open {name(entity, code)}\n" for code in dict.fromkeys(code for code, *_ in legs))
    text = f'2026-03-05 * "e"\n  id: "E/2026-03/记-0001"\n{meta}' + "\n".join(lines) + "\n"
    posted = books_of(text, HEAD + opens).posted
    posted = posted[posted["code"].isin(CASH[entity])]
    sums = posted[posted["cashflow"] != ""].groupby("cashflow", observed=True)["fen"].sum()
    return {str(flow): int(fen) for flow, fen in sums.items()}


def name(entity: str, code: str) -> str:
    head, _, sub = code.partition(":")
    root = chart(CHARTS[entity]).accounts[head].root
    return f"{root}:{entity}:{head}x" + (f":{sub}a" if sub else "")


def test_a_sale_by_the_platform_is_received_in_full_with_its_vat_and_the_fee_is_paid() -> None:
    made = flows(("1012", "120.00"), ("1012", "-0.72"), ("5001", "-118.81"), ("2221:01", "-1.19"), ("5601", "0.72"))

    assert made == {"sales": 120_00, "other-out": -72}


def test_what_moves_between_own_accounts_is_no_flow_but_the_fee_for_it_is() -> None:
    assert flows(("1002", "500.00"), ("1012", "-500.00")) == {}
    assert flows(("1002", "500.00"), ("1012", "-503.00"), ("5603:02", "3.00")) == {"other-out": -300}


def test_group_buying_for_a_merchant_is_parted_between_commission_and_money_held() -> None:
    made = flows(("1012", "100.00"), ("2241:01", "-90.00"), ("5051", "-9.90"), ("2221:01", "-0.10"))

    assert made == {"other-in": 90_00, "sales": 10_00}


def test_pay_accrued_and_paid_in_one_voucher_is_pay() -> None:
    made = flows(
        ("5602", "6290.00"), ("2211", "-6290.00"), ("2211", "6290.00"), ("2221", "-90.00"), ("1002", "-6200.00")
    )

    assert made == {"wages": -6200_00}


def test_an_asset_bought_partly_on_credit_shows_what_was_paid() -> None:
    assert flows(("1601", "10000.00"), ("1002", "-4000.00"), ("2202", "-6000.00")) == {"assets-bought": -4000_00}


def test_a_payment_short_of_its_purposes_is_shared_by_amount_to_the_fen() -> None:
    """100.00 paid for 60 of goods, 60 of wages, 60 of an asset, 80 owed: 33.34, 33.33 and 33.33."""
    made = flows(("1002", "-100.00"), ("2202", "60.00"), ("2211", "60.00"), ("1601", "60.00"), ("2241", "-80.00"))

    assert made == {"goods": -33_34, "wages": -33_33, "assets-bought": -33_33}


def test_money_given_back_lowers_the_line_it_came_by() -> None:
    assert flows(("1002", "-50.00"), ("5001", "49.50"), ("2221:01", "0.50")) == {"sales": -50_00}
    assert flows(("1002", "20.00"), ("2202", "-20.00")) == {"goods": 20_00}


@pytest.mark.parametrize(
    ("legs", "flow"),
    [
        ((("1002", "-7.00"), ("2221:01", "6.00"), ("2221:06", "1.00")), "taxes"),
        ((("1002", "7.00"), ("2221:05", "-7.00")), "other-in"),
        ((("1002", "-7.00"), ("2241:02", "7.00")), "other-out"),
        ((("1002", "-7.00"), ("2232", "7.00")), "profit-paid"),
        ((("1002", "7.00"), ("3001", "-7.00")), "capital"),
        ((("1002", "-7.00"), ("5603:01", "7.00")), "interest"),
        ((("1002", "7.00"), ("5603:01", "-7.00")), "other-in"),
        ((("1002", "7.00"), ("1606", "-7.00")), "assets-sold"),
        ((("1002", "7.00"), ("5301:01", "-7.00")), "other-in"),
    ],
)
def test_a_counterpart_means_its_line(legs: tuple[tuple[str, str], ...], flow: str) -> None:
    assert list(flows(*legs)) == [flow]


def test_the_books_own_word_goes_before_the_rule_by_key_by_line_or_by_label() -> None:
    for word in ("interest", "17", "偿还借款利息支付的现金"):
        assert flows(("1002", "-7.00"), ("5602", "7.00"), meta=f'  cashflow: "{word}"\n') == {"interest": -700}
    assert flows(("1002", "-7.00"), ("5602", "4.00", "wages"), ("2202", "3.00")) == {"wages": -400, "goods": -300}


def test_cash_that_says_its_flow_uses_up_the_counterpart_of_that_flow() -> None:
    made = flows(("1001", "-100.00", "wages"), ("1002", "-50.00"), ("2211", "100.00"), ("5602", "50.00"))

    assert made == {"wages": -100_00, "other-out": -50_00}


def test_balances_taken_over_are_no_flow_of_the_year() -> None:
    made = flows(("1002", "900.00"), ("1601", "300.00"), ("3001", "-1200.00"), meta='  cashflow: "opening"\n')

    assert made == {"opening": 900_00}


def test_net_assets_that_change_their_class_meet_no_cash() -> None:
    """As the books of 2004 spend restricted money: Dr 5101 Cr 1002 and Dr 3102 Cr 3101 in one voucher."""
    made = flows(("5101:02", "80.00"), ("1002", "-80.00"), ("3102", "80.00"), ("3101", "-80.00"), entity="Fund")

    assert made == {"goods": -80_00}


def test_money_held_as_agent_is_not_the_fund_s_cash() -> None:
    text = """
    2026-03-05 * "for a named family"
      id: "Fund/2026-03/记-0001"
      Assets:Fund:1002银行存款:09受托代理资产  70.00 CNY
      Liabilities:Fund:2601受托代理负债  -70.00 CNY
    """
    opens = (
        "2020-01-01 open Assets:Fund:1002银行存款:09受托代理资产\n2020-01-01 open Liabilities:Fund:2601受托代理负债\n"
    )

    assert set(books_of(text, HEAD + opens).posted["cashflow"]) == {""}


@given(amount=st.integers(0, 10**15), weights=st.lists(st.integers(0, 10**15), min_size=1, max_size=6))
def test_shares_add_up_and_stray_from_their_weight_by_less_than_a_fen(amount: int, weights: list[int]) -> None:
    made = shares(amount, weights)

    if sum(weights):
        assert sum(made) == amount
        assert all(abs(one * sum(weights) - amount * w) < sum(weights) for one, w in zip(made, weights, strict=True))


LEG = st.tuples(st.sampled_from(CODES), st.integers(-(10**7), 10**7), st.sampled_from(["", "", "", "other-out"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    entries=st.lists(st.tuples(st.sampled_from(["Company", "Fund"]), st.lists(LEG, min_size=1, max_size=6)), max_size=8)
)
def test_flows_add_up_to_the_change_in_cash_and_cutting_moves_no_money(
    entries: list[tuple[str, list[tuple[str, int, str]]]],
) -> None:
    """Law 4, on random vouchers of any shape: a cash leg closes each."""
    text, opens = "", set()
    for number, (entity, legs) in enumerate(entries, 1):
        known = [(name(entity, c), fen, word) for c, fen, word in legs if c[:4] in chart(CHARTS[entity]).accounts]
        known += [(name(entity, "1002"), -sum(fen for _, fen, _ in known), "")]
        opens |= {account for account, _, _ in known}
        day = date(2026, 1, 1) + timedelta(days=number)
        text += f'{day} * "e"\n  id: "{entity}/2026-01/记-{number:04d}"\n'
        for account, fen, word in known:
            text += f"  {account}  {'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d} CNY\n"
            text += f'    cashflow: "{word}"\n' if word else ""
    books = books_of(text, HEAD + "".join(f"2020-01-01 open {account}\n" for account in sorted(opens)))
    posted, plain = books.posted, books.frames.select()

    for entity in ("Company", "Fund"):
        own = posted[posted["entity"] == entity]
        cash = plain[(plain["entity"] == entity) & plain["code"].isin(CASH[entity])]["fen"].sum()
        assert own[own["cashflow"] != ""]["fen"].sum() == cash
        assert not (set(own["cashflow"]) - {""}) - set(scheme(CHARTS[entity]).words.values())
    keys = ["entry", "account"]
    assert posted.groupby(keys, observed=True)["fen"].sum().equals(plain.groupby(keys, observed=True)["fen"].sum())
    for before, after in zip(
        books.transactions, [e for e in with_flows(books.entries, books) if hasattr(e, "postings")], strict=True
    ):
        assert _sums(before) == _sums(after)


def _sums(entry: object) -> dict[str, object]:
    sums: dict[str, object] = {}
    for posting in entry.postings:  # type: ignore[attr-defined]
        assert split_account(posting.account)
        sums[posting.account] = sums.get(posting.account, 0) + posting.units.number  # type: ignore[operator]
    return sums
