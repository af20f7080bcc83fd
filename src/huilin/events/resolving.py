"""From a declaration's account words to the community's own accounts; what is not open is told all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from huilin.charts import STANDARDS, chart
from huilin.errors import UsageError
from huilin.events.catalogue import common
from huilin.vocabulary import split_account
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from huilin.books import Books

CLASSES = {"01": Text("非限定性", "Unrestricted"), "02": Text("限定性", "Restricted")}


class Choose(Protocol):
    """Asks which of several accounts is meant; None where nobody can be asked."""

    def __call__(self, words: str, fitting: Sequence[str]) -> str | None:
        """Return the chosen account."""


def nobody(words: str, fitting: Sequence[str]) -> str | None:  # noqa: ARG001 - keeps the form of Choose
    """Choose nothing: without a terminal no account is guessed."""
    return None


@dataclass
class Accounts:
    """Resolves account words; `instead` holds what was said on the command line (`1221=1221:02`)."""

    books: Books
    instead: Mapping[str, str] = field(default_factory=dict)
    choose: Choose = nobody
    missing: dict[tuple[str, str], date] = field(default_factory=dict)

    def find(self, entity: str, words: str, day: date, klass: str = "") -> str:
        """Return the one open account that the words mean; what is not open is remembered, and its words come back.

        `4101:02` a sub-account by number, `2241:03` one of ours by its name, `1002|1001` the first that is open.
        """
        words = self.instead.get(words, words)
        for word in words.split("|"):
            fitting = self._fitting(entity, word.strip(), day, klass)
            if len(fitting) == 1 or (fitting and "|" in words):
                return fitting[0]
            if fitting:
                return self.choose(word, fitting) or _several(word, fitting)
        self.missing.setdefault((entity, words.split("|", maxsplit=1)[0]), day)
        return words

    def _fitting(self, entity: str, word: str, day: date, klass: str) -> Sequence[str]:
        if word in own_names():
            return [name for name in self.books.open_on(entity, day) if _is_ours(name, word)]
        fitting = self.books.resolve(entity, word, day)
        if klass and len(fitting) > 1:
            return [name for name in fitting if (parts := split_account(name)) and parts.sub == klass] or fitting
        return fitting

    def refuse_missing(self) -> None:
        """Raise UsageError that names every account not open, and the command that opens each."""
        if not self.missing:
            return
        language = self.books.workspace.settings.language
        said = [self._spoken(*key) for key in self.missing]
        commands = [f"huilin account {self._command(*key, day, language)}" for key, day in self.missing.items()]
        raise UsageError(
            Text(
                f"还没有开立科目：{'、'.join(words.zh for words in said)}。",
                f"Not open yet: {', '.join(words.en for words in said)}.",
            ),
            Text(f"开立：{'；'.join(commands)}", f"Open them: {'; '.join(commands)}"),
        )

    def _spoken(self, entity: str, words: str) -> Text:
        code, _, sub = words.partition(":")
        standard = self.books.entities[entity].standards[-1][1]
        known = chart(standard).accounts.get(code) if standard in STANDARDS else None
        name = known.name if known else same("")
        detail = name_of(words) if sub else same("")
        return Text(
            f"{entity} {words} {name.zh} {detail.zh}".strip(), f"{entity} {words} {name.en} {detail.en}".strip()
        )

    def _command(self, entity: str, words: str, day: date, language: str) -> str:
        detail = name_of(words).say("en" if language == "en" else "zh")
        code = words if words not in own_names() else words.partition(":")[0]
        quoted = f'"{detail}"' if " " in detail else detail
        name = f" --name {quoted}" if detail else ""
        return f"{code}{name} --entity {entity} --date {day}"


def own_names() -> Mapping[str, Sequence[str]]:
    """Return the sub-accounts that events use beyond those of a new workspace: found by name, since numbers are taken."""
    names: Mapping[str, Sequence[str]] = common()["subs"]
    return names


def name_of(words: str) -> Text:
    """Return the name under which a sub-account is opened; empty for a plain code."""
    names = own_names().get(words)
    if names is not None:
        return Text(*names)
    _, _, sub = words.partition(":")
    return CLASSES.get(sub, same("")) if words[:1] in "45" else same("")


def _is_ours(account: str, word: str) -> bool:
    parts = split_account(account)
    code = word.partition(":")[0]
    if parts is None or parts.code != code:
        return False
    zh, en = own_names()[word]
    return parts.detail in (zh, en, en.replace(" ", "-"))


def spoken(account: str) -> str:
    """Return an account as people say it: `4101 捐赠收入—限定性`."""
    parts = split_account(account)
    if parts is None:
        return account
    return f"{parts.code} {parts.name}" + (f"—{parts.detail}" if parts.detail else "")


def _several(word: str, fitting: Sequence[str]) -> str:
    code = word.partition(":")[0].partition(" ")[0]
    named = [parts for name in fitting if (parts := split_account(name))]
    choices = "、".join(f"{code}:{parts.sub} {parts.detail}".strip() for parts in named)
    raise UsageError(
        Text(f"{word} 有好几个明细。", f"{word} has several sub-accounts."),
        Text(
            f"请写其中一个：{choices}（如 {word}={named[0].full_code}）。",
            f"Name one of them: {choices} (as {word}={named[0].full_code}).",
        ),
    )
