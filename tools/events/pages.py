"""docs/events.zh.md and docs/events.en.md: every declared event with its source, questions, legs and worked example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.events import catalogue
from huilin.events.model import GROUPS
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from huilin.events.model import Directive, Entry, Event, Example, Leg, Question
    from huilin.wording import Language

HEAD = Text(
    """# 事项目录

<!-- 由 `python -m tools.events` 从 src/huilin/data/events/ 生成，请勿手改；有测试保证一致。 -->

`huilin add 事项 项=内容 …` 记一笔：没写的项会问，先给您看分录和它的意思，再存为草稿。`huilin add --list` 列出全部，
`huilin add 事项 --list` 列出一个事项的各项。科目还没有开立时，会说明用哪条 `huilin account` 开立。

每个事项都有 date（日期）、text（摘要）、payee（对方）、source-doc（原始单据号）；有两个同类账套时用 entity 指明。
要换一个默认科目，写 `代码=科目`，如 `1221=1221:02`。金额只在一处四舍五入到分；分月的金额按累计数取整，合计正好。

依据后的标记：official 已读官方文本，secondary 两个来源一致，single 只有一个来源，memory 凭记忆未核，own 惠邻自定。
小企业会计准则的科目代码已与官方文本核对；标 memory 的是条文和账务处理的出处尚未逐条核对。
""",
    """# Catalogue of events

<!-- Written by `python -m tools.events` from src/huilin/data/events/; a test keeps it true. -->

`huilin add EVENT FIELD=VALUE …` records one: what is missing is asked for, the entry and its meaning are shown, then it
is written as a draft. `huilin add --list` lists all, `huilin add EVENT --list` the fields of one. Where an account is
not open yet, the error says which `huilin account` opens it.

Every event takes date, text (narration), payee and source-doc; `entity` names one of several books of a kind. Another
account than the declared one: `CODE=ACCOUNT`, as `1221=1221:02`. Amounts are rounded to the fen in one place; monthly
parts follow the running total, so they sum exactly.

Marks of sources: official (read in the official text), secondary (two sources agree), single (one source), memory (not
looked up), own (Huilin's own rule). The codes of the standard for small enterprises were compared with the official text; "memory" says
that the article or the treatment cited was not.
""",
)
_ALWAYS = ("date", "text", "payee", "entity", "source-doc")
_BOOKS = {"fund": Text("基金", "Fund"), "company": Text("公司", "Enterprise"), "": Text("所指账套", "Books told")}
_SIDES = {"debit": Text("借", "Dr"), "credit": Text("贷", "Cr")}


def page(language: Language, texts: Mapping[str, Sequence[str]]) -> str:
    """Return the page in one language; `texts` are each event's examples as ledger text."""
    return "\n".join(_lines(language, texts)).rstrip() + "\n"


def command(event: Event, example: Example) -> str:
    """Return the command that an example is."""
    return " ".join(["huilin add", event.name, *(f"{field}={value}" for field, value in example.answers.items())])


def _lines(language: Language, texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield HEAD.say(language)
    for group, title in GROUPS.items():
        yield f"## {title.say(language)}\n"
        for event in catalogue().values():
            if event.group == group:
                yield from _event(event, language, texts[event.name])


def _event(event: Event, language: Language, texts: Sequence[str]) -> Iterator[str]:
    say = _Say(language)
    yield f"### {event.name}　{event.title.say(language)}\n"
    yield f"{event.plain.say(language)}\n"
    yield say("依据", "Source") + event.source + say.aside(event.verified) + _standards(event, say) + "\n"
    asked = [q for q in event.questions if q.field not in _ALWAYS or not q.quiet]
    if asked:
        yield say.row("项", "Field", "问什么", "Question", "不写时", "If left out")
        yield "|---|---|---|"
        yield from (_question(question, say) for question in asked)
        yield ""
    yield from (f"- `{name}` = `{expression}`" for name, expression in event.let.items())
    yield from _written(event, say)
    yield from (f"- {must.words.say(language)}" + say.aside(f"`{must.that}`") for must in event.musts)
    yield from (f"- {note.say(language)}" for note in event.notes)
    for example, text in zip(event.examples, texts, strict=True):
        yield ""
        yield from (f"{say('先有', 'Given')}`{_given(name, answers)}`\n" for name, answers in example.given)
        yield f"```console\n$ {command(event, example)}\n```\n\n```beancount\n{text.rstrip()}\n```"
    yield ""


class _Say:
    """Words of one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.colon = "：" if language == "zh" else ": "

    def __call__(self, zh: str, en: str) -> str:
        """Return a heading of a line, with its colon."""
        return f"{zh if self.language == 'zh' else en}{self.colon}"

    def aside(self, words: str) -> str:
        """Return words in brackets."""
        return f"（{words}）" if self.language == "zh" else f" ({words})"

    def row(self, *pairs: str) -> str:
        words = pairs[0::2] if self.language == "zh" else pairs[1::2]
        return "| " + " | ".join(words) + " |"


def _standards(event: Event, say: _Say) -> str:
    return f" {say('只在', 'Only under')}{', '.join(event.standards)}" if event.standards else ""


def _question(question: Question, say: _Say) -> str:
    choices = " / ".join(f"{word} {words.say(say.language)}" for word, words in question.choices.items())
    what = question.words.say(say.language) + (f"{say.colon}{choices}" if choices else "")
    needed = not (question.default or question.optional or question.type == "donor")
    left_out = f"`{question.default}`" if question.default else "—"
    cells = (question.field, what, "**!**" if needed else left_out)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _written(event: Event, say: _Say) -> Iterator[str]:
    for entry in event.entries:
        yield from _entry(entry, say)
    for directive in event.directives:
        yield _directive(directive, say)


def _entry(entry: Entry, say: _Say) -> Iterator[str]:
    ends = Text("每月末", "each month's end").say(say.language)
    months = say.aside(f"`{entry.repeat.months}` × {ends}") if entry.repeat else ""
    when = say.aside(f"`{entry.when}`") if entry.when else ""
    kind = f" `kind: {entry.kind}`" if entry.kind else ""
    links = "".join(f" `^{link}`" for link in entry.links)
    yield f"- {_BOOKS[entry.books].say(say.language)}{months}{when}{say.colon}{entry.text.say(say.language)}{kind}{links}"
    yield from (f"  - {_leg(leg, say)}" for leg in entry.legs)


def _leg(leg: Leg, say: _Say) -> str:
    words = " / ".join(f"{name + ' ' if name else ''}`{account}`" for name, account in leg.accounts.items())
    red = Text("红字 ", "red ").say(say.language) if leg.red else ""
    when = say.aside(f"`{leg.when}`") if leg.when else ""
    unit = "" if leg.commodity == "CNY" else f" {leg.commodity}"
    return f"{_SIDES[leg.side].say(say.language)} {red}{words}　`{leg.amount}`{unit}{when}"


def _directive(directive: Directive, say: _Say) -> str:
    kind = "note" if directive.kind == "note" else f'custom "{directive.kind}"'
    return f"- {_BOOKS[directive.books].say(say.language)}{say.colon}`{kind} {' '.join(directive.values) or directive.text.say(say.language)}`"


def _given(name: str, answers: Mapping[str, str]) -> str:
    return " ".join([name, *(f"{field}={value}" for field, value in answers.items())])
