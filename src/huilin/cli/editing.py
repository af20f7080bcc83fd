"""The treasurer's side of Fava: `books`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.wording import Text

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from huilin.cli.session import Session

Port = Annotated[int, typer.Option("--port", metavar="P", help="端口 port on this machine")]


def books(
    context: typer.Context,
    port: Port = 5000,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="不打开浏览器，只给出地址 print the address only")
    ] = False,
) -> None:
    """在浏览器里看账、改账（Fava），只在本机。Edit the books in Fava, on this machine only.

    每次保存先留下原来的文件；收件箱、编辑前的版本、公示预览各有一页。
    Each save keeps the earlier file; pages for the inbox, earlier versions and the disclosure preview.

    \b
    例 Example: huilin --by 周会计 books --port 5000
    """
    from huilin.desk import serving
    from huilin.desk.books_app import serve
    from huilin.desk.treasurer import Treasurer

    session = of(context)
    treasurer = Treasurer(session.workspace, session.person("prepare"), session.console.language, _fixed_day(context))
    listening = serving.listen(port)
    with session.console.progress() as progress:
        progress(Text("读账", "Loading the books"), 0, 0)
        server = serve(treasurer, listening)
    _run(session, server, f"http://127.0.0.1:{listening.getsockname()[1]}/", open_it=not no_browser)


def _fixed_day(context: typer.Context) -> date | None:
    """Return the day given with --today; without one the day goes on with the clock while the pages stay open."""
    return of(context).today if context.find_root().params.get("today") else None


def _run(session: Session, server: Any, address: str, *, open_it: bool) -> None:  # noqa: ANN401 - cheroot has no types
    """Serve until Ctrl-C."""
    import threading
    import webbrowser

    if session.console.json:
        session.console.data({"address": address})
    session.console.say(
        Text(f"账本已打开：{address}　按 Ctrl-C 结束。", f"The books are open: {address}   Ctrl-C ends.")
    )
    if open_it:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    try:
        server.start()
    except KeyboardInterrupt:
        server.stop()
    session.console.say(Text("已关闭。", "Closed."))
