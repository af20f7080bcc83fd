"""What anyone can prove of a publication: `verify`. It needs no workspace."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huilin.cli.console import Console


def verify(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="公示文件夹 a published folder")],
) -> None:
    """验证一期公示：哪些得到证明，哪些不能。What of a publication can be proved.

    不需要账本；文件夹可以是别人给的。有不符时退出码为 1。Needs no books; exits with 1 where something fails.

    \b
    例 Example: huilin verify published/2026-Q3
    """
    from huilin.publication.verify import verify as prove

    console = of(context).console
    verdict = prove(folder)
    said = {name: [text.say(console.language) for text in getattr(verdict, name)] for name in verdict._fields}
    if console.json:
        console.data({"ok": verdict.ok, **said})
    _show(console, Text("已证明", "Proved"), "✓", said["proved"])
    _show(console, Text("不符", "Failed"), "✗", said["failed"])
    _show(console, Text("仅凭这个文件夹不能证明", "Cannot be proved from this folder alone"), "–", said["cannot_prove"])
    if verdict.ok:
        console.say(Text("结论：能证明的都相符。", "All that can be proved holds."))
    else:
        console.say(Text("结论：有不符之处，不要采信。", "Something does not hold: do not rely on it."))
        raise typer.Exit(1)


def _show(console: Console, heading: Text, sign: str, lines: Iterable[str]) -> None:
    lines = tuple(lines)
    if lines:
        console.say(heading)
    for line in lines:
        console.say(f"  {sign} {line}")
