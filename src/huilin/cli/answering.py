"""What only a person can say of a row: asked on a terminal, once each, or answered beforehand with --accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from huilin.books import Books
    from huilin.cli.console import Console
    from huilin.cli.session import Session
    from huilin.importing import Inbox, Question


class Reading(NamedTuple):
    """The files to read, as often as an answer changes what they mean."""

    session: Session
    books: Books
    files: Sequence[Path] | None
    password: str

    def read(self, answers: Mapping[str, str]) -> Inbox:
        """Return what the files would add, with these answers."""
        from huilin import importing

        chosen = [existing(file) for file in self.files] if self.files else None
        with self.session.console.progress() as progress:
            return importing.read(
                self.books, chosen, today=self.session.today, progress=progress, password=self.password, answers=answers
            )


def answered(reading: Reading, accept: Sequence[str] | None) -> tuple[Inbox, dict[str, str]]:
    """Read with the answers given, then ask on a terminal what is still open, each question once."""
    answers = dict(_answer(said) for said in accept or ())
    found = reading.read({})
    if answers:
        _refuse_unasked(found, answers)
        found = reading.read(answers)
        _refuse_unoffered(found, answers)
    seen: set[tuple[str, Text]] = set()
    while reading.session.console.asks:
        asked = [question for question in found.questions if (question.key, question.text) not in seen]
        seen |= {(question.key, question.text) for question in asked}
        said = {q.key: name for q in asked if (name := _choose(reading.session.console, q))}
        if not said:
            break
        answers |= said
        found = reading.read(answers)
    return found, answers


def _answer(said: str) -> tuple[str, str]:
    """Split `KEY=CHOICE`; a key alone takes the only choice."""
    key, _, choice = said.partition("=")
    return key.strip(), choice.strip()


def _refuse_unasked(found: Inbox, answers: Mapping[str, str]) -> None:
    asked = [question.key for question in found.questions]
    for key in answers:
        if key not in asked:
            raise UsageError(
                Text(f"没有关于 {key} 的问题。", f"Nothing is asked about {key}."),
                Text(f"可回答：{'、'.join(asked) or '—'}", f"Open: {', '.join(asked) or '—'}"),
            )


def _refuse_unoffered(found: Inbox, answers: Mapping[str, str]) -> None:
    """Refuse an answer that names no choice, or none where there are several."""
    for question in found.questions:
        names = [choice.name for choice in question.choices]
        said = answers.get(question.key)
        if said is not None and said not in names and (len(names) > 1 or said not in ("", "right")):
            raise UsageError(
                Text(f"{question.key} 的回答“{said}”不在选项里。", f"“{said}” is no choice for {question.key}."),
                Text(f"可选：{'、'.join(names)}", f"Choices: {', '.join(names)}"),
            )


def _choose(console: Console, question: Question) -> str:
    """Ask one question; return the name of the choice, or nothing for no."""
    console.say(question.text)
    if len(question.choices) == 1:
        said = console.ask(Text(f"{question.choices[0].label.zh}？ y/n", f"{question.choices[0].label.en}? y/n"), "n")
        return question.choices[0].name if said.lower() in ("y", "yes", "是", "对") else ""
    for number, choice in enumerate(question.choices, start=1):
        console.say(Text(f"  {number}) {choice.label.zh}", f"  {number}) {choice.label.en}"))
    said = console.ask(Text("第几个（都不是就回车）", "Which number (Enter for none)"))
    place = int(said) if said.isdecimal() else 0
    return question.choices[place - 1].name if 0 < place <= len(question.choices) else ""


def questions_json(session: Session, found: Inbox) -> list[dict[str, Any]]:
    """Return the open questions for a program: key, place, words, choices."""
    say = session.console.language
    return [
        {
            "key": question.key,
            "file": found.files[question.place].file,
            "line": question.line,
            "question": question.text.say(say),
            "choices": [{"name": choice.name, "label": choice.label.say(say)} for choice in question.choices],
        }
        for question in found.questions
    ]


def existing(file: Path) -> Path:
    """Return the file, which must be there."""
    if not file.is_file():
        raise UsageError(
            Text(f"没有文件 {file}。", f"There is no file {file}."), Text("请核对文件名。", "Check its name.")
        )
    return file
