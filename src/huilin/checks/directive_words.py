"""Every dated declaration says what the program understands: a mistyped restriction would free restricted money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.charts import STANDARDS
from huilin.checks._found import at_custom
from huilin.findings import Severity
from huilin.vocabulary import METADATA_KEYS
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from huilin.books import Books, Custom
    from huilin.findings import Finding

RULE = "directive-words"
SOURCE = "本项目的账本写法：账本指令的写法"
EXAMPLE = """
2026-01-01 custom "project" "儿童阅览角" "Fund"
  restriction: "doner"
"""


class _Form(NamedTuple):
    """What stands after a directive's kind, and what its metadata may say (None: anything)."""

    values: tuple[type | frozenset[str], ...]
    words: Mapping[str, frozenset[str] | type | None]


_ENTITY = frozenset({"<entity>"})
_TAX = frozenset({"small-scale", "general", "small-low-profit"})
_FORMS: Mapping[str, _Form] = {
    "entity": _Form((str, str), {"standard": frozenset(STANDARDS), "hosted-by": str, "registered-capital": Decimal}),
    "project": _Form((str, _ENTITY), {
        "restriction": frozenset({"donor", "law", "none"}), "budget": Decimal, "purpose": str, "stage": str,
        "upkeep-per-year": Decimal, "approved-by": str, "parent": str,
    }),
    "budget": _Form((_ENTITY, str, Decimal), {}),
    "pledge": _Form((_ENTITY, str, Decimal), {"project": str, "due": date, "donor": str}),
    "receipt": _Form((_ENTITY, str, frozenset({"given", "void"})), {"voucher": str, "reason": str}),
    "staff": _Form((_ENTITY, Decimal), {}),
    "shareholder": _Form((_ENTITY, str, Decimal), {}),
    "tax": _Form((_ENTITY, _TAX), {"vat-period": frozenset({"month", "quarter"}), "care": str, "staff": Decimal, "assets": Decimal}),
    "brought-forward": _Form((_ENTITY, frozenset({"tax-loss", "book-loss", "donation", "overpaid"}), Decimal), {"for-year": None, "fund": str}),
    "tax-return": _Form((_ENTITY, Decimal), {"for-year": None, "not-deductible": Decimal, "document": str}),
    "note": _Form((_ENTITY, frozenset({"commitment", "contingency", "after-period", "policy-change", "other"}), str), {"until": date}),
    "resolution": _Form((_ENTITY, frozenset({"dividend", "reserve"}), Decimal), {"for-year": None, "document": str}),
}  # fmt: skip
_ELSEWHERE = frozenset({"reinvestment"})
"""Read and checked by the rule reinvestment-policy."""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each directive of unknown kind, with missing or wrong values, or with a wrong word."""
    entities = frozenset({*books.entities, *(entity.name for entity in books.workspace.settings.entities)})
    for custom in books.customs:
        form = _FORMS.get(custom.kind)
        if form is not None:
            yield from _values(custom, form, entities)
            yield from _words(custom, form)
        elif custom.kind not in _ELSEWHERE and not custom.kind.startswith("fava-"):
            yield at_custom(
                custom, RULE, Severity.WARNING,
                Text(f"不认识的指令 custom “{custom.kind}”。", f"The directive custom “{custom.kind}” is unknown."),
                Text(f"可用：{'、'.join(sorted({*_FORMS, *_ELSEWHERE}))}。", f"There are: {', '.join(sorted({*_FORMS, *_ELSEWHERE}))}."),
            )  # fmt: skip


def _values(custom: Custom, form: _Form, entities: frozenset[str]) -> Iterator[Finding]:
    for place, expected in enumerate(form.values):
        value = custom.values[place] if place < len(custom.values) else None
        allowed = entities if expected is _ENTITY else expected
        if not _fits(value, allowed):
            yield _wrong(custom, Text(f"第 {place + 1} 项", f"value {place + 1}"), value, allowed)


def _words(custom: Custom, form: _Form) -> Iterator[Finding]:
    for key, value in custom.meta.items():
        if key in form.words and form.words[key] is not None and not _fits(value, form.words[key]):
            yield _wrong(custom, Text(f"{key}:", f"{key}:"), value, form.words[key])
        elif key not in form.words and key not in METADATA_KEYS and key not in ("filename", "lineno"):
            yield _wrong(custom, Text("键", "key"), key, frozenset(form.words))
    if custom.kind == "entity" and "standard" not in custom.meta:
        yield _wrong(custom, Text("standard:", "standard:"), None, frozenset(STANDARDS))


def _fits(value: object, expected: object) -> bool:
    return value in expected if isinstance(expected, frozenset) else isinstance(value, expected)  # type: ignore[arg-type]


def _wrong(custom: Custom, what: Text, value: object, expected: object) -> Finding:
    words = "、".join(sorted(expected)) if isinstance(expected, frozenset) else ""
    form = _TYPES.get(expected) if isinstance(expected, type) else None
    said = Text("没有写", "is missing") if value is None else Text(f"“{value}”不对", f"“{value}” is wrong")
    return at_custom(
        custom, RULE, Severity.ERROR,
        Text(f"{custom.kind} 指令的{what.zh}{said.zh}。", f"In this {custom.kind} directive, {what.en} {said.en}."),
        form or Text(f"可用：{words}。", f"Use one of: {words}."),
    )  # fmt: skip


_TYPES = {
    str: Text("请写加引号的文字。", "Write quoted words."),
    Decimal: Text("请写数，如 20000.00 CNY 或 0.20，不加引号。", "Write a number, as 20000.00 CNY or 0.20, unquoted."),
    date: Text("请写日期，如 2026-12-31，不加引号。", "Write a date, as 2026-12-31, unquoted."),
}
