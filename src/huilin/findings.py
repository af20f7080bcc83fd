"""What is amiss in the books: where, why, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from huilin.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huilin.wording import Language, Text


class Severity(StrEnum):
    """How much it matters: only errors stop closing and publishing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, said so that a treasurer can mend it.

    `file` is relative to the workspace, `line` counts from 1 (0: the file as a whole).
    """

    rule: str
    severity: Severity
    file: str
    line: int
    message: Text
    remedy: Text

    def say(self, language: Language) -> str:
        """Return the finding as one line: file, line, what is amiss, remedy."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {sentences(language, self.message, self.remedy)} [{self.rule}]"

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the finding as `huilin --json check` prints it."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "file": self.file,
            "line": self.line,
            "message": self.message.say(language),
            "remedy": self.remedy.say(language),
        }


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, errors first, then by place; the same finding once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (_ORDER.index(f.severity), f.file, f.line, f.rule)))


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those that stop closing and publishing."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)
