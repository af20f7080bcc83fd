"""This machine and this user: what it lacks, and whose code may run: `doctor`, `trust`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.errors import RefusedError
from huilin.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.cli.session import Session


def doctor(
    context: typer.Context,
    standards: Annotated[
        bool, typer.Option("--standards", help="列出未与官方文本核对的科目 entries not verified")
    ] = False,
) -> None:
    """检查这台电脑缺什么，怎么补。What this machine lacks, and how to get it.

    \b
    例 Example: huilin doctor
    """
    from huilin.cli import health

    session = of(context)
    if standards:
        _show_standards(session)
        return
    results = health.examine(session.folder)
    if session.console.json:
        session.console.data({"checks": [result.to_json(session.console.language) for result in results]})
    for result in results:
        mark = "✓" if result.fine else ("✗" if result.needed else "!")
        session.console.say(f"{mark} {result.name.say(session.console.language)}: {result.found}")
        if not result.fine:
            session.console.say(f"    {result.remedy.say(session.console.language)}")
    lacking = [result for result in results if result.needed and not result.fine]
    if lacking:
        raise typer.Exit(4)
    session.console.say(Text("这台电脑可以用惠邻。", "This machine is ready."))


def _show_standards(session: Session) -> None:
    """List chart entries and deadlines that nobody has yet read in the official text, and what is in doubt."""
    from huilin.charts import STANDARDS, VERIFIED, chart
    from huilin.deadlines import duties

    rows: list[tuple[str, str, str, str]] = [
        (standard, account.code, account.name.say(session.console.language), account.verified)
        for standard in STANDARDS
        for account in chart(standard).accounts.values()
        if account.verified != "official"
    ]
    rows += [
        ("deadlines", duty.id, duty.text.say(session.console.language), duty.verified)
        for duty in duties()
        if duty.verified == "memory"
    ]
    if session.console.json:
        keys = ("standard", "code", "name", "verified")
        session.console.data({"standards": [dict(zip(keys, row, strict=True)) for row in rows]})
    columns = (Text("制度", "Standard"), Text("代码", "Code"), Text("名称", "Name"), Text("核对程度", "Verified"))
    told = [(*row[:3], VERIFIED[row[3]].say(session.console.language)) for row in rows]
    session.console.table(None, columns, told)
    for standard in STANDARDS:
        for note in chart(standard).notes:
            session.console.say(f"{standard}: {note.say(session.console.language)}")
    session.console.say(
        Text(f"共 {len(rows)} 项没有与官方文本核对。", f"{len(rows)} entries are not verified in the official text.")
    )


def trust(
    context: typer.Context,
    revoke: Annotated[bool, typer.Option("--revoke", help="收回信任 take the trust back")] = False,
) -> None:
    """信任账本自带的 Python 程序。Trust a workspace's own Python, to the byte.

    没有终端时要写 --yes 才算同意。Without a terminal only --yes means consent.

    \b
    例 Example: huilin trust
    """
    from huilin import stock

    session = of(context)
    files = _own_python(session.workspace.root)
    if not files:
        session.console.say(Text("这个账本没有自带的 Python 程序。", "This workspace brings no Python of its own."))
    for file in files:
        state = Text("已信任", "trusted") if stock.is_trusted(file) else Text("未信任", "not trusted")
        session.console.say(
            f"{session.workspace.relative(file)}  {_hash(file)[:16]}…  {state.say(session.console.language)}"
        )
    if files and not revoke and not session.yes and not _agreed(session):
        raise RefusedError(
            Text("没有信任任何程序。", "Nothing was trusted."),
            Text(
                "看过程序、确认可靠之后再运行 huilin --yes trust。", "Read the code first; then `huilin --yes trust`."
            ),
        )
    if files:
        _remember({str(file.resolve()): _hash(file) for file in files}, revoke=revoke)
        done = (
            Text("已收回信任。", "Trust taken back.")
            if revoke
            else Text("已信任；改动任何一个字节都要重新信任。", "Trusted; a change of a single byte needs it anew.")
        )
        session.console.say(done)
    if session.console.json:
        shown = [
            {"file": session.workspace.relative(f), "sha256": _hash(f), "trusted": stock.is_trusted(f)} for f in files
        ]
        session.console.data({"files": shown})


def _agreed(session: Session) -> bool:
    return session.console.asks and session.console.confirm(
        Text(
            "这些程序会以您的身份运行，能读写您的文件。信任吗？",
            "This code will run as you and can touch your files. Trust it?",
        )
    )


def _own_python(root: Path) -> list[Path]:
    return sorted(f for kind in ("importers", "reports") for f in (root / kind).glob("**/*.py"))


def _hash(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def _remember(files: dict[str, str], *, revoke: bool) -> None:
    """Write the hashes outside every workspace, so that no workspace can bring its own trust."""
    import json

    from huilin.stock import trust_file, trusted
    from huilin.storage import write_atomic

    kept = {path: value for path, value in trusted().items() if path not in files}
    write_atomic(trust_file(), json.dumps(kept if revoke else {**kept, **files}, ensure_ascii=False, indent=2) + "\n")
