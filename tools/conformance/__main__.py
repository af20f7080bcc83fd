"""`make conformance`: a table of every sample file: rows found, rows taken, rows refused and why.

Samples are read where they lie (HUILIN_SAMPLES, else ../shared/fixtures) and never copied. Exit code 1 where a
well-formed file is not read whole, a broken one is not refused with its line, or a difference has no reason here.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.importing import FileResult, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("HUILIN_SAMPLES") or ROOT.parent / "shared" / "fixtures")
ENDINGS = frozenset({".csv", ".xls", ".xlsx", ".zip", ".xml", ".sta", ".ofx", ".qfx", ".txt"})

SHOPS = ("京东交易流水", "美团账单", "拼多多订单")
"""Shops without a module: what a person bought there is no statement of a community's money."""
CUT = {
    "wechatpay-go/wechat-merchant/fundflow.csv": "its totals count 3 rows, it has 2",
    "vendor-docs/wechat-merchant/fundflow-fullwidth-brackets.csv": "its totals count 20 rows, it has 1",
    "vendor-docs/wechat-merchant/tradebill-ALL-v3-submerchant.csv": "its totals count 12 rows, it has 1",
    "alipay-merchant/账务明细-2012.csv": "its totals count 18 rows, it has 3; the balance has gaps",
}
"""Excerpts: each row reads, but the file's own totals say that others are missing, so it is refused."""
CORRECTED = {
    "beancount-daoru/downloads/hqmx_20200801233010.xls": (5, "rows 5 to 9; nothing stands below"),
    "double-entry-generator/icbc/credit/example-icbc-credit-records.csv": (9, "rows 8 to 16; line 17 is blank, line 18 the sum"),
    "einvoice-xml/etc-toll.xml": (1, "one invoice"),
    "einvoice-xml/special-two-items.xml": (1, "one invoice of two lines of goods"),
    "ofx-deviations/banks/chase/non-ascii-byte-declared-usascii.qfx": (1, "one STMTTRN; a byte outside ASCII hid it from the index"),
    "alipay-merchant/signcustomer-zip-summary-first.zip": (0, "the summary and a detail without rows"),
}  # fmt: skip
"""Where the index says nothing of rows, or another number than stands in the file."""


class Sample(NamedTuple):
    """A file of the index: its path, the rows that it should have, and whether it is broken on purpose."""

    name: str
    rows: int | None
    is_broken: bool


class Verdict(NamedTuple):
    """What became of a sample; `is_good` where that is what should."""

    word: str
    is_good: bool
    why: str = ""


def main() -> int:
    """Print the table and the differences; return 1 where something is not as it should be."""
    if not (SAMPLES / "INDEX.md").is_file():
        sys.stdout.write("no samples here; skipped\n")
        return 0
    warnings.simplefilter("ignore")
    words: Counter[str] = Counter()
    found = rows = taken = 0
    bad = []
    for sample in samples((SAMPLES / "INDEX.md").read_text(encoding="utf-8")):
        result = sniff(SAMPLES / sample.name)
        verdict = judge(sample, result)
        words[verdict.word] += 1
        found, rows, taken = found + 1, rows + result.rows, taken + result.new + result.ignored
        if not verdict.is_good:
            bad.append(sample.name)
        sys.stdout.write(line(sample, result, verdict))
    _sums(found, rows, taken, words)
    _differences(bad)
    return 1 if bad else 0


def samples(index: str) -> Iterator[Sample]:
    """Yield the statement files of the index; expected outputs, settings and descriptions are none."""
    section = ""
    for said in index.splitlines():
        if said.startswith("## "):
            section = said[3:].strip()
        cells = [cell.strip() for cell in said.strip().strip("|").split("|")]
        if not said.startswith("| ") or len(cells) < 6 or Path(cells[0]).suffix.lower() not in ENDINGS:
            continue
        name = cells[0] if (SAMPLES / cells[0]).is_file() else f"{section}/{cells[0]}"
        if (SAMPLES / name).is_file():
            rows = int(cells[3]) if re.fullmatch(r"\d+", cells[3]) else None
            yield Sample(name, rows, "must be refused" in said or name.endswith("wrong.xml"))


def judge(sample: Sample, result: FileResult) -> Verdict:
    """Say what became of a sample and whether that is right."""
    if sample.is_broken:
        line_at_fault = next((error.line for error in result.errors if error.line), 0)
        return Verdict("refused", bool(line_at_fault), f"line {line_at_fault}: {_reason(result)}")
    if any(shop in sample.name for shop in SHOPS):
        return Verdict("no module", result.format is None, "a shop")
    if sample.name in CUT:
        return Verdict("cut", bool(result.errors) and result.rows == sample.rows, CUT[sample.name])
    rows, why = CORRECTED.get(sample.name, (sample.rows or 0, ""))
    if not rows:
        return Verdict("no entry", result.rows == 0, why)
    whole = result.rows == rows and not result.refused
    return Verdict("whole" if whole else "LOST", whole, why or _reason(result))


def line(sample: Sample, result: FileResult, verdict: Verdict) -> str:
    """Return a sample as a line of the table."""
    said = "-" if sample.rows is None else str(sample.rows)
    kind = result.format.en if result.format else "?"
    counts = f"{said:>4} {result.rows:>4} {result.new:>4} {result.ignored:>4} {result.refused:>4}"
    return f"{verdict.word:<10}{counts}  {sample.name}  [{kind}]  {verdict.why}\n"


def _reason(result: FileResult) -> str:
    return result.errors[0].reason.en if result.errors else ""


def _sums(found: int, rows: int, taken: int, words: Counter[str]) -> None:
    said = ", ".join(f"{count} {word}" for word, count in sorted(words.items()))
    sys.stdout.write(f"\n{found} files: {said}; {rows} rows found, {taken} taken\n")
    sys.stdout.write("columns: index's rows, rows found, taken as new, no movement of money, refused\n")


def _differences(bad: list[str]) -> None:
    sys.stdout.write("\nWhere the index differs from the file:\n")
    for name, (rows, why) in CORRECTED.items():
        sys.stdout.write(f"  {name}: {rows} ({why})\n")
    for name in bad:
        sys.stdout.write(f"NOT AS IT SHOULD BE: {name}\n")


sys.exit(main())
