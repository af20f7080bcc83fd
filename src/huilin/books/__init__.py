"""The books: ledger files in, entities, projects and exact frames out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huilin.books.frames import Frames
    from huilin.books.loading import load
    from huilin.books.model import Books, Custom, Entity, Project

__all__ = ["Books", "Custom", "Entity", "Frames", "Project", "load"]
_WHERE = {
    "Frames": "frames",
    "load": "loading",
    "Books": "model",
    "Custom": "model",
    "Entity": "model",
    "Project": "model",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class or a function
    """Import what is asked for when it is asked for: whoever only looks at a stranger's text needs no pandas."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
