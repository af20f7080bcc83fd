"""What this machine needs for Huilin, each thing with the command that brings it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.wording import Language

_LEAST_SPACE = 500_000_000
"""Bytes free for a year of statements, evidence and publications."""
_OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Health:
    """One thing looked at. `needed`: without it something does not work at all."""

    name: Text
    fine: bool
    found: str
    remedy: Text
    needed: bool = True

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the result as `huilin --json doctor` prints it."""
        remedy = "" if self.fine else self.remedy.say(language)
        return {
            "name": self.name.say(language),
            "ok": self.fine,
            "needed": self.needed,
            "found": self.found,
            "remedy": remedy,
        }


def examine(folder: Path | None = None) -> tuple[Health, ...]:
    """Look at everything; nothing is changed."""
    looks: tuple[Callable[[], Health], ...] = (
        _python,
        _libraries,
        _pango,
        _fonts,
        lambda: _space(folder or Path.cwd()),
        _locale,
        _git,
        _bubblewrap,
    )
    return tuple(look() for look in looks)


def _python() -> Health:
    version = ".".join(map(str, sys.version_info[:3]))
    return Health(same("Python"), sys.version_info >= _OLDEST, version, _install("python3.11", "python@3.11"))


def _libraries() -> Health:
    from importlib.util import find_spec

    wanted = ("beancount", "beanquery", "jinja2", "pandas", "python_calamine", "rich", "typer", "xlsxwriter")
    missing = [name for name in wanted if find_spec(name) is None]
    found = f"– {', '.join(missing)}" if missing else f"{len(wanted)}"
    return Health(
        Text("Python 库", "Python libraries"),
        not missing,
        found,
        Text("请重新运行 make setup。", "Run `make setup` again."),
    )


def _pango() -> Health:
    name = Text("Pango（排版 PDF）", "Pango (typesets the PDF)")
    remedy = _install("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "pango")
    try:
        import weasyprint
    except (OSError, ImportError) as error:
        return Health(name, fine=False, found=str(error).splitlines()[0], remedy=remedy)
    return Health(name, fine=True, found=f"WeasyPrint {weasyprint.__version__}", remedy=remedy)


def _fonts() -> Health:
    from importlib.metadata import PackageNotFoundError, version

    name = Text("中文字体", "Chinese fonts")
    remedy = Text("请运行：pip install pylopdf-fonts-zh-cn", "Run: pip install pylopdf-fonts-zh-cn")
    try:
        return Health(name, fine=True, found=f"pylopdf-fonts-zh-cn {version('pylopdf-fonts-zh-cn')}", remedy=remedy)
    except PackageNotFoundError:
        return Health(name, fine=False, found="–", remedy=remedy)


def _space(folder: Path) -> Health:
    place = next((p for p in (folder, *folder.absolute().parents) if p.exists()), Path.cwd())
    free = shutil.disk_usage(place).free
    remedy = Text("请腾出磁盘空间。", "Free some disk space.")
    return Health(Text("磁盘空间", "Disk space"), free >= _LEAST_SPACE, f"{free // 1_000_000:,} MB", remedy)


def _locale() -> Health:
    encoding = (sys.stdout.encoding or "?").lower()
    remedy = Text("请先运行：export LANG=C.UTF-8", "Run first: export LANG=C.UTF-8")
    fine = encoding.replace("-", "") == "utf8"
    return Health(Text("终端编码", "Terminal encoding"), fine, encoding, remedy, needed=False)


def _git() -> Health:
    path = shutil.which("git")
    return Health(
        Text("git（保存历史）", "git (keeps the history)"),
        path is not None,
        path or "–",
        _install("git", "git"),
        needed=False,
    )


def _bubblewrap() -> Health:
    from huilin.desk import sandbox

    name = Text("bubblewrap（隔离别人的账本）", "bubblewrap (a room for strangers' books)")
    fine = sandbox.available()
    return Health(name, fine, "✓" if fine else "–", _install("bubblewrap", "bubblewrap"), needed=False)


def _install(apt: str, brew: str) -> Text:
    """Return the command for this machine's own package manager."""
    line = (
        f"brew install {brew}"
        if sys.platform == "darwin" or not shutil.which("apt-get")
        else f"sudo apt-get install -y {apt}"
    )
    return Text(f"请运行：{line}", f"Run: {line}")
