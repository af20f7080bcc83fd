"""Booking is one step: drafts, archive, log and donors together; a batch is known by its day and number."""

from __future__ import annotations

import hashlib

import pytest

from huilin import importing, vouchers
from huilin.errors import HuilinError, RefusedError
from tests.importing.conftest import TODAY, Village
from tests.importing.statements import ccb, fund_bill, host, trade_bill

RENT = {"建行.xlsx": ccb([("20260703 10:00:00", "-70.00", "某公司", "房租")])}
GIFT = {"总会.xlsx": host([("2026-07-03", "Q1-1", "捐赠 路灯", "甄志远", "路灯改造", "5.00")])}


def test_originals_go_to_the_archive_under_their_hash(village: Village) -> None:
    booked = village.book(RENT)

    (path,) = booked.archived
    content = RENT["建行.xlsx"]
    assert path == village.root / "imports/archive" / f"{hashlib.sha256(content).hexdigest()[:12]}-建行.xlsx"
    assert path.read_bytes() == content
    assert list(village.workspace.inbox.iterdir()) == []


def test_the_log_says_what_became_of_every_row(village: Village) -> None:
    village.book(RENT)

    record, rules = importing.read_log(village.workspace)
    assert rules["batch"] == record["batch"] == "20261015-01"
    assert record["file"] == "inbox/建行.xlsx"
    assert {name: record[name] for name in ("rows", "new", "known", "paired", "ignored", "refused")} == {
        "rows": 1, "new": 1, "known": 0, "paired": 0, "ignored": 0, "refused": 0,
    }  # fmt: skip


def test_drafts_say_their_batch_and_who_prepared_them(village: Village) -> None:
    village.book(RENT)

    (entry,) = village.books.transactions
    assert (entry.flag, entry.meta["batch"], entry.meta["prepared"]) == ("!", "20261015-01", "周会计")


def test_a_new_donor_gets_into_the_register_with_the_batch_and_not_into_the_books(village: Village) -> None:
    village.book(GIFT)

    register = village.workspace.donors
    assert "D0008,甄志远,个人,,,,2026-07-03," in register.read_text(encoding="utf-8-sig")
    assert "甄志远" not in "".join(f.read_text(encoding="utf-8") for f in village.root.rglob("*.beancount"))
    assert village.books.transactions[0].meta["donor"] == "D0008"


def test_a_donors_register_made_by_an_import_is_for_its_owner_only(village: Village) -> None:
    village.workspace.donors.unlink()
    village.book(GIFT)

    assert village.workspace.donors.stat().st_mode & 0o077 == 0


def test_the_next_batch_of_a_day_has_the_next_number_even_after_an_undo(village: Village) -> None:
    first = village.book(RENT)
    importing.undo(village.workspace, village.books, first.batch, today=TODAY)

    assert village.book().batch == "20261015-02"


def test_an_unknown_batch_and_one_undone_before_are_told(village: Village) -> None:
    first = village.book(RENT)
    importing.undo(village.workspace, village.books, first.batch)

    for batch in ("20261015-77", first.batch):
        with pytest.raises(HuilinError):
            importing.undo(village.workspace, village.books, batch)


def test_a_posted_batch_stays(village: Village) -> None:
    booked = village.book(RENT)
    vouchers.post(village.workspace, village.books, "陈主任")
    before = village.state()

    with pytest.raises(RefusedError):
        importing.undo(village.workspace, village.books, booked.batch)

    assert village.state() == before


def test_a_row_is_known_wherever_it_was_moved(village: Village) -> None:
    """A treasurer changes account, date and words of a draft; the row is still the same."""
    village.book(RENT)
    july = village.root / "company/2026/2026-07.beancount"
    text = july.read_text(encoding="utf-8").replace("5602管理费用:02房租水电", "5602管理费用:01职工薪酬")
    july.write_text(text.replace("2026-07-03", "2026-07-02").replace("房租", "别的"), encoding="utf-8")

    assert village.read(RENT).drafts == ()


def test_two_readers_of_the_same_inbox_cannot_both_book_it(village: Village) -> None:
    """The second one's books are stale: it is refused, not booked twice."""
    village.drop(RENT)
    stale, inbox = village.books, village.read()
    village.book()
    village.drop(RENT)

    with pytest.raises(RefusedError):
        importing.book(village.workspace, stale, inbox, by="周会计", today=TODAY)


def test_a_trade_bill_alone_waits_in_the_inbox(village: Village) -> None:
    """Nothing of it can be booked until the fund bill is there."""
    trade = {"b.csv": trade_bill([("2026-07-04 10:00:00", "W1", "A-1", "团购-自营-米", "", "10.00")])}
    booked = village.book({**RENT, **trade})

    assert [f.name for f in village.workspace.inbox.iterdir()] == ["b.csv"]
    assert [(f.file, f.ignored) for f in booked.waiting] == [("inbox/b.csv", 1)]
    village.book({"a.csv": fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "10.00")])})
    assert list(village.workspace.inbox.iterdir()) == []
    assert village.books.transactions[-1].narration == "团购-自营-米"


def test_a_rule_leaves_rows_out_with_a_reason_and_they_still_count(village: Village) -> None:
    rows = [("20260703 10:00:00", "-70.00", "某公司", "付款"), ("20260703 11:00:00", "70.00", "某公司", "当日冲正")]
    (file,) = village.read({"a.xlsx": ccb(rows)}).files

    assert (file.rows, file.new, file.ignored) == (2, 1, 1)
    assert "银行当日冲正" in file.notes[0].reason.zh
    assert file.notes[0].line == 5


def test_the_preview_shows_what_each_file_gains_and_writes_nothing(village: Village) -> None:
    village.drop({**RENT, "x.xlsx": ccb([("20260705 10:00:00", "-1.00", "某人", "?")], "930.00")})
    before = village.state()

    preview = importing.preview(village.workspace, village.read())

    assert village.state() == before
    assert [len(preview.group(s)) for s in ("sure", "guessed", "unknown")] == [1, 0, 1]
    assert preview.diff.startswith("--- /dev/null\n+++ b/company/2026/2026-07.beancount\n@@ -0,0 +1,")
    assert '+2026-07-03 ! "某公司" "房租"' in preview.diff
    for language in ("zh", "en"):
        assert "inbox/建行.xlsx:4" in preview.text(language)
