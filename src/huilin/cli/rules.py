"""Rules looked at from the other side: `rules why` an entry is as it is, `rules suggest` what history supports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.importing import Inbox, Reason

app = typer.Typer(help="规则：为什么这样记、可以加哪条 Rules: why, and which to add", no_args_is_help=True)


@app.command("why")
def why(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="凭证号或 src 编号 a voucher's number, or a row's key")],
) -> None:
    """这张凭证依哪条规则而来。Say which rule made a voucher.

    \b
    例 Example: huilin rules why Company/2026-07/记-0001
    """
    from huilin import importing

    session = of(context)
    reasons = importing.why(session.books(), name)
    if session.console.json:
        session.console.data({"rows": [_told(reason) for reason in reasons]})
    for reason in reasons:
        said = "，".join(f"{word} {value}" for word, value in reason.words)
        place = reason.rule.place if reason.rule else "—"
        session.console.say(
            Text(f"{reason.place}（{said}）依规则 {place}", f"{reason.place} ({said}) by the rule {place}")
        )


def _told(reason: Reason) -> dict[str, object]:
    rule = reason.rule.place if reason.rule else None
    return {"key": reason.key, "place": reason.place, "words": dict(reason.words), "rule": rule}


@app.command("suggest")
def suggest(context: typer.Context) -> None:
    """按以往的记法，为还没有规则的流水建议规则；确认才写入。Suggest rules from history; added only on yes.

    \b
    例 Example: huilin rules suggest
    """
    from huilin import importing, storage

    session = of(context)
    books = session.books()
    found = importing.suggest(books, _unknown(importing.read(books, today=session.today)))
    if session.console.json:
        session.console.data({"suggestions": [suggestion._asdict() for suggestion in found]})
    if not found:
        session.console.say(Text("没有可建议的规则。", "There is nothing to suggest."))
        return
    for one in found:
        said = Text(
            f"以往 {one.entries} 次，收件箱 {one.waiting} 笔", f"{one.entries} times before, {one.waiting} rows waiting"
        )
        session.console.say(Text(f"{one.rule}　# {said.zh}", f"{one.rule}  # {said.en}"))
    if not session.console.confirm(Text("把这些规则写入 rules/90-建议.txt 吗？", "Add them to rules/90-建议.txt?")):
        return
    session.person("prepare")
    file = session.workspace.rules / "90-建议.txt"
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    storage.write_all(session.workspace.root, {file: old + "".join(f"{one.rule}\n" for one in found)})


def _unknown(inbox: Inbox) -> list[tuple[str, str]]:
    """Return, for each unclear entry, what its source is called and who stands on the other side."""
    return [
        (
            work.items[0].source.called[0] if work.items[0].source.called else work.items[0].source.scheme,
            work.draft.payee,
        )
        for work in inbox.works
        if work.sureness == "unknown" and work.draft.payee
    ]
