"""What goes wrong in practice: each gives one clear line (file, line, what to do), its exit code, and writes nothing."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.outside import LEDGER, PREPARER, REVIEWER, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.conftest import Demo
    from tests.acceptance.outside import Huilin, Run

BILL = "1900000109资金账单-基本账户-202607.csv"
MONTH = "company/2026/2026-10.beancount"
NOT_OUR_FAULT = {0, 1, 2, 3, 4}


def one_line(ran: Run, code: int) -> str:
    """The run ended with the code and one line of complaint, no traceback."""
    assert ran.code == code, str(ran)
    assert "Traceback" not in ran.said
    assert len(ran.complaint) == 1, str(ran)
    return ran.complaint[0]


def errors(ran: Run) -> list[dict[str, Any]]:
    assert ran.code == 1, str(ran)
    return [finding for finding in ran.data()["findings"] if finding["severity"] == "error"]


# Files in the inbox


def cut_in_a_row(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_totals(data: bytes) -> bytes:
    return data[: data.index("资金流水总笔数".encode())]


def without_a_row(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:20] + lines[21:])


@pytest.fixture(scope="module")
def slim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example community without its long history's inbox, to put bad files into."""
    workspace = shutil.copytree(LEDGER, tmp_path_factory.mktemp("slim") / "ws")
    for path in (workspace / "inbox").iterdir():
        path.unlink()
    return workspace


@pytest.mark.parametrize("damage", [cut_in_a_row, without_totals, without_a_row])
def test_a_damaged_bill_is_refused_whole(huilin: Huilin, slim: Path, damage: Callable[[bytes], bytes]) -> None:
    """A WeChat bill cut off or short of a row: named with line and reason, and not a row of it is booked."""
    bill = slim / "inbox" / BILL
    bill.write_bytes(damage((LEDGER / "inbox" / BILL).read_bytes()))
    try:
        before = tree(slim)
        looked = huilin("--json", "inbox", workspace=slim)
        booked = huilin("book", workspace=slim, by=PREPARER)

        assert looked.code == 1, str(looked)
        (file,) = looked.data()["files"]
        assert file["errors"]
        assert all(set(error) == {"line", "reason"} and error["reason"] for error in file["errors"])
        assert file["new"] == 0
        assert BILL in one_line(booked, 1)
        assert tree(slim) == before
    finally:
        bill.unlink()


