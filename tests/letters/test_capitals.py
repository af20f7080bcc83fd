"""Amounts in Chinese capitals: exact, and only one way to read them back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huilin.letters.capitals import in_capitals

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
SIZES = {"拾": 10, "佰": 100, "仟": 1000}


def read(words: str) -> int:
    """Read capitals back, sign by sign, as somebody at a counter would."""
    sign = -1 if words.startswith("负") else 1
    total = section = digit = 0
    for word in words.removeprefix("负"):
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in SIZES:
            section, digit = section + digit * SIZES[word], 0
        elif word == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif word == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif word == "元":
            total, section, digit = (total + section + digit) * 100, 0, 0
        elif word in "角分":
            total, digit = total + digit * {"角": 10, "分": 1}[word], 0
    return sign * total


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (1000000, "壹万元整"),
        (100050000, "壹佰万零伍佰元整"),
        (10000000500, "壹亿零伍元整"),
        (-300000, "负叁仟元整"),
    ],
)
def test_amounts_as_the_rules_for_receipts_write_them(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


@given(st.integers(-(10**15), 10**15))
def test_capitals_read_back_are_the_amount(fen: int) -> None:
    assert read(in_capitals(fen)) == fen


@given(st.integers(0, 10**15))
def test_capitals_are_well_formed(fen: int) -> None:
    words = in_capitals(fen)

    assert "零零" not in words
    assert not re.search("零[元万亿]", words) or words == "零元整"
    assert words.endswith("整") == (fen % 10 == 0)
