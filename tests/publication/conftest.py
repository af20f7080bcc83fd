"""A closed quarter of a small community, and the sample disclosure for what needs no books."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.closing import close
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from types import ModuleType

    from huilin.books import Books

QUARTER = parse_period("2026-Q3")
TODAY = date(2026, 10, 15)
HEAD = 'option "title" "{}"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\ninclude "{}"\n'
FUND = """
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
  hosted-by: "青禾市慈善总会"
2026-01-01 custom "project" "路灯改造" "Fund"
  purpose: "给小区北路换路灯"
  budget: 20000.00 CNY
  restriction: "donor"
2026-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2026-01-01 open Income:Fund:4101捐赠收入:02限定性
2026-01-01 open Expenses:Fund:5101业务活动成本:02限定性

2026-07-02 * "捐赠" "路灯"
  id: "Fund/2026-07/记-0001"
  kind: "捐赠"
  project: "路灯改造"
  donor: "D0001"
  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Fund:1002银行存款:01存放慈善总会  1500.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -1500.00 CNY

2026-08-09 * "五金店" "路灯"
  id: "Fund/2026-08/记-0001"
  project: "路灯改造"
  category: "路灯材料"
  prepared: "周会计"
  reviewed: "陈主任"
  Expenses:Fund:5101业务活动成本:02限定性  420.50 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -420.50 CNY
"""
REGISTER = (
    "id,name,kind,wish,alias,phone,since,note\nD0001,欧阳晓岚,个人,匿名,,19900001234,,\nD0002,李秀兰,个人,实名,,,,\n"
)


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    name, place = "huilin_test_sample", Path(__file__).parents[1] / "rendering" / "sample.py"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, place)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A community that has a fund only, one gift and one expense, all posted, nothing closed."""
    (tmp_path / "community.toml").write_text(
        '[community]\nname = "晴川社区"\n[entities.Fund]\nfolder = "fund"\n'
        '[people]\n"周会计" = ["prepare"]\n"陈主任" = ["review", "approve"]\n',
        encoding="utf-8",
    )
    (tmp_path / "fund").mkdir()
    (tmp_path / "private").mkdir()
    (tmp_path / "main.beancount").write_text(HEAD.format("晴川社区", "fund/main.beancount"), encoding="utf-8")
    (tmp_path / "fund/main.beancount").write_text(HEAD.format("晴川社区基金", "books.beancount"), encoding="utf-8")
    (tmp_path / "fund/books.beancount").write_text(FUND, encoding="utf-8")
    (tmp_path / "private/donors.csv").write_text(REGISTER, encoding="utf-8")
    return Workspace.find(tmp_path)


@pytest.fixture
def closed(workspace: Workspace) -> Books:
    """The books after the quarter's closing."""
    close(workspace, load(workspace), QUARTER, by="陈主任", today=TODAY)
    return load(workspace)
