"""What is wrong with rules that read well: one never reached, one unused for a year, an account never opened."""

from __future__ import annotations

from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from huilin.findings import Finding, Severity
from huilin.importing.rules.values import TRANSIT, AllOf, AnyOf, Condition, Expression, Rule, finding
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from huilin.books import Books


def shadowed(rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield a warning for each rule that can never be asked, since an earlier one takes all that it would match."""
    for place, rule in enumerate(rules):
        earlier = next((other for other in rules[:place] if _implies(rule.when, other.when)), None)
        if earlier is not None:
            yield finding(
                rule.file, rule.line,
                Text(f"这条规则永远轮不到：{earlier.place} 已先匹配。", f"This rule is never reached: {earlier.place} matches first."),
                Text("请把更具体的规则放在前面，或删去这一条。", "Put the more specific rule first, or delete this one."),
                Severity.WARNING,
            )  # fmt: skip


def _implies(narrow: Expression, wide: Expression) -> bool:  # noqa: PLR0911 - a case for each form
    """Say whether whatever `narrow` matches, `wide` matches too; where that is not plain, say no."""
    if narrow == wide:
        return True
    if isinstance(wide, AllOf):
        return all(_implies(narrow, part) for part in wide.parts)
    if isinstance(narrow, AnyOf):
        return all(_implies(part, wide) for part in narrow.parts)
    if isinstance(wide, AnyOf):
        return any(_implies(narrow, part) for part in wide.parts)
    if isinstance(narrow, AllOf):
        return any(_implies(part, wide) for part in narrow.parts)
    if isinstance(narrow, Condition) and isinstance(wide, Condition):
        return _condition_implies(narrow, wide)
    return False


def _condition_implies(narrow: Condition, wide: Condition) -> bool:
    if narrow.field != wide.field or narrow.negated or wide.negated:
        return False
    return all(
        any(_value_implies(narrow.comparison, n, wide.comparison, w) for w in wide.values) for n in narrow.values
    )


def _value_implies(narrow: str, value: str, wide: str, other: str) -> bool:
    if wide == "是":
        return narrow == "是" and value == other
    if wide == "开头是":
        return narrow in ("是", "开头是") and value.startswith(other)
    if wide == "含":
        return narrow in ("是", "开头是", "含") and other in value
    return False


def unused(rules: Iterable[Rule], records: Sequence[Mapping[str, Any]], today: date) -> Iterator[Finding]:
    """Yield a note for each rule that the log of imports has seen idle a year ago, and not used since."""
    year_ago = today - timedelta(days=365)
    batches = [(date.fromisoformat(record["date"]), record["used"], record["idle"]) for record in records]
    idle_then = {mark for day, _, idle in batches if day <= year_ago for mark in idle}
    used_since = {mark for day, used, _ in batches if day > year_ago for mark in used}
    for rule in rules:
        if rule.mark in idle_then - used_since:
            yield finding(
                rule.file, rule.line,
                Text(f"这条规则一年来（自 {year_ago}）没有用到。", f"This rule has not been used for a year (since {year_ago})."),
                Text("不再需要就删去，免得误中。", "Delete it where it is not needed, lest it match by mistake."),
                Severity.NOTE,
            )  # fmt: skip


def unknown_accounts(rules: Iterable[Rule], books: Books) -> Iterator[Finding]:
    """Yield an error for each account in a rule that no entity has opened, with the nearest that there is."""
    opened = [account for account in books.accounts if account not in books.closed]
    codes = {code for account in opened for code in _codes(account)}
    for rule in rules:
        for said in (*(t.account for t in rule.targets if t.account != TRANSIT), *filter(None, [rule.via])):
            if said in opened or said.replace("：", ":").split(" ")[0] in codes:
                continue
            near = get_close_matches(said, [*opened, *codes], 1, 0.4)
            yield finding(
                rule.file, rule.line,
                Text(f"没有开立的账户“{said}”。", f"The account “{said}” was never opened."),
                Text(f"是不是“{near[0]}”？" if near else "请先用 huilin account 开立。", f"Did you mean “{near[0]}”?" if near else "Open it with `huilin account` first."),
            )  # fmt: skip


def _codes(account: str) -> Iterator[str]:
    parts = split_account(account)
    if parts is not None:
        yield from (parts.code, parts.full_code)
