"""The declarations themselves: everything named is there, and the small language means what it says."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from huilin.events import catalogue, expressions
from huilin.events.catalogue import common
from huilin.reinvestment.taxes import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.events.model import Event

_HOLE = re.compile(r"\{([\w.-]+)\}")
_KNOWN = {"fund", "company", "role", "standard", "unrestricted", "today", "k"}
ASKED = """
donation in-kind service-donation agency-in agency-out pledge platform-payout matching-gift release
same-period-release lapse refund-outside refund-fault grant-received grant-made spending project-advance
project-settlement host-fee project-transfer advance advance-returned volunteer-hours leftover receipt-registered
receipt-void group-sale agency-sale sale-refund supplier-settlement repair card-topup card-use card-withdrawal
canteen-purchase canteen-use stock-loss interest bank-fee petty-cash employee-advance reimbursement cash-count
deposit-paid deposit-received prepaid-rent free-premises missing-invoice red-invoice capital-paid-in loan-received
loan-repaid asset-bought depreciation asset-handed-over asset-scrapped wages service-remuneration service-contract
grant grant-deferred fund-purchase meal-purchase promise-paid promise-received vat-paid surcharges income-tax-paid
"""
"""What the issue names; one that goes missing is missed."""


def test_every_event_that_was_asked_for_is_there() -> None:
    assert set(ASKED.split()) <= set(catalogue())


@pytest.mark.parametrize("event", catalogue().values(), ids=list(catalogue()))
def test_every_name_means_something(event: Event) -> None:
    """A template or an expression names a question, a named amount, a tax fact or one of the few known words."""
    known = {question.field for question in event.questions} | set(event.let) | _KNOWN

    strangers = {name for name in _names(event) if name.split(".")[0] not in known and not _is_fact(name)}

    assert strangers == set()


@pytest.mark.parametrize("event", catalogue().values(), ids=list(catalogue()))
def test_an_event_is_said_in_both_languages(event: Event) -> None:
    texts = [
        event.title,
        event.plain,
        *event.notes,
        *(q.words for q in event.questions),
        *(m.words for m in event.musts),
    ]

    assert event.examples
    assert event.source
    assert all(text.zh and text.en for text in texts)
    assert not any(re.search(r"[\u4e00-\u9fff]", text.en) for text in texts)


def test_sub_accounts_have_both_names() -> None:
    assert all(len(names) == 2 and re.fullmatch(r"\d{4}:\d{2}", code) for code, names in common()["subs"].items())


def _is_fact(name: str) -> bool:
    return name.replace("_", "-") in list(Fact)


def _names(event: Event) -> Iterator[str]:
    for template in _templates(event):
        yield from _HOLE.findall(template)
    for expression in _expressions(event):
        words = re.sub(r"'[^']*'", "", expression)
        yield from set(re.findall(r"[a-z_][\w.]*", words)) - {"and", "not", "min", "max", "if", "part"}


def _templates(event: Event) -> Iterator[str]:
    yield from (*event.plain, *(q.default for q in event.questions if q.type != "amount"))
    for entry in event.entries:
        yield from (*entry.text, entry.payee, *entry.links)
        yield from (words for text in entry.meta.values() for words in text)
        for leg in entry.legs:
            yield from (*leg.accounts.values(), *leg.meta.values())
    for directive in event.directives:
        yield from (*directive.values, *directive.meta.values(), *directive.text)


def _expressions(event: Event) -> Iterator[str]:
    conditions = [q.when for q in event.questions] + [must.that for must in event.musts]
    conditions += [when for entry in event.entries for when in (entry.when, *(leg.when for leg in entry.legs))]
    yield from (condition for condition in conditions if condition)
    yield from event.let.values()
    yield from (q.default for q in event.questions if q.type == "amount" and q.default)
    yield from (leg.amount for entry in event.entries for leg in entry.legs)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("gross / 1.01", "39.50"),
        ("gross - gross / 1.01", "0.40"),
        ("max(0, 3 - gross) + min(2, gross) * 2", "4.00"),
        ("if(gross > 39 and not basis = 'fair', 1, 2)", "1.00"),
        ("if(gross <= 39.89, 1, (2 + 1) / 2)", "1.50"),
        ("0.005", "0.01"),
        ("0 - 0.005", "-0.01"),
        ("part(10, 2, 3)", "3.34"),
    ],
)
def test_the_small_language(expression: str, value: str) -> None:
    names = {"gross": Fraction("39.90"), "basis": "voucher"}

    assert str(expressions.amount(expression, names.__getitem__)) == value


@pytest.mark.parametrize("expression", ["1 +", "gross gross", "(1", "max(1", "1 $ 2", "'open", ""])
def test_what_cannot_be_read_is_our_own_fault(expression: str) -> None:
    with pytest.raises(expressions.ExpressionError):
        expressions.parsed(expression)
