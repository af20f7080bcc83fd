"""The commands by name, and the options that stand before every command."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from huilin.cli import (
    adding,
    auditing,
    clock,
    corrections,
    desk,
    editing,
    evidence,
    facts,
    importing,
    letters,
    machine,
    new,
    periods,
    reading,
    record,
    reinvest,
    rules,
    verify,
)
from huilin.cli.console import Console
from huilin.cli.session import Session
from huilin.cli.words import day_of, language_of

_HELP = """惠邻：社区基金和社区企业的公开账本。Huilin: open books for community funds and their enterprises.

\b
从这里开始 Start here:   huilin new 我的社区
每个命令的用法 Usage of each:   huilin 命令 --help
"""

_ORDER = (
    "new", "inbox", "preview", "book", "undo", "post", "rules", "add", "attach", "donor", "project", "account", "policy",
    "check", "reinvest", "close", "correct", "reopen", "transition", "report", "publish", "verify", "letters", "books", "desk", "audit", "deadlines", "export", "log", "trust", "doctor",
)  # fmt: skip


class _InOrder(TyperGroup):
    """Lists the commands as a month goes: typer would list groups last."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer vendors its context
        """Return the names in the order of the work; one that is not named comes last."""
        known = super().list_commands(ctx)
        return sorted(known, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


app = typer.Typer(
    cls=_InOrder, name="huilin", help=_HELP, rich_markup_mode=None, add_completion=False, no_args_is_help=True,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip


@app.callback()
def options(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="DIR", help="账本文件夹 workspace (default: here or above)")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en", help="屏幕语言 language of the screen")] = "zh",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取 for programs")] = False,
    today: Annotated[str, typer.Option("--today", metavar="DATE", help="按这一天办理 the day to act on")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="办理人 who acts, one of [people]")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不提问，都按默认 ask nothing")] = False,
    version: Annotated[bool, typer.Option("--version", help="版本 version")] = False,
) -> None:
    """Keep what is said before the command for the command."""
    if version:
        from huilin import __version__

        Console().say(f"huilin {__version__}")
        raise typer.Exit
    console = Console(language_of(lang), as_json, asking=not yes)
    context.obj = Session(console, day_of(today), workspace, by, yes)
    record.begin(context.obj, context.invoked_subcommand or "")


app.command("new")(new.new)
app.command("inbox")(importing.inbox)
app.command("preview")(importing.preview)
app.command("book")(importing.book)
app.command("undo")(importing.undo)
app.command("post")(importing.post)
app.add_typer(rules.app, name="rules")
app.command("add", context_settings=adding.SETTINGS)(adding.add)
app.add_typer(facts.policy_app, name="policy")
app.command("project")(facts.project)
app.command("account")(facts.account)
app.command("check")(reading.check)
app.command("reinvest")(reinvest.reinvest)
app.command("close")(periods.close)
app.command("correct")(corrections.correct)
app.command("reopen")(corrections.reopen)
app.command("transition")(corrections.transition)
app.command("report")(periods.report)
app.command("publish")(periods.publish)
app.command("verify")(verify.verify)
app.command("desk")(desk.desk)
app.add_typer(auditing.app, name="audit")
app.command("export")(corrections.export)
app.command("books")(editing.books)
app.command("deadlines")(clock.deadlines)
app.command("log")(corrections.log)
app.command("attach")(evidence.attach)
app.add_typer(evidence.donor_app, name="donor")
app.add_typer(letters.letters_app, name="letters")
app.command("trust")(machine.trust)
app.command("doctor")(machine.doctor)
