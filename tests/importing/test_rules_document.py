"""docs/rules.md shows rules and profiles that can be read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from huilin.importing import profiles, rules
from huilin.importing.rules.parsing import FIELDS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```text\n(.*?)```", DOCUMENT, re.DOTALL)


def test_the_rules_shown_are_rules() -> None:
    read = rules.parse(SHOWN[0])

    assert read.findings == ()
    assert len(read.rules) == 8


def test_the_english_rule_means_the_chinese_one() -> None:
    english = re.search(r"`(if source .*?)`", DOCUMENT)
    assert english is not None

    (rule,) = rules.parse(english[1]).rules
    assert rule.when == rules.parse(SHOWN[0]).rules[0].when


def test_the_profile_shown_is_a_profile() -> None:
    (profile,) = profiles.parse(SHOWN[1])

    assert profile.scheme == "齐鲁银行对公"


def test_every_word_that_rules_may_ask_about_is_named() -> None:
    asked = {word for word in FIELDS.values() if word not in ("商户数据包", "对方账号", "跟团号", "订单商品")}

    assert [word for word in asked if word not in DOCUMENT] == []
