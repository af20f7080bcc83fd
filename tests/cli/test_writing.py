"""Commands that write: each shows what and where, keeps the books sound, and writes all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk

OCTOBER = "fund/2026/2026-10.beancount"


def test_a_gift_becomes_a_draft_then_a_voucher(desk: Desk) -> None:
    """The donor's name stays in the register; the ledger knows an id; the reviewer's name stands on the voucher."""
    ended = desk.huilin("add", "donation", "--amount", "500", "--donor", "王秀英", "--project", "日常公益")

    assert ended.code == 0
    assert "借 1002 银行存款—存放慈善总会  500.00" in ended.out
    assert 'donor: "D0001"' in desk.text(OCTOBER)
    assert "王秀英" not in desk.text(OCTOBER)
    assert "D0001,王秀英" in desk.text("private/donors.csv")
    posted = desk.huilin("--json", "--by", "负责人", "post").json
    assert posted == {"posted": ["Fund/2026-10/记-0001"], "reviewed": "负责人"}
    assert desk.huilin("check").code == 0


def test_a_gift_of_nobody_says_so(desk: Desk) -> None:
    """No donor is missing from it: the giver did not want a name."""
    desk.huilin("add", "donation", "--amount", "500")

    assert 'donor: "匿名"' in desk.text(OCTOBER)
    assert desk.huilin("check").out == "没有发现问题。\n"


def test_the_project_decides_the_class(desk: Desk) -> None:
    """A gift to a restricted project is restricted, and so is what is spent on it."""
    desk.huilin("add", "donation", "--amount", "800", "--project", "社区公共服务", "--donor", "王秀英")
    ended = desk.huilin("add", "expense", "--amount", "300", "--project", "社区公共服务", "--text", "买书")

    assert ended.code == 0, ended.err
    assert "Income:Fund:4101捐赠收入:02限定性" in desk.text(OCTOBER)
    assert "Expenses:Fund:5101业务活动成本:02限定性" in desk.text(OCTOBER)


def test_overspending_a_restricted_project_is_refused(desk: Desk) -> None:
    """Law 5 holds before anything is written."""
    before = desk.state()

    ended = desk.huilin("add", "expense", "--amount", "300", "--project", "社区公共服务", "--text", "买书")

    assert ended.code == 3
    assert "restricted" in ended.err
    assert desk.state() == before


def test_an_ambiguous_account_is_not_guessed(desk: Desk) -> None:
    ended = desk.huilin("add", "transfer", "--amount", "100", "--from", "1002", "--to", "1001")

    assert ended.code == 2
    assert "1002:01 基本户、1002:02 一般户" in ended.err
    assert desk.huilin("add", "transfer", "--amount", "100", "--from", "1002:01", "--to", "1001").code == 0


def test_an_expense_of_the_enterprise(desk: Desk) -> None:
    ended = desk.huilin(
        "add", "expense", "--entity", "Company", "--amount", "1200", "--account", "5602 房租", "--from", "1002:01",
        "--text", "付房租", "--payee", "晴川物业",
    )  # fmt: skip

    assert ended.code == 0, ended.err
    assert '2026-10-15 ! "晴川物业" "付房租"' in desk.text("company/2026/2026-10.beancount")


@pytest.mark.parametrize(
    ("words", "file", "line"),
    [
        (("project", "路灯改造", "--budget", "20000"), "fund/policy.beancount", '2026-10-15 custom "project" "路灯改造" "Fund"'),
        (("account", "5001", "--name", "社区课堂"), "company/accounts.beancount", "open Income:Company:5001主营业务收入:05社区课堂 CNY"),
        (("account", "1601:02", "--name", "车辆", "--entity", "Company"), "company/accounts.beancount", "1601固定资产:02车辆"),
        (("account", "1501", "--entity", "Fund"), "fund/accounts.beancount", "2026-10-15 open Assets:Fund:1501固定资产 CNY"),
        (("policy", "reinvestment", "--rate", "25%", "--date", "2027-01-01"), "company/policy.beancount", '2027-01-01 custom "reinvestment" "Company" "Fund" 0.25'),
        (("policy", "budget", "日常公益", "5000"), "fund/policy.beancount", '2026-10-15 custom "budget" "Fund" "日常公益" 5000.00 CNY'),
        (("policy", "loss", "30000", "--year", "2025"), "company/policy.beancount", '2026-10-15 custom "brought-forward" "Company" "tax-loss" 30000.00 CNY\n  for-year: 2025'),
    ],
)  # fmt: skip
def test_dated_facts_are_shown_and_written(desk: Desk, words: tuple[str, ...], file: str, line: str) -> None:
    ended = desk.huilin(*words)

    assert ended.code == 0, ended.err
    assert f"将写入 {file}：" in ended.out
    assert line in ended.out
    assert line in desk.text(file)
    assert desk.huilin("check").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("project", "日常公益"), 3),
        (("project", "新项目", "--restriction", "maybe"), 2),
        (("account", "1001", "--entity", "Company"), 3),
        (("account", "5001", "--entity", "Nobody"), 2),
        (("policy", "budget", "没有的项目", "5"), 2),
        (("policy", "reinvestment", "--rate", "120%"), 2),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, words: tuple[str, ...], code: int) -> None:
    before = desk.state()

    assert desk.huilin(*words).code == code
    assert desk.state() == before


def test_evidence_is_attached_once(desk: Desk) -> None:
    desk.huilin("add", "donation", "--amount", "500")
    desk.huilin("post")
    receipt = desk.folder.parent / "票据.pdf"
    receipt.write_bytes(b"receipt")

    ended = desk.huilin("attach", "Fund/2026-10/记-0001", str(receipt))

    assert ended.code == 0, ended.err
    assert (desk.folder / "documents/2026/票据.pdf").read_bytes() == b"receipt"
    assert "没有改动" in desk.huilin("attach", "Fund/2026-10/记-0001", str(receipt)).out
    assert desk.huilin("check").code == 0


def test_donors_and_their_wishes(desk: Desk) -> None:
    assert "匿名" in desk.huilin("donor", "add", "王秀英").out
    assert desk.huilin("donor", "add", "王秀英").code == 3
    assert "公示为“三栋老王”" in desk.huilin("donor", "wish", "王秀英", "化名", "--alias", "三栋老王").out
    assert desk.huilin("donor", "wish", "D0001", "随便").code == 2
    donors = desk.huilin("--json", "donor", "list").json["donors"]
    assert [(d["id"], d["name"], d["published_name"]) for d in donors] == [("D0001", "王秀英", "三栋老王")]
    assert (desk.folder / "private/donors.csv").stat().st_mode & 0o077 == 0


def test_foreign_code_runs_only_after_consent(desk: Desk) -> None:
    """Without a terminal consent must be said; one more byte, and it must be said again (law 10)."""
    module = desk.folder / "reports/mine.py"
    module.parent.mkdir()
    module.write_text("NAME = 'mine'\n", encoding="utf-8")

    assert desk.huilin("trust").code == 3
    assert desk.huilin("--json", "--yes", "trust").json["files"][0]["trusted"]
    module.write_text("NAME = 'other'\n", encoding="utf-8")
    assert "未信任" in desk.huilin("trust").out
    assert not (desk.folder / "trusted.json").exists()
    assert desk.huilin("trust", "--revoke").code == 0


def test_doctor_knows_this_machine(desk: Desk) -> None:
    checks = desk.huilin("--json", "doctor").json["checks"]

    assert {"name", "ok", "needed", "found", "remedy"} == set(checks[0])
    assert "4901" in desk.huilin("doctor", "--standards").out


def test_a_missing_library_is_exit_code_4(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each missing thing comes with the command that mends it."""
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)

    ended = desk.huilin("doctor")

    assert ended.code == 4
    assert "pango" in ended.out.lower()
    assert "apt-get install" in ended.out or "brew install" in ended.out


