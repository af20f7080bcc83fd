"""An entry written by hand that fits a new row is offered, one to one; nothing is taken for the same unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.importing.conftest import CCB
from tests.importing.statements import ccb

if TYPE_CHECKING:
    from tests.importing.conftest import Village

RENT = "Expenses:Company:5602管理费用:02房租水电"
ROW = ("20260703 10:00:00", "-70.00", "某公司", "房租")


def write(village: Village, *days: str, meta: str = "") -> None:
    entries = "".join(f'2026-07-{day} ! "房租"\n  {RENT}  70 CNY\n  {CCB}  -70 CNY\n{meta}\n' for day in days)
    village.write("company/2026/2026-07.beancount", entries)


def test_the_one_that_fits_is_named_with_what_to_write(village: Village) -> None:
    write(village, "02")

    (file,) = village.read({"a.xlsx": ccb([ROW])}).files

    assert file.new == 1
    assert "company/2026/2026-07.beancount:1" in file.notes[0].reason.zh
    assert 'src: "ccb:20260703-0"' in file.notes[0].reason.zh


def test_with_its_key_written_the_row_is_known(village: Village) -> None:
    write(village, "02", meta='    src: "ccb:20260703-0"\n')

    (file,) = village.read({"a.xlsx": ccb([ROW])}).files

    assert (file.known, file.new, file.notes) == (1, 0, ())


def test_where_two_fit_neither_is_offered(village: Village) -> None:
    write(village, "02", "04")

    assert village.read({"a.xlsx": ccb([ROW])}).files[0].notes == ()


def test_one_too_far_away_is_not_offered(village: Village) -> None:
    write(village, "07")

    assert village.read({"a.xlsx": ccb([ROW])}).files[0].notes == ()
