"""A random sample of tools/bench/seals.py: no digit of the sealed example changes unseen, in one place or in two."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tools.bench.seals import both_legs, pieces, sealed_example, single_digits

if TYPE_CHECKING:
    from huilin.workspace import Workspace
    from tools.bench.seals import Piece

SAMPLE = 4000


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[Piece]]:
    workspace = sealed_example(tmp_path_factory.mktemp("sealed"))
    return workspace, pieces(workspace)


def test_every_digit_changed_is_found(sealed: tuple[Workspace, list[Piece]]) -> None:
    assert single_digits(*sealed, SAMPLE, random.Random(1)).missed == []


def test_both_legs_changed_together_are_found(sealed: tuple[Workspace, list[Piece]]) -> None:
    assert both_legs(*sealed, SAMPLE, random.Random(2)).missed == []


def test_every_sealed_entry_is_in_a_piece(sealed: tuple[Workspace, list[Piece]]) -> None:
    """What is flipped is all that is sealed."""
    _, found = sealed
    names = {(piece.seal.entity, name) for piece in found for name in piece.held}

    seals = {piece.seal.entity: piece.seal for piece in found}
    assert names == {(entity, name) for entity, seal in seals.items() for name in seal.entries}
