"""A workspace is found from anywhere inside it, and its settings are read or refused with a remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from huilin.errors import HuilinError, NotAWorkspaceError
from huilin.workspace import Workspace, read_settings


def test_found_from_a_folder_below(tmp_path: Path) -> None:
    """A treasurer may stand in ledger/fund/2026."""
    (tmp_path / "community.toml").write_text('[community]\nname = "晴川社区"\n', encoding="utf-8")
    below = tmp_path / "fund" / "2026"
    below.mkdir(parents=True)

    workspace = Workspace.find(below)

    assert workspace.root == tmp_path.resolve()
    assert workspace.settings.name == "晴川社区"
    assert workspace.settings.evidence_threshold == Decimal("2000.00")


def test_outside_any_workspace_the_remedy_names_new(tmp_path: Path) -> None:
    """Exit code 2, and how to start one."""
    with pytest.raises(NotAWorkspaceError) as caught:
        Workspace.find(tmp_path)

    assert caught.value.exit_code == 2
    assert "huilin new" in (caught.value.remedy or caught.value.text).zh


@pytest.mark.parametrize(
    "text",
    [
        "[community\n",
        '[community]\nlanguage = "fr"\n',
        '[people]\n"周会计" = ["king"]\n',
        '[evidence]\nthreshold = "many"\n',
        'community = "x"\n',
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str) -> None:
    """Broken TOML and values out of range are told apart from the file's absence."""
    file = tmp_path / "community.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HuilinError) as caught:
        read_settings(file)

    assert "community.toml" in caught.value.text.zh
    assert caught.value.remedy is not None
