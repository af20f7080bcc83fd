"""Tables as files: CSV that spreadsheets open in Chinese, XLSX with formats and print areas; nothing runs as a formula."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from huilin.audit.table import plain_text
from huilin.drafting import display_width
from huilin.money import to_decimal
from huilin.rendering.sheets import neutral, to_csv
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huilin.audit.table import Cell, Table
    from huilin.wording import Language

_HEADING = 3
_WIDE = 7
_SAMPLED = 400
"""How many rows decide how wide a column is."""


def csv_of(table: Table, language: Language = "zh") -> bytes:
    """Return the table as CSV with a byte order mark: headings, then rows; amounts without separators."""
    heads = [column.title.say(language) for column in table.columns]
    columns = [[plain_text(c, v, language) for v in table.rows[c.key].tolist()] for c in table.columns]
    return to_csv([heads, *zip(*columns, strict=True)])


def workbook_of(tables: Sequence[Table], title: Text, today: date, language: Language = "zh") -> bytes:
    """Return a workbook with a sheet a table, the same bytes for the same tables."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(target, options)
    book.set_properties({"title": title.say(language), "created": datetime.combine(today, time())})
    looks = _looks(book)
    for name, table in zip(sheet_names([table.title.say(language) for table in tables]), tables, strict=True):
        _write(book.add_worksheet(name), table, title, language, looks)
    book.close()
    return target.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return names that spreadsheets take: at most 31 signs, none that they reserve, each once."""
    names: dict[str, str] = {}
    for title in titles:
        base = re.sub(r"[\[\]:*?/\\']", " ", title)[:27].strip() or "Sheet"
        name, count = base, 1
        while name.lower() in names:
            count += 1
            name = f"{base} {count}"
        names[name.lower()] = name
    return list(names.values())


def _looks(book: Any) -> dict[tuple[str, str], Any]:  # noqa: ANN401 - xlsxwriter has no types
    formats = {"words": "@", "money": "#,##0.00;-#,##0.00", "count": "#,##0", "percent": "0.00%", "date": "yyyy-mm-dd"}
    styles: dict[str, dict[str, Any]] = {
        "line": {"bottom": 4, "bottom_color": "#CFD7D4"},
        "heading": {"bold": True},
        "subtotal": {"bold": True, "top": 1},
        "total": {"bold": True, "top": 1, "bottom": 6},
    }
    made = {
        (style, kind): book.add_format({**look, "num_format": shape, "valign": "top", "text_wrap": kind == "words"})
        for style, look in styles.items()
        for kind, shape in formats.items()
    }
    head = {"bold": True, "top": 1, "bottom": 1, "bg_color": "#EEF1EF", "text_wrap": True, "align": "center"}
    made["head", "words"] = book.add_format(head)
    made["title", "words"] = book.add_format({"bold": True, "font_size": 14})
    made["note", "words"] = book.add_format({"font_color": "#51605C", "text_wrap": True, "valign": "top"})
    return made


def _write(page: Any, table: Table, title: Text, language: Language, looks: dict[tuple[str, str], Any]) -> None:  # noqa: ANN401
    page.write_string(0, 0, neutral(table.title.say(language)), looks["title", "words"])
    about = [table.entity, table.period.say(language) if table.period else "", *_unit(table, language)]
    page.write_string(1, 0, neutral("　".join(filter(None, about))), looks["note", "words"])
    for across, column in enumerate(table.columns):
        page.write_string(_HEADING, across, neutral(column.title.say(language)), looks["head", "words"])
    down = _HEADING
    for style, cells in table.cells(language=language):
        down += 1
        for across, cell in enumerate(cells):
            _cell(page, down, across, cell, style, looks)
    below = [] if len(table) else [table.empty]
    below += [*([table.about] if table.about else []), *table.notes]
    below += [_checked(check.label, holds=check.holds) for check in table.checks]
    last = max(len(table.columns) - 1, 1)
    for place, note in enumerate(below, down + 2):
        page.merge_range(place, 0, place, last, neutral(note.say(language)), looks["note", "words"])
    _paper(page, table, title, language, down + len(below) + 1)


def _unit(table: Table, language: Language) -> list[str]:
    has_money = any(column.kind == "money" for column in table.columns)
    return [Text("单位：元", "In yuan (CNY)").say(language)] if has_money else []


def _checked(label: Text, *, holds: bool) -> Text:
    return Text(f"核对：{label.zh} {'相符' if holds else '不符'}", f"Check: {label.en} {'holds' if holds else 'FAILS'}")


def _cell(page: Any, down: int, across: int, cell: Cell, style: str, looks: dict[tuple[str, str], Any]) -> None:  # noqa: ANN401, PLR0913, PLR0917
    if not cell.text:
        page.write_blank(down, across, None, looks[style, "words"])
    elif cell.kind == "money":
        page.write_number(down, across, to_decimal(cell.value), looks[style, "money"])
    elif cell.kind in ("count", "percent"):
        page.write_number(down, across, cell.value, looks[style, cell.kind])
    elif cell.kind == "date":
        page.write_datetime(down, across, datetime.fromisoformat(cell.text), looks[style, "date"])
    else:
        page.write_string(down, across, neutral(cell.text), looks[style, "words"])


def _paper(page: Any, table: Table, title: Text, language: Language, last: int) -> None:  # noqa: ANN401
    """Set widths by the first rows, A4, the heading on every page, the page's number at the foot."""
    widths = [display_width(column.title.say(language)) for column in table.columns]
    for _, cells in table.cells(0, _SAMPLED, language):
        widths = [max(width, display_width(cell.text)) for width, cell in zip(widths, cells, strict=True)]
    for across, width in enumerate(widths):
        page.set_column(across, across, min(width + 2, 46))
    page.freeze_panes(_HEADING + 1, 0)
    page.set_paper(9)
    if len(table.columns) >= _WIDE:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADING)
    page.print_area(0, 0, last, max(len(table.columns) - 1, 1))
    page.set_footer(f"&L{title.say(language)[:120].replace('&', '&&')}&R&P / &N")
