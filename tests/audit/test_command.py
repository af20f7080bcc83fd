"""`huilin audit`: what the guide for auditors tells them to type is typed here, and wrong words are told apart."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from huilin import stock
from huilin.cli.running import run
from tools.checks.sample import load_sample

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs"
GIFT = """
2026-07-01 * "捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  50.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -50.00 CNY
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def huilin(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """The command line in a small community's folder, with an auditor's own settings beside it."""
    community = tmp_path / "community"
    load_sample(community, GIFT)
    monkeypatch.chdir(community)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def typed(*words: str) -> Ended:
        capsys.readouterr()
        code = run(("--today", "2026-10-15", *words))
        return Ended(code, *capsys.readouterr())

    return typed


@pytest.mark.slow
@pytest.mark.parametrize("guide", ["auditor.zh.md", "auditor.en.md"])
def test_every_command_of_the_guide_works(
    huilin: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, guide: str
) -> None:
    """On the example; the pack of a year is made for a month of the fund, since the rest is the same."""
    shutil.copytree(stock.home() / "ledger", tmp_path / "example")
    monkeypatch.chdir(tmp_path / "example")
    text = (DOCS / guide).read_text(encoding="utf-8").replace("audit pack 2026", "audit pack 2026-02 --entity Fund")
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    parts = [
        part
        for block in blocks
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
        if part.startswith("huilin")
    ]
    assert len(parts) >= 6
    for part in parts:
        command, *shown = part.splitlines()
        if " desk" in command:
            continue
        ended = huilin(*shlex.split(command)[1:])
        assert ended.code == 0, f"{command}\n{ended.err}"
        for line in filter(None, (line.strip("… ") for line in shown)):
            assert all(piece in ended.out for piece in line.split("…")), f"{command}: {line}\n{ended.out}"


def test_the_pack_says_where_it_lies_and_what_is_open(huilin: Callable[..., Ended]) -> None:
    said = json.loads(huilin("--json", "audit", "pack", "2026-Q3", "--entity", "Fund").out)

    folder = Path(said["folder"])
    assert folder.parent == Path.cwd() / "audit"
    assert said["files"] == sum(file.is_file() for file in folder.rglob("*"))
    assert "没有票据号的捐赠" in [item["what"] for item in said["open"]]
    assert huilin("check").code == 0


def test_a_tick_is_kept_outside_the_books_and_shown_with_its_sample(
    huilin: Callable[..., Ended], tmp_path: Path
) -> None:
    drawn = json.loads(huilin("--json", "audit", "sample", "2026", "--entity", "Fund", "--population", "donations").out)
    number = drawn["tables"][1]["rows"][0][1]
    before = {
        file: file.read_bytes() for file in Path.cwd().rglob("*") if file.is_file() and ".huilin" not in file.name
    }

    ended = huilin(
        "--by", "何审计", "audit", "tick", number, "Fund/2026-07/记-0001", "x", "--amount", "45.00", "--note", "少5元"
    )

    assert ended.code == 0
    assert (tmp_path / "config/huilin/audit").is_dir()
    assert {file: file.read_bytes() for file in before} == before
    again = json.loads(huilin("--json", "audit", "sample", "2026", "--entity", "Fund", "--population", "donations").out)
    assert again["tables"][0]["rows"][0][8:] == ["×", "45.00", "5.00", "少5元", "何审计"]


def test_a_page_is_written_and_read_back(huilin: Callable[..., Ended]) -> None:
    assert huilin("audit", "show", "donors", "2026", "--to", "d.xlsx").code == 0
    assert huilin("--lang", "en", "audit", "show", "donors", "2026", "--to", "d.csv").code == 0

    rows = CalamineWorkbook.from_path("d.xlsx").get_sheet_by_index(0).to_python()
    assert rows[4][:3] == ["D0001", 1, 50]
    assert Path("d.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "D0001,1,50.00,0.00,50.00"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("pack", "2026-13"), 2, "不是会计期间"),
        (("pack", "2026", "--entity", "X"), 2, "没有账套 X"),
        (("show", "x", "2026"), 2, "没有叫“x”的审计页"),
        (("show", "donors", "2026", "--entity", "X"), 2, "没有账套 X"),
        (("show", "donors", "2026", "--to", "d.doc"), 2, "不是 .xlsx 或 .csv"),
        (("sample", "2026", "--method", "cards"), 2, "没有叫“cards”的抽样方法"),
        (("sample", "2026", "--population", "cars"), 2, "没有叫“cars”的总体"),
        (("sample", "2026", "--risk", "ten"), 2, "不是整数"),
        (("tick", "s", "Fund/2026-07/记-0001", "maybe"), 2, "不是核对记号"),
        (("tick", "s", "Fund/2026-07/记-0001", "ok", "--amount", "x"), 1, "不是金额"),
        (("tick", "s", "Fund/2026-07/记-0009", "ok"), 2, "没有凭证"),
    ],
)
def test_wrong_words_are_told_with_their_remedy(
    huilin: Callable[..., Ended], words: tuple[str, ...], code: int, said: str
) -> None:
    ended = huilin("audit", *words)

    assert (ended.code, said in ended.err) == (code, True), ended.err


def test_books_with_errors_are_shown_all_the_same(huilin: Callable[..., Ended]) -> None:
    Path("2026.beancount").write_text(
        GIFT + '\n2026-07-02 * "不平"\n  Assets:Fund:1002银行存款:01存放慈善总会  1.00 CNY\n', encoding="utf-8"
    )

    assert huilin("audit", "pack", "2026-Q3", "--entity", "Fund").code == 0
    assert "错误" in huilin("audit", "show", "overview", "2026").out
