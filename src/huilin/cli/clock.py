"""What falls due when: `deadlines`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.deadlines import Who


def deadlines(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, help="往后看几天 how far ahead")] = 90,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="存为日历文件 write a calendar")] = None,
) -> None:
    """公开和报税的期限。Deadlines of disclosure and tax.

    只是提醒：遇节假日顺延，以税务和民政部门通知为准。Reminders only; the authorities' notices prevail.

    \b
    例 Example: huilin deadlines --ics 期限.ics
    """
    from huilin.charts import VERIFIED
    from huilin.deadlines import deadlines, to_ics
    from huilin.storage import write_atomic

    session = of(context)
    say = session.console.language
    books = session.books()
    kinds: set[Who] = {
        "fund" if entity.standard_on(session.today).startswith("npo") else "company"
        for entity in books.entities.values()
    }
    found = deadlines(kinds, session.today, session.today + timedelta(days=days))
    if session.console.json:
        keys = ("day", "what", "period", "source", "verified")
        rows = ((f"{d.day}", d.duty.text.say(say), d.period.name, d.duty.source, d.duty.verified) for d in found)
        session.console.data({"deadlines": [dict(zip(keys, row, strict=True)) for row in rows]})
    columns = (Text("期限", "Due"), Text("事项", "What"), Text("期间", "Period"), Text("依据", "Source"), Text("核对", "Verified"))  # fmt: skip
    session.console.table(
        None,
        columns,
        [(f"{d.day}", d.duty.text, d.period.name, d.duty.source, VERIFIED[d.duty.verified]) for d in found],
    )
    if ics is not None:
        write_atomic(ics, to_ics(found, session.workspace.settings.name, session.today, say))
        session.console.say(Text(f"日历已存为 {ics}", f"The calendar is written to {ics}"))
    session.console.say(
        Text(f"{days} 天内有 {len(found)} 项到期。", f"{len(found)} duties fall due within {days} days.")
    )
