"""Whatever is wrong with a ledger: one clear finding, at the line where the mistake is, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin import checks
from huilin.books import load
from huilin.books.beancount_errors import OwnFaultError
from tests.books.conftest import BASE, HEAD

if TYPE_CHECKING:
    from tests.books.conftest import MakeWorkspace

HOST, GIFT = "Assets:Fund:1002银行存款:01存放慈善总会", "Income:Fund:4101捐赠收入:01非限定性"
START = len((HEAD + BASE).splitlines()) + 1
"""The line of an entry's first line."""


def entry(head: str, *lines: str) -> str:
    return "\n".join([head, '  id: "Fund/2026-07/记-0001"', '  project: "日常公益"', '  donor: "匿名"', *lines]) + "\n"


def after(text: str, word: str) -> int:
    return START + next(n for n, line in enumerate(text.splitlines()) if word in line)


NEXT = f"""
2026-07-02 * "下一笔"
  id: "Fund/2026-07/记-0002"
  project: "日常公益"
  donor: "匿名"
  {HOST}  1.00 CNY
  {GIFT}  -1.00 CNY
"""
LEGS = (f"  {HOST}  10.00 CNY", f"  {GIFT}  -10.00 CNY")

BROKEN = {
    "unbalanced": (entry('2026-07-01 * "差一元"', LEGS[0], f"  {GIFT}  -9.00 CNY"), "差一元", "exact-sum", "差 1.00 CNY"),
    "unknown account": (entry('2026-07-01 * "捐"', f"  {HOST}分  10.00 CNY", LEGS[1]), "捐", "unknown-account", f"账户 {HOST}分 没有开立"),
    "before opening": (entry('2024-07-01 * "捐"', *LEGS), "捐", "inactive-account", "还没有开立或已经关闭"),
    "other currency": (entry('2026-07-01 * "捐"', f"  {HOST}  10.00 USD", f"  {GIFT}  -10.00 USD"), "捐", "invalid-currency", "不收 USD"),
    "two blanks": (entry('2026-07-01 * "捐"', f"  {HOST}", f"  {GIFT}"), GIFT, "two-blank-amounts", "有两行没写金额"),
    "no currency": (entry('2026-07-01 * "捐"', f"  {HOST}  10.00", f"  {GIFT}"), "10.00", "currency-missing", "没写币种"),
    "open quote": (entry('2026-07-01 * "捐', *LEGS) + NEXT, "捐", "syntax", '引号没有成对：“2026-07-01 * "捐”'),
    "curly quotes": (entry("2026-07-01 * “捐”", *LEGS), "捐", "syntax", "读不懂：“2026-07-01 * “捐””"),
    "full-width comma": (entry('2026-07-01 * "捐"', f"  {HOST}  1，000.00 CNY", f"  {GIFT}"), "1，000", "syntax", "1，000.00 CNY”"),
    "no indent": (entry('2026-07-01 * "捐"', LEGS[0], LEGS[1].strip()), GIFT, "syntax", "读不懂"),
    "no such day": (entry('2026-06-31 * "捐"', *LEGS), "捐", "date", "没有这个日期"),
    "chinese link": (entry('2026-07-01 * "捐" ^反哺', *LEGS), "捐", "syntax", "读不懂"),
    "unknown word": ("2026-07-01 opne Assets:Fund:1001现金\n", "opne", "syntax", "opne"),
    "key twice": (entry('2026-07-01 * "捐"', '  donor: "匿名"', *LEGS), "", "metadata-twice", "两个 donor:"),
    "account twice": (f"2026-07-01 open {HOST}\n", "open", "duplicate-open", "重复开立"),
    "wrong balance": (f"2026-07-01 balance {HOST} 1.00 CNY\n", "balance", "balance-exact", "账上是 0.00"),
    "pad": (f"2026-07-01 pad {HOST} {GIFT}\n", "pad", "pad-forbidden", "不允许用 pad"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "word", "rule", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_one_mistake_is_one_finding_at_its_line(
    workspace_of: MakeWorkspace, text: str, word: str, rule: str, said: str
) -> None:
    found = [
        f
        for f in load(workspace_of(HEAD + BASE + text)).findings
        if f.rule not in ("voucher-gaps", "statement-balance")
    ]

    here = [f for f in found if f.rule == rule]
    assert len({f.line for f in here}) == 1, found
    assert said in here[0].message.zh
    assert here[0].remedy.zh
    if word:
        assert here[0].line == after(text, word), here[0]
    assert [
        f.rule
        for f in found
        if f.rule not in (rule, "exact-sum", "voucher-form", "before-entity", "currency", "project-declared")
    ] == []


def test_the_sign_of_a_chinese_keyboard_is_named_in_the_remedy(workspace_of: MakeWorkspace) -> None:
    text = entry('2026-07-01 * "捐"', f"  {HOST}  1，000.00 CNY", f"  {GIFT}")
    found = [f for f in load(workspace_of(HEAD + BASE + text)).findings if f.rule == "syntax"]

    assert found[0].remedy.zh == "请把中文标点“，”改成半角符号。"


def test_a_break_of_ours_is_our_fault_and_no_finding(
    workspace_of: MakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_books: object) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(checks.modules()[0], "check", breaks)

    with pytest.raises(OwnFaultError, match="ZeroDivisionError"):
        load(workspace_of(HEAD + BASE))


def test_several_mistakes_are_told_at_once(workspace_of: MakeWorkspace) -> None:
    texts = [BROKEN[name][0] for name in ("unbalanced", "two blanks", "account twice", "curly quotes")]
    found = load(workspace_of(HEAD + BASE + "\n".join(texts))).findings

    assert {"exact-sum", "two-blank-amounts", "duplicate-open", "syntax"} <= {f.rule for f in found}
