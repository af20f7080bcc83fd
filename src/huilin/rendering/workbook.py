"""The spreadsheet: a sheet per statement, numbers as numbers, and totals that are live formulas where they can be."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.drafting import display_width
from huilin.money import to_decimal
from huilin.rendering.sheets import neutral
from huilin.rendering.view import view
from huilin.rendering.words import WORDS
from huilin.reporting.formulas import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from huilin.rendering.document import Document
    from huilin.rendering.view import RowView, StatementView
    from huilin.reporting import Fact

HEADING_ROW = 3
_AMOUNT = "#,##0.00;-#,##0.00"
_WORD = re.compile(r"[^\s(),]+|[(),]")
_FUNCTIONS = {"max": "MAX", "min": "MIN"}
_LONGEST = 8000
"""Spreadsheet programs take formulas of up to 8,192 signs."""
_SIGNS = frozenset("+-(),")
_LINE = 15
"""The height of a line in points; programs do not make merged cells higher by themselves."""
_CELL = re.compile(r"([A-Z]+)(\d+)")


class Sheet(NamedTuple):
    """One statement on its sheet."""

    name: str
    view: StatementView

    @property
    def first_column(self) -> int:
        """Where the cells begin: after the label and the line numbers."""
        return 1 + self.view.has_numbers

    @property
    def width(self) -> int:
        """How many columns the sheet has."""
        return self.first_column + len(self.view.columns)


def render(document: Document) -> bytes:
    """Return the workbook's bytes, the same for the same document."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    say = document.language
    book.set_properties(
        {
            "title": f"{document.community.say(say)} {document.title.say(say)}",
            "author": document.community.say(say),
            "created": datetime.combine(document.today, time()),
        }
    )
    styles = _styles(book, document.accent)
    sheets = _sheets(document)
    places = _places(sheets)
    for sheet in sheets:
        _Scribe(book.add_worksheet(sheet.name), sheet, document, places, styles).write()
    book.close()
    return target.getvalue()


def live_formula(
    fact: Fact, facts: Mapping[str, Fact], places: Mapping[str, tuple[str, str]], sheet: str
) -> str | None:
    """Return the fact's formula over cells of the workbook, or None where it must stand as a number.

    Live are sums, differences, `max` and `min` of figures that are in the workbook; what is multiplied and rounded
    is exact in Decimal only, so it stays a number.
    """
    made = []
    for word in _WORD.findall(fact.formula or ""):
        if word in places:
            home, cell = places[word]
            made.append(cell if home == sheet else f"'{home}'!{cell}")
        elif word in _SIGNS or word == "0":
            made.append(word)
        elif word in _FUNCTIONS:
            made.append(_FUNCTIONS[word])
        else:
            return None
    made = list(_gathered(made))
    if not any(word[-1] in "0123456789)" and word != "0" for word in made) or len("".join(made)) > _LONGEST:
        return None
    assert evaluate(fact.formula or "", lambda name: facts[name].amount) == fact.amount, fact.id
    return "=" + "".join(made)


def _gathered(words: list[str]) -> Iterator[str]:
    """Write a run of three or more neighbours that are only added, `B7+B8+B9`, as people write it: `SUM(B7:B9)`."""
    place = 0
    while place < len(words):
        run = [words[place]]
        if _CELL.fullmatch(words[place]) and (place == 0 or words[place - 1] in "+(,"):
            while words[place + 2 * len(run) - 1 : place + 2 * len(run) + 1] == ["+", _below(run[-1])]:
                run.append(_below(run[-1]))
        is_sum = len(run) > 2
        yield f"SUM({run[0]}:{run[-1]})" if is_sum else words[place]
        place += 2 * len(run) - 1 if is_sum else 1


def _below(cell: str) -> str:
    found = _CELL.fullmatch(cell)
    return f"{found[1]}{int(found[2]) + 1}" if found else ""


def added_above(rows: Sequence[RowView], down: int, across: int) -> tuple[int, int] | None:
    """Return the first and last row that a total without a formula of its own adds up, or None where it does not.

    A total at the foot of a list is asked from the books by a query; where the lines shown above it, back to the
    last heading or total, add up to it, the sheet adds them.
    """
    total = rows[down].cells[across].fact
    first = down
    while first and rows[first - 1].style == "line" and rows[first - 1].cells[across].fact:
        first -= 1
    lines = [cell.fact.amount for row in rows[first:down] if (cell := row.cells[across]).fact]
    if total is None or rows[down].style == "line" or len(lines) < 2 or sum(lines) != total.amount:
        return None
    return first, down - 1


def _sheets(document: Document) -> list[Sheet]:
    names: dict[str, None] = {}
    made = []
    for statement in document.statements:
        each = view(statement, document)
        base = re.sub(r"[\[\]:*?/\\']", " ", each.title)[:28].strip() or each.anchor[:28]
        name, count = base, 1
        while name.lower() in names:
            count += 1
            name = f"{base} {count}"
        names[name.lower()] = None
        made.append(Sheet(name, each))
    return made


