"""A new community: started with one command, sound at once, and the small commands a treasurer needs on it."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.outside import CHINESE, HUILIN, Huilin, entries, ledger_files, register, sha256, total, tree

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    "new", "inbox", "preview", "book", "undo", "post", "check", "reinvest", "close", "publish",
    "attach", "donor", "account", "project", "policy", "trust", "doctor",
)  # fmt: skip


def test_help_names_every_command_of_the_issue(huilin: Huilin) -> None:
    """`huilin --help` shows each command with a line of its own, and each has a help of its own."""
    ran = huilin("--help", today="")
    named = set(re.findall(r"^\W*([a-z]+)\s", ran.out, re.MULTILINE))

    assert ran.code == 0, str(ran)
    assert set(COMMANDS) - named == set()
    for option in ("--workspace", "--lang", "--json", "--today", "--by", "--yes"):
        assert option in ran.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_workspace_is_sound_at_once(huilin: Huilin, tmp_path: Path, language: str) -> None:
    """`huilin new DIR` without a terminal takes the defaults; `check` passes at once without a finding of error."""
    made = huilin("new", tmp_path / "ws", "--lang", language)
    checked = huilin("--json", "check", workspace=tmp_path / "ws")

    assert made.code == 0, str(made)
    assert checked.code == 0, str(checked)
    assert [finding for finding in checked.data()["findings"] if finding["severity"] == "error"] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_workspace_has_what_the_issue_names(huilin: Huilin, tmp_path: Path, language: str) -> None:
    """Fund and Company, accounts with codes of both standards, the default promise, a first project, inbox, rules."""
    made = huilin("--yes", "new", tmp_path / "ws", "--lang", language)
    assert made.code == 0, str(made)
    text = "\n".join(each.decode() for each in ledger_files(tmp_path / "ws").values())

    for entity in ("Fund", "Company"):
        assert re.search(rf'custom "entity" "{entity}"', text)
        assert re.search(rf"open Assets:{entity}:1002", text)
    for account in ("Income:Company:5001", "Income:Fund:4101[^\n]*:01", "Income:Fund:4101[^\n]*:02"):
        assert re.search(rf"open {account}", text), account
    promise = re.search(r'custom "reinvestment" "Company" "Fund" 0\.20\n((?: +.*\n)+)', text)
    assert promise
    for setting in ('base: "net-profit-before-donation"', 'route: "donation"', 'accrual: "quarter"'):
        assert setting in promise[1]
    assert re.search(r'custom "project" ".+" "Fund"', text)
    assert (tmp_path / "ws" / "inbox").is_dir()
    assert list((tmp_path / "ws" / "rules").iterdir())
    if language == "en":
        assert CHINESE.search(text.replace("记-", "")) is None


def test_every_setting_of_a_new_workspace_is_explained(huilin: Huilin, village: Path) -> None:
    """Each section of community.toml has a comment above it or each of its settings has one beside it."""
    text = (village / "community.toml").read_text(encoding="utf-8")
    for block in re.split(r"\n\s*\n", text):
        assert "#" in block or re.fullmatch(r"\[entities\.Company\][^\[]*", block.strip()), block


def test_names_are_given_by_options(huilin: Huilin, tmp_path: Path) -> None:
    """The names of the entities come from the options."""
    names = ("--fund-title", "桃源基金", "--company-title", "桃源服务有限公司")
    made = huilin("--yes", "new", tmp_path / "ws", *names)

    assert made.code == 0, str(made)
    text = "\n".join(each.decode() for each in ledger_files(tmp_path / "ws").values())
    assert 'custom "entity" "Fund" "桃源基金"' in text
    assert 'custom "entity" "Company" "桃源服务有限公司"' in text


def test_a_folder_with_something_in_it_is_not_overwritten(huilin: Huilin, village: Path) -> None:
    """`new` on a folder that holds a workspace is refused, in one line, and changes nothing."""
    before = tree(village)
    ran = huilin("--yes", "new", village)

    assert ran.code in {2, 3}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(village) == before


OPENING = [
    ("代码", "名称", "余额", "账套", "项目"),
    ("1002", "银行存款", "52000.50", "Company", ""),
    ("1405", "库存商品", "8000.00", "Company", ""),
    ("2202", "应付账款", "3000.50", "Company", ""),
    ("3001", "实收资本", "50000.00", "Company", ""),
    ("3104", "利润分配", "7000.00", "Company", ""),
    ("1002", "银行存款", "6400.00", "Fund", ""),
    ("3101", "非限定性净资产", "1400.00", "Fund", "日常公益"),
    ("3102", "限定性净资产", "5000.00", "Fund", "路灯改造"),
]


def sheet(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_opening_balances_that_tie_go_in(huilin: Huilin, tmp_path: Path) -> None:
    """`new --opening`: a spreadsheet of code, name, balance; the books open with them and `check` passes."""
    made = huilin("--yes", "new", tmp_path / "ws", "--opening", sheet(tmp_path / "期初.csv", OPENING))
    assert made.code == 0, str(made)
    books = entries(tmp_path / "ws")
    checked = huilin("--json", "check", workspace=tmp_path / "ws")

    assert checked.code == 0, str(checked)
    assert total(books, lambda name: name.startswith("Assets:Company:1002")) == Decimal("52000.50")
    assert total(books, lambda name: name.startswith("Liabilities:Company:2202")) == Decimal("-3000.50")
    assert total(books, lambda name: name.startswith("Equity:Company:3104")) == Decimal("-7000.00")
    assert total(books, lambda name: name.startswith("Equity:Fund:3102")) == Decimal("-5000.00")


def test_opening_balances_as_code_name_balance_of_one_entity(huilin: Huilin, tmp_path: Path) -> None:
    """The three columns of the issue are enough when the codes are of one standard's chart."""
    rows = [row[:3] for row in OPENING[:6]]
    made = huilin("--yes", "new", tmp_path / "ws", "--opening", sheet(tmp_path / "期初.csv", rows))

    assert made.code == 0, str(made)
    opened = total(entries(tmp_path / "ws"), lambda name: name.startswith("Equity:Company:3001"))
    assert opened == Decimal("-50000.00")


