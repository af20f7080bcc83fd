"""What the treasurer says: read, completed, or refused with what is missing and how to mend it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.errors import UsageError
from huilin.events import catalogue, event_named, gather, make
from huilin.events.answers import Said, split_words
from tools.events.books import TODAY, begin

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books
    from huilin.events import Answers


def say(books: Books, name: str, **answers: str) -> Answers:
    words = [f"{field.replace('_', '-')}={value}" for field, value in answers.items()]
    return gather(event_named(name), books, split_words(words), today=TODAY)


def test_words_may_be_written_three_ways() -> None:
    said = split_words(["amount=500", "--donor", "王秀英", "--project=日常公益", "1221=1221:02"])

    assert said == Said({"amount": "500", "donor": "王秀英", "project": "日常公益"}, {"1221": "1221:02"})


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("spending", {"amount": "5"}, "还缺：payee（付给谁）、what（是什么）。"),
        ("donation", {"amount": "5.001"}, "“5.001”不是金额"),
        ("donation", {"amount": "0"}, "不是金额"),
        ("donation", {"amount": "-5"}, "不是金额"),
        ("donation", {"amont": "5"}, "没有 amont 这一项"),
        ("donation", {"amount": "5", "project": "日长公益"}, "没有项目"),
        ("donation", {"amount": "5", "date": "2026-02-30"}, "不是日期"),
        ("in-kind", {"what": "书", "basis": "guess", "amount": "5"}, "没有“guess”这一种"),
        ("in-kind", {"what": "书", "basis": "nominal"}, "只有固定资产"),
        ("release", {"amount": "5", "project": "日常公益", "approved": "负责人"}, "从限定项目转到非限定项目"),
        ("release", {"amount": "5", "project": "路灯改造", "approved": "会计"}, "没有批准的职责"),
        ("project-transfer", {"amount": "5", "source": "路灯改造", "target": "日常公益", "approved": "负责人"}, "一个限定、一个不限定"),
        ("lapse", {"amount": "5", "project": "路灯改造", "until": "2027-01-01", "approved": "负责人"}, "还没有到"),
        ("red-invoice", {"gross": "5", "corrects": "Company/2026-09/记-9999", "source-doc": "1"}, "没有凭证"),
        ("matching-gift", {"amount": "5", "link": "配捐"}, "不能作链接"),
        ("prepaid-rent", {"amount": "5", "months": "1.5"}, "不是个数"),
        ("service-donation", {"amount": "5", "what": "咨询", "date": "2025-06-01"}, "只在 npo-2026 下成立"),
        ("donation", {"amount": "5", "entity": "Company"}, "不在Company的账上"),
        ("donation", {"amount": "5", "entity": "Nobody"}, "没有账套"),
        ("platform-payout", {"gross": "5", "fee": "6"}, "比总额还多"),
        ("cash-count", {"counted": "5", "booked": "5"}, "账实相符"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_remedy(name: str, answers: dict[str, str], said: str, books: Books) -> None:
    with pytest.raises(UsageError) as refused:
        say(books, name, **answers)

    assert said in refused.value.text.zh
    assert refused.value.remedy is not None


def test_an_unknown_event_is_guessed() -> None:
    with pytest.raises(UsageError) as refused:
        event_named("donations")

    assert "donation" in refused.value.remedy.zh


def test_a_new_donor_enters_the_register_and_never_the_ledger(books: Books) -> None:
    made = make(say(books, "donation", amount="5", donor="李建国"))

    assert [draft.meta["donor"] for draft in made.drafts] == ["D0003"]
    assert "D0003,李建国" in made.register[books.workspace.donors]


def test_the_standard_of_the_day_gives_the_code(books: Books) -> None:
    """5201 was management expense until 2025; since 2026 it is 5301, with its class."""
    accounts = [
        make(say(books, "host-fee", amount="5", date=day)).drafts[0].postings[0].account
        for day in ("2025-12-31", "2026-01-01")
    ]

    assert accounts == ["Expenses:Fund:5201管理费用", "Expenses:Fund:5301管理费用:01非限定性"]


def test_the_levy_rate_is_of_the_day(books: Books) -> None:
    """Until the end of 2027 a facility is on file; after it nothing is guessed."""
    from huilin.reinvestment.errors import TaxFactMissingError

    assert say(books, "group-sale", gross="101", date="2027-12-31").values["tax"] == 1
    with pytest.raises(TaxFactMissingError):
        say(books, "group-sale", gross="101", date="2028-01-01")


def test_accounts_not_open_are_told_with_their_commands(books: Books) -> None:
    """All at once, and each with the command that opens it."""
    answers = say(
        books, "asset-scrapped", what="旧车", amount="5", depreciated="1", approved="负责人", date="2024-12-31"
    )

    with pytest.raises(UsageError) as refused:
        make(answers)

    assert "1606" in refused.value.text.zh
    assert "huilin account 1606 --entity Company --date 2024-12-31" in refused.value.remedy.zh
    assert "huilin account 5711 --name 资产处置损失 --entity Company" in refused.value.remedy.zh


def test_another_account_may_be_said(books: Books) -> None:
    made = make(
        gather(event_named("deposit-paid"), books, split_words(["amount=5", "payee=物业", "1221=1122"]), today=TODAY)
    )

    assert made.drafts[0].postings[0].account == "Assets:Company:1122应收账款"


def test_depreciation_writes_the_months_of_its_year(books: Books) -> None:
    """3,420.00 over 36 months: three months of 2026, twelve of 2027 and 2028, nine of 2029, together exactly."""
    asset = {"what": "冰柜", "amount": "3600", "residual": "180.01", "months": "36", "start": "2026-10-20"}
    years = [make(say(books, "depreciation", **asset, year=str(year))).drafts for year in range(2026, 2030)]

    assert [len(drafts) for drafts in years] == [3, 12, 12, 9]
    assert years[0][0].date == date(2026, 10, 31)
    assert years[2][1].date == date(2028, 2, 29)
    assert str(sum(draft.postings[0].amount for drafts in years for draft in drafts)) == "3419.99"


def test_an_english_community_has_the_same_events(tmp_path: Path) -> None:
    """Accounts are found by code, and those beyond a new workspace by their English names."""
    english = begin(tmp_path / "books", "en")
    names = {"社区公共服务": "Community services", "日常公益": "Daily work", "负责人": "Manager"}

    for event in catalogue().values():
        for example in event.examples:
            if event.question("voucher") or event.question("corrects"):
                continue
            answers = {field: names.get(value, value) for field, value in example.answers.items()}
            made = make(gather(event, english, Said(answers, {}), today=TODAY))
            assert all(draft.difference == 0 for draft in made.drafts)
            assert not any("（" in draft.narration for draft in made.drafts)
    topup = make(say(english, "card-topup", card="K1", amount="100", bonus="20")).drafts[0]
    assert topup.narration == "Card topped up"
    assert topup.postings[-1].account == "Liabilities:Company:2203-Advances-from-customers:03-Card-bonus"
