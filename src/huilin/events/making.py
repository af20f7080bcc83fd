"""From answers to what is written: drafts that balance to the fen, directives, and a sentence that says what they do."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from huilin.drafting import Draft, DraftPosting, custom_line, quote
from huilin.errors import UsageError
from huilin.events import expressions
from huilin.events.resolving import Accounts, Choose, nobody
from huilin.reinvestment.exact import to_the_fen
from huilin.setup.directives import Addition, policy_file
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from huilin.events.answers import Answers
    from huilin.events.model import Directive, Entry, Leg

_SIDES = {"debit": "借", "credit": "贷"}


@dataclass(frozen=True)
class Made:
    """What an event writes: drafts, directives for the policy files, and the donor register where it has grown."""

    drafts: tuple[Draft, ...]
    additions: tuple[Addition, ...]
    plain: Text
    register: dict[Path, str] = field(default_factory=dict)


def make(answers: Answers, choose: Choose = nobody) -> Made:
    """Return what the event writes; raise UsageError where accounts are not open."""
    accounts = Accounts(answers.books, answers.accounts, choose)
    drafts = tuple(draft for entry in answers.event.entries for draft in _drafts(answers, entry, accounts))
    additions = tuple(_addition(answers, directive, accounts) for directive in answers.event.directives)
    accounts.refuse_missing()
    for draft in drafts:
        assert draft.difference == 0, f"{answers.event.name}: off by {draft.difference}"
    register = {answers.books.workspace.donors: answers.register.to_csv()} if answers.donors_changed else {}
    return Made(drafts, additions, answers.say(answers.event.plain), register)


def _drafts(answers: Answers, entry: Entry, accounts: Accounts) -> Iterator[Draft]:
    """Yield the entry, or one of it for each month of its schedule."""
    if not answers.holds(entry.when):
        return
    if entry.repeat is None:
        yield _draft(answers, entry, _day(answers, entry.date), accounts)
        return
    start, months = answers.value(entry.repeat.start), answers.value(entry.repeat.months)
    assert isinstance(start, date)
    assert isinstance(months, Fraction)
    year = answers.fill(entry.repeat.year)
    for k in range(1, int(months) + 1):
        day = _month_end(start, k - 1)
        if year in ("", f"{day.year}"):
            answers.values["k"] = Fraction(k)
            yield _draft(answers, entry, day, accounts)


def _day(answers: Answers, name: str) -> date:
    day = answers.value(name)
    assert isinstance(day, date)
    return day


def _month_end(start: date, months: int) -> date:
    """Return the last day of the month so many months after `start`'s."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _draft(answers: Answers, entry: Entry, day: date, accounts: Accounts) -> Draft:
    entity = _entity(answers, entry.books)
    language = answers.books.workspace.settings.language
    said = {"kind": entry.kind} | {key: answers.fill(text.say(language), language) for key, text in entry.meta.items()}
    said.setdefault("source-doc", answers.fill("{source-doc}"))
    legs = ((leg, _amount(answers, leg)) for leg in entry.legs if answers.holds(leg.when))
    return Draft(
        entity=entity,
        date=day,
        narration=answers.fill("{text}") or answers.fill(entry.text.say(language), language),
        postings=tuple(_posting(answers, leg, value, (entity, day), accounts) for leg, value in legs if value),
        payee=answers.fill(entry.payee),
        meta={key: value for key, value in said.items() if value},
        links=tuple(link for link in map(answers.fill, entry.links) if link),
        tags=entry.tags,
    )


def _entity(answers: Answers, books: str) -> str:
    return answers.roles[books or answers.role]  # type: ignore[index]


def _posting(answers: Answers, leg: Leg, value: Decimal, where: tuple[str, date], accounts: Accounts) -> DraftPosting:
    """Return one leg of so much, in the account that an entity has open on a day."""
    entity, day = where
    standard = answers.standard(entity, day)
    words = answers.fill(leg.account_words(standard))
    klass = str(answers.value("project.class")) if answers.event.question("project") else ""
    account = accounts.find(entity, words, day, klass if standard == "npo-2026" else "")
    signed = value if (leg.side == "debit") != leg.red else -value
    meta = {key: answers.fill(words) for key, words in leg.meta.items()}
    side = {"side": _SIDES[leg.side]} if leg.red else {}
    return DraftPosting(account, signed, leg.commodity, {k: v for k, v in (meta | side).items() if v})


def _amount(answers: Answers, leg: Leg) -> Decimal:
    value = expressions.amount(leg.amount, answers.value)
    if value < 0:
        raise UsageError(
            Text(f"按这些数算出的金额是负的（{leg.amount} = {value}）。", f"These answers come to a negative amount ({leg.amount} = {value})."),
            Text("请核对各项金额。", "Check the amounts."),
        )  # fmt: skip
    return value


def _addition(answers: Answers, directive: Directive, accounts: Accounts) -> Addition:
    entity = _entity(answers, directive.books)
    language = answers.books.workspace.settings.language
    if directive.kind == "note":
        account = accounts.find(entity, answers.fill(directive.account), answers.day)
        month = answers.books.workspace.month_file(entity, answers.day)
        return Addition(
            entity,
            answers.day,
            month,
            f"{answers.day} note {account} {quote(answers.say(directive.text).say(language))}\n",
        )
    values = [_plain(answers, value) for value in directive.values]
    meta = {key: _plain(answers, value) for key, value in directive.meta.items()}
    text = custom_line(answers.day, directive.kind, *values, meta={k: v for k, v in meta.items() if v != ""})
    return Addition(entity, answers.day, policy_file(answers.books.workspace, entity), text)


def _plain(answers: Answers, template: str) -> str | Decimal | date:
    """Return a directive's value: an answer as it is (an amount, a date), or words with names filled in."""
    value = (
        answers.value(template[1:-1])
        if template[:1] == "{" and template.count("{") == 1 and template[-1] == "}"
        else ""
    )
    if isinstance(value, Fraction):
        return to_the_fen(value)
    return value if isinstance(value, date) else answers.fill(template)
