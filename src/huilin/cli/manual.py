"""docs/commands.md, written from the commands' own help: `python -m huilin.cli.manual > docs/commands.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 96
_HEAD = """\
# 命令 Commands

由各命令自己的说明生成，请勿手改。Written from the commands' own help (`python -m huilin.cli.manual`); do not edit.

`huilin [选项] 命令 …`：选项写在命令之前。Options stand before the command.

退出码 Exit codes: 0 正常 fine · 1 账本或文件有错 errors found · 2 命令写法不对 usage · 3 为安全而拒绝 refused
for safety · 4 这台电脑缺东西 the machine lacks something · 70 惠邻自己出错 our fault
"""


def manual() -> str:
    """Return the help of every command as Markdown."""
    from typer.main import get_command

    from huilin.cli.app import app

    command: Any = get_command(app)
    top = command.make_context("huilin", [], resilient_parsing=True, terminal_width=_WIDTH, max_content_width=_WIDTH)
    return "\n".join([_HEAD, *_sections(command, top, 2)])


def _sections(command: Any, context: Any, level: int) -> Iterator[str]:  # noqa: ANN401 - typer vendors its commands
    yield f"{'#' * level} {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    names = command.list_commands(context) if hasattr(command, "commands") else []
    for name in names:
        sub = command.commands[name]
        below = sub.make_context(name, [], parent=context, resilient_parsing=True)
        yield from _sections(sub, below, level + (level < 4))


if __name__ == "__main__":
    import sys

    sys.stdout.write(manual())
