"""公示时限: what has to be published by when, and whether it was – the community's own on-time record.

A duty for a period is met on the first day on which a publication came out that covers the period. The record begins
with the first period that was ever published; what was posted before, on paper or elsewhere, is not in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from huilin.deadlines import Deadline, deadlines
from huilin.reporting.common import funds, in_words
from huilin.reporting.statement import Line, Statement
from huilin.vocabulary import Period, parse_period
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huilin.reporting.statement import ReportRequest

NAME = "disclosure_clock"
TITLE = Text("公示时限和守时记录", "The disclosure clock and its record")
ORDER = 82
ID = "Community.clock"

PAST, AHEAD = timedelta(days=366), timedelta(days=230)
"""How far back and ahead the page looks: a year, and until the annual report of the year is due."""
COLUMNS = (Text("期间", "Period"), Text("最迟", "By"), Text("公示日", "Published"), Text("结果", "Result"))


class Kept(NamedTuple):
    """One deadline and the day on which it was met, None where it was not."""

    deadline: Deadline
    day: date | None

    def is_late(self, today: date) -> bool:
        """Whether it was missed by today."""
        return (self.day or today) > self.deadline.day


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the record, where there is a fund."""
    if not funds(request.books, request.period):
        return ()
    kept = _kept(request)
    return (
        Statement(
            ID,
            TITLE,
            "",
            in_words(_day(request)),
            COLUMNS,
            tuple(_line(one, _day(request)) for one in kept),
            Text("该公示什么", "What is due"),
            notes=(_RULE, *_sources(kept)),
            summary=(_said(kept, _day(request)),),
        ),
    )


_RULE = Text(
    "一次公示只要包含该期间，就算履行；记录从第一次用本系统公示的期间开始。由慈善组织代管的基金经代管机构履行法定公开义务，这里是社区自己的记录。",
    "A publication that covers the period meets the duty; the record begins with the first period published. A hosted fund meets its legal duties through its host: this is the community's own record.",
)


def _day(request: ReportRequest) -> date:
    return request.history.first_day(request.period, request.today)


def _kept(request: ReportRequest) -> list[Kept]:
    """Return the deadlines around the day of publication that are due since the record began."""
    day = _day(request)
    earlier = request.history.before(request.period, request.today).days
    days = {**earlier, request.period.name: day}
    begun = min((parse_period(name).start for name in earlier), default=request.period.start)
    due = [
        one
        for one in deadlines(("fund",), day - PAST, day + AHEAD)
        if one.duty.by_publication and one.period.start >= begun and one.period.end < day
        and (one.duty.every != "month" or request.books.workspace.settings.publication.get("monthly") is True)
    ]  # fmt: skip
    return [Kept(one, _met(one.period, days)) for one in due]


def _met(period: Period, days: Mapping[str, date]) -> date | None:
    covering = [day for name, day in days.items() if _covers(parse_period(name), period)]
    return min(covering, default=None)


def _covers(published: Period, period: Period) -> bool:
    return published.start <= period.start and period.end <= published.end


def _line(one: Kept, today: date) -> Line:
    deadline = one.deadline
    published = same(f"{one.day}") if one.day else None
    return Line(deadline.duty.text, (deadline.period.title, same(f"{deadline.day}"), published, _result(one, today)))


def _result(one: Kept, today: date) -> Text:
    days = abs(((one.day or today) - one.deadline.day).days)
    if one.is_late(today):
        return Text(
            f"迟 {days} 天" + ("" if one.day else "，仍未公示"),
            f"{days} days late" + ("" if one.day else ", still missing"),
        )
    if one.day is None:
        return Text(f"未到期，还有 {days} 天", f"not due for {days} days")
    return Text(f"按时，提前 {days} 天", f"on time, {days} days early")


def _said(kept: list[Kept], today: date) -> Text:
    due = [one for one in kept if one.day or one.is_late(today)]
    late = sum(one.is_late(today) for one in due)
    if not due:
        return Text("到今天还没有到期的公示。", "Nothing has fallen due yet.")
    return Text(
        f"记录以来应公示 {len(due)} 次，按时 {len(due) - late} 次，迟 {late} 次。",
        f"Of {len(due)} publications due since the record began, {len(due) - late} were on time and {late} late.",
    )


def _sources(kept: list[Kept]) -> list[Text]:
    """Say where each duty comes from, and what of it is not verified."""
    duties = dict.fromkeys(one.deadline.duty for one in kept)
    return [Text(f"{duty.text.zh}：{duty.source}。", f"{duty.text.en}: {duty.source}.") for duty in duties]
