"""Law 10: opening somebody's ledger runs nobody's code, opens nothing outside, and never crashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from beancount.parser import parser

from huilin.books import load
from huilin.books.preflight import OPTIONS, PLUGINS, look
from huilin.findings import Severity
from tests.books.conftest import BASE, HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.books.conftest import MakeWorkspace

EVIL = (
    'plugin "evil"\n',
    '  plugin "evil"\n',
    'plugin"evil"\n',
    'plugin "evil" "with settings"\n',
    'x plugin "evil"\n',
    '@plugin "evil"\n',
    'CNYplugin "evil"\n',
    '2025-01-01 *\n  plugin "evil"\n',
    '"a\nb" plugin "evil"\n',
    '; comment\rplugin "evil"\n',
    '* heading "\nplugin "evil"\n',
    'option "insert_pythonpath" "TRUE"\n',
    'x option "inferred_tolerance_default" "CNY:100"\n',
    'option "tolerance_multiplier" "100"\n',
    'option "documents" "/etc"\n',
    'include "/etc/passwd"\n',
    'include "../elsewhere.beancount"\n',
    'include ".\\./elsewhere.beancount"\n',
    'x include "/etc/passwd"\n',
    'include "secret.beancount.gpg"\n',
    '2025-01-01 custom "x" 1/0\n',
    '2025-01-01 custom "x" 1 / -0.00\n',
    '2025-01-01 custom "x" 1/(3-3)\n',
    '2025-01-01 custom "x" 1/0,000\n',
    '2025-01-01 custom "a\nb" 1/0 "c"\n',
    '2025-01-01 * "x"\n  Assets:A  1/0 CNY\n',
)
HARMLESS = (
    HEAD,
    "; plugin of a treasurer\n",
    '2025-01-01 * "1/(2) 与 5/0"\n',
    '2025-01-01 * "装了 plugin"\n',
    '2025-01-01 custom "fava-option" "language" "zh"\n',
    "2025/01/01 open Assets:A\n",
    '2025-01-01 * "x" ^a/0\n  id: "Fund/2026-01/记-0001"\n',
    '2025-01-01 custom "x" 10/4 0.5/0.05 1/05\n',
    '2025-01-01 * "x" ; 1/0\n',
    '* 标题 1/0 "\n',
)  # fmt: skip


@pytest.mark.parametrize("text", EVIL)
def test_what_is_dangerous_is_one_error_and_nothing_is_opened(workspace_of: MakeWorkspace, text: str) -> None:
    workspace = workspace_of(HEAD + text)
    books = load(workspace)

    assert [f.severity for f in books.findings] == [Severity.ERROR]
    assert books.findings[0].file == "main.beancount"
    assert books.findings[0].line >= 4
    assert list(books.entries) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_dangerous_passes(workspace_of: MakeWorkspace, text: str) -> None:
    workspace = workspace_of(text)

    assert look(workspace, workspace.main) == []


@pytest.mark.parametrize("text", [t for t in EVIL if "/0" not in t and "/ -0" not in t and "/(" not in t])
def test_beancount_would_have_followed_nothing_that_the_look_lets_pass(workspace_of: MakeWorkspace, text: str) -> None:
    """The other way round: whatever Beancount's parser takes from a text that passes is on the allowlist."""
    _, _, options = parser.parse_string(text)
    workspace = workspace_of(text)

    taken = {name for name, _ in options["plugin"]} - PLUGINS
    if taken or options["include"] or options["insert_pythonpath"]:
        assert look(workspace, workspace.main)
    assert {"title", "operating_currency"} <= OPTIONS


def test_a_symbolic_link_out_of_the_workspace_is_refused(workspace_of: MakeWorkspace, tmp_path: Path) -> None:
    (tmp_path / "secret.beancount").write_text("2025-01-01 open Assets:A\n", encoding="utf-8")
    workspace = workspace_of(HEAD + 'include "inside.beancount"\n')
    (workspace.root / "inside.beancount").symlink_to(tmp_path / "secret.beancount")

    assert [f.rule for f in look(workspace, workspace.main)] == ["include-outside"]


def test_an_included_file_is_looked_at_too(workspace_of: MakeWorkspace) -> None:
    workspace = workspace_of(HEAD + 'include "a/*.beancount"\n', {"a/b.beancount": 'plugin "evil"\n'})

    assert [(f.rule, f.file, f.line) for f in load(workspace).findings] == [("plugin-forbidden", "a/b.beancount", 1)]


def test_a_missing_include_is_found_at_its_line(workspace_of: MakeWorkspace) -> None:
    workspace = workspace_of(HEAD + '\ninclude "nowhere/*.beancount"\n')

    assert [(f.rule, f.line) for f in load(workspace).findings] == [("include-missing", 5)]


@pytest.mark.parametrize(
    ("main", "a"),
    [
        ('include "a.beancount"\n', 'include "main.beancount"\n'),
        ('include "a.beancount"\ninclude "a.beancount"\n', ""),
        ('include "a.beancount"\n', 'include "a.beancount"\n'),
    ],
    ids=["circle", "twice", "itself"],
)
def test_a_file_is_included_once(workspace_of: MakeWorkspace, main: str, a: str) -> None:
    workspace = workspace_of(HEAD + main, {"a.beancount": a})

    assert [f.rule for f in load(workspace).findings] == ["include-twice"]


def test_an_include_upward_inside_the_workspace_is_fine(workspace_of: MakeWorkspace) -> None:
    workspace = workspace_of(
        HEAD + 'include "a/b.beancount"\n', {"a/b.beancount": 'include "../c.beancount"\n', "c.beancount": ""}
    )

    assert load(workspace).findings == ()


def test_a_file_that_is_no_utf8_is_named(workspace_of: MakeWorkspace) -> None:
    workspace = workspace_of(HEAD + 'include "a.beancount"\n', {"a.beancount": "晴川".encode("gb18030")})

    assert [(f.rule, f.file) for f in load(workspace).findings] == [("file-unreadable", "a.beancount")]


def test_lines_that_end_as_on_windows_load_alike(workspace_of: MakeWorkspace) -> None:
    books = load(workspace_of((HEAD + BASE).replace("\n", "\r\n")))

    assert books.findings == ()
    assert len(books.accounts) == 4


def test_the_mark_that_notepad_leaves_is_named(workspace_of: MakeWorkspace) -> None:
    """Beancount would lose the first line, and with it perhaps the currency or the checks."""
    found = load(workspace_of("\ufeff" + HEAD + BASE)).findings

    assert [(f.rule, f.line) for f in found] == [("file-bom", 1)]


def test_behind_the_mark_the_first_line_is_looked_at_too(workspace_of: MakeWorkspace) -> None:
    found = load(workspace_of('\ufeffplugin "evil"\n')).findings

    assert {f.rule for f in found} == {"file-bom", "plugin-forbidden"}


def test_a_main_file_without_checks_says_so(workspace_of: MakeWorkspace) -> None:
    workspace = workspace_of(BASE)

    assert [f.rule for f in load(workspace).findings] == ["plugin-missing"]
