"""One new community with a little money, made once: every event is tried on it, and nothing is written to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.events.books import begin

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return begin(tmp_path_factory.mktemp("events") / "books")


@pytest.fixture(scope="session")
def root() -> Path:
    from pathlib import Path

    return Path(__file__).parents[2]
