"""A crash, a kill or a full disk at any moment leaves the last publication whole (law 11)."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from huilin.errors import MachineError, RefusedError
from huilin.publication import generations
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

OLD = {"index.html": b"old", "data/a.csv": b"1"}
NEW = {"index.html": b"new", "data/a.csv": b"2", "facts.json": b"{}"}

WRITER = """
import os, sys
from pathlib import Path
from huilin.publication import generations
from huilin.workspace import Workspace
root, stop = Path(sys.argv[1]), int(sys.argv[2])
workspace = Workspace.find(root)
count = 0
def watch(event, args):
    global count
    if event in ("os.rename", "os.remove", "open", "os.symlink", "os.mkdir", "os.chmod", "shutil.rmtree") and str(root) in str(args):
        count += 1
        if count == stop:
            os._exit(9)
sys.addaudithook(watch)
generations.keep(workspace, "2026-Q3", eval(sys.argv[3]))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "community.toml").write_text("")
    return Workspace.find(tmp_path)


def shown(workspace: Workspace) -> dict[str, bytes]:
    """Return what a reader of the link finds; assert that it is whole."""
    link = workspace.published / "2026-Q3"
    found = {str(f.relative_to(link)): f.read_bytes() for f in link.rglob("*") if f.is_file()}
    mark = found.pop("manifest.sha256").decode().strip()
    assert hashlib.sha256(found["manifest.json"]).hexdigest() == mark
    marks = json.loads(found.pop("manifest.json"))
    assert {name: hashlib.sha256(data).hexdigest() for name, data in found.items()} == marks
    return found


@pytest.mark.slow
def test_killed_at_every_file_operation_readers_find_the_old_or_the_new(tmp_path: Path) -> None:
    seen = set()
    returned = 9
    for stop in range(1, 80):
        root = tmp_path / str(stop)
        root.mkdir()
        (root / "community.toml").write_text("")
        workspace = Workspace.find(root)
        generations.keep(workspace, "2026-Q3", OLD)
        returned = subprocess.run(
            [sys.executable, "-c", WRITER, str(root), str(stop), repr(NEW)], check=False
        ).returncode
        after = shown(workspace)
        assert after in (OLD, NEW)
        seen.add(after == NEW)
        generations.keep(workspace, "2026-Q3", NEW)
        assert shown(workspace) == NEW
        assert not list(workspace.published.rglob(".half-*"))
        if returned != 9:
            break
    assert returned == 0
    assert seen == {False, True}


@pytest.mark.parametrize("step", ["fsync", "symlink", "mkdir"])
def test_a_full_disk_is_said_and_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    generations.keep(workspace, "2026-Q3", OLD)

    def full(*_args: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, step, full)
        with pytest.raises(MachineError, match="没有写成") as caught:
            generations.keep(workspace, "2026-Q3", NEW)

    assert caught.value.exit_code == 4
    assert shown(workspace) == OLD
    generations.keep(workspace, "2026-Q3", NEW)
    assert shown(workspace) == NEW


def test_the_same_files_are_not_written_again(workspace: Workspace) -> None:
    first = generations.keep(workspace, "2026-Q3", OLD)
    second = generations.keep(workspace, "2026-Q3", OLD)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.folder == second.folder


def test_earlier_generations_stay_and_going_back_only_swaps_the_link(workspace: Workspace) -> None:
    generations.keep(workspace, "2026-Q3", OLD)
    generations.keep(workspace, "2026-Q3", NEW)
    generations.keep(workspace, "2026-Q3", OLD)

    assert shown(workspace) == OLD
    assert len(list((workspace.published / ".generations").iterdir())) == 2


def test_a_generation_that_was_tampered_with_is_mended(workspace: Workspace) -> None:
    kept = generations.keep(workspace, "2026-Q3", OLD)
    (kept.folder / "index.html").write_bytes(b"forged")

    assert generations.keep(workspace, "2026-Q3", OLD).is_new
    assert shown(workspace) == OLD


def test_a_plain_folder_in_the_links_place_is_left_alone(workspace: Workspace) -> None:
    (workspace.published / "2026-Q3").mkdir(parents=True)

    with pytest.raises(RefusedError, match="普通文件夹"):
        generations.keep(workspace, "2026-Q3", OLD)
