"""How commands end: exit codes, one clear line, JSON for programs, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin.cli import reading

if TYPE_CHECKING:
    from conftest import Desk

HEAVY = ("pandas", "numpy", "beancount", "weasyprint", "rich", "jinja2", "xlsxwriter", "beanquery")
POLICY = "company/policy.beancount"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nonsense",), 2, "没有命令 nonsense"),
        (("chek",), 2, "您要写的是 check 吗"),
        (("check", "--yes"), 2, "--yes 要写在命令之前：huilin --yes … check"),
        (("report", "company_income"), 2, "缺少期间"),
        (("check", "--nonsense"), 2, "没有选项 --nonsense"),
        (("reinvest",), 2, "缺少 PERIOD"),
        (("deadlines", "--days", "-3"), 2, "--days 不能小于 1"),
        (("export",), 2, "请写 --entity，可以是：Fund、Company"),
        (("donor", "wish", "没有", "匿名"), 2, "没有“没有”"),
        (("reinvest", "2026-Q5"), 2, "“2026-Q5”不是会计期间"),
        (("--today", "soon", "check"), 2, "“soon”不是日期"),
        (("--lang", "fr", "check"), 2, "“fr”不是可用的语言"),
        (("--by", "谁", "post"), 2, "没有“谁”"),
        (("--by", "会计", "post"), 2, "可以是：负责人"),
        (("attach", "Fund/2026-01/记-0001", "x.pdf"), 2, "没有凭证"),
        (("add", "donation", "--amount", "5.001"), 2, "“5.001”不是金额"),
        (("add", "donation", "--amount", "5", "--project", "日长公益"), 2, "日常公益"),
        (("account", "1003"), 2, "1003"),
        (("policy", "reinvestment", "--base", "revenue"), 2, "revenue"),
        (("undo", "20260101-01"), 1, "20260101-01"),
        (("inbox", "missing.csv"), 2, "没有文件 missing.csv"),
        (("report", "nonsense", "2026"), 2, "nonsense"),
    ],
)
def test_wrong_words_end_in_one_line(desk: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    """The line says what is off, on stderr; nothing is printed as an answer, nothing is written."""
    before = desk.state()

    ended = desk.huilin(*words)

    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert len([line for line in ended.err.splitlines() if not line.startswith("没有写 --by")]) == 1
    assert desk.state() == before


@pytest.mark.parametrize("group", ["letters", "policy", "donor", "audit", "rules"])
def test_a_group_without_its_command_shows_its_help_as_it_stands(desk: Desk, group: str) -> None:
    """The same lines as --help, but the exit code of a wrong command."""
    ended = desk.huilin(group)

    assert (ended.code, ended.out, ended.err) == (2, desk.huilin(group, "--help").out, "")


def test_no_workspace_here(desk: Desk) -> None:
    ended = desk.bare("check")

    assert ended.code == 2
    assert "community.toml" in ended.err
    assert "huilin new" in ended.err


def test_broken_settings_name_the_line(desk: Desk) -> None:
    (desk.folder / "community.toml").write_text('[community]\nname = "晴川\n', encoding="utf-8")

    ended = desk.huilin("check")

    assert ended.code == 1
    assert "community.toml" in ended.err
    assert "line 2" in ended.err


def test_errors_are_json_for_programs(desk: Desk) -> None:
    ended = desk.huilin("--json", "reinvest", "2026-13")

    assert ended.code == 2
    assert set(ended.json["error"]) == {"message", "remedy"}


def test_english_screen(desk: Desk) -> None:
    """--lang changes the screen only, errors included."""
    assert desk.huilin("--lang", "en", "check").out == "No findings.\n"
    assert desk.huilin("--lang", "en", "attach", "X", "y").err.startswith("There is no voucher X.")


def test_findings_in_order_with_count_and_exit_code(desk: Desk) -> None:
    """file:line: message remedy [rule]; 1 only where there are errors."""
    month = desk.folder / "fund/2026/2026-01.beancount"
    month.write_text(
        month.read_text(encoding="utf-8")
        + '\n2026-01-05 * "水"\n  id: "Fund/2026-01/记-0001"\n  project: "日常公益"\n'
        + "  Expenses:Fund:5101业务活动成本:01非限定性  10.00 CNY\n  Assets:Fund:1002银行存款:01存放慈善总会  -9.00 CNY\n",
        encoding="utf-8",
    )

    ended = desk.huilin("check")

    assert ended.code == 1
    assert ended.out.startswith("错误\n  fund/2026/2026-01.beancount:3: ")
    assert ended.out.splitlines()[-1].startswith("错误 ")
    findings = desk.huilin("--json", "check").json["findings"]
    assert {"rule", "severity", "file", "line", "message", "remedy"} == set(findings[0])


def test_syntax_error_in_the_ledger(desk: Desk) -> None:
    """`check` shows it with its line; a command that must rely on the books refuses to go on."""
    with (desk.folder / POLICY).open("a", encoding="utf-8") as file:
        file.write('\n2026-02-30 custom "x\n')

    assert desk.huilin("check").code == 1
    ended = desk.huilin("post")
    assert ended.code == 1
    assert "company/policy.beancount:" in ended.err


def test_our_own_fault_is_reported_without_a_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 70, one line that names a report file, which only this user may read."""

    def fail(findings: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "count", fail)

    ended = desk.huilin("check")

    report = Path(ended.err.strip().rpartition(" ")[2].rpartition("：")[2])
    assert ended.code == 70
    assert "Traceback" not in ended.err
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o077 == 0
    report.unlink()


def test_help_loads_nothing_heavy() -> None:
    """`huilin --help` answers within 0.3 s because the libraries of figures and pages stay out."""
    code = "import sys; from huilin.cli.running import run; run(['--help']); print([m for m in sys.argv[1:] if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_the_command_itself(desk: Desk) -> None:
    """As a process: exit code, clean stdout, no traceback; also where the terminal knows no Chinese."""
    command = [sys.executable, "-m", "huilin", "--workspace", str(desk.folder)]
    good = subprocess.run([*command, "check"], capture_output=True, check=False)
    bad = subprocess.run(
        [*command, "reinvest", "x"], capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    plain = subprocess.run(
        [*command, "check"], capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )

    assert (good.returncode, good.stdout.decode()) == (0, "没有发现问题。\n")
    assert (bad.returncode, plain.returncode) == (2, 0)
    assert b"Traceback" not in bad.stderr


def test_output_may_be_cut_short(desk: Desk) -> None:
    """`huilin policy list | head -1` ends quietly."""
    command = f"{sys.executable} -m huilin --workspace '{desk.folder}' policy list | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)

    assert done.stderr == b""


def test_a_treasurer_who_says_no_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal every write is asked for; no, or Ctrl-C, leaves all as it was."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    before = desk.state()

    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert desk.huilin("policy", "budget", "日常公益", "100").code == 0
    assert desk.state() == before

    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)
    ended = desk.huilin("policy", "budget", "日常公益", "100")
    assert ended.code == 130
    assert "已中断" in ended.err
    assert desk.state() == before
    assert desk.huilin("--yes", "policy", "budget", "日常公益", "100").code == 0


def test_what_is_missing_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Amount, donor and the sub-account are asked; Enter takes what is offered."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter(["300", "", "", "y"])
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))

    ended = desk.huilin("add", "donation")

    assert ended.code == 0, ended.err
    assert asked == ["金额（元）: ", "项目 [日常公益]: ", "捐赠人（不填为匿名）: ", "写入吗？ [Y/n] "]