def _places(sheets: list[Sheet]) -> dict[str, tuple[str, str]]:
    """Return where each fact stands first: sheet and cell."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    places: dict[str, tuple[str, str]] = {}
    for sheet in sheets:
        for down, row in enumerate(sheet.view.rows, HEADING_ROW + 1):
            for across, cell in enumerate(row.cells, sheet.first_column):
                if cell.fact:
                    places.setdefault(cell.fact.id, (sheet.name, xl_rowcol_to_cell(down, across)))
    return places


def _styles(book: Any, accent: str) -> dict[str, Any]:  # noqa: ANN401 - xlsxwriter has no types
    rule = {"bottom": 1, "bottom_color": "#CFD7D4"}
    strong = {"bold": True, "top": 1, "bottom": 1, "bg_color": "#EAF0ED"}
    kinds: dict[str, dict[str, Any]] = {
        "line": rule,
        "heading": {**rule, "font_color": accent},
        "subtotal": {"bold": True, "top": 1, "bottom": 1},
        "total": strong,
    }
    made = {
        "title": book.add_format({"font_size": 16, "font_color": accent}),
        "meta": book.add_format({"font_color": "#51605C"}),
        "head": book.add_format({"bold": True, "top": 1, "bottom": 1, "bg_color": "#F3F6F4", "text_wrap": True}),
        "head-figures": book.add_format(
            {"bold": True, "top": 1, "bottom": 1, "bg_color": "#F3F6F4", "align": "right", "text_wrap": True}
        ),
        "note": book.add_format({"font_color": "#51605C", "text_wrap": True, "valign": "top"}),
    }
    for kind, look in kinds.items():
        made[kind] = book.add_format({**look, "text_wrap": True, "valign": "top"})
        made[f"{kind}-amount"] = book.add_format({**look, "num_format": _AMOUNT, "valign": "top"})
        for level in range(1, 5):
            made[f"{kind}-{level}"] = book.add_format({**look, "text_wrap": True, "valign": "top", "indent": level})
    return made


@dataclass(frozen=True)
class _Scribe:
    """Writes one sheet. `page` is xlsxwriter's, which has no types."""

    page: Any
    sheet: Sheet
    document: Document
    places: Mapping[str, tuple[str, str]]
    styles: Mapping[str, Any]

    def write(self) -> None:
        page, shown = self.page, self.sheet.view
        unit = WORDS["unit"].say(self.document.language) if shown.has_figures else ""
        page.write_string(0, 0, neutral(shown.title), self.styles["title"])
        about = "　".join(filter(None, (shown.entity, shown.period, shown.basis, unit)))
        page.write_string(1, 0, neutral(about), self.styles["meta"])
        self.heading()
        for down, row in enumerate(shown.rows, HEADING_ROW + 1):
            self.row(down, row)
        last = HEADING_ROW + len(shown.rows)
        for note in (*shown.summary, *shown.notes):
            last += 1 + (last == HEADING_ROW + len(shown.rows))
            page.merge_range(last, 0, last, max(self.sheet.width - 1, 1), neutral(note), self.styles["note"])
            page.set_row(last, _LINE * -(-display_width(note) // max(sum(self.widths()) - 2, 1)))
        self.paper(last)

    def heading(self) -> None:
        shown = self.sheet.view
        self.page.write_string(HEADING_ROW, 0, neutral(shown.label_column), self.styles["head"])
        if shown.has_numbers:
            self.page.write_string(HEADING_ROW, 1, WORDS["number"].say(self.document.language), self.styles["head"])
        for across, column in enumerate(shown.columns, self.sheet.first_column):
            look = self.styles["head-figures" if column.is_figures else "head"]
            self.page.write_string(HEADING_ROW, across, neutral(column.title), look)

    def row(self, down: int, row: RowView) -> None:
        look = self.styles[row.style]
        self.page.write_string(down, 0, neutral(row.label), self.styles.get(f"{row.style}-{row.level}", look))
        if self.sheet.view.has_numbers:
            self.page.write_string(down, 1, neutral(row.number), look)
        for across, cell in enumerate(row.cells, self.sheet.first_column):
            if cell.fact is None:
                self.page.write_string(down, across, neutral(cell.text), look)
            else:
                self.figure(down, across, cell.fact, self.styles[f"{row.style}-amount"])

    def figure(self, down: int, across: int, fact: Fact, look: Any) -> None:  # noqa: ANN401
        amount = to_decimal(fact.amount)
        formula = live_formula(fact, self.document.facts, self.places, self.sheet.name) or self.sum_above(down, across)
        if formula:
            self.page.write_formula(down, across, formula, look, amount)
        else:
            self.page.write_number(down, across, amount, look)

    def sum_above(self, down: int, across: int) -> str | None:
        from xlsxwriter.utility import xl_range

        top = HEADING_ROW + 1
        added = added_above(self.sheet.view.rows, down - top, across - self.sheet.first_column)
        return f"=SUM({xl_range(top + added[0], across, top + added[1], across)})" if added else None

    def widths(self) -> list[int]:
        """Return how wide each column is, in digits: as its longest cell, within reason."""
        shown = self.sheet.view
        labels = max([display_width(row.label) + 2 * row.level for row in shown.rows] + [16])
        made = [min(labels + 2, 48), *[6] * shown.has_numbers]
        for across, column in enumerate(shown.columns):
            cells = [display_width(row.cells[across].text) for row in shown.rows]
            made.append(min(max([display_width(column.title), *cells]) + 3, 40))
        return made

    def paper(self, last: int) -> None:
        page, shown, say = self.page, self.sheet.view, self.document.language
        for across, width in enumerate(self.widths()):
            page.set_column(across, across, width)
        page.freeze_panes(HEADING_ROW + 1, 1)
        page.set_paper(9)
        if shown.is_wide:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADING_ROW)
        page.print_area(0, 0, max(last, HEADING_ROW + 1), max(self.sheet.width - 1, 1))
        page.set_footer(f"&L{self.document.community.say(say)} {self.document.title.say(say)}&R&P / &N")
