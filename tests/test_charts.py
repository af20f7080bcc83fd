"""The three charts of accounts that statements and the command line are keyed by."""

import pytest

from huilin.charts import STANDARDS, Standard, chart
from huilin.vocabulary import ROOTS


def test_the_small_enterprise_chart_has_its_66_accounts_read_in_the_official_annex() -> None:
    accounts = chart("small-enterprise").accounts

    assert len(accounts) == 66
    assert {a.verified for a in accounts.values()} == {"official"}
    assert [sum(code[0] == digit for code in accounts) for digit in "12345"] == [32, 12, 5, 5, 12]


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_account_has_a_code_two_names_and_a_root_of_its_class(standard: Standard) -> None:
    for code, account in chart(standard).accounts.items():
        assert account.code == code
        assert code.isdigit()
        assert len(code) == 4
        assert account.name.zh
        assert account.name.en.isascii()
        assert account.root in ROOTS


@pytest.mark.parametrize("standard", STANDARDS)
def test_accounts_stand_in_the_order_of_their_codes(standard: Standard) -> None:
    codes = list(chart(standard).accounts)

    assert codes == sorted(codes)


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_two_accounts_share_a_name(standard: Standard) -> None:
    accounts = chart(standard).accounts.values()

    assert len({a.name.zh for a in accounts}) == len(accounts)
    assert len({a.name.en for a in accounts}) == len(accounts)


def test_what_counts_against_its_class_has_the_other_side() -> None:
    contra = {
        standard: [a.code for a in chart(standard).accounts.values() if a.root == "Assets" and a.side == "credit"]
        for standard in STANDARDS
    }

    assert contra == {
        "small-enterprise": ["1407", "1602", "1622", "1702"],
        "npo-2004": ["1102", "1131", "1202", "1421", "1502"],
        "npo-2026": ["1102", "1131", "1202", "1421", "1502", "1503", "1602", "1603"],
    }


def test_5201_changed_its_meaning_on_the_first_of_january_2026() -> None:
    assert chart("npo-2004").accounts["5201"].name.zh == "管理费用"
    assert chart("npo-2026").accounts["5201"].name.zh == "税金及附加"
    assert chart("npo-2026").accounts["5301"].name.zh == "管理费用"


def test_costs_are_assets_and_volunteer_hours_are_our_own() -> None:
    assert {chart("small-enterprise").accounts[c].root for c in ("4001", "4101", "4301", "4401", "4403")} == {"Assets"}
    assert chart("npo-2026").accounts["9001"].verified == "own"
    assert "9001" not in chart("small-enterprise").accounts


def test_no_nonprofit_code_claims_to_be_official() -> None:
    for standard in ("npo-2004", "npo-2026"):
        assert "official" not in {a.verified for a in chart(standard).accounts.values()}
    assert chart("npo-2026").accounts["4901"].verified == "single"
    assert any("4801" in note.zh for note in chart("npo-2026").notes)


def test_a_standard_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        chart("ifrs")
