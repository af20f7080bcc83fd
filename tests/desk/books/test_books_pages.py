"""What a treasurer does with `huilin books`, in a browser: read a finding, edit, go back, book, undo, look at the disclosure."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from huilin.cli.running import run
from huilin.money import show
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


MONTH = "fund/2026/2026-04.beancount"
HAND = """; 八月
2026-08-11 ! "五金店" "油漆"
  project: "路灯改造"
  prepared: "周会计"
  Expenses:Fund:5101业务活动成本:02限定性  3.20 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -3.20 CNY
"""
BEFORE = ("--today", "2026-10-15", "--by", "周会计")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.slow
def test_a_finding_is_read_mended_and_the_mending_taken_back(
    serve: Callable[[Workspace], Any], small: Workspace
) -> None:
    """The browser speaks English, the pages Chinese; the finding leads to its line; the earlier file comes back."""
    file = small.root / MONTH
    good = file.read_text(encoding="utf-8")
    spoilt = good.replace("420.50 CNY", "420.60 CNY", 1)
    file.write_text(spoilt, encoding="utf-8")
    page = serve(small).open()
    page.wait_for_selector("aside >> text=编辑器")
    shown = page.inner_text("article")
    assert "0.10" in shown
    assert "请核对金额" in shown

    page.click("article td a")
    page.wait_for_selector(".cm-content")
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(good)
    page.click("button:has-text('保存')")
    expect(page.locator("aside >> text=错误")).to_have_count(0)
    assert file.read_text(encoding="utf-8") == good

    page.click("aside >> text=编辑前的版本")
    page.wait_for_selector("#backups table")
    assert MONTH in page.inner_text("#backups")
    page.click("#backups a")
    page.wait_for_selector("#difference")
    assert "420.60" in page.inner_text("#difference")
    page.click("#backups button")
    page.wait_for_selector(".told")
    assert "已恢复" in page.inner_text(".told")
    assert file.read_text(encoding="utf-8") == spoilt


@pytest.mark.slow
def test_booking_from_the_page_is_the_command(
    serve: Callable[[Workspace], Any], inboxed: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page shows the command's preview; pressing the button leaves the bytes that the command leaves; undo as well."""
    shutil.copytree(inboxed.root, tmp_path / "other")
    other = Workspace.find(tmp_path / "other")
    html = tmp_path / "preview.html"
    assert run([*_at(other), "preview", "--html", str(html)]) == 0
    page = serve(inboxed).open()
    page.wait_for_selector("#inbox #book")
    preview = page.context.new_page()
    preview.goto(html.as_uri())
    assert page.inner_text("#inbox table.files") == preview.inner_text("table.files")
    entries = "tr.sure, tr.guessed, tr.unknown"
    assert page.locator(entries).all_inner_texts() == preview.locator(entries).all_inner_texts()
    assert preview.locator(entries).count() == 3
    preview.close()

    page.click("#book button")
    page.wait_for_selector(".told", timeout=60_000)
    assert "已写入 3 张草稿，批次 20261015-01" in page.inner_text(".told")
    assert run([*_at(other), "--yes", "book"]) == 0
    assert _state(inboxed) == _state(other)
    assert _told_by_the_log(inboxed) == _told_by_the_log(other)

    page.click(".batches button")
    expect(page.locator(".told")).to_contain_text("撤回", timeout=60_000)
    assert run([*_at(other), "--yes", "undo", "20261015-01"]) == 0
    assert _state(inboxed) == _state(other)


@pytest.mark.slow
def test_the_button_is_refused_when_the_inbox_has_changed(
    serve: Callable[[Workspace], Any], inboxed: Workspace
) -> None:
    """What is booked is what was looked at."""
    page = serve(inboxed).open()
    page.wait_for_selector("#inbox #book")
    before = _state(inboxed)
    (inboxed.inbox / "又一份.csv").write_text("什么,也,不是\n")
    page.click("#book button")
    page.wait_for_selector(".told.no", timeout=60_000)

    assert "没有记账" in page.inner_text(".told")
    after = _state(inboxed)
    assert after.pop("inbox/又一份.csv")
    assert after == before


