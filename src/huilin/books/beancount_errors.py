"""Beancount's own errors as findings: said in Chinese, at the line where the mistake is, with a remedy."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from huilin.workspace import Workspace


class CheckError(NamedTuple):
    """A finding in the shape in which Beancount and Fava carry errors (source, message, entry)."""

    source: dict[str, Any]
    message: str
    entry: Any
    finding: Finding


class OwnFaultError(Exception):
    """One of our checks broke down; the text is its traceback."""


class _Saying(NamedTuple):
    """What Beancount says, and what we say instead; the pattern's groups fill the braces."""

    rule: str
    pattern: re.Pattern[str]
    zh: str
    en: str
    remedy: Text


def _saying(rule: str, pattern: str, zh: str, en: str, remedy: tuple[str, str]) -> _Saying:
    return _Saying(rule, re.compile(pattern, re.IGNORECASE), zh, en, Text(*remedy))


_SAYINGS = (
    _saying("unbalanced", r"does not balance: \((?P<x>.*)\)",
            "借贷不平，差 {x}。", "This entry is off by {x}.",
            ("请核对金额，使各行之和为零。", "Check the amounts; the lines must sum to zero.")),
    _saying("unknown-account", r"unknown account '(?P<x>[^']*)'",
            "账户 {x} 没有开立。", "The account {x} was never opened.",
            ("请核对账户名，或用 huilin account 开立。", "Check its name, or open it with `huilin account`.")),
    _saying("inactive-account", r"inactive account '(?P<x>[^']*)'",
            "账户 {x} 在这一天还没有开立或已经关闭。", "The account {x} is not open on that day.",
            ("请改日期、换账户，或改开立日期。", "Change the date or the account, or the day it opens.")),
    _saying("balance", r"balance failed for '(?P<x>[^']*)': expected (?P<y>.*) != accumulated (?P<z>.*) \(",
            "{x} 的余额应为 {y}，账上是 {z}。", "{x} should hold {y}, but the books say {z}.",
            ("请查找漏记或重记的一笔；不要用 pad。", "Look for an entry missing or booked twice; never use pad.")),
    _saying("duplicate-open", r"duplicate open directive for (?P<x>\S+)",
            "账户 {x} 重复开立。", "The account {x} is opened twice.",
            ("请删去一行 open。", "Delete one of the two open lines.")),
    _saying("invalid-currency", r"invalid currency (?P<y>\S+) for account '(?P<x>[^']*)'",
            "账户 {x} 不收 {y}。", "The account {x} takes no {y}.",
            ("请改用 CNY，或改账户的 open 行。", "Write CNY, or change the account's open line.")),
    _saying("include-missing", r"(?P<x>file glob .* does not match any files)",
            "include 找不到文件：{x}。", "An include matches no file: {x}.",
            ("请核对路径。", "Check the path.")),
    _saying("evidence-file", r"file does not exist: \"(?P<x>.*)\"",
            "凭证附件 {x} 不在了。", "The evidence {x} is not there.",
            ("请从备份找回原件，或改正 document 行的路径。", "Find the original in a backup, or mend the path of the document line.")),
    _saying("two-blank-amounts", r"more than one auto-posting",
            "这笔分录有两行没写金额。", "Two lines of this entry have no amount.",
            ("最多一行可以不写金额。", "At most one line may go without an amount.")),
    _saying("currency-missing", r"failed to categorize posting|could not resolve|too many missing",
            "这笔分录有一行只写了金额，没写币种。", "A line of this entry has an amount without a currency.",
            ("请在金额后写 CNY。", "Write CNY after the amount.")),
    _saying("metadata-twice", r"duplicate metadata field on \w+: KeyValue\(key='(?P<x>[^']*)'",
            "同一处写了两个 {x}:。", "`{x}:` stands here twice.",
            ("请只留一个。", "Keep one of them.")),
    _saying("account-name", r"invalid account name: (?P<x>\S+)",
            "账户名 {x} 不合规则。", "The account name {x} breaks the rules.",
            ("账户写作 根:账套:代码名称，如 Income:Fund:4101捐赠收入:02限定性。",
             "Write Root:Entity:CODEname, as Income:Fund:4101-Donations:02-Restricted.")),
    _saying("date", r"(?P<x>(?:day|month|year) (?:is out of range|must be in).*)",
            "没有这个日期：{line}", "There is no such date: {line}",
            ("请核对年月日。", "Check year, month and day.")),
    _saying("syntax", r"syntax error|invalid token|(?P<x>^\w+Error: )",
            "这一行读不懂：{line}", "This line cannot be read: {line}",
            ("请对照相邻的条目检查日期、引号、缩进和金额。", "Compare it with its neighbours: date, quotes, indent, amount.")),
)  # fmt: skip

_OTHER = _saying("beancount", r"(?P<x>.*)", "Beancount 报告：{x}。", "Beancount reports: {x}.",
                 ("请改正这一条目。", "Mend this entry."))  # fmt: skip

