"""Statements as what people hold: screen, PDF, pages, spreadsheet, tables, facts. A renderer arranges; it never adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from huilin.rendering.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

Form = Literal["pdf", "html", "xlsx", "csv", "json"]
FORMS: tuple[Form, ...] = ("pdf", "html", "xlsx", "csv", "json")

__all__ = ["FORMS", "Document", "Form", "render"]


def render(document: Document, form: Form) -> dict[str, bytes]:
    """Return the document in one form, as files by name (one file, but for html and csv).

    Raises MachineError where the machine lacks a font, a sign or a library, HuilinError where a template is wrong.
    """
    match form:
        case "pdf":
            from huilin.rendering import pdf

            return {"disclosure.pdf": pdf.render(document)}
        case "html":
            from huilin.rendering import pages

            return _encoded(pages.render(document).items())
        case "xlsx":
            from huilin.rendering import workbook

            return {"statements.xlsx": workbook.render(document)}
        case "csv":
            from huilin.rendering import sheets

            return sheets.render(document)
        case "json":
            from huilin.rendering import facts_json

            return {"facts.json": facts_json.render(document).encode()}


def _encoded(files: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files}