@pytest.mark.slow
def test_a_question_is_answered_on_the_page(
    serve: Callable[[Workspace], Any], inboxed: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is the row the draft written by hand? The answer chosen is the command's `--accept`."""
    month = inboxed.root / "fund/2026/2026-08.beancount"
    month.write_text(HAND, encoding="utf-8")
    shutil.copytree(inboxed.root, tmp_path / "other")
    other = Workspace.find(tmp_path / "other")
    assert run([*_at(other), "--json", "preview"]) == 0
    (question,) = json.loads(capsys.readouterr().out)["questions"]
    page = serve(inboxed).open()
    page.wait_for_selector("#book ul.asked")
    page.select_option("select[name=accept]", index=1)
    page.click("#book button")
    page.wait_for_selector(".told", timeout=60_000)

    assert "已写入 2 张草稿" in page.inner_text(".told")
    assert run([*_at(other), "--yes", "book", "--accept", question["key"]]) == 0
    assert _state(inboxed) == _state(other)
    assert 'src: "host:' in month.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_refused_file_is_shown_and_left_out(serve: Callable[[Workspace], Any], inboxed: Workspace) -> None:
    """What cannot be read stands there with its reason; its file is ticked to stay behind, the rest is booked."""
    file = inboxed.inbox / "又一份.csv"
    file.write_text("什么,也,不是\n", encoding="utf-8")
    page = serve(inboxed).open()
    page.wait_for_selector("#inbox")
    refused = page.inner_text("ul.refused")
    assert file.name in refused

    page.click("#book button")
    page.wait_for_selector(".told.no", timeout=60_000)
    assert file.name in page.inner_text(".told")
    page.check("input[name=leave_out]")
    page.click("#book button")
    expect(page.locator(".told")).to_contain_text("已写入 3 张草稿", timeout=60_000)
    assert file.exists()


@pytest.mark.slow
def test_the_preview_shows_the_figure_of_the_report(
    serve: Callable[[Workspace], Any], sealed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disclosure of an open quarter opens in a tab, marked, with the sum that `huilin report` gives."""
    assert run([*_at(sealed), "--json", "report", "fund_receipts_payments", "2026-Q2"]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    spent = max(abs(int(fact["amount"].replace(".", ""))) for fact in facts)
    page = serve(sealed).open("extension/BooksDisclosure/")
    page.select_option("select[name=period]", "2026-Q2")
    page.click("#disclosure button")
    page.wait_for_selector("#open-preview")
    with page.context.expect_page() as opened:
        page.click("#open-preview")
    preview = opened.value
    preview.wait_for_selector(".preview-mark")
    assert "预览，未公示" in preview.inner_text(".preview-mark")
    preview.click("nav >> text=基金")
    preview.wait_for_selector("table")
    shown = preview.inner_text("main")
    assert "预览，未公示" in preview.inner_text(".preview-mark")
    preview.close()

    assert show(spent) in shown
    assert not sealed.published.exists()


def test_another_site_can_neither_read_nor_press(serve: Callable[[Workspace], Any], small: Workspace) -> None:
    """A foreign Host (DNS rebinding), a foreign Origin and a missing one are refused before Fava sees them."""
    address = serve(small).address
    host = address.split("//")[1].strip("/")
    assert _answer(address, {"Host": "evil.example"}) == 421
    assert _answer(address, {"Host": host, "Origin": "http://evil.example"}, b"token=x") == 403
    assert _answer(address, {"Host": host}, b"token=x") == 403
    assert _answer(address, {"Host": host}) == 200


def _answer(address: str, headers: dict[str, str], data: bytes | None = None) -> int:
    request = urllib.request.Request(address, data, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _at(workspace: Workspace) -> list[str]:
    return ["--workspace", str(workspace.root), *BEFORE]


def _state(workspace: Workspace) -> dict[str, bytes]:
    """Every file with its bytes, but for the lock and the log, whose lines tell the time."""
    files = (f for f in workspace.root.rglob("*") if f.is_file() and f.name not in {".huilin.lock", "log.jsonl"})
    logs = {"imports/log.jsonl": (workspace.imports / "log.jsonl")}
    state = {str(f.relative_to(workspace.root)): f.read_bytes() for f in files}
    return state | {name: file.read_bytes() for name, file in logs.items() if file.exists()}


def _told_by_the_log(workspace: Workspace) -> list[tuple[str, ...]]:
    lines = (workspace.root / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line)[key] for key in ("by", "command", "words", "code", "result")) for line in lines]