_HINTS = (
    (re.compile(r"[，。；：“”‘’（）！￥＊－\u3000]"), ("请把中文标点“{x}”改成半角符号。", "Replace the full-width sign “{x}” by its plain one.")),
    (re.compile(r"[#^](?P<x>[^\x00-\x7f][^\s]*)"), ("标签和链接只能用英文字母和数字，“{x}”请写进 category: 等项。", "Tags and links take ASCII only; put “{x}” into metadata.")),
    (re.compile(r"^(?P<x>(?:Assets|Liabilities|Equity|Income|Expenses):\S+)"), ("分录的各行要缩进两格。", "Indent the lines of an entry by two blanks.")),
)  # fmt: skip

_SILENT = re.compile(r"unused pad entry|duplicate filename parsed", re.IGNORECASE)
"""Said better by the rule pad-forbidden and by the look before opening."""

_BROKEN = re.compile(r'Error applying plugin "(?P<plugin>[^"]*)"')

_SAID_BETTER = {"unbalanced": "exact-sum", "balance": "balance-exact"}
"""Beancount's rule and the exact one of ours that says the same at the same place."""

_OPENED = re.compile(r'^[^";\n]*(?:"(?:[^"\\\n]|\\.)*"[^";\n]*)*"(?:[^"\\\n]|\\.)*$')
_NEW_ENTRY = re.compile(r"^(?:\d{4}[-/]\d\d|\s+[A-Za-z][\w-]*:|option|include|plugin)")


def as_findings(errors: Iterable[Any], workspace: Workspace) -> list[Finding]:
    """Return Beancount's errors as findings, each once, unreadable lines at their cause."""
    found = [as_finding(error, workspace) for error in errors if not _SILENT.search(str(error.message))]
    ours = {(f.rule, f.file, f.line) for f in found}
    once = [f for f in found if (_SAID_BETTER.get(f.rule), f.file, f.line) not in ours]
    return list(_at_cause(once, workspace))


def as_finding(error: Any, workspace: Workspace) -> Finding:  # noqa: ANN401 - Beancount has a class per error
    """Return the finding that one of Beancount's errors is; our own come back as they were."""
    if isinstance(error, CheckError):
        return error.finding
    said = str(error.message).strip()
    if broken := _BROKEN.match(said):
        return _broken(broken["plugin"], said)
    source = error.source or {}
    file, line = str(source.get("filename", "main.beancount")), int(source.get("lineno") or 0)
    return _say(said.splitlines()[0], workspace.relative(file), line, _line(workspace, file, line))


def _broken(plugin: str, said: str) -> Finding:
    """Return what is to be said where one of Beancount's own steps broke down over something wrong in the ledger."""
    if plugin.startswith("huilin"):
        raise OwnFaultError(said)
    why = said.splitlines()[-1].strip()
    return Finding(
        "beancount", Severity.ERROR, "main.beancount", 0,
        Text(f"Beancount 的 {plugin} 处理不了这本账：{why}。", f"Beancount's {plugin} cannot cope with this ledger: {why}."),
        Text("请先改正其他各项；改正后仍有此项，请报告给我们。", "Mend the other findings first; tell us if this one stays."),
    )  # fmt: skip


def _say(said: str, file: str, line: int, text: str) -> Finding:
    saying, match = next(
        ((s, m) for s in _SAYINGS if (m := s.pattern.search(said))), (_OTHER, _OTHER.pattern.search(said))
    )
    words = {**(match.groupdict() if match else {}), "line": f"“{text}”" if text else said}
    remedy = _hint(text) if saying.rule == "syntax" else None
    message = Text(saying.zh.format(**words), saying.en.format(**words))
    return Finding(saying.rule, Severity.ERROR, file, line, message, remedy or saying.remedy)


def _hint(text: str) -> Text | None:
    """Return what a treasurer's line most likely lacks: signs of a Chinese keyboard, an indent."""
    bare = re.sub(r'"[^"]*"', '""', text)
    for pattern, (zh, en) in _HINTS:
        if match := pattern.search(bare):
            sign = match["x"] if "x" in pattern.groupindex else match[0]
            return Text(zh.format(x=sign), en.format(x=sign))
    return None


def _line(workspace: Workspace, file: str, line: int) -> str:
    lines = _lines(workspace.root / file)
    return lines[line - 1].rstrip()[:80] if 0 < line <= len(lines) else ""


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def _at_cause(found: list[Finding], workspace: Workspace) -> Iterator[Finding]:
    """Yield the findings; where a quote was left open, the one line instead of all that it made unreadable."""
    ordered = sorted(found, key=lambda f: f.file)
    for file, group in groupby(ordered, key=lambda f: f.file):
        here = list(group)
        first = min((f.line for f in here if f.rule == "syntax"), default=0)
        opened = _left_open(_lines(workspace.root / file), first) if first else 0
        if not opened:
            yield from here
            continue
        text = _line(workspace, file, opened)
        yield Finding(
            "syntax", Severity.ERROR, file, opened,
            Text(f"这一行的引号没有成对：“{text}”", f"A quotation mark of this line has no partner: “{text}”"),
            Text('请补上另一个英文双引号 "。', 'Add the other plain double quote ".'),
        )  # fmt: skip
        yield from (f for f in here if f.rule != "syntax" or f.line < opened)


def _left_open(lines: list[str], first: int) -> int:
    """Return the first line up to `first` whose string runs into what is plainly another line; 0 where none does."""
    for number, text in enumerate(lines[:first], 1):
        if text.count('"') % 2 and _OPENED.match(text) and _NEW_ENTRY.match("".join(lines[number : number + 1])):
            return number
    return 0
