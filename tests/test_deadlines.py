"""The clock: which day, for which period, and a calendar that others can read."""

from __future__ import annotations

from datetime import date

import pytest

from huilin.deadlines import deadlines, duties, to_ics


@pytest.mark.parametrize(
    ("duty", "day"),
    [
        ("company-income-tax-return", "2026-05-31"),
        ("company-annual-report", "2026-06-30"),
        ("company-vat", "2026-04-15"),
        ("fund-projects", "2026-06-30"),
        ("company-individual-tax", "2026-02-15"),
    ],
)
def test_each_duty_falls_on_its_day(duty: str, day: str) -> None:
    year = deadlines(["fund", "company"], date(2026, 1, 1), date(2026, 12, 31))

    assert date.fromisoformat(day) in {one.day for one in year if one.duty.id == duty}


def test_a_rule_does_not_bind_before_its_time() -> None:
    """The order of 2026 asks for the report on 2026, due in 2027."""
    found = deadlines(["fund"], date(2026, 1, 1), date(2027, 12, 31))

    assert [str(one.day) for one in found if one.duty.id == "fund-annual-report"] == ["2027-05-31"]


def test_every_duty_says_where_it_comes_from_and_how_well_it_is_known() -> None:
    for duty in duties():
        assert duty.source
        assert duty.verified in {"seen", "memory", "own"}
        assert duty.text.zh
        assert duty.text.en


def test_the_calendar_keeps_to_its_form() -> None:
    found = deadlines(["fund", "company"], date(2026, 10, 15), date(2027, 6, 30))
    text = to_ics(found, "晴川社区", date(2026, 10, 15))

    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(found) > 10
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    uids = [line for line in text.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
