"""Spoilt files: whatever happened to a file on its way, it is read or refused, never a traceback.

`make bench` does the same 20,000 times a sample, each copy by its number (tools/bench/fuzzing.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin import importing
from tests.importers.samples import SAMPLES
from tests.importing.conftest import TODAY
from tools.bench import fuzzing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", SAMPLES)
def test_a_spoilt_file_is_read_or_refused(name: str, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / "x").write_bytes(fuzzing.copy(name, SAMPLES[name], number))
        result = importing.sniff(tmp_path / "x", today=TODAY)

        assert result.rows == result.new + result.ignored + result.refused, number
