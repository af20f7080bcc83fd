"""A rule's condition as a question to a row's words; made once, asked of every row."""

from __future__ import annotations

from decimal import Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from huilin.importing.rules.values import AllOf, AnyOf, Condition, Expression, NotThis, Words

if TYPE_CHECKING:
    from collections.abc import Callable


def question(expression: Expression) -> Callable[[Words], bool]:
    """Return the test that `expression` is."""
    if isinstance(expression, AllOf):
        tests = [question(part) for part in expression.parts]
        return lambda words: all(test(words) for test in tests)
    if isinstance(expression, AnyOf):
        tests = [question(part) for part in expression.parts]
        return lambda words: any(test(words) for test in tests)
    if isinstance(expression, NotThis):
        inside = question(expression.part)
        return lambda words: not inside(words)
    test = _condition_test(expression)
    return (lambda words: not test(words)) if expression.negated else test


def _condition_test(condition: Condition) -> Callable[[Words], bool]:
    name, values = condition.field, condition.values
    if name == "来源":
        return lambda words: not set(words.get(name, "").split("\n")).isdisjoint(values)
    if name == "金额":
        return _amount_test(condition)
    tests: dict[str, Callable[[str], bool]] = {
        "是": lambda word: word in values,
        "含": lambda word: any(value in word for value in values),
        "开头是": lambda word: word.startswith(values),
        "匹配": lambda word: any(fnmatchcase(word, value) for value in values),
        "大于": lambda word: any(word > value for value in values),
        "小于": lambda word: any(word < value for value in values),
    }
    test = tests[condition.comparison]
    return lambda words: test(words.get(name, ""))


def _amount_test(condition: Condition) -> Callable[[Words], bool]:
    limits = [Decimal(value) for value in condition.values]
    compare: Callable[[Decimal, Decimal], bool] = {
        "大于": lambda amount, limit: amount > limit,
        "小于": lambda amount, limit: amount < limit,
    }.get(condition.comparison, lambda amount, limit: amount == limit)
    return lambda words: any(compare(Decimal(words.get("金额", "0")), limit) for limit in limits)
