"""The preview as one page of HTML: nothing is fetched, nothing runs, every word of a file is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from huilin.importing.preview import GROUPS, file_line
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.importing.preview import Preview, PreviewEntry

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 1rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% } td, th { padding: .3rem .5rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
td.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
pre { background: #f6f6f6; padding: .6rem; overflow-x: auto } .unknown { background: #fff3e0 } .guessed { background: #fffde7 }
"""
_TITLE = Text("导入预览（还没有写入）", "What booking would do (nothing is written yet)")
_HEADINGS = (
    Text("出处", "Where"), Text("日期", "Date"), Text("金额", "Amount"), Text("摘要", "Narration"), Text("账户", "Accounts"), Text("依据", "Why"),
)  # fmt: skip


def page(preview: Preview, language: Language = "zh") -> str:
    """Return the preview as a page of its own."""
    return "\n".join(_lines(preview, language)) + "\n"


def _lines(preview: Preview, language: Language) -> Iterator[str]:
    title = escape(_TITLE.say(language))
    yield f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<style>{_STYLE}</style></head><body><h1>{title}</h1>"
    yield "<pre>" + "\n".join(escape(file_line(file, language)) for file in preview.files) + "</pre>"
    for sureness, group in GROUPS:
        entries = preview.group(sureness)
        if entries:
            yield f"<h2>{escape(group.say(language))} · {len(entries)}</h2>"
            yield from _table(entries, language)
    for place, reason in preview.alone:
        yield f"<p>{escape(place)}: {escape(reason.say(language))}</p>"
    for month in preview.months:
        yield f"<details><summary>{escape(month.file)}</summary><pre>{escape(month.diff)}</pre></details>"
    yield "</body></html>"


def _table(entries: tuple[PreviewEntry, ...], language: Language) -> Iterator[str]:
    heads = "".join(f"<th>{escape(heading.say(language))}</th>" for heading in _HEADINGS)
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    yield from (_row(entry, language) for entry in entries)
    yield "</tbody></table>"


def _row(entry: PreviewEntry, language: Language) -> str:
    why = entry.why.say(language) if entry.why else entry.rule
    said = [
        escape("、".join(entry.places)),
        escape(entry.date.isoformat()),
        f"{entry.amount:,.2f}",
        escape(entry.narration),
    ]
    said += [escape("、".join(entry.accounts)), escape(why)]
    cells = "".join(f'<td class="amount">{s}</td>' if n == 2 else f"<td>{s}</td>" for n, s in enumerate(said))
    return f'<tr class="{entry.sureness}">{cells}</tr>'