def test_a_bad_file_among_good_ones_is_told_and_stays(huilin: Huilin, village: Path) -> None:
    """Foreign files in the inbox: a picture, an empty file, a JSON – each has one error, and none makes us stumble."""
    inbox = village / "inbox"
    (inbox / "照片.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00")
    (inbox / "空.csv").write_bytes(b"")
    (inbox / "data.json").write_text('{"a": 1}', encoding="utf-8")
    (inbox / "假.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (inbox / "乱码.csv").write_bytes(bytes(range(128, 256)) * 4)
    before = tree(village)

    looked = huilin("--json", "inbox", workspace=village)
    plain = huilin("inbox", workspace=village)
    booked = huilin("book", workspace=village, by=first_person(village, "prepare"))

    assert looked.code == 1, str(looked)
    files = looked.data()["files"]
    assert {file["file"].rsplit("/", 1)[-1] for file in files} == {path.name for path in inbox.iterdir()}
    assert {len(file["errors"]) for file in files} == {1}, files
    assert plain.code == booked.code == 1, f"{plain}\n{booked}"
    for name in (path.name for path in inbox.iterdir()):
        assert any(name in line for line in plain.said.splitlines()), str(plain)
        assert any(name in line for line in booked.said.splitlines()), str(booked)
    assert "Traceback" not in plain.said + booked.said
    assert tree(village) == before


def test_a_statement_of_an_unknown_account_says_which_line_is_missing(huilin: Huilin, village: Path) -> None:
    """A good bill of an account that community.toml does not name: the line to add is told, nothing is booked."""
    shutil.copy(LEDGER / "inbox" / BILL, village / "inbox" / BILL)
    before = tree(village)
    ran = huilin("book", workspace=village, by=first_person(village, "prepare"))

    line = one_line(ran, 1)
    assert BILL in line
    assert "1900000109" in line
    assert "community.toml" in line
    assert tree(village) == before


def first_person(workspace: Path, role: str) -> str:
    import tomllib

    people = tomllib.loads((workspace / "community.toml").read_text(encoding="utf-8"))["people"]
    return next(name for name, roles in people.items() if role in roles)


# The books

BAD_BOOKS = {
    "unknown account": '2026-10-05 * "x"\n  id: "Company/2026-10/记-0001"\n  Assets:Company:1009没有开立  1.00 CNY\n'
    "  Equity:Company:3001实收资本  -1.00 CNY\n",
    "unbalanced": '2026-10-05 * "x"\n  id: "Company/2026-10/记-0001"\n  Assets:Company:1001库存现金  1.00 CNY\n'
    "  Equity:Company:3001实收资本  -1.01 CNY\n",
    "half a fen": '2026-10-05 * "x"\n  id: "Company/2026-10/记-0001"\n  Assets:Company:1001库存现金  1.000 CNY\n'
    "  Equity:Company:3001实收资本  -1.005 CNY\n",
    "syntax": '2026-10-05 * "x\n  id: Company/2026-10/记-0001\n  Assets:Company:1001库存现金  1.00 CNY\n',
    "two entities": '2026-10-05 * "x"\n  id: "Company/2026-10/记-0001"\n  Assets:Company:1001库存现金  1.00 CNY\n'
    "  Equity:Fund:3101非限定性净资产  -1.00 CNY\n",
    "gap": '2026-10-05 * "x"\n  id: "Company/2026-10/记-0002"\n  Assets:Company:1001库存现金  1.00 CNY\n'
    "  Equity:Company:3001实收资本  -1.00 CNY\n",
    "date": '2026-02-30 * "x"\n  id: "Company/2026-02/记-0001"\n  Assets:Company:1001库存现金  1.00 CNY\n'
    "  Equity:Company:3001实收资本  -1.00 CNY\n",
    "division by zero": '2026-10-05 * "x"\n  id: "Company/2026-10/记-0001"\n  Assets:Company:1001库存现金  1/0 CNY\n'
    "  Equity:Company:3001实收资本  -1.00 CNY\n",
    "plugin": 'plugin "os"\n',
    "include outside": 'include "/etc/passwd"\n',
}


@pytest.mark.parametrize("kind", BAD_BOOKS)
def test_what_is_wrong_in_the_books_is_one_finding_at_its_line(huilin: Huilin, village: Path, kind: str) -> None:
    """`check` exits 1 with one error at file and line, with message and remedy; people get it as one line."""
    (village / MONTH).write_text(BAD_BOOKS[kind], encoding="utf-8")
    before = tree(village)
    ran = huilin("--json", "check", workspace=village)
    plain = huilin("check", workspace=village)

    found = errors(ran)
    assert len(found) == (2 if kind == "two entities" else 1), found
    for finding in found:
        assert finding["file"] == MONTH
        assert 1 <= finding["line"] <= 4
        assert finding["message"]
        assert finding["remedy"]
    assert plain.code == 1, str(plain)
    assert len([line for line in plain.said.splitlines() if MONTH in line]) == len(found), str(plain)
    assert tree(village) == before


@pytest.mark.parametrize(
    "words", [("post",), ("close", "2026-Q3"), ("publish", "2026-Q3"), ("reinvest", "2026-Q3", "--book")]
)
def test_errors_in_the_books_stop_every_step_that_writes(huilin: Huilin, village: Path, words: tuple[str, ...]) -> None:
    """With an unbalanced entry, nothing is posted, accrued, closed or published: one line that names the place."""
    (village / MONTH).write_text(BAD_BOOKS["unbalanced"], encoding="utf-8")
    before = tree(village)
    ran = huilin(*words, workspace=village, by=first_person(village, "review"))

    line = one_line(ran, 1)
    assert f"{MONTH}:" in line
    assert tree(village) == before


def test_a_fund_expense_without_a_project_is_an_error(huilin: Huilin, village: Path) -> None:
    """Every fund income and expense names a declared project; the finding says what to add."""
    accounts = (village / "fund" / "accounts.beancount").read_text(encoding="utf-8")
    (bank,) = re.findall(r"open (Assets:Fund:1002\S+)", accounts)[:1]
    text = '2026-10-05 * "x"\n  id: "Fund/2026-10/记-0001"\n{}  Income:Fund:4101捐赠收入:01非限定性  -1.00 CNY\n  {}  1.00 CNY\n'
    month = village / "fund" / "2026" / "2026-10.beancount"
    for project in ("", '  project: "没有这个项目"\n'):
        month.write_text(text.format(project, bank), encoding="utf-8")
        (finding,) = errors(huilin("--json", "check", workspace=village))
        assert finding["file"] == "fund/2026/2026-10.beancount"
        assert "project" in finding["remedy"] or "项目" in finding["remedy"]


# The command's words


def test_without_community_toml_there_is_no_workspace(huilin: Huilin, tmp_path: Path) -> None:
    """Exit 2 and one line that says what to do, for a folder without community.toml and for no folder at all."""
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "nothing"):
        for words in (("check",), ("book",), ("close", "2026-Q3")):
            one_line(huilin(*words, workspace=folder), 2)
    assert "community.toml" in one_line(huilin("check", workspace=tmp_path / "empty"), 2)
    assert list((tmp_path / "empty").iterdir()) == []
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("command", ["reinvest", "close", "publish"])
@pytest.mark.parametrize("period", ["2026-Q5", "2026-13", "Q3", "第三季度", ""])
def test_a_wrong_period_is_a_usage_error(huilin: Huilin, village: Path, command: str, period: str) -> None:
    """Exit 2, one line that repeats the wrong word and shows a right one."""
    before = tree(village)
    by = first_person(village, "approve") if command == "close" else ""
    line = one_line(huilin(command, period, workspace=village, by=by), 2)

    assert period in line
    assert re.search(r"20\d\d-Q[1-4]", line.replace(f"“{period}”", ""))
    assert tree(village) == before


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("check", "--nonsense"),
        ("--today", "2026-02-30", "check"),
        ("--today", "yesterday", "check"),
        ("--lang", "fr", "check"),
        ("undo",),
        ("reinvest",),
    ],
)
def test_wrong_words_are_usage_errors(huilin: Huilin, village: Path, words: tuple[str, ...]) -> None:
    """Exit 2 and one line."""
    one_line(huilin(*words, today="", cwd=village), 2)


