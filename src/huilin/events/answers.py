"""What the treasurer says about an event, read and completed: typed values, defaults, and everything missing at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from huilin.donors import Register
from huilin.errors import UsageError
from huilin.events import expressions, reading
from huilin.reinvestment.exact import to_the_fen
from huilin.reinvestment.taxes import Fact, stock_taxes
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huilin.books import Books
    from huilin.events.expressions import Value
    from huilin.events.model import Event, Question, Role

_ACCOUNT = re.compile(r"\d{4}(?::\d{2})?")
_HOLE = re.compile(r"\{([\w.-]+)\}")
_NUMBERS = frozenset({"amount", "count", "quantity"})
STANDARD_OF: Mapping[Role, str] = {"fund": "npo", "company": "small-enterprise"}


class Asker(Protocol):
    """A person before a terminal."""

    def ask(self, question: Question, default: str) -> str:
        """Return the answer, or the default."""

    def complain(self, error: UsageError) -> None:
        """Say what was wrong with the answer, before it is asked for again."""


class Said(NamedTuple):
    """Words of the command line: answers by field, and accounts to use instead of the declared ones."""

    fields: Mapping[str, str]
    accounts: Mapping[str, str]


@dataclass
class Answers:
    """The values of one event; expressions and templates look their names up here."""

    event: Event
    books: Books
    roles: Mapping[Role, str]
    role: Role
    accounts: Mapping[str, str]
    register: Register
    values: dict[str, Value] = field(default_factory=dict)
    donors_changed: bool = False

    @property
    def day(self) -> date:
        """The event's date."""
        day = self.values["date"]
        assert isinstance(day, date)
        return day

    def standard(self, entity: str, day: date | None = None) -> str:
        """Return the standard in force for an entity on the event's day."""
        return self.books.entities[entity].standard_on(day or self.day)

    def value(self, name: str) -> Value:
        """Return what a name in an expression means: an answer, a part of one, a tax fact of the day."""
        if name in self.values:
            return self.values[name]
        head, _, tail = name.partition(".")
        asked = self.event.question(head)
        if not tail and asked is not None:
            return Fraction(0) if asked.type in _NUMBERS else ""
        if (fact := name.replace("_", "-")) in list(Fact):
            return Fraction(stock_taxes().value(Fact(fact), self.day))
        return self._part(head, tail)

    def _part(self, head: str, tail: str) -> Value:
        if head in self.roles and tail in ("", "title"):
            entity = self.books.entities[self.roles[head]]  # type: ignore[index]
            return entity.title if tail else entity.name
        if head == "role":
            return {"": self.role, "account": "5101" if self.role == "fund" else ""}[tail]
        if head == "standard":
            return self.standard(self.roles[self.role])
        if head == "unrestricted":
            return next((p.name for p in self.books.projects.values() if not p.is_restricted), "")
        return self._part_of_answer(head, tail)

    def _part_of_answer(self, head: str, tail: str) -> Value:
        value = self.value(head)
        if isinstance(value, date):
            return {
                "year": f"{value.year}",
                "month": f"{value:%Y-%m}",
                "quarter": f"{value.year}-Q{(value.month + 2) // 3}",
            }[tail]
        project = self.books.projects.get(str(value))
        restricted = project is not None and project.is_restricted
        words = ("02", "3102") if restricted else ("01", "3101")
        return restricted if tail == "restricted" else dict(zip(("class", "equity"), words, strict=True))[tail]

    def holds(self, condition: str) -> bool:
        """Say whether a declared condition holds."""
        return expressions.holds(condition, self.value)

    def fill(self, template: str, language: Language = "zh") -> str:
        """Return a template with its `{names}` filled in; words of choices in `language`."""
        return _HOLE.sub(lambda hole: self._shown(hole[1], language), template)

    def say(self, text: Text) -> Text:
        """Return a text of both languages with its names filled in."""
        return Text(self.fill(text.zh, "zh"), self.fill(text.en, "en"))

    def _shown(self, name: str, language: Language) -> str:
        value, question = self.value(name), self.event.question(name)
        if question is not None and value in question.choices:
            return question.choices[str(value)].say(language)
        if isinstance(value, Fraction):
            whole = value.denominator == 1 and question is not None and question.type == "count"
            return f"{int(value)}" if whole else f"{to_the_fen(value):,.2f}"
        return value.isoformat() if isinstance(value, date) else str(value)


def split_words(words: list[str] | tuple[str, ...]) -> Said:
    """Read `amount=500`, `--amount 500` and `--amount=500`; raise UsageError for a word that names no field."""
    fields: dict[str, str] = {}
    queue = list(words)
    while queue:
        word = queue.pop(0)
        key, equals, value = word.removeprefix("--").partition("=")
        if not equals and word.startswith("--") and queue:
            value = queue.pop(0)
        elif not equals:
            raise UsageError(
                Text(f"“{word}”不知道是哪一项。", f"It is not clear what “{word}” answers."),
                Text("请写 项目=内容，如 amount=500。", "Write field=value, as amount=500."),
            )
        fields[key] = value
    accounts = {key: value for key, value in fields.items() if _ACCOUNT.fullmatch(key)}
    return Said({key: value for key, value in fields.items() if key not in accounts}, accounts)


