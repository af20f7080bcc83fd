"""The books: ledger files in, entities, projects and exact frames out."""

from huilin.books.frames import Frames
from huilin.books.loading import load
from huilin.books.model import Books, Custom, Entity, Project

__all__ = ["Books", "Custom", "Entity", "Frames", "Project", "load"]