def test_an_unknown_person_may_do_nothing(huilin: Huilin, village: Path) -> None:
    """`--by` somebody who is not in [people]: exit 2, one line with the name, nothing written."""
    before = tree(village)
    for words in (("book",), ("post",), ("close", "2026-Q3")):
        assert "路人甲" in one_line(huilin(*words, workspace=village, by="路人甲"), 2)
    assert tree(village) == before


def test_an_unknown_batch_is_said(huilin: Huilin, village: Path) -> None:
    """`undo` of a batch that is not there: one line, nothing written."""
    before = tree(village)
    ran = huilin("undo", "20261015-nothing", workspace=village, by=first_person(village, "prepare"))

    assert ran.code in {1, 2}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(village) == before


@pytest.mark.parametrize(
    "text",
    [
        "[community\nname = 1",
        '[community]\nname = "x"\n[people]\n"甲" = ["boss"]\n',
        '[community]\nname = "x"\nlanguage = "fr"\n',
    ],
)
def test_broken_settings_are_said_with_their_file(huilin: Huilin, village: Path, text: str) -> None:
    """A community.toml that cannot be read or means nothing: one line that names the file; never our fault (70)."""
    (village / "community.toml").write_text(text, encoding="utf-8")
    before = tree(village)
    ran = huilin("check", workspace=village)

    assert ran.code in {1, 2}, str(ran)
    assert "community.toml" in ran.said
    assert len([line for line in ran.said.splitlines() if line.strip()]) <= 2, str(ran)
    assert tree(village) == before


