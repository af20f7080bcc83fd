"""The declared events by name, read once from `data/events/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from huilin.errors import UsageError
from huilin.events.model import (
    GROUPS,
    Directive,
    Entry,
    Event,
    Example,
    Leg,
    Must,
    Question,
    QuestionType,
    Repeat,
    Role,
    Table,
)
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMON = "common.toml"
VERIFIED = ("official", "secondary", "single", "memory", "own")
_ALWAYS = ("date", "text", "payee", "entity", "source-doc")


@cache
def catalogue() -> Mapping[str, Event]:
    """Return every event by its name, in the order in which the lists show them."""
    found = {event.name: event for table in _tables() for event in _events(table)}
    order = list(GROUPS)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].group)))


def event_named(name: str) -> Event:
    """Return the event called so; raise UsageError that offers the nearest."""
    events = catalogue()
    if name in events:
        return events[name]
    near = (
        get_close_matches(name, events, 3, 0.5) or [e.name for e in events.values() if name and name in e.title.zh][:3]
    )
    raise UsageError(
        Text(f"没有事项“{name}”。", f"There is no event “{name}”."),
        Text(f"您要记的是 {'、'.join(near)} 吗？", f"Did you mean {', '.join(near)}?")
        if near
        else Text("全部事项见 huilin add --list。", "`huilin add --list` lists them all."),
    )


@cache
def common() -> Table:
    """Return what the declarations share: questions, account aliases, names of sub-accounts."""
    return _read(COMMON)


def _tables() -> Iterator[Table]:
    folder = files("huilin").joinpath("data", "events")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return (_read(name) for name in names if name != COMMON)


def _read(name: str) -> Table:
    return tomllib.loads(files("huilin").joinpath("data", "events", name).read_text(encoding="utf-8"))


def _events(tables: Table) -> Iterator[Event]:
    return (_event(name, table) for name, table in tables.items())


def _event(name: str, table: Table) -> Event:
    assert table["group"] in GROUPS, f"{name}: group {table['group']}"
    assert table["verified"] in VERIFIED, f"{name}: verified {table['verified']}"
    return Event(
        name=name,
        title=Text(*table["title"]),
        group=table["group"],
        books=tuple(_role(books) for books in table["books"]),
        source=table["source"],
        verified=table["verified"],
        plain=Text(*table["plain"]),
        questions=_questions(table["ask"]),
        entries=tuple(_entry(entry, table) for entry in table.get("entries", ())),
        directives=tuple(_directive(one, table) for one in table.get("directives", ())),
        standards=tuple(table.get("standards", ())),
        let=table.get("let", {}),
        musts=tuple(Must(must["that"], Text(*must["words"])) for must in table.get("must", ())),
        notes=tuple(Text(*note) for note in table.get("notes", ())),
        examples=tuple(_example(one) for one in table["examples"]),
        chosen=table.get("chosen", False),
    )


def _questions(asks: list[str | Table]) -> tuple[Question, ...]:
    """Return the questions, the date first, then the event's own, then those that every event takes."""
    found: dict[str, Question] = {}
    for question in map(_question, [*asks, *_ALWAYS]):
        found.setdefault(question.field, question)
    return (found.pop("date"), *found.values())


def _role(word: str) -> Role:
    assert word in get_args(Role), word
    return word  # type: ignore[return-value]


def _question(ask: str | Table) -> Question:
    """Return a question: its name alone means the shared one, a table with `like` changes one of those."""
    if isinstance(ask, str):
        ask = {"field": ask, "like": ask}
    shared = common()["questions"][ask["like"]] if "like" in ask else {}
    table = {**shared, **ask}
    assert table["type"] in get_args(QuestionType), table
    choices = {word: Text(*words) for word, words in table.pop("choices", {}).items()}
    words = Text(*table.pop("words"))
    table.pop("like", None)
    return replace(Question(table.pop("field"), table.pop("type"), words, choices=choices), **table)


def _entry(table: Table, event: Table) -> Entry:
    repeat = table.get("repeat")
    return Entry(
        books=_books(table, event),
        text=Text(*table["text"]),
        legs=tuple(_leg(leg) for leg in table["legs"]),
        date=table.get("date", "date"),
        kind=table.get("kind", ""),
        when=table.get("when", ""),
        meta={key: _words(value) for key, value in table.get("meta", {}).items()},
        payee=table.get("payee", "{payee}"),
        links=tuple(table.get("links", ())),
        tags=tuple(table.get("tags", ())),
        repeat=Repeat(**repeat) if repeat else None,
    )


def _books(table: Table, event: Table) -> str:
    """Return whose books: said, or the only ones there are, or "" where the treasurer chooses."""
    only = event["books"][0] if len(event["books"]) == 1 else ""
    return str(table.get("books", only))


def _words(value: str | list[str]) -> Text:
    return Text(value, value) if isinstance(value, str) else Text(*value)


def _leg(table: Table) -> Leg:
    side, words = ("debit", table["dr"]) if "dr" in table else ("credit", table["cr"])
    return Leg(
        side=side,  # type: ignore[arg-type]
        accounts=_accounts(words),
        amount=table["amount"],
        when=table.get("when", ""),
        red=table.get("red", False),
        commodity=table.get("commodity", "CNY"),
        meta=table.get("meta", {}),
    )


def _accounts(words: Any) -> Mapping[str, str]:  # noqa: ANN401 - a word of TOML, or a table by standard
    if isinstance(words, dict):
        return words
    alias = common()["accounts"].get(words)
    return alias if isinstance(alias, dict) else {"": alias or words}


def _directive(table: Table, event: Table) -> Directive:
    return Directive(
        _books(table, event), table["kind"], tuple(table["values"]), table.get("meta", {}), table.get("account", ""),
        Text(*table.get("text", ("", ""))),
    )  # fmt: skip


def _example(table: Table) -> Example:
    given = tuple((one.pop("event"), one) for one in table.pop("given", ()))
    return Example(table, given)
