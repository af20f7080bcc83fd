"""A room without a way out, by bubblewrap where it is installed: no network, nothing written, no home, only the copy seen.

Optional: without it the desk relies on the copy, the inspection, the limits and the server's own refusals, and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from huilin import stock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
_SECONDS = 5


def environment() -> dict[str, str]:
    """Return the environment of a process that reads a stranger's books: no cache, no path of theirs, no secrets of ours."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "BEANCOUNT_DISABLE_LOAD_CACHE": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }


def wrap(command: Sequence[str], folders: Iterable[Path] = ()) -> list[str]:
    """Return the command inside the room, in which `folders` can be read; the command itself where there is none."""
    return [*_room(), *_shown(folders), *command] if available() else list(command)


@cache
def available() -> bool:
    """Say whether bubblewrap is installed and may be used here: some systems forbid what it needs."""
    if shutil.which("bwrap") is None:
        return False
    python = [sys.executable, "-c", ""]
    try:
        tried = subprocess.run([*_room(), *python], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - ours
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def _room() -> list[str]:
    return [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",  # noqa: S108 - the room's own, empty
        *_shown([*map(Path, _SYSTEM), *_python()]),
        "--chdir", "/",
    ]  # fmt: skip


def _python() -> list[Path]:
    """Return where Python, its libraries and our own code lie."""
    paths = [Path(sys.prefix), Path(sys.base_prefix), stock.home(), Path(__file__).parents[2]]
    return [*paths, *(Path(path) for path in sys.path if path and Path(path).is_dir())]


def _shown(folders: Iterable[Path]) -> list[str]:
    words = []
    for folder in dict.fromkeys(folders):
        words += ["--ro-bind-try", str(folder), str(folder)]
    return words
