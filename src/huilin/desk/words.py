"""The desk's own small pages, readable without Fava: what was found before opening, what could not be opened, what is missing."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from huilin.desk.guard import page
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huilin.findings import Finding

MOST = 500
"""Findings on one page."""
_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}


def found_first(name: str, findings: Sequence[Finding], books: str) -> bytes:
    """Return the page before the books: what looking at them has found, and the way on to `books`."""
    return _findings(
        name,
        Text("打开之前检查到的问题", "What was found before opening"),
        Text("账本可以打开。请先看下列各项：有的要改正，有的没有复制、不会打开。", "The books can be opened. Look at these first: some are to be mended, some were not copied and will not open."),
        findings,
        f'<p><a class="go" href="{html.escape(books, quote=True)}">打开账本 Open the books</a></p>',
    )  # fmt: skip


def refused(name: str, findings: Sequence[Finding]) -> bytes:
    """Return the page in place of books that must stay closed."""
    return _findings(
        name,
        Text("这本账没有打开", "These books were not opened"),
        Text("账本里有会运行程序、读取外部文件或损坏读账程序的内容。什么都没有运行。", "They hold what could run programs, read files outside, or break the reader. Nothing of it was run."),
        findings,
        "",
    )  # fmt: skip


def missing_evidence(name: str) -> bytes:
    """Return the page in place of evidence that is not there."""
    said = html.escape(name)
    return page(
        "缺附件 Evidence missing",
        f"<h1>凭证附件不在账本文件夹里：{said}<small>This evidence is not in the workspace: {said}</small></h1>"
        "<p>请向记账单位索取原件，或从备份找回。<small>Ask the bookkeeper for the original, or find it in a backup.</small></p>",
    )


def _findings(name: str, title: Text, lead: Text, findings: Sequence[Finding], foot: str) -> bytes:
    rows = "".join(_rows(findings[:MOST]))
    more = len(findings) - MOST
    rest = f"<p>另有 {more} 项。<small>{more} more.</small></p>" if more > 0 else ""
    return page(
        f"{title.zh} {title.en}",
        f"<h1>{html.escape(name)}　{title.zh}<small>{title.en}</small></h1>"
        f"<p>{lead.zh}<small>{lead.en}</small></p>{foot}"
        "<table><thead><tr><th>程度<th>在哪里 Where<th>是什么 What<th>怎么办 Remedy</thead>"
        f"<tbody>{rows}</tbody></table>{rest}",
    )


def _rows(findings: Iterable[Finding]) -> Iterable[str]:
    for finding in findings:
        where = f"{finding.file}:{finding.line}" if finding.line else finding.file
        severity = _SEVERITIES[finding.severity]
        yield (
            f'<tr class="{finding.severity}"><td>{severity.zh}<small>{severity.en}</small>'
            f"<td><code>{html.escape(where)}</code><small>{html.escape(finding.rule)}</small>"
            f"<td>{_both(finding.message)}<td>{_both(finding.remedy)}"
        )


def _both(text: Text) -> str:
    return f"{html.escape(text.zh)}<small>{html.escape(text.en)}</small>"