def test_opening_balances_one_fen_off_are_refused(huilin: Huilin, tmp_path: Path) -> None:
    """A trial balance that does not tie to the fen: one line with the difference, exit 1, no folder."""
    rows = [(*row[:2], "52000.51", *row[3:]) if row[2] == "52000.50" else row for row in OPENING]
    before = tree(tmp_path / "ws") if (tmp_path / "ws").exists() else None
    ran = huilin("--yes", "new", tmp_path / "ws", "--opening", sheet(tmp_path / "期初.csv", rows))

    assert ran.code == 1, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert "0.01" in ran.err
    assert "期初.csv" in ran.err
    assert before is None
    assert not (tmp_path / "ws").exists()


def test_project_account_and_policy_write_sound_directives(huilin: Huilin, village: Path) -> None:
    """`project`, `account`, `policy` write a dated directive each, and the books stay sound."""
    runs = [
        huilin("project", "路灯改造", "--budget", "20000", "--restriction", "donor", workspace=village),
        huilin("account", "5001", "--name", "社区课堂", "--entity", "Company", workspace=village),
        huilin("policy", "reinvestment", "--rate", "25%", "--date", "2027-01-01", workspace=village),
        huilin("policy", "budget", "路灯改造", "12000", workspace=village),
        huilin("--json", "check", workspace=village),
    ]
    text = "\n".join(each.decode() for each in ledger_files(village).values())

    assert [ran.code for ran in runs] == [0] * 5, "\n".join(map(str, runs))
    assert 'custom "project" "路灯改造" "Fund"' in text
    assert re.search(r"budget: 20000\.00 CNY", text)
    assert re.search(r"open Income:Company:5001主营业务收入:\d\d社区课堂", text)
    assert re.search(r'2027-01-01 custom "reinvestment" "Company" "Fund" 0\.25', text)
    assert re.search(r'custom "reinvestment" "Company" "Fund" 0\.20', text), "the old promise keeps its time"
    assert re.search(r'custom "budget" "Fund" "路灯改造" 12000\.00 CNY', text)


