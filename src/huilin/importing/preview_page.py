"""The preview as one page of HTML: nothing is fetched, nothing runs, every word of a file is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from huilin.importing.model import alike
from huilin.importing.preview import ASKED, GROUPS, question_line
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.importing.model import FileResult, Refusal
    from huilin.importing.preview import Preview, PreviewEntry

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 1rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% } td, th { padding: .3rem .5rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top; overflow-wrap: anywhere }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } .wide { overflow-x: auto } td:first-child { min-width: 11rem }
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
    yield body(preview, language)
    yield "</body></html>"


def body(preview: Preview, language: Language = "zh") -> str:
    """Return the preview without a page around it: files with their rows accounted for, entries, month files."""
    return "\n".join(_body(preview, language))


def _body(preview: Preview, language: Language) -> Iterator[str]:
    yield from _files(preview, language)
    if preview.questions:
        yield f"<h2>{escape(ASKED.say(language))} · {len(preview.questions)}</h2><ul>"
        yield from (f"<li>{escape(question_line(place, q, language))}</li>" for place, q in preview.questions)
        yield "</ul>"
    for sureness, group in GROUPS:
        entries = preview.group(sureness)
        if entries:
            yield f"<h2>{escape(group.say(language))} · {len(entries)}</h2>"
            yield from _table(entries, language)
    for place, reason in preview.alone:
        yield f"<p>{escape(place)}: {escape(reason.say(language))}</p>"
    for month in preview.months:
        yield f"<details><summary>{escape(month.file)}</summary><pre>{escape(month.diff)}</pre></details>"


_COUNTS = (
    Text("行数", "Rows"), Text("= 新", "= new"), Text("+ 已记", "+ known"), Text("+ 配对", "+ paired"),
    Text("+ 忽略", "+ ignored"), Text("+ 拒收", "+ refused"), Text("收入", "In"), Text("支出", "Out"),
)  # fmt: skip


def _files(preview: Preview, language: Language) -> Iterator[str]:
    """Yield a row per file, its rows accounted for (law 7), then every refusal, then what is worth knowing and not asked below."""
    files, asked = preview.files, {question.text for _, question in preview.questions}
    if not files:
        yield f"<p>{escape(Text('收件箱是空的。', 'The inbox is empty.').say(language))}</p>"
        return
    heads = "".join(f"<th>{escape(head.say(language))}</th>" for head in (Text("文件", "File"), Text("种类", "Kind")))
    heads += "".join(f'<th class="amount">{escape(head.say(language))}</th>' for head in _COUNTS)
    yield f'<div class="wide"><table class="files"><thead><tr>{heads}</tr></thead><tbody>'
    yield from (_file(file, language) for file in files)
    yield "</tbody></table></div>"
    yield from _told([error.say(file.file, language) for file in files for error in file.errors], "refused")
    told = [(file, *said) for file in files for said in alike(note for note in file.notes if note.reason not in asked)]
    yield from _told([_note(file, note, count, language) for file, note, count in told], "notes")


def _file(file: FileResult, language: Language) -> str:
    kind = file.format.say(language) if file.format else "?"
    counts = (file.rows, file.new, file.known, file.paired, file.ignored, file.refused)
    numbers = [*map(str, counts), f"{file.money_in:,.2f}", f"{file.money_out:,.2f}"]
    cells = f"<td>{escape(file.file)}</td><td>{escape(kind)}</td>"
    cells += "".join(f'<td class="amount">{number}</td>' for number in numbers)
    return f"<tr>{cells}</tr>"


def _note(file: FileResult, note: Refusal, count: int, language: Language) -> str:
    more = Text(f"（这样的共 {count} 行）", f" ({count} such rows)").say(language) if count > 1 else ""
    return note.say(file.file, language) + more


def _told(sentences: list[str], kind: str) -> Iterator[str]:
    if sentences:
        yield f'<ul class="{kind}">' + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"


def _table(entries: tuple[PreviewEntry, ...], language: Language) -> Iterator[str]:
    heads = "".join(f"<th>{escape(heading.say(language))}</th>" for heading in _HEADINGS)
    yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
    yield from (_row(entry, language) for entry in entries)
    yield "</tbody></table></div>"


def _row(entry: PreviewEntry, language: Language) -> str:
    why = entry.why.say(language) if entry.why else entry.rule
    said = [
        escape(_where(entry.places)),
        escape(entry.date.isoformat()),
        f"{entry.amount:,.2f}",
        escape(entry.narration),
    ]
    said += [escape("、".join(entry.accounts)), escape(why)]
    cells = "".join(f'<td class="amount">{s}</td>' if n == 2 else f"<td>{s}</td>" for n, s in enumerate(said))
    return f'<tr class="{entry.sureness}">{cells}</tr>'


def _where(places: tuple[str, ...]) -> str:
    """Return the rows' places, a file named once: `inbox/建行.xlsx:12、14`."""
    lines: dict[str, list[str]] = {}
    for place in places:
        file, _, line = place.rpartition(":")
        lines.setdefault(file, []).append(line)
    return "、".join(f"{file}:{'、'.join(some)}" for file, some in lines.items())
