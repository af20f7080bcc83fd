"""What holds for every check: a name, a source, an example that it finds, and a line for a treasurer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from huilin.checks import modules
from huilin.findings import Severity

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
    where = {"own-books": "company/2026.beancount"}.get(module.RULE, "2026.beancount")
    found = [finding for finding in books_of("", {where: module.EXAMPLE}).findings if finding.rule == module.RULE]

    assert found, module.RULE
    for finding in found:
        assert finding.file
        assert finding.message.zh.endswith(("。", "”"))
        assert finding.message.en
        assert finding.remedy.zh.endswith(("。", "？", "…"))
        assert finding.remedy.en
        assert finding.severity in Severity
