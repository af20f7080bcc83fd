"""One answer's words as a value; each error says what was expected."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import UsageError
from huilin.money import InexactAmountError, parse_amount
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from huilin.books import Books
    from huilin.donors import Register
    from huilin.events.expressions import Value
    from huilin.events.model import Question
    from huilin.wording import Language

_LINK = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]*")
_NAMELESS = ("匿名", "anonymous", "nobody")


def read(question: Question, words: str, books: Books) -> Value:
    """Return the value that an answer means; raise UsageError where it means none."""
    return _READERS[question.type](question, words, books)


def _amount(question: Question, words: str, _books: Books) -> Value:
    try:
        value = Fraction(parse_amount(words))
    except InexactAmountError as error:
        raise _no_amount(words) from error
    if value < 0 or (value == 0 and not question.zero):
        raise _no_amount(words)
    return value


def _count(question: Question, words: str, _books: Books) -> Value:
    if not words.isdecimal() or (int(words) == 0 and not question.zero):
        raise UsageError(
            Text(f"{question.words.zh}“{words}”不是个数。", f"{question.words.en}: “{words}” is no whole number."),
            Text("请写整数，如 36。", "Write a whole number, as 36."),
        )
    return Fraction(int(words))


def _date(_question: Question, words: str, _books: Books) -> Value:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise UsageError(
            Text(f"“{words}”不是日期。", f"“{words}” is no date."),
            Text("请写 2026-10-15 的样子。", "Write it as 2026-10-15."),
        ) from error


def _text(_question: Question, words: str, _books: Books) -> Value:
    return " ".join(words.split())


def _project(_question: Question, words: str, books: Books) -> Value:
    from huilin.setup.directives import known_project

    return known_project(books, words).name


def _choice(question: Question, words: str, _books: Books) -> Value:
    for word, said in question.choices.items():
        if words.lower() in (word, said.zh, said.en.lower()):
            return word
    chinese = "、".join(f"{word}（{said.zh}）" for word, said in question.choices.items())
    english = ", ".join(f"{word} ({said.en})" for word, said in question.choices.items())
    raise UsageError(
        Text(f"{question.words.zh}没有“{words}”这一种。", f"{question.words.en}: there is no “{words}”."),
        Text(f"可以是：{chinese}。", f"It could be: {english}."),
    )


def _link(_question: Question, words: str, _books: Books) -> Value:
    link = words.removeprefix("^")
    if not _LINK.fullmatch(link):
        raise UsageError(
            Text(f"“{words}”不能作链接。", f"“{words}” is no link."),
            Text("链接用英文字母、数字和短横，如 exchange-2026-09。", "Links take letters, digits and dashes, as exchange-2026-09."),
        )  # fmt: skip
    return link


def _voucher(_question: Question, words: str, books: Books) -> Value:
    known = [str(entry.meta.get("id", "")) for entry in books.transactions]
    if words in known:
        return words
    near = get_close_matches(words, known, 1, 0.6)
    raise UsageError(
        Text(f"账上没有凭证 {words}。", f"The books have no voucher {words}."),
        Text(f"您要写的是 {near[0]} 吗？", f"Did you mean {near[0]}?")
        if near
        else Text("凭证号写作 Company/2026-09/记-0001。", "Voucher numbers look like Company/2026-09/记-0001."),
    )


def _person(question: Question, words: str, books: Books) -> Value:
    people = books.workspace.settings.people
    if "approve" in people.get(words, ()):
        return words
    fitting = "、".join(name for name, roles in people.items() if "approve" in roles)
    raise UsageError(
        Text(f"{question.words.zh}：{words} 没有批准的职责。", f"{question.words.en}: {words} may not approve."),
        Text(f"可以是：{fitting}；职责写在 community.toml 的 [people]。", f"It could be: {fitting}; see [people] in community.toml."),
    )  # fmt: skip


_READERS: Mapping[str, Callable[[Question, str, Books], Value]] = {
    "amount": _amount, "quantity": _amount, "count": _count, "date": _date, "text": _text, "project": _project,
    "account": _text, "choice": _choice, "link": _link, "voucher": _voucher, "person": _person, "entity": _text,
}  # fmt: skip


class Donor(NamedTuple):
    """A donor's id, and the register that knows it; the name stays there and never reaches the ledger."""

    id: str
    register: Register
    new: bool


def donor(register: Register, words: str, *, language: Language, day: date) -> Donor:
    """Return the donor of that name or id, entered if new; no name is nobody's: 匿名."""
    if not words or words.lower() in _NAMELESS:
        return Donor("anonymous" if language == "en" else "匿名", register, new=False)
    known = register.id_of(words) or (words if register.get(words) else None)
    if known:
        return Donor(known, register, new=False)
    changed = register.with_new(words, since=day)
    return Donor(changed.donors[-1].id, changed, new=True)


def _no_amount(words: str) -> UsageError:
    return UsageError(
        Text(f"“{words}”不是金额。", f"“{words}” is no amount."),
        Text(
            "请写大于零、最多两位小数的元，如 500 或 1234.50。",
            "Write yuan above zero with at most two decimals, as 500 or 1234.50.",
        ),
    )
