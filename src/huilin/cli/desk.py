"""Books opened for an auditor: `desk`."""

from __future__ import annotations

import os
import signal
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.errors import MachineError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from types import FrameType

    from huilin.cli.console import Console
    from huilin.desk.guard import Password
    from huilin.desk.opening import Desk

PASSWORD = "HUILIN_DESK_PASSWORD"  # noqa: S105 - the name of the variable, not its value


def desk(
    context: typer.Context,
    workspace: Annotated[Path | None, typer.Argument(metavar="WORKSPACE", help="账本文件夹 a workspace")] = None,
    port: Annotated[int, typer.Option("--port", help="端口 port (0: any free one)")] = 5000,
    host: Annotated[str, typer.Option("--host", help="只能是本机 this machine only")] = "127.0.0.1",
    password: Annotated[
        bool, typer.Option("--password", help=f"要密码才能看；没有终端时取自 {PASSWORD} ask for a password")
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="只看公示的账 the redacted ledger of the latest publication")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器 open no browser")] = False,
) -> None:
    """打开账本查账：只读，安全打开别人的账。Open books for audit: read-only, safe with a stranger's books.

    账本先复制、检查，再用 Fava 打开；账本里的程序不会运行，外部文件不会读取。按 Ctrl-C 关闭。
    The books are copied and looked through, then opened in Fava; nothing in them runs. Ctrl-C closes the desk.

    \b
    例 Example: huilin desk ledger --port 5000
    """
    from huilin.desk import opening, serving

    session = of(context)
    root = _folder(workspace) if workspace else session.workspace.root
    asked = _password(session.console) if password else None
    listening = serving.listen(port, host)
    signal.signal(signal.SIGTERM, _stopped)
    try:
        language = session.console.language
        with (
            opening.open_publication(root, listening, language=language, password=asked)
            if public
            else opening.open_books(root, listening, language=language, today=session.today, password=asked)
        ) as opened:
            _tell(session.console, opened)
            if not no_browser and session.console.asks:
                typer.launch(opened.server.url)
            opened.server.wait()
            raise MachineError(
                Text("看账台意外停止了。", "The desk has ended unexpectedly."),
                Text("请重新打开；内存是否足够？", "Open it again; is there enough memory?"),
            )
    except KeyboardInterrupt:
        pass
    session.console.note(Text("看账台已关闭。", "The desk is closed."))


def _folder(workspace: Path) -> Path:
    if not workspace.is_dir():
        raise UsageError(
            Text(f"没有文件夹 {workspace}。", f"There is no folder {workspace}."),
            Text("请核对账本文件夹的位置。", "Check where the workspace lies."),
        )
    return workspace.resolve()


def _password(console: Console) -> Password:
    """Return the password asked for on the terminal; the command line would show it to everyone on this machine."""
    from huilin.desk.guard import Password

    said = os.environ.get(PASSWORD, "")
    if not said and console.asks:
        said = typer.prompt(Text("密码", "Password").say(console.language), hide_input=True, confirmation_prompt=True)
    if not said:
        raise UsageError(
            Text("没有密码。", "There is no password."),
            Text(f"请在终端里输入，或放进环境变量 {PASSWORD}。", f"Type it on a terminal, or put it into {PASSWORD}."),
        )
    return Password.of(said)


def _tell(console: Console, opened: Desk) -> None:
    from huilin.desk import inspecting, sandbox

    refused, found = opened.inspection.refused, opened.inspection.findings
    if console.json:
        console.data({"url": opened.server.url, "refused": refused, "findings": list(map(inspecting.to_json, found))})
    if refused:
        console.say(
            Text("这本账没有打开：里面有危险的内容，见网页。", "These books were not opened: the page says why.")
        )
    elif found:
        console.say(
            Text(f"打开之前检查到 {len(found)} 项，见网页。", f"{len(found)} findings before opening: see the page.")
        )
    if not sandbox.available():
        console.note(
            Text(
                "没有 bubblewrap：看账台没有隔离网络和文件夹，其余防护照旧（安装见 huilin doctor）。",
                "Without bubblewrap the desk is not shut off from network and folders; its other guards stand (see `huilin doctor`).",
            )
        )
    console.say(
        Text(f"看账台：{opened.server.url}（按 Ctrl-C 关闭）", f"The desk: {opened.server.url} (Ctrl-C closes it)")
    )


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    """Take a request to end as Ctrl-C, so that the copy is removed."""
    raise KeyboardInterrupt