# The machine


def test_a_second_writer_is_refused(huilin: Huilin, village: Path) -> None:
    """While another huilin holds the workspace, writing is refused with exit 3; reading goes on."""
    by = first_person(village, "review")
    preparer = first_person(village, "prepare")
    with (village / ".huilin.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        before = tree(village)
        one_line(huilin("close", "2026-Q3", workspace=village, by=by), 3)
        one_line(huilin("project", "新项目", workspace=village), 3)
        one_line(huilin("donor", "add", "王秀英", workspace=village, by=preparer), 3)
        assert huilin("check", workspace=village).code == 0
        assert tree(village) == before


SITE = """
import importlib.machinery as machinery
_real = machinery.PathFinder.find_spec
def _find(cls, name, path=None, target=None):
    return None if name.split(".")[0] == "pylopdf_fonts_zh_cn" else _real(name, path, target)
machinery.PathFinder.find_spec = classmethod(_find)
from importlib import metadata
_known = metadata.Distribution.from_name.__func__
def _from_name(cls, name):
    if name.replace("_", "-").lower() == "pylopdf-fonts-zh-cn":
        raise metadata.PackageNotFoundError(name)
    return _known(cls, name)
metadata.Distribution.from_name = classmethod(_from_name)
"""


@pytest.fixture
def without_fonts(tmp_path: Path) -> dict[str, str]:
    """An environment in which Python cannot find the package that carries the Chinese type."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    return {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    }


def test_doctor_names_the_missing_font(huilin: Huilin, without_fonts: dict[str, str]) -> None:
    """Without the font, `doctor` exits 4 and names the command that mends it."""
    ran = huilin("doctor", env=without_fonts, today="")

    assert ran.code == 4, str(ran)
    assert "pylopdf-fonts-zh-cn" in ran.said.replace("_", "-")


@pytest.mark.xdist_group("demo")
def test_publishing_without_the_font_leaves_nothing(
    huilin: Huilin, demo: Demo, tmp_path: Path, without_fonts: dict[str, str]
) -> None:
    """Without the font, `publish` exits 4 with one line, and no generation, not even a half, is left."""
    demo.run("close")
    workspace = demo.copy("close", tmp_path / "ws")
    before = tree(workspace)

    ran = huilin("publish", "2026-Q3", workspace=workspace, env=without_fonts)

    line = one_line(ran, 4)
    assert "字体" in line
    assert tree(workspace) == before
    assert not list(workspace.rglob("*.pdf"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_workspace_is_a_matter_of_the_machine(huilin: Huilin, village: Path) -> None:
    """Where nothing can be written: exit 4, one line."""
    folders = [village, *(path for path in village.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        one_line(huilin("project", "新项目", workspace=village), 4)
        assert huilin("check", workspace=village).code == 0
    finally:
        for folder in folders:
            folder.chmod(0o755)


@pytest.mark.xdist_group("demo")
def test_a_period_of_which_nothing_is_there(huilin: Huilin, demo: Demo, tmp_path: Path) -> None:
    """Closing 2026-Q4 while it lasts, or a quarter long before the books, is refused in one line; nothing written."""
    demo.run("close")
    workspace = demo.copy("close", tmp_path / "ws")
    before = tree(workspace)
    for period in ("2026-Q4", "2019-Q1"):
        ran = huilin("close", period, workspace=workspace, by=REVIEWER)
        assert ran.code in NOT_OUR_FAULT - {0}, str(ran)
        assert len(ran.complaint) == 1, str(ran)
    assert tree(workspace) == before
