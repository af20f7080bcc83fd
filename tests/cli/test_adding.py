"""`huilin add`: every event by its name, asked for, shown, and written only where the books stay sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.events import catalogue

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

OCTOBER = "fund/2026/2026-10.beancount"


@pytest.mark.parametrize(
    ("event", "chinese", "english"),
    [("expense", "非限定项目", "the unrestricted project"), ("matching-gift", "match-季度", "match-QUARTER")],
)
def test_the_fields_of_an_event_say_their_defaults_in_words(desk: Desk, event: str, chinese: str, english: str) -> None:
    """What a default is worked out from is named; no braces and no key of ours stand on the screen."""
    zh, en = desk.bare("add", event, "--list").out, desk.bare("--lang", "en", "add", event, "--list").out

    assert "今天" in zh
    assert chinese in zh
    assert english in en
    assert not set("{}") & set(zh + en)


def test_the_list_names_every_event(desk: Desk) -> None:
    printed = desk.bare("add", "--list").out

    assert all(event.name in printed and event.title.zh in printed for event in catalogue().values())
    assert [e["name"] for e in desk.bare("--json", "add", "--list").json["events"]] == list(catalogue())
    assert "Cash gift received" in desk.bare("--lang", "en", "add").out


def test_an_event_tells_its_fields(desk: Desk) -> None:
    printed = desk.bare("add", "card-topup", "--list").out

    assert "充值本金（元）" in printed
    assert "必填" in printed
    assert "依据：" in printed
    assert desk.bare("--json", "add", "card-topup", "--list").json["event"]["fields"][0]["field"] == "date"


@pytest.mark.parametrize(
    "words", [("amount=80", "payee=书店", "what=图书"), ("--amount", "80", "--payee=书店", "--what", "图书")]
)
def test_fields_may_be_written_either_way(desk: Desk, words: tuple[str, ...]) -> None:
    ended = desk.huilin("add", "spending", *words)

    assert ended.code == 0, ended.err
    assert "项目支出（付给供应商）：“日常公益”付给书店 80.00 元：图书。" in ended.out
    assert "借 5101 业务活动成本—非限定性  80.00" in ended.out
    assert '2026-10-15 ! "书店" "图书"' in desk.text(OCTOBER)


def test_it_speaks_english(desk: Desk) -> None:
    ended = desk.bare(
        "--workspace", str(desk.folder), "--today", "2026-10-15", "--lang", "en", "add", "donation", "amount=5"
    )

    assert "Cash gift received: A gift of 5.00 for “日常公益”; the project says whether it is restricted." in ended.out
    assert "Dr 1002" in ended.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("donatoin", "amount=5"), 2, "donation"),
        (("spending", "amount=5"), 2, "请写 huilin add spending payee=… what=…"),
        (("spending", "amount=5", "what=x", "whom=y"), 2, "没有 whom 这一项"),
        (("spending", "5"), 2, "请写 项目=内容"),
        (("card-withdrawal", "card=K1", "amount=5"), 3, "card-balance"),
    ],
)
def test_nothing_wrong_is_written(desk: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    before = desk.state()

    ended = desk.huilin("add", *words)

    assert ended.code == code
    assert said in ended.err
    assert desk.state() == before


def test_an_account_not_open_is_opened_by_the_command_that_is_told(desk: Desk) -> None:
    """A new workspace has no account for a card's bonus; the error's own commands open what is missing."""
    topup = ("add", "card-topup", "card=K0012", "amount=100", "bonus=20")

    refused = desk.huilin(*topup)
    assert refused.code == 2
    commands = [part.split("huilin ")[1] for part in refused.err.strip().split("开立：")[1].split("；")]
    assert [desk.huilin(*command.split()).code for command in commands] == [0, 0]

    assert desk.huilin(*topup).code == 0
    assert 'card: "K0012"' in desk.text("company/2026/2026-10.beancount")
    assert desk.huilin("check").code == 0


def test_two_books_are_written_in_one_step(desk: Desk) -> None:
    desk.huilin("add", "donation", "amount=1000")
    ended = desk.huilin("--json", "add", "meal-purchase", "amount=300")

    assert [written["file"] for written in ended.json["written"]] == [OCTOBER, "company/2026/2026-10.beancount"]
    assert "^exchange-2026-10-15" in desk.text(OCTOBER)
    assert "^exchange-2026-10-15" in desk.text("company/2026/2026-10.beancount")
    again = desk.huilin("--json", "add", "meal-purchase", "amount=200").json["written"]
    assert all("^exchange-2026-10-15-2" in written["text"] for written in again)
    assert desk.huilin("check").code == 0


def test_a_pledge_is_no_entry(desk: Desk) -> None:
    ended = desk.huilin("add", "pledge", "amount=5000", "donor=王秀英", "due=2026-12-31")

    assert ended.code == 0, ended.err
    assert 'custom "pledge" "Fund" "D0001" 5000.00 CNY' in desk.text("fund/policy.beancount")
    assert "王秀英" in desk.text("private/donors.csv")
    assert not (desk.folder / OCTOBER).exists()


def test_a_wrong_answer_is_asked_for_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter(["五百", "500", "", "", "y"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))

    ended = desk.huilin("add", "donation")

    assert ended.code == 0, ended.err
    assert "“五百”不是金额" in ended.err
    assert "500.00 CNY" in desk.text(OCTOBER)


def test_a_no_writes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter(["500", "", "", "n"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    before = desk.state()

    assert "没有写" in desk.huilin("add", "donation").out
    assert desk.state() == before
