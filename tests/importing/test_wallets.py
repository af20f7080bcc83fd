"""A personal wallet: what it pays out to a bank arrives without the fee that was kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.importers.test_sources import wechat_csv
from tests.importing.conftest import CCB, SETTINGS, TRANSIT, WALLET
from tests.importing.statements import ccb

if TYPE_CHECKING:
    from huilin.importing import Inbox
    from tests.importing.conftest import Village

FEE = "Expenses:Company:5601销售费用:01支付手续费"


@pytest.fixture
def inbox(village: Village) -> Inbox:
    """The wallet paid out 100.00 of which WeChat kept 0.10; the bank shows 99.90 the next day."""
    village.write("community.toml", SETTINGS.replace("[transit]", f'"wechat:晴川" = "{WALLET}"\n[transit]'))
    arrived = ("20260703 10:00:00", "99.90", "财付通支付科技有限公司", "微信零钱提现")
    return village.read({"a.csv": wechat_csv(), "b.xlsx": ccb([arrived])})


def legs(inbox: Inbox, key: str) -> dict[str, Decimal]:
    (draft,) = [d for d in inbox.drafts if any(p.meta.get("src") == key for p in d.postings)]
    return {posting.account: posting.amount for posting in draft.postings}


def test_the_fee_within_a_withdrawal_is_an_expense(inbox: Inbox) -> None:
    assert legs(inbox, "wechat:W3") == {WALLET: Decimal("-100.00"), TRANSIT: Decimal("99.90"), FEE: Decimal("0.10")}


def test_what_arrives_is_what_is_on_the_way(inbox: Inbox) -> None:
    """Joined by one link, and the transit comes to nothing."""
    assert legs(inbox, "ccb:20260703-0") == {CCB: Decimal("99.90"), TRANSIT: Decimal("-99.90")}
    assert inbox.alone == ()
    assert sum(p.amount for d in inbox.drafts for p in d.postings if p.account == TRANSIT) == 0


def test_a_withdrawal_is_still_one_row(inbox: Inbox) -> None:
    """Four rows: a purchase, a purchase by card, the withdrawal, a receipt; one more stays in the wallet."""
    wallet = inbox.files[0]

    assert (wallet.rows, wallet.new + wallet.paired + wallet.ignored) == (5, 5)