@pytest.mark.parametrize(
    "words",
    [
        ("account", "9999", "--name", "没有", "--entity", "Company"),
        ("policy", "budget", "没有的项目", "100"),
        ("policy", "budget", "日常公益", "12.345"),
        ("policy", "reinvestment", "--rate", "250%"),
        ("project", "路灯", "--restriction", "maybe"),
    ],
)
def test_a_wrong_fact_is_said_in_one_line_and_not_written(
    huilin: Huilin, village: Path, words: tuple[str, ...]
) -> None:
    """What is not in the chart, not declared, or not a number of fen is refused with a reason."""
    before = tree(village)
    ran = huilin(*words, workspace=village)

    assert ran.code in {1, 2, 3}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(village) == before


def test_donors_stay_in_the_private_register(huilin: Huilin, village: Path) -> None:
    """`donor add` enters a donor in private/donors.csv with an id; nothing said means 匿名; the ledger holds no name."""
    runs = [
        huilin("donor", "add", "王秀英", "--wish", "实名", workspace=village),
        huilin("donor", "add", "李建国", "--phone", "19900012345", workspace=village),
    ]
    donors = {donor["name"]: donor for donor in register(village)}

    assert [ran.code for ran in runs] == [0, 0], "\n".join(map(str, runs))
    assert donors["王秀英"]["wish"] == "实名"
    assert donors["李建国"]["wish"] in {"", "匿名"}
    assert re.fullmatch(r"D\d{4}", donors["李建国"]["id"])
    assert all("王秀英".encode() not in text for text in ledger_files(village).values())


def test_a_gift_becomes_a_voucher_with_evidence(huilin: Huilin, village: Path, tmp_path: Path) -> None:
    """`post` numbers a draft 0001; `attach` writes document, sha256 and link; the file is kept byte for byte."""
    draft = (
        '\n2026-10-12 ! "购买灯泡"\n  project: "日常公益"\n'
        "  Expenses:Fund:5101业务活动成本:01非限定性   20.00 CNY\n"
        "  Assets:Fund:1002银行存款:01{bank}   -20.00 CNY\n"
    )
    accounts = (village / "fund" / "accounts.beancount").read_text(encoding="utf-8")
    (bank,) = re.findall(r"open Assets:Fund:1002银行存款:01(\S+)", accounts)[:1]
    gift = draft.replace("购买灯泡", "捐款").replace("Expenses:Fund:5101业务活动成本", "Income:Fund:4101捐赠收入")
    gift = gift.replace("   20.00", "   -50.00").replace("   -20.00", "   50.00").replace("-12", "-11")
    month = village / "fund" / "2026" / "2026-10.beancount"
    month.write_text(gift.format(bank=bank) + draft.format(bank=bank), encoding="utf-8")
    invoice = tmp_path / "发票.xml"
    invoice.write_text("<invoice>灯泡 20.00</invoice>", encoding="utf-8")
    reviewer = next(iter(people_with(village, "review")))

    posted = huilin("post", workspace=village, by=reviewer)
    attached = huilin("attach", "Fund/2026-10/记-0002", invoice, workspace=village)
    checked = huilin("--json", "check", workspace=village)

    assert (posted.code, attached.code, checked.code) == (0, 0, 0), f"{posted}\n{attached}\n{checked}"
    assert [entry.meta["id"] for entry in entries(village)] == ["Fund/2026-10/记-0001", "Fund/2026-10/记-0002"]
    digest = sha256(invoice)
    text = month.read_text(encoding="utf-8")
    (kept,) = re.findall(r'2026-10-12 document \S+ "(.+?)"', text)
    assert f'sha256: "{digest}"' in text
    assert text.count(f"^ev-{digest[:8]}") == 2
    assert sha256(month.parent / kept) == digest


