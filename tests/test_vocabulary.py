"""Accounts, voucher numbers and accounting periods as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huilin.errors import UsageError
from huilin.vocabulary import Account, Voucher, month_of, parse_period, parse_voucher, quarter_of, split_account

DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2098, 12, 31))


def test_an_account_says_its_code_and_class() -> None:
    """`Income:Fund:4101捐赠收入:02限定性` → code 4101, class 02."""
    assert split_account("Income:Fund:4101捐赠收入:02限定性") == Account(
        "Income", "Fund", "4101", "捐赠收入", "02", "限定性"
    )
    assert split_account("Assets:Fund:1002-Bank") == Account("Assets", "Fund", "1002", "Bank", "", "")


@pytest.mark.parametrize("account", ["Income:Fund", "Income:Fund:捐赠", "Money:Fund:1002", "Assets:Fund:1002银行:工行"])
def test_other_names_are_not_ours(account: str) -> None:
    """The code stands in front, and deeper parts start with two digits."""
    assert split_account(account) is None


def test_voucher_numbers_read_and_print() -> None:
    """Entity, month, word, number."""
    number = "Company/2026-09/记-0001"

    assert parse_voucher(number) == Voucher("Company", "2026-09", "记", 1)
    assert str(parse_voucher(number)) == number
    assert parse_voucher("Company/2026-9/记-1") is None


@given(DAYS)
def test_every_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    """Periods hold their own days and touch their neighbours without a gap."""
    for period in (month_of(day), quarter_of(day), parse_period(f"{day.year}")):
        assert day in period
        assert parse_period(period.name) == period
        assert period.previous.end + timedelta(days=1) == period.start
        assert period.previous.months == period.months


@pytest.mark.parametrize("name", ["2026-Q5", "2026Q3", "26-09", "2026-13", "", "2026-9", "第三季度"])
def test_a_wrong_period_name_is_told_how_to_write_it(name: str) -> None:
    """The remedy shows all three forms."""
    with pytest.raises(UsageError) as caught:
        parse_period(name)

    assert caught.value.remedy is not None
    assert "2026-Q3" in caught.value.remedy.zh
    assert "2026-09" in caught.value.remedy.en


def test_titles_as_statements_print_them() -> None:
    """2026年第三季度."""
    assert parse_period("2026-Q3").title == ("2026年第三季度", "Q3 2026")
    assert parse_period("2026").title.zh == "2026年度"
    assert parse_period("2026-09").title == ("2026年9月", "September 2026")
