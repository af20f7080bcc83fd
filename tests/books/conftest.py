"""A workspace whose main file a test writes whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'option "title" "账"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n'

BASE = """
2025-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2004"
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
2026-01-01 custom "project" "日常公益" "Fund"
  restriction: "none"
2025-01-01 open Assets:Fund:1002银行存款:01存放慈善总会 CNY
2025-01-01 open Income:Fund:4101捐赠收入:01非限定性 CNY
2025-01-01 open Income:Fund:4101捐赠收入:02限定性 CNY
2026-01-01 open Expenses:Fund:5101业务活动成本:01非限定性 CNY
"""


class MakeWorkspace(Protocol):
    """Writes a workspace: `main.beancount` and more files by their paths, as text or as bytes."""

    def __call__(self, main: str | bytes, files: dict[str, str | bytes] | None = None) -> Workspace: ...


@pytest.fixture
def workspace_of(tmp_path: Path) -> MakeWorkspace:
    def make(main: str | bytes, files: dict[str, str | bytes] | None = None) -> Workspace:
        root = tmp_path / "账"
        for name, text in {"community.toml": "", "main.beancount": main, **(files or {})}.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
        return Workspace.find(root)

    return make
