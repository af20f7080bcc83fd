"""What can stop a command, and the exit code that says why.

    HuilinError                 1   books or input are wrong, and the text says where
    ├── UsageError              2   the command's words are off
    ├── NotAWorkspaceError      2   no community.toml here or above
    ├── RefusedError            3   refused for safety: nothing was run, nothing written
    └── MachineError            4   this machine lacks something: font, library, disk

Anything else that escapes is our own fault: exit code 70, and a report file is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from huilin.wording import Text


class HuilinError(Exception):
    """Something a person can mend; `text` says what is amiss, `remedy` what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, text: Text, remedy: Text | None = None) -> None:
        super().__init__(text.zh)
        self.text = text
        self.remedy = remedy


class UsageError(HuilinError):
    """The words of the command are off."""

    exit_code = 2


class NotAWorkspaceError(UsageError):
    """No community.toml in this folder or above it."""


class RefusedError(HuilinError):
    """Doing this would not be safe."""

    exit_code = 3


class MachineError(HuilinError):
    """The machine lacks what the work needs."""

    exit_code = 4


EXIT_OUR_FAULT = 70
