"""Everything that is printed or asked passes through here: one language, one place, nothing asked of a machine."""

# ruff: noqa: T201 - the one place that prints

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huilin.progress import silent
from huilin.wording import Language, Text, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from huilin.errors import HuilinError
    from huilin.progress import Progress

_WIDE = 200
"""Columns of a table that goes into a file or a pipe: wide enough that nothing is folded."""
_YES = frozenset({"y", "yes", "是", "好", "对"})


@dataclass(frozen=True)
class Console:
    """Speaks to whoever sits before the screen, or in JSON to a program."""

    language: Language = "zh"
    json: bool = False
    asking: bool = True
    """False with --yes: then nothing is asked even on a terminal."""

    @property
    def asks(self) -> bool:
        """Whether questions reach a person."""
        return self.asking and not self.json and sys.stdin.isatty()

    @cached_property
    def last(self) -> str:
        """The last sentence said, in Chinese: what the log keeps as a command's result."""
        return ""

    def say(self, text: Text | str) -> None:
        """Print a sentence; in JSON mode only data is printed, so it is kept back."""
        if isinstance(text, Text):
            self.__dict__["last"] = text.zh
        if not self.json:
            print(self._words(text))

    def note(self, text: Text | str) -> None:
        """Print an aside on stderr, where it disturbs no one who reads the output."""
        print(self._words(text), file=sys.stderr)

    def data(self, payload: Any) -> None:  # noqa: ANN401 - whatever JSON can carry
        """Print the answer for a program."""
        print(json.dumps(payload, ensure_ascii=False, indent=2))

    def failure(self, error: HuilinError) -> None:
        """Print what stopped the command: one line, or JSON on stdout where a program reads."""
        if self.json:
            remedy = error.remedy.say(self.language) if error.remedy else ""
            self.data({"error": {"message": error.text.say(self.language), "remedy": remedy}})
        else:
            self.note(sentences(self.language, error.text, error.remedy))

    def table(self, title: Text | None, columns: Sequence[Text], rows: Iterable[Sequence[Text | str]]) -> None:
        """Print rows under headings; amounts (cells that end in a digit after a point) stand right."""
        if self.json:
            return
        from rich.console import Console as Screen
        from rich.table import Table

        table = Table(title=self._words(title) if title else None, title_justify="left", box=None, pad_edge=False)
        body = [[self._words(cell) for cell in row] for row in rows]
        for place, heading in enumerate(columns):
            right = bool(body) and all(_is_number(row[place]) for row in body)
            table.add_column(self._words(heading), justify="right" if right else "left", overflow="fold")
        for row in body:
            table.add_row(*row)
        screen = Screen(highlight=False, markup=False, width=None if sys.stdout.isatty() else _WIDE)
        with screen.capture() as printed:
            screen.print(table)
        print("\n".join(line.rstrip() for line in printed.get().splitlines()))

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Draw a bar on a terminal's stderr while a long step runs; it leaves nothing behind."""
        if self.json or not sys.stderr.isatty():
            yield silent
            return
        from rich.console import Console as Screen
        from rich.progress import Progress as Bars

        with Bars(console=Screen(stderr=True), transient=True) as bars:
            tasks: dict[Text, Any] = {}

            def show(step: Text, done: int, total: int) -> None:
                if step not in tasks:
                    tasks[step] = bars.add_task(self._words(step), total=None)
                bars.update(tasks[step], completed=done, total=total or None)

            yield show

    def ask(self, question: Text, default: str = "") -> str:
        """Ask for a word; without a person to ask, the default is the answer."""
        if not self.asks:
            return default
        offered = f" [{default}]" if default else ""
        return input(f"{self._words(question)}{offered}: ").strip() or default

    def confirm(self, question: Text, *, otherwise: bool = True) -> bool:
        """Ask for yes or no; without a person to ask, `otherwise` is the answer."""
        if not self.asks:
            return otherwise
        answer = input(f"{self._words(question)} [Y/n] ").strip().lower()
        return not answer or answer in _YES

    def _words(self, text: Text | str) -> str:
        return text.say(self.language) if isinstance(text, Text) else text


def _is_number(cell: str) -> bool:
    return not cell or cell.lstrip("-").replace(",", "").replace(".", "").removesuffix("%").isdigit()
