"""Formulas over other facts: how a total follows from the figures beside it, and the machine that recomputes it."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from huilin.money import round_half_up, to_decimal, to_fen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from huilin.money import Fen
    from huilin.reporting.statement import Fact

_NAME = re.compile(r"(?<![\w.-])[A-Za-z][\w]*(?:[.-]\w+)*")
_WORDS = {"max": max, "min": min, "round": round_half_up}


def total_of(parts: Iterable[tuple[int, Fact]]) -> tuple[Fen, str]:
    """Return amount and formula of a sum of signed facts: `A + B - C`; of none: 0."""
    amount, words = 0, list[str]()
    for sign, fact in parts:
        amount += sign * fact.amount
        words += ["+" if sign > 0 else "-", fact.id]
    if not words:
        return 0, "0"
    return amount, " ".join(words[1:] if words[0] == "+" else ["0", *words])


def evaluate(formula: str, amount_of: Callable[[str], Fen]) -> Fen:
    """Recompute a fact's formula: fact ids, numbers, `+ - * /`, `max`, `min`, and `round` to the fen (half up).

    Raises KeyError where `amount_of` knows no such id, ValueError for any other writing. Between ids and
    operators stand spaces, since an id may hold a hyphen.
    """
    if (terms := _terms(formula)) is not None:
        return sum(sign * amount_of(id_) for sign, id_ in terms)
    names: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[0] in _WORDS:
            return match[0]
        names.append(match[0])
        return f"_{len(names) - 1}"

    source = _NAME.sub(keep, formula)
    tree = ast.parse(source, mode="eval")
    return to_fen(_value(tree.body, source, lambda place: to_decimal(amount_of(names[place]))))


def _terms(formula: str) -> list[tuple[int, str]] | None:
    """Read a plain sum of ids, however long; None for any other formula."""
    words = formula.removeprefix("0 - ").split(" ")
    ids, signs = words[0::2], words[1::2]
    if len(ids) != len(signs) + 1 or not {*signs} <= {"+", "-"} or not all(map(_NAME.fullmatch, ids)):
        return None
    first = -1 if formula.startswith("0 - ") else 1
    return list(zip([first, *(1 if sign == "+" else -1 for sign in signs)], ids, strict=True))


def _value(node: ast.expr, source: str, amount: Callable[[int], Decimal]) -> Decimal:
    match node:
        case ast.Constant():
            return Decimal(ast.get_source_segment(source, node) or "")
        case ast.Name(id=name) if name.startswith("_"):
            return amount(int(name[1:]))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, source, amount)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as operator, right=right):
            return _joined(operator, _value(left, source, amount), _value(right, source, amount))
        case ast.Call(func=ast.Name(id=word), args=args) if word in _WORDS:
            return _WORDS[word](*(_value(arg, source, amount) for arg in args))  # type: ignore[operator,no-any-return]
    raise ValueError(f"{source!r} is no formula over facts")


def _joined(operator: ast.operator, left: Decimal, right: Decimal) -> Decimal:
    if isinstance(operator, ast.Mult):
        return left * right
    if isinstance(operator, ast.Div):
        return left / right
    return left + right if isinstance(operator, ast.Add) else left - right
