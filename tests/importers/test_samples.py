"""Conformance with samples of true files, read where they lie (HUILIN_SAMPLES); nothing of them is copied."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from huilin.importing import sniff

SAMPLES = Path(os.environ.get("HUILIN_SAMPLES") or Path(__file__).resolve().parents[3] / "shared" / "fixtures")
BILLS = sorted([*SAMPLES.glob("*/wechat-merchant/tradebill*.csv"), *SAMPLES.glob("*/wechat-merchant/fundflow*.csv")])
ELIDED = {"fundflow.csv", "fundflow-fullwidth-brackets.csv", "tradebill-ALL-v3-submerchant.csv"}
"""Excerpts whose totals count rows that are not in the file: read, and refused for it."""

pytestmark = pytest.mark.skipif(not BILLS, reason="no samples here")


@pytest.mark.parametrize("file", BILLS, ids=lambda file: file.name)
def test_whole_bills_are_read_and_broken_ones_refused(file: Path) -> None:
    """Every row of a whole file; of a broken or cut one the line at fault, and no row of it is new."""
    result = sniff(file)
    rows = len(re.findall(rb"^`20\d\d-", file.read_bytes(), re.MULTILINE))

    assert result.format is not None
    assert result.rows == rows
    if "malformed" in file.name or file.name in ELIDED:
        assert result.errors
        assert all(error.line > 1 for error in result.errors)
        assert result.refused > 0
    else:
        assert result.errors == ()
        assert result.new == rows
