"""One run of the main job on the example community, as tools/demo.sh does it, and what lay on disk after each step."""

from __future__ import annotations

import fcntl
import os
import pickle
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.acceptance.outside import LEDGER, PREPARER, REVIEWER, Huilin, Run, copy_of, entries, ledger_files, tree

if TYPE_CHECKING:
    from tests.acceptance.outside import Entry


@pytest.fixture(scope="session")
def huilin(tmp_path_factory: pytest.TempPathFactory) -> Huilin:
    return Huilin(tmp_path_factory.mktemp("home"))


@dataclass(repr=False)
class Demo:
    """The workspace of the main job, every step's run, and copies of the workspace between the steps."""

    workspace: Path
    checkout_before: dict[str, str]
    runs: dict[str, Run] = field(default_factory=dict)
    texts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)
    _entries: list[Entry] | None = None

    @property
    def published(self) -> Path:
        return self.workspace / "published" / "2026-Q3"

    @property
    def entries(self) -> list[Entry]:
        """Every transaction of the finished books, read once."""
        if self._entries is None:
            self._entries = entries(self.workspace)
        return self._entries

    def run(self, step: str) -> Run:
        """The step's run; a test that rests on a failed step says which."""
        ran = self.runs[step]
        assert ran.code == 0, str(ran)
        return ran

    def copy(self, step: str, target: Path) -> Path:
        """A copy of the workspace as it was after the step."""
        return copy_of(self.copies[step], target)


@pytest.fixture(scope="session")
def demo(huilin: Huilin, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The main job, run once; where several workers share the tests, the others wait for the first one's run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "main-job"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / "demo.pickle"
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_main_job(huilin, folder)))
        made: Demo = pickle.loads(kept.read_bytes())
    return made


def _main_job(huilin: Huilin, folder: Path) -> Demo:
    made = Demo(copy_of(LEDGER, folder / "demo"), tree(LEDGER))
    steps: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("inbox", ("--json", "inbox"), ""),
        ("book", ("book",), PREPARER),
        ("post", ("post",), REVIEWER),
        ("check", ("--json", "check"), ""),
        ("reinvest", ("--json", "reinvest", "2026-Q3"), ""),
        ("close", ("close", "2026-Q3"), REVIEWER),
        ("publish", ("publish", "2026-Q3"), ""),
    )
    made.texts["before book"] = ledger_files(made.workspace)
    for step, words, by in steps:
        made.runs[step] = huilin(*words, workspace=made.workspace, by=by)
        if step in {"book", "post", "close"}:
            made.texts[f"after {step}"] = ledger_files(made.workspace)
            made.copies[step] = copy_of(made.workspace, folder / f"after-{step}")
    return made


@pytest.fixture(scope="session")
def _village(huilin: Huilin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village") / "甲社区"
    ran = huilin("--yes", "new", folder)
    assert ran.code == 0, str(ran)
    return folder


@pytest.fixture
def village(_village: Path, tmp_path: Path) -> Path:
    """A small workspace, just started, to break things in."""
    return copy_of(_village, tmp_path / "village")
