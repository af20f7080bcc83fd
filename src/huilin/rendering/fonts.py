"""The pinned type: the same Chinese letters on every machine, and which signs they lack.

Published files are compared byte by byte, so a font from a package of fixed version beats what a system has.
The package has one weight only; hierarchy is made by size, colour and rules.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from huilin.errors import MachineError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PACKAGE = "pylopdf-fonts-zh-cn"
FAMILIES = ("Huilin Sans", "Huilin Serif")


def files() -> Mapping[str, Path]:
    """Return the font file of each family; raise MachineError that says what to install."""
    try:
        import pylopdf_fonts_zh_cn as package
    except ImportError as error:
        raise _missing(PACKAGE) from error
    found = dict(zip(FAMILIES, (package.sans_path(), package.serif_path()), strict=True))
    for file in found.values():
        if not file.is_file():
            raise _missing(file.name)
    return found


def style() -> str:
    """Return the `@font-face` rules that name the pinned files."""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url("{file.as_uri()}")}}' for family, file in files().items()
    )


def require(words: Iterable[tuple[str, str]]) -> None:
    """Raise MachineError where a text, given as (where, text), has a sign that the pinned fonts lack."""
    known = _signs()
    for where, text in words:
        missing = sorted({sign for sign in text if ord(sign) not in known and not sign.isspace()})
        if missing:
            raise _no_glyph(where, missing)


def advance(sign: str) -> int:
    """Return how wide the sign is in the text font, in thousandths of its size."""
    return _advances().get(ord(sign), 1000)


@cache
def _signs() -> frozenset[int]:
    return frozenset.intersection(*(frozenset(_read(file)) for file in files().values()))


@cache
def _advances() -> dict[int, int]:
    return _read(files()[FAMILIES[0]])


def _read(file: Path) -> dict[int, int]:
    """Return how wide each sign of the font file is."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(file, lazy=True) as font:
        widths = font["hmtx"].metrics
        return {code: widths[name][0] for code, name in font.getBestCmap().items()}


def _missing(what: str) -> MachineError:
    return MachineError(
        Text(f"这台机器缺少中文字体 {what}，不能排印 PDF。", f"The Chinese font {what} is missing; no PDF can be set."),
        Text(
            f"请安装：pip install --force-reinstall {PACKAGE}（或 make setup）。",
            f"Install it: pip install --force-reinstall {PACKAGE} (or `make setup`).",
        ),
    )


def _no_glyph(where: str, missing: list[str]) -> MachineError:
    shown = "、".join(f"“{sign}”（U+{ord(sign):04X} {unicodedata.name(sign, '')}）" for sign in missing)
    return MachineError(
        Text(f"字体里没有 {where} 用到的字 {shown}。", f"The font lacks signs used in {where}: {shown}."),
        Text("请换一个字或写法（如用同音字、拼音），再重新生成。", "Write it with another sign, then try again."),
    )
