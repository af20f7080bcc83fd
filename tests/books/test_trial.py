"""A change is tried on a copy: what would break the books is never written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.books.trial import new_errors, tried, write_sound
from huilin.errors import RefusedError
from huilin.findings import Finding, Severity
from huilin.setup import Plan, create
from huilin.wording import same
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = '2026-01-05 * "缺一边"\n  Assets:Company:1001库存现金  5.00 CNY\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    plan = Plan("zh", date(2026, 1, 1), "晴川社区", "晴川社区基金", "晴川公司", "慈善总会", "居委会")
    return Workspace.find(create(tmp_path / "books", plan).folder)


def _finding(line: int, rule: str = "x") -> Finding:
    return Finding(rule, Severity.ERROR, "a", line, same("amiss"), same("mend"))


def test_trying_leaves_the_workspace_alone(workspace: Workspace) -> None:
    """The copy's files are the same files under second names; a change replaces the name, never the file."""
    month = workspace.month_file("Company", date(2026, 1, 1))
    before = month.read_bytes()

    books = tried(workspace, {month: BROKEN, workspace.root / "fund/policy.beancount": None})

    assert any(f.severity is Severity.ERROR for f in books.findings)
    assert month.read_bytes() == before
    assert [p.name for p in workspace.root.iterdir() if "trial" in p.name] == []


def test_what_breaks_the_books_is_refused(workspace: Workspace) -> None:
    month = workspace.month_file("Company", date(2026, 1, 1))
    before = month.read_bytes()

    with pytest.raises(RefusedError):
        write_sound(load(workspace), {month: BROKEN})

    assert month.read_bytes() == before


def test_errors_that_were_there_do_not_stand_in_the_way(workspace: Workspace) -> None:
    """Books with an error can still be mended and added to, as long as none is added."""
    month = workspace.month_file("Company", date(2026, 1, 1))
    month.write_text(BROKEN, encoding="utf-8")

    write_sound(load(workspace), {month: "; one line more\n" + BROKEN})

    assert month.read_text(encoding="utf-8").startswith("; one line more")


def test_the_same_error_twice_is_new_once() -> None:
    """An error that has only moved to another line is the old one; a second of its kind is new."""
    assert new_errors([_finding(1)], [_finding(9)]) == []
    assert new_errors([_finding(1)], [_finding(1), _finding(2)]) == [_finding(2)]
