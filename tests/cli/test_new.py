"""`huilin new`: a workspace at once, whole or not at all."""

from __future__ import annotations

import errno
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("start", ["2026-01-01", "2025-07-01"])
def test_a_new_workspace_checks_at_once(desk: Desk, language: str, start: str) -> None:
    """In both languages and under both standards: no error, no warning."""
    folder = str(desk.folder.parent / "new")

    made = desk.bare("--today", "2026-10-15", "new", folder, "--lang", language, "--start", start)

    assert made.code == 0, made.err
    findings = desk.bare("--json", "--workspace", folder, "check").json["findings"]
    assert [f for f in findings if f["severity"] != "note"] == []


def test_english_accounts_keep_their_codes(desk: Desk) -> None:
    folder = desk.folder.parent / "new"
    desk.bare("--today", "2026-10-15", "new", str(folder), "--lang", "en", "--name", "Lakeside")

    accounts = (folder / "fund/accounts.beancount").read_text(encoding="utf-8")
    assert "2026-01-01 open Assets:Fund:1002-Bank-deposits:01-Host-charity CNY" in accounts
    assert accounts.isascii()


def test_settings_are_read_as_they_were_said(desk: Desk) -> None:
    """Names with quotes and backslashes arrive whole in settings and ledger."""
    folder = desk.folder.parent / "new"
    name = 'A"B\\C 社区'

    ended = desk.bare("new", str(folder), "--name", name, "--fund-title", name, "--host", "")

    assert ended.code == 0, ended.err
    assert tomllib.loads((folder / "community.toml").read_text(encoding="utf-8"))["community"]["name"] == name
    assert "hosted-by" not in (folder / "fund/policy.beancount").read_text(encoding="utf-8")
    assert "01基本户" in (folder / "fund/accounts.beancount").read_text(encoding="utf-8")


def test_a_folder_with_files_is_refused(desk: Desk) -> None:
    before = desk.state()

    ended = desk.bare("new", str(desk.folder))

    assert ended.code == 3
    assert desk.state() == before


def test_a_full_disk_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4, and no folder, not even a temporary one (law 11)."""
    before = sorted(desk.folder.parent.iterdir())
    written: list[Path] = []

    def write_text(path: Path, text: str, **_: object) -> int:
        written.append(path)
        if len(written) > 5:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return path.write_bytes(text.encode())

    monkeypatch.setattr(Path, "write_text", write_text)

    ended = desk.bare("new", str(desk.folder.parent / "new"))

    assert ended.code == 4
    assert sorted(desk.folder.parent.iterdir()) == before


def test_opening_balances_come_in(desk: Desk) -> None:
    table = desk.folder.parent / "期初.csv"
    table.write_text("代码,名称,余额,账套\n1002,,100,公司\n3001,,100,公司\n", encoding="utf-8")

    ended = desk.bare(
        "--json", "--today", "2026-10-15", "new", str(desk.folder.parent / "new"), "--opening", str(table)
    )

    assert ended.json["opening"] == {"Company": "100.00"}


def test_opening_that_does_not_tie_leaves_nothing(desk: Desk) -> None:
    """No folder, not even a temporary one."""
    table = desk.folder.parent / "期初.csv"
    table.write_text("代码,名称,余额,账套\n1002,,100,公司\n3001,,90,公司\n", encoding="utf-8")
    before = sorted(desk.folder.parent.iterdir())

    ended = desk.bare("new", str(desk.folder.parent / "new"), "--opening", str(table))

    assert ended.code == 1
    assert "差 10.00" in ended.err
    assert sorted(desk.folder.parent.iterdir()) == before
