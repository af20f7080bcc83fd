"""Spoilt files: whatever is cut, changed or doubled, a file is read or refused; never a traceback, never a hang.

`python -m tools.bench.importing fuzz` does the same 20,000 times a source.
"""

from __future__ import annotations

import pytest

from tools.bench import importing as bench

SAMPLES = dict(bench.samples())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_spoilt_file_is_read_or_refused(name: str) -> None:
    slowest, faults = bench.spoil_and_read(name, SAMPLES[name], 40)

    assert faults == []
    assert slowest < bench.HANG