def test_attach_to_no_voucher_is_refused(huilin: Huilin, village: Path, tmp_path: Path) -> None:
    """A voucher number that is not there: one line, nothing kept."""
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    before = tree(village)
    ran = huilin("attach", "Fund/2026-10/记-0099", tmp_path / "a.txt", workspace=village)

    assert ran.code in {1, 2}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(village) == before


def people_with(workspace: Path, role: str) -> list[str]:
    import tomllib

    people = tomllib.loads((workspace / "community.toml").read_text(encoding="utf-8"))["people"]
    return [name for name, roles in people.items() if role in roles]


def test_a_workspaces_own_python_waits_for_trust(huilin: Huilin, village: Path, tmp_path: Path) -> None:
    """Law 10: an importer in the workspace runs only after `trust`, for exactly these files, hashes outside."""
    marker = tmp_path / "ran"
    own = village / "importers"
    own.mkdir()
    (own / "mine.py").write_text(f"open({str(marker)!r}, 'w').close()\n", encoding="utf-8")
    (village / "inbox" / "a.csv").write_text("日期,金额\n2026-10-01,1.00\n", encoding="utf-8")

    huilin("inbox", workspace=village)
    huilin("check", workspace=village)
    assert not marker.exists()
    before = tree(village)
    trusted = huilin("--yes", "trust", workspace=village)
    assert trusted.code == 0, str(trusted)
    assert tree(village) == before, "the trust lies outside the workspace"
    huilin("inbox", workspace=village)
    assert marker.exists(), "what was trusted runs"
    marker.unlink()
    (own / "mine.py").write_text(f"open({str(marker)!r}, 'w').close()  # changed\n", encoding="utf-8")
    huilin("inbox", workspace=village)
    assert not marker.exists(), "what was changed is no longer trusted"


def test_english_is_english(huilin: Huilin, tmp_path: Path) -> None:
    """With `--lang en` on an English workspace no message holds a Chinese sign."""
    folder = tmp_path / "Maple"
    month = folder / "fund" / "2026" / "2026-10.beancount"
    runs = [huilin("--lang", "en", "--yes", "new", folder, "--lang", "en")]
    runs += [
        huilin("--lang", "en", *words, workspace=folder) for words in (("check",), ("inbox",), ("book",), ("post",))
    ]
    runs += [
        huilin("--lang", "en", *words, workspace=folder) for words in (("reinvest", "2026-Q3"), ("policy", "list"))
    ]
    (folder / "inbox" / "x.json").write_text("{}", encoding="utf-8")
    runs.append(huilin("--lang", "en", "inbox", workspace=folder))
    month.write_text(
        '2026-10-01 ! "Gift"\n  Income:Fund:4101-None  -1.00 CNY\n  Assets:Fund:1002-X  1.01 CNY\n', "utf-8"
    )
    runs += [
        huilin("--lang", "en", *words, workspace=folder) for words in (("check",), ("post",), ("close", "2026-Q3"))
    ]
    runs += [huilin("--lang", "en", "reinvest", "2026-Q5", workspace=folder), huilin("--lang", "en", "nonsense")]
    runs.append(huilin("--lang", "en", "check", workspace=tmp_path))

    words = [re.sub(r'记-|"匿名"', "", ran.said) for ran in runs]  # what a ledger holds is quoted as it is
    assert [said for said in words if CHINESE.search(said)] == []
    assert [str(ran) for ran in runs if ran.code == 70] == []


def test_doctor_finds_nothing_missing_here(huilin: Huilin) -> None:
    """On a machine that passes the tests, `doctor` exits 0."""
    ran = huilin("doctor", today="")

    assert ran.code == 0, str(ran)
    assert ran.out.strip()


def test_help_starts_without_the_heavy_libraries() -> None:
    """`--help` may not import pandas, beancount or weasyprint (the 0.3 s of the issue; no clock here)."""
    code = (
        "import sys; sys.argv=['huilin','--help']\n"
        "from huilin.cli import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        "print([m for m in ('pandas','beancount','weasyprint','numpy') if m in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ
    )

    assert HUILIN.exists()
    assert ran.stderr.strip().splitlines()[-1] == "[]", ran.stderr