def test_a_closed_period_stays_as_it_was(desk: Desk) -> None:
    """Nothing dated inside it is written any more: no entry, no evidence, no dated fact (law 8)."""
    desk.huilin("add", "donation", "--amount", "500", "--date", "2026-01-05")
    desk.huilin("post")
    assert desk.huilin("close", "2026-01").code == 0
    receipt = desk.folder.parent / "票据.pdf"
    receipt.write_bytes(b"receipt")
    before = desk.state()

    for words in (
        ("add", "donation", "--amount", "5", "--date", "2026-01-31"),
        ("attach", "Fund/2026-01/记-0001", str(receipt)),
        ("policy", "budget", "日常公益", "5", "--date", "2026-01-10"),
        ("account", "1501", "--entity", "Fund", "--date", "2026-01-10"),
    ):
        assert desk.huilin(*words).code == 3, words
    assert desk.state() == before
    assert desk.huilin("add", "donation", "--amount", "5", "--date", "2026-02-01").code == 0


def test_assessments_for_programs(desk: Desk) -> None:
    """One assessment for each promise, amounts as text with two decimals."""
    answer = desk.huilin("--json", "reinvest", "2026-Q3").json

    assert [(a["enterprise"], a["owed"], a["state"]) for a in answer["assessments"]] == [
        ("Company", "0.00", "provisional")
    ]
    assert desk.huilin("--json", "reinvest", "2026-Q3", "--book").json["drafts"] == []


def test_a_foreign_file_is_named_with_exit_code_1(desk: Desk) -> None:
    """Inside a workspace and outside; nothing is booked with it."""
    for folder in (desk.folder / "inbox", desk.folder.parent / "elsewhere"):
        (folder / "foreign.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    outside = desk.bare("--json", "inbox", "foreign.csv")
    inside = desk.huilin("--json", "inbox")

    assert (outside.code, inside.code) == (1, 1)
    assert [f["file"] for f in inside.json["files"]] == ["inbox/foreign.csv"]
    assert {"line", "reason"} == set(inside.json["files"][0]["errors"][0])
    assert desk.huilin("book").code == 1
    assert (desk.folder / "inbox/foreign.csv").exists()
