"""The promises as the ledger declares them: `custom "reinvestment"` directives read into policies, wrong words found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.errors import HuilinError
from huilin.findings import Finding, Severity
from huilin.promise.views import remembered, stated
from huilin.reinvestment import Policy, problems
from huilin.vocabulary import METADATA_KEYS
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from huilin.books import Books, Custom

RULE = "reinvestment-policy"
KIND = "reinvestment"

_DAYS = re.compile(r"(\d+)\s*(?:days?|天|日)?")


class Declared(NamedTuple):
    """The promises that can be read, and all that is wrong with what stands in the ledger."""

    policies: tuple[Policy, ...]
    findings: tuple[Finding, ...]


class _Key(NamedTuple):
    """A metadata key of the directive: the policy's field, how its value is read, what is expected."""

    field: str
    read: Callable[[Any], Any]
    expected: Text


def declared(books: Books, also: Collection[str] = ()) -> Declared:
    """Return every promise of the ledger with findings for wrong values, unknown keys and overlaps.

    `also` are entities that count as declared though their books are not loaded here.
    """
    entities = {*books.entities, *also}
    read = [(custom, *_read(books, custom, entities)) for custom in books.directives(KIND)]
    stated = [(policy, custom) for custom, policy, _ in read if policy is not None]
    found = [finding for _, _, findings in read for finding in findings]
    for problem in problems(policy for policy, _ in stated):
        place = [custom for policy, custom in stated if _is(policy, problem.policy)]
        found.append(_finding(place[-1], problem.message, problem.remedy))
    return Declared(tuple(policy for policy, _ in stated), tuple(dict.fromkeys(found)))


def _is(policy: Policy, other: Policy) -> bool:
    """Return whether both are one directive; its end may since have been found from the next."""
    return (policy.pair, policy.start) == (other.pair, other.start)


@remembered
def policies(books: Books) -> tuple[Policy, ...]:
    """Return the promises; raise HuilinError where one of them is wrong, since nothing may be booked on it then."""
    read = declared(books)
    for finding in read.findings:
        raise HuilinError(
            Text(
                f"{finding.file}:{finding.line}：{finding.message.zh}",
                f"{finding.file}:{finding.line}: {finding.message.en}",
            ),
            finding.remedy,
        )
    return read.policies


def _read(books: Books, custom: Custom, entities: Collection[str]) -> tuple[Policy | None, list[Finding]]:
    """Return the policy of one directive, None where its head is wrong, and what is wrong with it."""
    findings = [*_wrong_entities(custom, entities), *_without_tax(books, custom)]
    rate = custom.number(2)
    if findings or rate is None:
        return None, findings or [_wrong_head(custom)]
    policy = Policy(custom.text(0), custom.text(1), rate, custom.date)
    for key, value in custom.meta.items():
        try:
            policy = _with(policy, key, value)
        except ValueError:
            findings.append(_wrong_value(custom, key, value))
    return policy, findings


def _with(policy: Policy, key: str, value: Any) -> Policy:  # noqa: ANN401 - metadata values are of any type
    """Return the policy with one more word of its directive; raise ValueError where it makes no sense."""
    if key in _KEYS:
        return replace(policy, **{_KEYS[key].field: _KEYS[key].read(value)})
    if key in METADATA_KEYS or key in ("filename", "lineno"):
        return policy
    raise ValueError(key)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - one kind of error for every wrong value
    return value.strip()


def _days(value: object) -> int:
    match = _DAYS.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(value)
    return int(match[1])


def _of(kind: type) -> Callable[[object], Any]:
    def read(value: object) -> object:
        if not isinstance(value, kind):
            raise ValueError(value)  # noqa: TRY004 - one kind of error for every wrong value
        return value

    return read


_AMOUNT = Text("金额，如 100000.00 CNY", "an amount, as 100000.00 CNY")
_A_WORD = Text("加引号的词", "a quoted word")
_KEYS = {
    "base": _Key("base", _word, _A_WORD),
    "route": _Key("route", _word, _A_WORD),
    "accrual": _Key("accrual", _word, _A_WORD),
    "overpaid": _Key("overpaid", _word, _A_WORD),
    "agreement": _Key("agreement", _word, Text("协议文件的路径，加引号", "the agreement's path, quoted")),
    "settle-within": _Key("settle_within_days", _days, Text('天数，如 "30 days"', 'days, as "30 days"')),
    "losses-first": _Key("losses_first", _of(bool), Text("TRUE 或 FALSE", "TRUE or FALSE")),
    "cap": _Key("cap", _of(Decimal), _AMOUNT),
    "floor": _Key("floor", _of(Decimal), _AMOUNT),
    "change": _Key("change", _word, _A_WORD),
    "project": _Key("project", _word, Text("项目名称，加引号", "a project's name, quoted")),
    "end": _Key("end", _of(date), Text("日期，如 2027-12-31", "a date, as 2027-12-31")),
}  # fmt: skip


def _wrong_entities(custom: Custom, entities: Collection[str]) -> Iterator[Finding]:
    for place in (0, 1):
        name = custom.text(place)
        if name not in entities:
            known = "、".join(sorted(entities))
            yield _finding(
                custom,
                Text(f"反哺约定里的账套“{name}”没有声明。", f"The policy names “{name}”, which is no declared entity."),
                Text(f"已有账套：{known}。", f"Entities there are: {known}."),
            )


def _without_tax(books: Books, custom: Custom) -> Iterator[Finding]:
    """Yield a finding where nothing says how the enterprise is taxed that day: the net profit could not be told."""
    if not any(tax.date <= custom.date for tax in stated(books, "tax").get(custom.text(0), ())):
        yield _finding(
            custom,
            Text(f"{custom.text(0)} 在 {custom.date} 没有税务身份（tax 指令）。", f"Nothing says how {custom.text(0)} is taxed on {custom.date}."),
            Text('请写明，例如 custom "tax" "Company" "small-scale" "small-low-profit"。',
                 'Say so, as custom "tax" "Company" "small-scale" "small-low-profit".'),
        )  # fmt: skip


def _wrong_head(custom: Custom) -> Finding:
    return _finding(
        custom,
        Text("反哺约定没有写明比例。", "The policy names no rate."),
        Text(
            '写作：custom "reinvestment" "Company" "Fund" 0.20。', 'Write: custom "reinvestment" "Company" "Fund" 0.20.'
        ),
    )


def _wrong_value(custom: Custom, key: str, value: object) -> Finding:
    known = "、".join(_KEYS)
    if key in _KEYS:
        expected = _KEYS[key].expected
        message = Text(f"反哺约定的 {key} 写作“{value}”，读不懂。", f"The policy's {key}, “{value}”, cannot be read.")
        return _finding(custom, message, Text(f"应为{expected.zh}。", f"Expected: {expected.en}."))
    message = Text(f"反哺约定里有不认识的 {key}。", f"The policy has an unknown word {key}.")
    return _finding(custom, message, Text(f"可用：{known}。", f"Use one of: {known}."))


def _finding(custom: Custom, message: Text, remedy: Text) -> Finding:
    return Finding(RULE, Severity.ERROR, custom.file, custom.line, message, remedy)
