"""`override: "rule-id: reason"` with `approved:` excuses one entry from one rule, and is itself listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from huilin.books import Books
    from huilin.findings import Finding

OVERRIDE = "override"
_FORM = re.compile(r"\s*(?P<rule>[a-z][a-z-]*)\s*[:：]\s*(?P<reason>.*\S)\s*")


class _Excuse(NamedTuple):
    """One override as written: its entry, where that stands, the rule, why, and who approved."""

    place: int
    file: str
    line: int
    rule: str
    reason: str
    approved: str


def excused(books: Books, found: Iterable[Finding], rules: Mapping[str, bool]) -> Iterator[Finding]:
    """Yield the findings but those excused, and one finding an override: a note, or why it does not count.

    `rules` are all rules, with whether an entry may be excused from it.
    """
    excuses = list(_excuses(books))
    valid = {(e.rule, e.file, e.line) for e in excuses if _refusal(e, rules) is None}
    yield from (finding for finding in found if (finding.rule, finding.file, finding.line) not in valid)
    for excuse in excuses:
        refusal = _refusal(excuse, rules)
        severity, said = (Severity.NOTE, _listed(excuse)) if refusal is None else (Severity.WARNING, refusal)
        yield at_entry(books, excuse.place, OVERRIDE, severity, *said)


def _excuses(books: Books) -> Iterator[_Excuse]:
    for place, entry in enumerate(books.transactions):
        if OVERRIDE not in entry.meta:
            continue
        file, line = books.workspace.relative(entry.meta["filename"]), entry.meta["lineno"]
        for part in re.split(r"[;；]", str(entry.meta[OVERRIDE])):
            match = _FORM.fullmatch(part)
            rule, reason = (match["rule"], match["reason"]) if match else ("", part.strip())
            yield _Excuse(place, file, line, rule, reason, str(entry.meta.get("approved") or ""))


def _listed(excuse: _Excuse) -> tuple[Text, Text]:
    return (
        Text(
            f"经 {excuse.approved} 批准，不适用规则 {excuse.rule}：{excuse.reason}。",
            f"Excused from {excuse.rule} by {excuse.approved}: {excuse.reason}.",
        ),
        Text("审计时请复核理由。", "Look at the reason in the audit."),
    )


def _refusal(excuse: _Excuse, rules: Mapping[str, bool]) -> tuple[Text, Text] | None:
    """Return why an override does not count; None where it does."""
    if excuse.rule not in rules:
        return (
            Text(f"override: 没有写明存在的规则（{excuse.reason}）。", f"This override names no rule that exists ({excuse.reason})."),
            Text('请写 override: "规则: 理由"；规则见 docs/checks.md。', 'Write override: "rule: reason"; the rules are in docs/checks.md.'),
        )  # fmt: skip
    if not rules[excuse.rule]:
        return (
            Text(f"规则 {excuse.rule} 不能例外。", f"No entry may be excused from {excuse.rule}."),
            Text("请改正分录，删去 override:。", "Mend the entry and delete override:."),
        )
    if not excuse.approved:
        return (
            Text(f"对规则 {excuse.rule} 的例外没有批准人。", f"Nobody approved this override of {excuse.rule}."),
            Text('请写 approved: "批准人"。', 'Add approved: "name".'),
        )
    return None
