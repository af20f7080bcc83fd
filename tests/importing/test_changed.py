"""A row that is booked and comes again with another amount is shown as changed and never silently replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.importing.statements import ccb

if TYPE_CHECKING:
    from tests.importing.conftest import Village


def test_a_changed_row_is_known_and_noted_with_both_amounts(village: Village) -> None:
    village.book({"a.xlsx": ccb([("20260703 10:00:00", "-70.00", "某公司", "房租")])})

    (file,) = village.read({"b.xlsx": ccb([("20260703 10:00:00", "-71.00", "某公司", "房租")])}).files

    assert (file.known, file.new) == (1, 0)
    assert "-70.00" in file.notes[0].reason.zh
    assert "-71.00" in file.notes[0].reason.zh


def test_the_same_row_again_is_not_noted(village: Village) -> None:
    village.book({"a.xlsx": ccb([("20260703 10:00:00", "-70.00", "某公司", "房租")])})

    (file,) = village.read({"b.xlsx": ccb([("20260703 10:00:00", "-70.00", "某公司", "房租")])}).files

    assert (file.known, file.notes) == (1, ())
