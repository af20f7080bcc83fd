"""The clock of disclosure and tax: which duty falls due on which day, as a list and as a calendar (.ics)."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

from huilin.vocabulary import Period, month_of, parse_period, quarter_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.wording import Language

Who = Literal["fund", "company"]
Every = Literal["month", "quarter", "year"]
_FOLD = 75
"""Octets a line of a calendar may have (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed for each period: until `day` (or the month's last) of the month `months` after the period's end.

    `verified`: seen, memory or own; what is not seen stays marked wherever it is shown. `start`: first day in force.
    """

    id: str
    text: Text
    who: Who
    every: Every
    months: int
    day: int
    start: date
    source: str
    verified: str
    by_publication: bool = False
    """Whether a publication that covers the period meets it."""

    def due(self, period: Period) -> date:
        """Return the last day for `period`; where that is a holiday the tax bureau moves it, which is not known here."""
        month = period.end.month + self.months
        year, month = period.end.year + (month - 1) // 12, (month - 1) % 12 + 1
        return date(year, month, min(self.day, monthrange(year, month)[1]))


class Deadline(NamedTuple):
    """One duty for one period."""

    day: date
    duty: Duty
    period: Period


@cache
def duties() -> tuple[Duty, ...]:
    """Return every duty known."""
    data = tomllib.loads(files("huilin").joinpath("data", "deadlines.toml").read_text(encoding="utf-8"))
    return tuple(
        Duty(
            one["id"], Text(one["zh"], one["en"]), one["who"], one["every"], one["after"]["months"],
            one["after"]["day"], one["start"], one["source"], one["verified"],
            one.get("by_publication", False),
        )
        for one in data["duty"]
    )  # fmt: skip


def deadlines(who: Iterable[Who], start: date, end: date) -> tuple[Deadline, ...]:
    """Return what falls due between two days, both inclusive, in order of time."""
    whose = set(who)
    found = (_of(duty, start, end) for duty in duties() if duty.who in whose)
    return tuple(sorted((one for some in found for one in some), key=lambda one: (one.day, one.duty.id)))


def _of(duty: Duty, start: date, end: date) -> Iterator[Deadline]:
    period = _period(duty.every, start - timedelta(days=400))
    while period.end < end:
        day = duty.due(period)
        if start <= day <= end and period.end >= duty.start:
            yield Deadline(day, duty, period)
        period = _period(duty.every, period.end + timedelta(days=1))


def _period(every: Every, day: date) -> Period:
    if every == "month":
        return month_of(day)
    return quarter_of(day) if every == "quarter" else parse_period(f"{day.year}")


def to_ics(found: Iterable[Deadline], community: str, stamp: date, language: Language = "zh") -> str:
    """Return the deadlines as a calendar (RFC 5545), each an all-day event with a reminder a week before."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Huilin//Deadlines//ZH", "CALSCALE:GREGORIAN"]
    for one in found:
        what = f"{one.duty.text.say(language)} {one.period.title.say(language)}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.duty.id}-{one.period.name}@huilin",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{community} {what}')}",
            f"DESCRIPTION:{_escaped(f'{one.duty.source} ({one.duty.verified})')}",
            "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P7D", f"DESCRIPTION:{_escaped(what)}", "END:VALARM",
            "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line where it would exceed 75 octets, never inside a character."""
    parts: list[str] = []
    part = ""
    for sign in line:
        if len((part + sign).encode()) > _FOLD - bool(parts):
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
