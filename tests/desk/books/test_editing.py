"""An edit keeps the earlier version, leaves what is sealed alone, and is whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from huilin import journal
from huilin.books import load
from huilin.desk import backups, editing
from huilin.errors import HuilinError, RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from huilin.desk.treasurer import Treasurer
    from huilin.workspace import Workspace

MONTH = "fund/2026/2026-04.beancount"
CLOSED_MONTH = "fund/2026/2026-03.beancount"
Q1 = {"Fund": date(2026, 3, 31)}


@pytest.fixture
def march(small: Workspace) -> str:
    return (small.root / CLOSED_MONTH).read_text(encoding="utf-8")


@pytest.fixture
def april(small: Workspace) -> str:
    return (small.root / MONTH).read_text(encoding="utf-8")


@pytest.fixture
def sit(treasurer_of: Callable[[Workspace], Treasurer], sealed: Workspace) -> Treasurer:
    """The treasurer before books whose first quarter is closed."""
    return treasurer_of(sealed)


def test_the_earlier_version_is_kept_and_comes_back(sit: Treasurer, april: str) -> None:
    """Save, then restore: the file is as it was, and the edit is among the earlier versions."""
    root, file = sit.workspace.root, sit.workspace.root / MONTH
    with editing.writing(root):
        saved = editing.save(sit, file, april.replace("五金店", "灯具店"))
    assert saved.backup is not None
    assert saved.backup.read_text(encoding="utf-8") == april
    with editing.writing(root):
        editing.restore(sit, backups.kept(root)[0])

    assert file.read_text(encoding="utf-8") == april
    assert ["灯具店" in kept.path.read_text(encoding="utf-8") for kept in backups.kept(root)] == [True, False]


def test_the_log_names_who_saved_what_and_which_vouchers(sit: Treasurer, april: str) -> None:
    """财会〔2024〕12号: a log by person, time and content; its chain holds."""
    root = sit.workspace.root
    with editing.writing(root):
        editing.save(sit, root / MONTH, april.replace("420.50", "402.50"))

    last = journal.records(root)[-1]
    assert (last["by"], last["command"]) == ("周会计", "books")
    assert last["result"] == f"已存 {MONTH}；改动凭证 Fund/2026-04/记-0001"
    assert list(journal.broken(root)) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("1500.00", "1600.00"),
        lambda text: text[: text.index("2026-03-02")],
        lambda text: text + '\n2026-03-31 ! "补记"\n  Assets:Fund:1002银行存款:01存放慈善总会  1.00 CNY\n',
        lambda text: text.replace('project: "路灯改造"', 'project: "路灯"'),
        lambda text: text.replace("2026-03-02", "2026-05-02"),
    ],
    ids=["amount", "removed", "added", "project", "moved out"],
)
def test_what_is_sealed_cannot_be_saved_over(sit: Treasurer, march: str, edit: Callable[[str], str]) -> None:
    """The refusal names the file, the line and the voucher; the file is as it was."""
    root, file = sit.workspace.root, sit.workspace.root / CLOSED_MONTH
    with editing.writing(root), pytest.raises(RefusedError) as refused:
        editing.save(sit, file, edit(march))

    assert f"{CLOSED_MONTH}:" in refused.value.text.zh
    assert refused.value.remedy is not None
    assert "huilin correct" in refused.value.remedy.zh
    assert file.read_text(encoding="utf-8") == march
    assert backups.kept(root) == ()


@pytest.mark.parametrize(
    "same",
    [
        lambda text: text.replace("  1500.00", "      1500.00"),
        lambda text: text.replace("\n  donor", " ; 收到\n  donor"),
        lambda text: "; 另一句话\n\n" + text,
        lambda text: text + '\n2026-04-01 ! "四月"\n',
    ],
    ids=["blanks", "comment", "above", "after the closing"],
)
def test_what_does_not_touch_the_seal_is_saved(march: str, same: Callable[[str], str]) -> None:
    """Blanks, comments and entries after the closed period change nothing that is sealed."""
    assert editing.sealed_blocks(march, same(march), Q1) == ()


def test_a_directive_of_no_entity_is_sealed_with_each() -> None:
    """`commodity CNY` belongs to every seal; another entity's entry of the same day to its own."""
    commodity, other = "2026-01-01 commodity CNY\n", "2026-03-02 open Assets:Company:1001库存现金\n"

    assert len(editing.sealed_blocks(commodity, "", Q1)) == 1
    assert editing.sealed_blocks(other, "", {**Q1, "Company": date(2026, 2, 28)}) == ()


