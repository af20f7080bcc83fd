"""Rules as a treasurer writes them, in Chinese or English; what is wrong is found when they are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.findings import Severity
from huilin.importing.rules import Rule, Target, parse, unknown_accounts, unused

if TYPE_CHECKING:
    from tests.importing.conftest import Village

ROW = {
    "来源": "微信商户\nWeChat", "商品": "团购-自营-东北大米", "对方": "某公司", "摘要": "付房租", "金额": "5000.00",
    "日期": "2026-07-04", "类型": "交易", "收支": "支出",
}  # fmt: skip


def rule(text: str) -> Rule:
    found = parse(text, "r.txt")
    assert found.findings == ()
    return found.rules[0]


@pytest.mark.parametrize(
    "condition",
    [
        '来源 是 微信商户 且 商品 开头是 "团购-自营"',
        '商品 含 "小米" 或 "大米"',
        '商品 含 "小米" 或 摘要 含 "房租"',
        '(商品 含 "小米" 或 摘要 含 "房租") 且 类型 是 交易',
        '不 商品 含 "小米"',
        '商品 不含 "小米" 且 对方 不是 "张三"',
        '商品 匹配 "团购-*-东北??"',
        "金额 大于 4999.99",
        "金额 小于 5,000.01",
        "金额 是 5000",
        '日期 大于 "2026-07-03" 且 日期 小于 2026-07-05',
        "业务类型 是 “交易”",
        "收支 是 支出",
        'source is WeChat and goods starts with "团购" and not summary contains "水电"',
        "amount greater than 4000 and amount less than 6000",
    ],
)
def test_it_matches(condition: str) -> None:
    assert rule(f"如果 {condition} -> 5001:01").matches(ROW)


@pytest.mark.parametrize(
    "condition",
    [
        "来源 是 微信",
        '商品 含 "小米" 且 摘要 含 "房租"',
        "金额 大于 5000",
        '商品 是 "团购"',
        '不 摘要 含 "房租"',
        '备注 含 "x"',
    ],
)
def test_it_does_not_match(condition: str) -> None:
    assert not rule(f"如果 {condition} -> 5001:01").matches(ROW)


def test_all_actions_in_both_languages_mean_the_same() -> None:
    chinese = rule(
        '如果 商品 含 "代售" -> 2241:01 份额 90%, 5051:01 份额 10% 税率 1% 经 2211 项目 "路灯" 类别 "团购" 性质 "x" 卡 来自 商户数据包'
    )
    english = rule(
        'if goods contains "代售" -> 2241:01 share 90%, 5051:01 share 10% vat 1% via 2211 project "路灯" category "团购" kind "x" card from packet'
    )

    assert chinese == english
    assert chinese.targets == (Target("2241:01", Decimal("0.9")), Target("5051:01", Decimal("0.1"), Decimal("0.01")))
    assert (chinese.via, chinese.project, chinese.category) == ("2211", "路灯", "团购")
    assert (chinese.kind, chinese.card_from) == ("x", "商户数据包")


def test_leaving_out_needs_a_reason_and_asking_needs_no_account() -> None:
    assert rule('忽略 类型 是 "充值" 因为 "同一账户"').ignore == "同一账户"
    assert rule('ignore type is "充值" because "same account"').ignore == "same account"
    assert rule("如果 金额 大于 5000 -> 问我").ask
    assert parse('忽略 类型 是 "充值"', "r.txt").findings[0].line == 1


def test_a_rule_may_take_several_lines_and_remarks_are_left_out() -> None:
    found = parse(
        '# 一\n如果 商品 含 "a#b"   # 二\n  且 类型 是 交易\n  -> 5001:01\n如果 商品 含 "c" -> 1002\n', "r.txt"
    )

    assert [(r.line, len(r.targets)) for r in found.rules] == [(2, 1), (5, 1)]
    assert found.rules[0].matches({"商品": "xa#b", "类型": "交易"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('如果 对像 是 "a" -> 1002', "是不是“对方”"),
        ('如果 对方 象 "a" -> 1002', "不认识“象”"),
        ('如果 对方 含 "a" 1002', "应是“->”"),
        ('如果 对方 含 "a -> 1002', "引号"),
        ('若 对方 含 "a" -> 1002', "如果"),
        ('如果 对方 大于 "a" -> 1002', "不能比大小"),
        ('如果 金额 大于 "很多" -> 1002', "金额"),
        ('如果 对方 含 "a" -> 1002 份额 50%, 1001 份额 40%', "100%"),
        ('如果 对方 含 "a" -> 1002 税率 一', "百分数"),
        ('如果 对方 含 "a" -> 1002 1001', "不认识“1001”"),
        ('如果 (对方 含 "a" -> 1002', "应是“)”"),
        ("如果", "行尾"),
    ],
)
def test_a_wrong_rule_is_a_finding_with_its_line_and_the_others_hold(text: str, words: str) -> None:
    found = parse(f'# 规则\n{text}\n如果 对方 含 "b" -> 1002\n', "rules/x.txt")

    (finding,) = found.findings
    assert (finding.file, finding.line) == ("rules/x.txt", 2)
    assert words in finding.say("zh")
    assert len(found.rules) == 1


@pytest.mark.parametrize(
    ("first", "second", "is_shadowed"),
    [
        ('对方 含 "美团"', '对方 含 "美团外卖"', True),
        ('对方 含 "美团"', '对方 是 "美团外卖" 且 金额 大于 5', True),
        ('商品 开头是 "团购"', '商品 开头是 "团购-自营"', True),
        ('商品 含 "a" 或 "b"', '商品 含 "a" 或 商品 含 "bc"', True),
        ('对方 含 "美团" 且 来源 是 建行', '对方 含 "美团"', False),
        ('对方 含 "美团外卖"', '对方 含 "美团"', False),
        ('对方 不含 "美团"', '对方 含 "饿了么"', False),
        ('商品 开头是 "团购"', '商品 含 "团购"', False),
    ],
)
def test_a_rule_that_is_never_reached_is_told(village: Village, first: str, second: str, is_shadowed: bool) -> None:  # noqa: FBT001
    village.write("rules/10.txt", f"如果 {first} -> 5001:01\n如果 {second} -> 5001:02\n")
    findings = village.read().findings

    assert [f.line for f in findings] == ([2] if is_shadowed else [])


def test_an_account_that_was_never_opened_is_told_with_the_nearest(village: Village) -> None:
    rules = parse('如果 对方 含 "a" -> 5602:03\n如果 对方 含 "b" -> 5602:01 经 2212\n', "r.txt").rules

    assert [(f.line, "是不是" in f.remedy.zh) for f in unknown_accounts(rules, village.books)] == [(1, True), (2, True)]


def test_a_rule_that_no_import_has_used_for_a_year_is_noted() -> None:
    """Idle a year ago and ever since; one that was used last month, or was written since, is not."""
    rules = parse('如果 摘要 含 "甲" -> 1\n如果 摘要 含 "乙" -> 1\n如果 摘要 含 "丙" -> 1', "r.txt").rules
    old, used, fresh = (rule.mark for rule in rules)
    log = [
        {"date": "2025-10-01", "used": [], "idle": [old, used]},
        {"date": "2026-09-01", "used": [used], "idle": [old, fresh]},
    ]

    found = list(unused(rules, log, date(2026, 10, 15)))

    assert [(finding.file, finding.line, finding.severity) for finding in found] == [("r.txt", 1, Severity.NOTE)]


def test_a_rule_keeps_its_mark_where_it_is_moved() -> None:
    first = parse('如果 摘要 含 "甲" -> 1', "a.txt").rules[0]
    moved = parse('# 移过来的\n如果   摘要 含 "甲"\n  -> 1', "b.txt").rules[0]

    assert first.mark == moved.mark
