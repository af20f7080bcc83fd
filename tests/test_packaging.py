"""The wheel brings one top-level name and all four folders that a community may change."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from huilin import stock

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("ledger", "importers", "reports", "templates")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_the_only_top_level_name_is_huilin(wheel: zipfile.ZipFile) -> None:
    """A treasurer's own `importers` folder is never hidden."""
    tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"huilin"}


def test_the_four_folders_are_shipped(wheel: zipfile.ZipFile) -> None:
    """Every file of them that git tracks is in the wheel."""
    names = set(wheel.namelist())
    for folder in FOLDERS:
        assert any(name.startswith(f"huilin/stock/{folder}/") for name in names)
        for file in (ROOT / folder).rglob("*.py"):
            assert f"huilin/stock/{file.relative_to(ROOT)}" in names


def test_an_installed_huilin_finds_its_stock(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked elsewhere, `stock.home()` is inside the package; here it is the checkout."""
    wheel.extractall(tmp_path)
    code = "import sys; sys.path.insert(0, sys.argv[1]); from huilin import stock; print(stock.home())"
    found = subprocess.run(
        [sys.executable, "-S", "-c", code, str(tmp_path)], check=True, capture_output=True, text=True, cwd=tmp_path
    )

    assert Path(found.stdout.strip()) == tmp_path / "huilin" / "stock"
    assert stock.home() == ROOT


def test_the_lock_names_no_address() -> None:
    """Versions and hashes, nothing about where they came from."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert "://" not in lock
    assert "--hash=sha256:" in lock