def test_a_seal_that_is_broken_may_be_mended(sit: Treasurer, march: str) -> None:
    """Somebody has changed a sealed amount outside; the findings say so, and the editor may put it right."""
    root, file = sit.workspace.root, sit.workspace.root / CLOSED_MONTH
    file.write_text(march.replace("1500.00", "1600.00"), encoding="utf-8")
    findings = load(sit.workspace).findings
    assert "seal-changed" in {finding.rule for finding in findings}
    with editing.writing(root):
        editing.save(sit, file, march, findings)

    assert "seal-changed" not in {finding.rule for finding in load(sit.workspace).findings}


def test_settings_that_could_not_be_read_are_refused(sit: Treasurer) -> None:
    """A community.toml without its last quote would close every page."""
    file = sit.workspace.root / "community.toml"
    before = file.read_text(encoding="utf-8")
    with editing.writing(sit.workspace.root), pytest.raises(HuilinError):
        editing.save(sit, file, before.replace('"陈主任" =', '"陈主任 ='))

    assert file.read_text(encoding="utf-8") == before


def test_only_so_many_versions_are_kept(tmp_path: Path) -> None:
    """The oldest go first."""
    file, start = tmp_path / "a.beancount", datetime(2026, 10, 15, 9).astimezone()
    for number in range(backups.KEPT + 3):
        file.write_text(str(number))
        backups.keep(tmp_path, file, start + timedelta(seconds=number))

    kept = backups.kept(tmp_path)
    assert len(kept) == backups.KEPT
    assert (kept[0].path.read_text(), kept[-1].path.read_text()) == (str(backups.KEPT + 2), "3")


@pytest.mark.parametrize("name", ["../../community.toml", "20261015-090000-000000-00000000", ""])
def test_no_word_leads_out_of_the_backups(sit: Treasurer, name: str) -> None:
    """A version is one of the list or none."""
    with pytest.raises(UsageError):
        backups.find(sit.workspace.root, MONTH, name)


WRITER = """
import os, signal, sys
from pathlib import Path
from huilin.desk import editing
from huilin.desk.treasurer import Treasurer
from huilin.workspace import Workspace
workspace, stop = Workspace.find(Path(sys.argv[1])), int(sys.argv[2])
count = 0
def watch(event, args):
    global count
    if event in ("os.rename", "os.remove", "open", "os.chmod", "os.mkdir", "tempfile.mkstemp") and str(workspace.root) in str(args):
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
with editing.writing(workspace.root):
    editing.save(Treasurer(workspace, "周会计"), workspace.root / sys.argv[3], "; new\\n")
"""


@pytest.mark.slow
def test_killed_at_every_file_operation_the_file_is_old_or_new(small: Workspace, april: str) -> None:
    """Whenever the new text is there, the earlier version is too; before that the file is as it was (law 11)."""
    file = small.root / MONTH
    seen = set()
    for stop in range(1, 60):
        file.write_text(april, encoding="utf-8")
        code = subprocess.run([sys.executable, "-c", WRITER, str(small.root), str(stop), MONTH], check=False).returncode
        now = file.read_text(encoding="utf-8")
        assert now in (april, "; new\n")
        kept = [backup.path.read_text(encoding="utf-8") for backup in backups.kept(small.root)]
        assert now == april or april in kept
        seen.add(now)
        if code == 0:
            break

    assert code == 0
    assert seen == {april, "; new\n"}
