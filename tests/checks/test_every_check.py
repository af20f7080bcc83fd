"""What holds for every check: a name, a source, an example that it finds, and a line for a treasurer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin.checks import modules
from huilin.findings import Severity
from tools.checks import __main__ as document
from tools.checks.sample import WRITTEN_IN

if TYPE_CHECKING:
    from types import ModuleType

    from tests.checks.conftest import MakeBooks

MODULES = pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE)
OPENING_OF_1122 = "\n2025-01-01 open Assets:Company:1122应收账款\n"


@MODULES
def test_a_check_says_what_it_gives_and_where_it_comes_from(module: ModuleType) -> None:
    first, *_ = (module.__doc__ or "").splitlines()

    assert first.endswith((".", "."))
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", module.RULE)
    assert module.RULE.replace("-", "_") == module.__name__.rpartition(".")[2]
    assert module.SOURCE
    assert module.EXAMPLE.strip()


def test_no_two_checks_share_a_name() -> None:
    names = [module.RULE for module in modules()]

    assert len(set(names)) == len(names) >= 30


def test_the_small_community_has_nothing_wrong(books_of: MakeBooks) -> None:
    assert books_of().findings == ()


@MODULES
def test_a_check_finds_what_its_example_shows(module: ModuleType, books_of: MakeBooks) -> None:
    where = WRITTEN_IN.get(module.RULE, "2026.beancount")
    found = [finding for finding in books_of("", {where: module.EXAMPLE}).findings if finding.rule == module.RULE]

    assert found, module.RULE
    for finding in found:
        assert finding.file
        assert finding.message.zh.endswith(("。", "”"))
        assert finding.message.en
        assert finding.remedy.zh.endswith(("。", "？", "…"))
        assert finding.remedy.en
        assert finding.severity in Severity


ROOT = Path(__file__).parents[2]


def test_the_page_of_all_checks_says_what_the_checks_do(tmp_path: Path) -> None:
    """Mend it by `python -m tools.checks`."""
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == document.page(tmp_path)


def test_every_rule_that_loading_knows_is_on_the_page() -> None:
    sources = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "src/huilin/books").glob("*.py"))
    ids = re.findall(r'(?:Finding\(|_saying\()\s*"([a-z]+(?:-[a-z]+)*)",', sources)

    assert set(ids) - {"beancount"} <= {*document.LOADING, *(module.RULE for module in modules())}
