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
    assert "--accept ccb:20260703-0" in file.notes[0].remedy.zh


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


def test_a_yes_writes_the_key_and_books_nothing(village: Village) -> None:
    write(village, "02")
    village.drop({"a.xlsx": ccb([ROW])})
    before = village.state()

    booked = village.book(answers={"ccb:20260703-0": ""})

    (entry,) = village.books.transactions
    assert [(f.known, f.new) for f in booked.results] == [(1, 0)]
    assert [p.meta.get("src") for p in entry.postings] == [None, "ccb:20260703-0"]
    assert village.read({"b.xlsx": ccb([ROW])}).files[0].known == 1
    (village.workspace.inbox / "b.xlsx").unlink()
    village.undo(booked)
    assert {n: t for n, t in village.state().items() if n != "imports/log.jsonl"} == before


def test_an_answer_that_is_not_offered_is_none(village: Village) -> None:
    write(village, "02")

    assert (
        village.read({"a.xlsx": ccb([ROW])}, {"ccb:20260703-0": "company/2026/2026-07.beancount:99"}).files[0].new == 1
    )


def test_what_is_sealed_is_not_offered(village: Village) -> None:
    """Its seal holds every word of it."""
    write(village, "02")
    (village.root / "seals").mkdir()
    (village.root / "seals/2026-07.Company.json").write_text("{}", encoding="utf-8")

    assert village.read({"a.xlsx": ccb([ROW])}).questions == ()
