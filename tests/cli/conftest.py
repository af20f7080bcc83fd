"""A new workspace for each test, and the command line run inside this process."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from huilin.cli.running import run
from huilin.setup import Plan, create

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-10-15"


@dataclass
class Ended:
    """How a command ended: its exit code and all that it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Desk:
    """A treasurer at the workspace, without a terminal: nothing is asked."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def huilin(self, *words: str) -> Ended:
        """Run a command; the workspace and the day stand before it."""
        return self.bare("--workspace", str(self.folder), "--today", TODAY, *words)

    def bare(self, *words: str) -> Ended:
        """Run exactly these words."""
        self._capsys.readouterr()
        code = run(words)
        printed = self._capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    def text(self, name: str) -> str:
        """Return a file of the workspace."""
        return (self.folder / name).read_text(encoding="utf-8")

    def state(self) -> dict[str, bytes]:
        """Return every file with its bytes: to show that nothing was half-written (the log tells of refusals too)."""
        files = (f for f in self.folder.rglob("*") if f.is_file() and f.name not in {".huilin.lock", "log.jsonl"})
        return {str(f.relative_to(self.folder)): f.read_bytes() for f in files}


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace, made once."""
    plan = Plan("zh", date(2026, 1, 1), "晴川社区", "晴川社区基金", "晴川公司", "慈善总会", "居委会")
    return create(tmp_path_factory.mktemp("new") / "books", plan).folder


@pytest.fixture
def desk(fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk at a copy of the new workspace; the current folder lies outside it."""
    folder = tmp_path / "books"
    shutil.copytree(fresh, folder)
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    monkeypatch.chdir(outside)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Desk(folder, capsys)
