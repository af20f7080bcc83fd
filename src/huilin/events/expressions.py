"""The small language of the declarations: exact sums over answers (`gross / (1 + vat.levy.reduced)`) and conditions.

    condition  = side [("=" | "!=" | "<" | "<=" | ">" | ">=") side], joined by "and", "not" before it
    side       = sums of products of numbers, 'words', names, brackets and min(…), max(…), if(condition, a, b), part(total, k, n)

Fractions all the way: nothing is rounded before `to_the_fen`, the one rule that makes an amount.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from huilin.reinvestment.exact import to_the_fen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Value: TypeAlias = Fraction | str | bool | date
Lookup: TypeAlias = Callable[[str], Value]
_Part: TypeAlias = Callable[[Lookup], Value]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|'(?P<text>[^']*)'|(?P<name>[a-z_][\w.]*)|(?P<sign>!=|<=|>=|[-+*/()=<>,]))"
)
_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "=": operator.eq, "!=": operator.ne,
    "<": lambda a, b: _number(a) < _number(b), "<=": lambda a, b: _number(a) <= _number(b),
    ">": lambda a, b: _number(a) > _number(b), ">=": lambda a, b: _number(a) >= _number(b),
}  # fmt: skip


class ExpressionError(ValueError):
    """A declaration holds an expression that cannot be read: our own fault, found by a test."""


def part(total: Fraction, k: Fraction, n: Fraction) -> Fraction:
    """Return the k-th of n parts of a sum, each in whole fen, all of them together exactly the sum (straight line)."""
    return Fraction(to_the_fen(total * k / n)) - Fraction(to_the_fen(total * (k - 1) / n))


def amount(expression: str, lookup: Lookup) -> Decimal:
    """Return what an expression comes to, in whole fen."""
    return to_the_fen(_number(parsed(expression)(lookup)))


def holds(condition: str, lookup: Lookup) -> bool:
    """Say whether a condition holds; an empty one does."""
    return not condition or bool(parsed(condition)(lookup))


@cache
def parsed(expression: str) -> _Part:
    """Return the expression as a function of what its names mean; raise ExpressionError where it is none."""
    tokens = _tokens(expression)
    found, rest = _conjunction(tokens)
    if rest:
        raise ExpressionError(f"{expression!r}: not understood from {rest[0]!r}")
    return found


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    text = expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(f"{expression!r}: not understood from {text[place:]!r}")
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
        place = match.end()
    return tokens


_Parsed: TypeAlias = tuple[_Part, list[tuple[str, str]]]


def _conjunction(tokens: list[tuple[str, str]]) -> _Parsed:
    left, rest = _negation(tokens)
    while rest[:1] == [("name", "and")]:
        right, rest = _negation(rest[1:])
        left = _both(left, right)
    return left, rest


def _both(left: _Part, right: _Part) -> _Part:
    return lambda lookup: bool(left(lookup)) and bool(right(lookup))


def _negation(tokens: list[tuple[str, str]]) -> _Parsed:
    if tokens[:1] == [("name", "not")]:
        inner, rest = _negation(tokens[1:])
        return (lambda lookup: not inner(lookup)), rest
    return _comparison(tokens)


def _comparison(tokens: list[tuple[str, str]]) -> _Parsed:
    left, rest = _sum(tokens)
    if rest and rest[0][1] in _COMPARE and rest[0][0] == "sign":
        compare = _COMPARE[rest[0][1]]
        right, rest = _sum(rest[1:])
        return (lambda lookup: compare(left(lookup), right(lookup))), rest
    return left, rest


def _sum(tokens: list[tuple[str, str]]) -> _Parsed:
    return _chain(tokens, {"+": operator.add, "-": operator.sub}, _product)


def _product(tokens: list[tuple[str, str]]) -> _Parsed:
    return _chain(tokens, {"*": operator.mul, "/": operator.truediv}, _atom)


def _chain(
    tokens: list[tuple[str, str]],
    signs: dict[str, Callable[[Fraction, Fraction], Fraction]],
    below: Callable[[list[tuple[str, str]]], _Parsed],
) -> _Parsed:
    left, rest = below(tokens)
    while rest and rest[0][0] == "sign" and rest[0][1] in signs:
        right, after = below(rest[1:])
        left, rest = _applied(signs[rest[0][1]], (left, right)), after
    return left, rest


def _applied(what: Callable[..., Fraction], parts: Sequence[_Part]) -> _Part:
    return lambda lookup: what(*(_number(one(lookup)) for one in parts))


_FUNCTIONS: dict[str, Callable[..., Fraction]] = {"min": min, "max": max, "part": part, "if": max}
"""`if(condition, yes, no)` is applied by its own rule."""


def _atom(tokens: list[tuple[str, str]]) -> _Parsed:
    if not tokens:
        raise ExpressionError("an expression ends too early")
    (kind, word), rest = tokens[0], tokens[1:]
    if kind == "number":
        number = Fraction(word)
        return (lambda _lookup: number), rest
    if kind == "text":
        return (lambda _lookup: word), rest
    if kind == "name" and word in _FUNCTIONS and rest[:1] == [("sign", "(")]:
        return _call(word, rest[1:])
    if kind == "name":
        return (lambda lookup: lookup(word)), rest
    if word == "(":
        inner, rest = _conjunction(rest)
        return inner, _after(rest, ")")
    raise ExpressionError(f"{word!r} stands where a value is expected")


def _call(name: str, tokens: list[tuple[str, str]]) -> _Parsed:
    first, rest = _conjunction(tokens)
    parts = [first]
    while rest[:1] == [("sign", ",")]:
        another, rest = _conjunction(rest[1:])
        parts.append(another)
    called = _either(*parts) if name == "if" else _applied(_FUNCTIONS[name], parts)
    return called, _after(rest, ")")


def _either(condition: _Part, yes: _Part, no: _Part) -> _Part:
    return lambda lookup: (yes if condition(lookup) else no)(lookup)


def _after(tokens: list[tuple[str, str]], sign: str) -> list[tuple[str, str]]:
    if tokens[:1] != [("sign", sign)]:
        raise ExpressionError(f"{sign!r} is missing")
    return tokens[1:]


def _number(value: Value) -> Fraction:
    """Return a value as a number; days count, so that they may be compared."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, date):
        return Fraction(value.toordinal())
    raise ExpressionError(f"{value!r} is no number")
