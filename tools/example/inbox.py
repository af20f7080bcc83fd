"""The third quarter of 2026 as statement files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.example.entries import Entry


def inbox_files(books: Sequence[Entry], summer: Sequence[Entry]) -> dict[str, bytes]:
    """Return the statement files."""
    return {}
