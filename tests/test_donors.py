"""The donor register: consent decides what is printed, and nothing in it is ever lost or run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.donors import Donor, Register, published_names
from huilin.errors import HuilinError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = """id,name,kind,wish,alias,phone,since,note
D0001,王秀英,个人,实名,,19900000001,2025-05-01,
D0002,李明,个人,化名,三栋老李,,,
D0003,张三,,,,,,
D0004,青禾五金店,单位,匿名,,,,
D0150,赵六,个人,化名,,,,
"""


def test_each_donor_is_named_as_they_wished() -> None:
    """实名 gives the name, 化名 the alias, 匿名 and nothing said give neither, nor does an alias never told."""
    names = published_names(Register.parse(REGISTER))

    expected = {"D0001": "王秀英", "D0002": "三栋老李", "D0003": "匿名", "D0004": "匿名", "D0150": "匿名"}
    assert expected == names


def test_next_id_follows_the_highest() -> None:
    """Ids are never used twice, even where some in between are missing."""
    register = Register.parse(REGISTER).with_new("  孙  七 ", since=date(2026, 7, 1))

    assert register.id_of("孙 七") == "D0151"
    assert register.donors[-1] == Donor("D0151", "孙 七", since="2026-07-01")
    assert register.next_id == "D0152"


def test_missing_file_is_an_empty_register(tmp_path: Path) -> None:
    register = Register.read(tmp_path / "private" / "donors.csv")

    assert register.donors == ()
    assert register.next_id == "D0001"


def test_write_and_read_return_the_same(tmp_path: Path) -> None:
    """Names that look like formulas, commas and quotes survive; only the owner may read the file."""
    register = Register.parse(REGISTER)
    for name in ('=HYPERLINK("x")', "@微信网友", "'quoted", "甲,乙", "+1"):
        register = register.with_new(name)
    path = tmp_path / "private" / "donors.csv"

    register.write(path)

    assert Register.read(path) == register
    assert path.stat().st_mode & 0o077 == 0
    assert '"=HYPERLINK' not in path.read_text(encoding="utf-8")


def test_what_was_not_said_stays_unsaid() -> None:
    """The register is handed back as it came: an empty wish is no wish told."""
    assert Register.parse(REGISTER).to_csv().splitlines()[3] == "D0003,张三,个人,,,,,,"


def test_wish_can_change() -> None:
    register = Register.parse(REGISTER).with_wish("D0003", "化名", "爱跑步的人")

    assert published_names(register)["D0003"] == "爱跑步的人"


@pytest.mark.parametrize(("who", "wish"), [("D9999", "实名"), ("D0001", "随便"), ("D0001", "化名")])
def test_unclear_wishes_are_refused(who: str, wish: str) -> None:
    with pytest.raises(UsageError):
        Register.parse(REGISTER).with_wish(who, wish)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name,phone\n张三,1\n", 1),
        ("id,name\nD0001,张三\nD0001,李四\n", 3),
        ("id,name\n1,张三\n", 2),
        ("id,name\nD0001,\n", 2),
        ("id,name,wish\nD0001,张三,公开\n", 2),
        ("id,name,kind\nD0001,张三,猫\n", 2),
    ],
)
def test_a_line_that_is_off_is_named(text: str, line: int) -> None:
    with pytest.raises(HuilinError, match=f"donors.csv:{line}:"):
        Register.parse(text)
