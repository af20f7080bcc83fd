"""`huilin reinvest`: shown before closing as closing books it, booked once, asked what if, refused where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk

SALES = """
{month}-10 * "卖出"
  id: "Company/{month}/记-0001"
  Assets:Company:1002银行存款:01基本户  10100.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -10000.00 CNY
  Liabilities:Company:2221应交税费:01应交增值税  -100.00 CNY
"""


@pytest.fixture
def seller(desk: Desk) -> Desk:
    """The company sold 10,000.00 in September, and 100.00 of VAT that an exempt quarter keeps."""
    sell(desk, "2026-09")
    return desk


def sell(desk: Desk, month: str) -> None:
    accounts = desk.text("company/accounts.beancount")
    bank = next(word for word in accounts.split() if word.startswith("Assets:Company:1002"))
    income = next(word for word in accounts.split() if word.startswith("Income:Company:5001"))
    text = SALES.format(month=month).replace("Assets:Company:1002银行存款:01基本户", bank)
    file = desk.folder / "company" / month[:4] / f"{month}.beancount"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace("Income:Company:5001主营业务收入:01团购自营", income), encoding="utf-8")


def people(desk: Desk, role: str) -> str:
    """Return the first person who has a role."""
    lines = desk.text("community.toml").partition("[people]")[2].splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith('"') and f'"{role}"' in line)


def test_what_is_shown_before_closing_is_what_closing_books(seller: Desk) -> None:
    """10,100 of profit with the relief, 505 of tax: 20 % of 9,595.00."""
    before = seller.huilin("--json", "reinvest", "2026-Q3").json["assessments"][0]
    closed = seller.huilin("--by", people(seller, "review"), "--yes", "close", "2026-Q3")
    after = seller.huilin("--json", "reinvest", "2026-Q3").json["assessments"][0]

    assert closed.code == 0, closed.err
    assert (before["owed"], before["to_accrue"], before["state"]) == ("1919.00", "1919.00", "provisional")
    assert (after["owed"], after["accrued"], after["to_accrue"], after["state"]) == (
        "1919.00",
        "1919.00",
        "0.00",
        "closed",
    )
    assert [line["open"] for line in after["periods"]] == ["1919.00"]


def test_booked_once(seller: Desk) -> None:
    who = ("--by", people(seller, "prepare"), "--yes")
    first = seller.huilin(*who, "--json", "reinvest", "2026-Q3", "--book").json
    state = seller.state()
    again = seller.huilin(*who, "--json", "reinvest", "2026-Q3", "--book").json

    assert (len(first["drafts"]), again["drafts"]) == (1, [])
    assert seller.state() == state
    assert "1919.00" in seller.text("company/2026/2026-09.beancount")


def test_an_earlier_quarter_without_its_accrual_stops_it(seller: Desk) -> None:
    sell(seller, "2026-05")
    state = seller.state()
    ended = seller.huilin("--by", people(seller, "prepare"), "--yes", "reinvest", "2026-Q3", "--book")

    assert ended.code == 1
    assert "2026年第二季度还没有结清" in ended.err
    assert seller.state() == state
    assert seller.huilin("reinvest", "2026-Q3").code == 0, "looking is allowed"


def test_a_year_that_is_not_over_is_shown_and_not_booked(seller: Desk) -> None:
    state = seller.state()
    ended = seller.huilin("--by", people(seller, "prepare"), "--yes", "--json", "reinvest", "2026", "--book")

    assert ended.code == 1
    assert [finding["severity"] for finding in ended.json["findings"]] == ["error", "error"]
    assert seller.state() == state


def test_what_if_stands_beside_the_promise(seller: Desk) -> None:
    state = seller.state()
    ended = seller.huilin(
        "--json", "reinvest", "2026-Q3", "--rate", "25%", "--base", "total-profit-before-donation"
    ).json
    (one,) = ended["what_if"]["compared"]

    assert (one["owed_booked"], one["owed_asked"], one["owed_difference"]) == ("1919.00", "2525.00", "606.00")
    assert (one["company_cash"], one["company_cash_booked"], one["company_cash_asked"]) == (
        "10100.00",
        "8181.00",
        "7575.00",
    )
    assert seller.huilin("reinvest", "2026-Q3", "--rate", "0.25").out.count("1,919.00") == 1
    assert seller.state() == state


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rate", "0.25", "--book"), "只算不记"),
        (("--rate", "1.5"), "不是比例"),
        (("--base", "revenue"), "revenue"),
        (("--route", "cash"), "cash"),
        (("--pay", "yesterday"), "不是日期"),
    ],
)
def test_wrong_words_are_usage_errors(seller: Desk, words: tuple[str, ...], said: str) -> None:
    ended = seller.huilin("reinvest", "2026-Q3", *words)

    assert (ended.code, said in ended.err) == (2, True)


def test_a_route_without_its_account_says_how_to_open_it(seller: Desk) -> None:
    """The new workspace has no 2232: the resolution is there, the account is not, nothing is written."""
    policy = seller.folder / "company" / "policy.beancount"
    text = policy.read_text(encoding="utf-8").replace('route: "donation"', 'route: "dividend"')
    text = text.replace('base: "net-profit-before-donation"', 'base: "distributable-profit"')
    policy.write_text(
        text + '\n2027-01-05 custom "resolution" "Company" "dividend" 1900.00 CNY\n  for-year: 2026\n', encoding="utf-8"
    )
    state = seller.state()
    ended = seller.bare(
        "--workspace", str(seller.folder), "--today", "2027-01-10", "--by", people(seller, "prepare"), "--yes",
        "reinvest", "2026", "--book",
    )  # fmt: skip

    if ended.code == 0:
        assert "2232" in ended.out
    else:
        assert "huilin account" in ended.err
        assert seller.state() == state
