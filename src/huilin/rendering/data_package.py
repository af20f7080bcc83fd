"""The figures as an open data package: each table as JSON too, and a descriptor that says what every column holds.

Data Package and Table Schema (specs.frictionlessdata.io, version 1) are what programs for open data read: types,
units, titles in both languages, licence, and the hash and size of each file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

from huilin.money import CURRENCY
from huilin.rendering import sheets
from huilin.rendering.view import anchor, view
from huilin.rendering.words import WORDS
from huilin.reporting import Fact
from huilin.wording import same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from huilin.rendering.document import Document
    from huilin.reporting import Statement
    from huilin.wording import Text

PACKAGE = "datapackage.json"
LICENCE = "CC-BY-4.0"
"""What holds where community.toml names no `licence` under [publication]."""
_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"-?\d+\.\d\d")


def tables(document: Document) -> dict[str, bytes]:
    """Return every statement's table as JSON, by name: what it is, its columns, its rows, amounts as text."""
    return {f"{anchor(s)}.json": _bytes(_table(s, document)) for s in document.statements}


def descriptor(document: Document, files: Mapping[str, bytes]) -> bytes:
    """Return `datapackage.json` over the tables in `files`, by name beside it."""
    say = document.language
    known = {anchor(s): s for s in document.statements}
    content = {
        "profile": "data-package",
        "name": f"huilin-{document.period.name.lower()}",
        "title": f"{document.community.say(say)} {document.title.say(say)}",
        "title_en": f"{document.community.en} {document.title.en}",
        "created": f"{document.today}T00:00:00Z",
        "licenses": [licence(str(document.letterhead.get("licence") or LICENCE))],
        "resources": [
            _resource(name, data, known.get(name.rpartition(".")[0])) for name, data in sorted(files.items())
        ],
    }
    return _bytes(content)


def licence(name: str) -> dict[str, str]:
    """Return the licence as a data package names it, with its address where it is one of Creative Commons."""
    found = _CREATIVE_COMMONS.fullmatch(name)
    return {"name": name} | (
        {"path": f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"} if found else {}
    )


def _table(statement: Statement, document: Document) -> dict[str, Any]:
    header, *rows = sheets.table(view(statement, document), document)
    entity = document.entity_title(statement.entity)
    return {
        "id": statement.id,
        "title": statement.title.zh,
        "title_en": statement.title.en,
        "entity": entity.zh,
        "entity_en": entity.en,
        "period": statement.period.zh,
        "period_en": statement.period.en,
        "basis": statement.basis.zh if statement.basis else "",
        "unit": CURRENCY,
        "columns": header,
        "rows": rows,
    }


def _resource(name: str, data: bytes, statement: Statement | None) -> dict[str, Any]:
    stem, _, kind = name.rpartition(".")
    title = statement.title if statement else WORDS["all_facts"]
    about: dict[str, Any] = {
        "name": f"{stem.lower()}-{kind}",
        "path": name,
        "title": title.zh,
        "title_en": title.en,
        "format": kind,
        "mediatype": {"csv": "text/csv", "json": "application/json"}[kind],
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if kind == "csv":
        header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        titles = _titles(statement, len(header)) if statement else [same(word) for word in header]
        fields = [
            _field(word, title, [row[place] for row in rows], is_money=_is_money(statement, word, place, len(header)))
            for place, (word, title) in enumerate(zip(header, titles, strict=True))
        ]
        about |= {"profile": "tabular-data-resource", "schema": {"fields": fields, "missingValues": [""]}}
    return about


def _titles(statement: Statement, width: int) -> list[Text]:
    """Return the columns' headings in both languages: the label's, the line number's where there is one, the cells'."""
    numbers = [WORDS["number"]] * (width - 1 - len(statement.columns))
    return [statement.label_column, *numbers, *statement.columns]


def _is_money(statement: Statement | None, word: str, place: int, width: int) -> bool:
    """Say whether figures in yuan stand in the column."""
    if statement is None:
        return word == "amount"
    column = place - (width - len(statement.columns))
    cells = [line.cells[column] for line in statement.lines if 0 <= column < len(line.cells)]
    return any(isinstance(cell, Fact) for cell in cells)


def _field(word: str, title: Text, values: Sequence[str], *, is_money: bool) -> dict[str, Any]:
    said = [value for value in values if value]
    kind = "date" if said and all(map(_DAY.fullmatch, said)) else "string"
    if is_money and all(map(_AMOUNT.fullmatch, said)):
        kind = "number"
    named = {"name": word, "type": kind, "title": title.zh, "title_en": title.en}
    return named | ({"unit": CURRENCY} if is_money else {}) | ({"format": "%Y-%m-%d"} if kind == "date" else {})


def _bytes(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
