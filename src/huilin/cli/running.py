"""From arguments to an exit code: every way a command can end, in one place."""

from __future__ import annotations

import errno
import os
import re
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

from huilin.cli.console import Console
from huilin.errors import EXIT_OUR_FAULT, HuilinError, MachineError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
"""What a shell expects of a command stopped by Ctrl-C (128 + SIGINT)."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing escapes as a traceback."""
    console = _console_of(arguments)
    try:
        code = _run(arguments)
        _recorded(arguments, code)
    except HuilinError as error:
        console.failure(error)
        _recorded(arguments, error.exit_code, error.text.zh)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, EOFError):
        console.note(
            Text("已中断；账本要么原样，要么已写完整。", "Stopped; the books are as they were or written in full.")
        )
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last net: our fault is reported, never thrown at a treasurer
        known = _as_ours(error)
        console.failure(known or _reported(error, arguments))
        code = known.exit_code if known else EXIT_OUR_FAULT
        _recorded(arguments, code, known.text.zh if known else type(error).__name__)
        return code
    return code


def _recorded(arguments: Sequence[str], code: int, error: str = "") -> None:
    """Write the command into the log; what was done is done, so a log that cannot be written is said, no more."""
    from huilin.cli import record

    try:
        record.end(arguments, code, error)
    except (HuilinError, OSError) as unwritten:
        text = getattr(unwritten, "text", None) or Text(str(unwritten), str(unwritten))
        _console_of(arguments).note(
            Text(f"这条命令没有记进日志：{text.zh}", f"This command is not in the log: {text.en}")
        )


def _run(arguments: Sequence[str]) -> int:
    import typer
    from typer._click.exceptions import NoArgsIsHelpError
    from typer.main import get_command

    from huilin.cli.app import app

    try:
        code = get_command(app).main(list(arguments), prog_name="huilin", standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except typer.Exit as ended:
        code = ended.exit_code
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        code = UsageError.exit_code
    if code == INTERRUPTED:  # typer's way of passing Ctrl-C on
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _console_of(arguments: Sequence[str]) -> Console:
    """Return how to speak even when the arguments cannot be read."""
    words = list(arguments)
    english = "--lang=en" in words or ("--lang", "en") in pairwise(words)
    return Console("en" if english else "zh", "--json" in words)


def _as_ours(error: Exception) -> HuilinError | None:
    """Return the error as one that a person can mend, where it is one."""
    if hasattr(error, "format_message"):  # typer's usage errors, vendored or from click
        return _usage(error)
    text, remedy = getattr(error, "text", None), getattr(error, "remedy", None)
    if isinstance(text, Text):  # the reinvestment rules stand below errors.py and have their own tree
        return HuilinError(text, remedy)
    if isinstance(error, OSError) and error.errno in _MACHINE:
        return MachineError(
            Text(
                f"{error.filename or ''} 读写失败：{error.strerror}。",
                f"Cannot use {error.filename or ''}: {error.strerror}.",
            ),
            Text("请检查磁盘空间和文件夹权限。", "Check disk space and the folder's permissions."),
        )
    return None


_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE})

_SAYINGS = (
    (re.compile(r"No such command '(.+?)'"), "没有命令 {0}。"),
    (re.compile(r"No such option:? '?(-[^\s'.]+)"), "没有选项 {0}。"),
    (re.compile(r"Missing (?:argument|option|parameter):? '(.+?)'"), "缺少 {0}。"),
    (re.compile(r"Missing command"), "缺少子命令。"),
    (re.compile(r"Got unexpected extra arguments? \((.+?)\)"), "多余的内容：{0}。"),
    (re.compile(r"Invalid value for '(.+?)': .*greater than or equal to (\S+)"), "{0} 不能小于 {1}。"),
    (re.compile(r"Option '(.+?)' requires an argument"), "选项 {0} 后面缺少内容。"),
)


def _usage(error: Exception) -> UsageError:
    """Return a wrong command in both languages, with the nearest right one where there is one."""
    english = " ".join(error.format_message().split())  # type: ignore[attr-defined]
    found = ((pattern.search(english), words) for pattern, words in _SAYINGS)
    chinese = next((words.format(*match.groups()) for match, words in found if match), f"命令写法不对：{english}")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "huilin"
    return UsageError(Text(chinese, english), _remedy(english, path))


def _remedy(english: str, path: str) -> Text:
    option = next((word for word in re.findall(r"--[a-z]+", english) if word in _BEFORE), "")
    if option and " " in path:
        right = f"huilin {option} … {path.partition(' ')[2]}"
        return Text(f"{option} 要写在命令之前：{right}", f"{option} stands before the command: {right}")
    near = re.search(r"Did you mean '?(.+?)'?\?", english)
    if near:
        return Text(f"您要写的是 {near[1]} 吗？", f"See `{path} --help`.")
    return Text(f"用法见 {path} --help。", f"See `{path} --help`.")


_BEFORE = frozenset({"--workspace", "--lang", "--json", "--today", "--by", "--yes", "--version"})


def _reported(error: Exception, arguments: Sequence[str]) -> HuilinError:
    """Write down what went wrong on our side, for this user's eyes only, and name the file."""
    import platform
    import tempfile
    import traceback

    from huilin import __version__

    head = f"huilin {__version__}, Python {platform.python_version()}, {platform.platform()}\nhuilin {' '.join(arguments)}\n\n"
    with tempfile.NamedTemporaryFile(
        "w", prefix="huilin-report-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        report.write(head + "".join(traceback.format_exception(error)))
    return HuilinError(
        Text(
            f"惠邻自己出错了（{type(error).__name__}），账本没有写坏。",
            f"Huilin itself failed ({type(error).__name__}); your books are safe.",
        ),
        Text(f"请把这份报告发给维护者：{report.name}", f"Please send this report to the maintainers: {report.name}"),
    )