def gather(event: Event, books: Books, said: Said, *, today: date, asker: Asker | None = None) -> Answers:
    """Return the answers, asked for and completed; raise UsageError that names everything missing."""
    _refuse_unknown(event, said)
    role, roles = _whose(event, books, said.fields.get("entity", ""))
    answers = Answers(event, books, roles, role, said.accounts, Register.read(books.workspace.donors))
    answers.values["today"] = today
    missing = [q for q in event.questions if answers.holds(q.when) and not _answer(answers, q, said, asker)]
    if missing:
        raise _incomplete(event, missing)
    _refuse_standard(answers)
    for name, expression in event.let.items():
        answers.values[name] = Fraction(expressions.amount(expression, answers.value))
    for must in event.musts:
        if not answers.holds(must.that):
            raise UsageError(answers.say(must.words), _usage(event))
    return answers


def _answer(answers: Answers, question: Question, said: Said, asker: Asker | None) -> bool:
    """Take, ask for or assume one answer; say whether there is one."""
    words = said.fields.get(question.field, "").strip()
    asking = asker if asker is not None and not words and not question.quiet else None
    while True:
        default = "" if words else _default(answers, question)
        if asking is not None:
            default = asking.ask(question, default)
        try:
            value = _value(answers, question, words or default)
        except UsageError as error:
            if asking is None:
                raise
            asking.complain(error)
            continue
        if value is not None:
            answers.values[question.field] = value
            return True
        if question.optional or asking is None:
            return question.optional


def _value(answers: Answers, question: Question, words: str) -> Value | None:
    """Read one answer by its question's type; None where nothing was said."""
    if question.type == "donor":
        language = answers.books.workspace.settings.language
        read = reading.donor(answers.register, words, language=language, day=answers.day)
        answers.register, answers.donors_changed = read.register, answers.donors_changed or read.new
        return read.id
    return reading.read(question, words, answers.books) if words else None


def _default(answers: Answers, question: Question) -> str:
    """Return what is assumed: an expression's amount, or a template; a fresh link is one that no entry has yet."""
    if not question.default:
        return ""
    if question.type == "amount":
        return f"{expressions.amount(question.default, answers.value)}"
    words = answers.fill(question.default)
    return _free(answers.books, words) if question.fresh else words


def _free(books: Books, link: str) -> str:
    taken = {name for entry in books.transactions for name in entry.links or ()}
    names = (link, *(f"{link}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)


def _whose(event: Event, books: Books, said: str) -> tuple[Role, Mapping[Role, str]]:
    """Return in whose books the event stands, and the entity of each role."""
    roles = {role: name for role in STANDARD_OF if (name := _first(books, role))}
    if said:
        role, name = _role_of(books, said)
        if role not in event.books:
            raise UsageError(
                Text(f"“{event.title.zh}”不在{said}的账上。", f"“{event.title.en}” does not stand in the books of {said}."),
                Text("请去掉 entity=，或换一个事项。", "Leave out entity=, or choose another event."),
            )  # fmt: skip
        return role, {**roles, role: name}
    absent = [role for role in event.books if role not in roles]
    if absent and not (event.chosen and len(absent) < len(event.books)):
        raise UsageError(
            Text(f"账本里没有{'基金' if absent[0] == 'fund' else '公司'}账套。", f"There are no books of a {absent[0]} here."),
            Text("请先声明 entity。", "Declare the entity first."),
        )  # fmt: skip
    return next(role for role in event.books if role in roles), roles


def _first(books: Books, role: Role) -> str:
    fitting = (e.name for e in books.entities.values() if e.standards[-1][1].startswith(STANDARD_OF[role]))
    return next(fitting, "")


def _role_of(books: Books, said: str) -> tuple[Role, str]:
    for entity in books.entities.values():
        if said in (entity.name, entity.title):
            for role, standard in STANDARD_OF.items():
                if entity.standards[-1][1].startswith(standard):
                    return role, entity.name
    known = "、".join(books.entities)
    raise UsageError(
        Text(f"没有账套 {said}。", f"There is no entity {said}."),
        Text(f"已有账套：{known}。", f"Entities there are: {known}."),
    )


def _refuse_unknown(event: Event, said: Said) -> None:
    fields = [question.field for question in event.questions]
    for name in said.fields:
        if name not in fields:
            near = get_close_matches(name, fields, 1, 0.5)
            raise UsageError(
                Text(f"“{event.title.zh}”没有 {name} 这一项。", f"“{event.title.en}” has no field {name}."),
                Text(f"您要写的是 {near[0]} 吗？", f"Did you mean {near[0]}?") if near else _usage(event),
            )


def _refuse_standard(answers: Answers) -> None:
    allowed = answers.event.standards
    if not allowed or "fund" not in answers.event.books or answers.role != "fund":
        return
    now = answers.standard(answers.roles["fund"])
    if now not in allowed:
        raise UsageError(
            Text(
                f"{answers.day} 适用 {now}，“{answers.event.title.zh}”只在 {'、'.join(allowed)} 下成立。",
                f"On {answers.day} {now} is in force; “{answers.event.title.en}” is valid under {', '.join(allowed)} only.",
            ),
            answers.event.notes[0] if answers.event.notes else _usage(answers.event),
        )


def _incomplete(event: Event, missing: list[Question]) -> UsageError:
    named = "、".join(f"{q.field}（{q.words.zh}）" for q in missing)
    english = ", ".join(f"{q.field} ({q.words.en})" for q in missing)
    wanted = " ".join(f"{q.field}=…" for q in missing)
    return UsageError(
        Text(f"还缺：{named}。", f"Missing: {english}."),
        Text(f"请写 huilin add {event.name} {wanted}", f"Write: huilin add {event.name} {wanted}"),
    )


def _usage(event: Event) -> Text:
    return Text(f"各项见 huilin add {event.name} --list。", f"`huilin add {event.name} --list` shows its fields.")
