"""A disclosure with a list of 10,000 gifts set as PDF: seconds and peak memory of the whole process, run alone."""

from __future__ import annotations

import sys
from datetime import date, timedelta

from tools.bench.process import BIN, run

GIFTS = 10_000
SECONDS, MEGABYTES = 12, 300
"""What is asked of a list of this length."""


def main() -> None:
    """Print what it takes to set the list, then what a list of a tenth takes."""
    sys.stdout.write("gifts in the PDF                        time   memory\n")
    for count in (GIFTS // 10, GIFTS):
        taken = run([str(BIN / "python"), "-m", "tools.bench.printing", str(count)])
        mark = "" if taken.code == 0 else f"   exit {taken.code}"
        sys.stdout.write(f"{count:<36,}{taken.seconds:8.2f} s {taken.megabytes:8.0f} MB{mark}\n")
    sys.stdout.write(f"asked for {GIFTS:,}: {SECONDS} s, {MEGABYTES} MB\n\n")


def print_list(count: int) -> bytes:
    """Set a disclosure that is a list of so many gifts, each a fact with its query and its voucher."""
    from huilin.rendering import Document, pdf
    from huilin.rendering.document import EntityView
    from huilin.reporting import Fact, Line, Statement
    from huilin.vocabulary import parse_period
    from huilin.wording import Text, same

    period, names = parse_period("2026-Q3"), ("匿名", "张建国", "爱心奶奶", "青禾市和顺五金建材经营部", "李秀兰")
    lines = []
    for number in range(count):
        day = date(2026, 7, 1) + timedelta(number * 90 // count)
        voucher = f"Fund/{day:%Y-%m}/记-{number + 1:04d}"
        fact = Fact(
            f"Fund.donations.{day:%Y-%m}-j{number + 1:04d}.amount",
            Text(f"捐赠 {day}", f"Gift of {day}"),
            "Fund",
            "Fund.donations",
            f"{day:%Y-%m}-j{number + 1:04d}",
            1000 + number * 7919 % 300_000,
            query=f"SELECT sum(-number) WHERE flag = '*' AND currency = 'CNY' AND account ~ '^[^:]+:Fund:4101' AND entry_meta('id') = '{voucher}'",
            entries=(voucher,),
        )
        project = ("路灯改造", "长者食堂补贴", "日常公益")[number % 3]
        lines.append(Line(same(f"{day}"), (same(names[number % 5]), same(project), fact, Text("已开", "yes"))))
    statement = Statement(
        "Fund.donations", Text("捐赠明细", "Donations"), "Fund", period.title,
        (Text("捐赠人", "Donor"), Text("用途", "Purpose"), Text("金额（元）", "Amount (CNY)"), Text("票据", "Receipt")),
        tuple(lines), Text("日期", "Day"),
    )  # fmt: skip
    entities = {"Fund": EntityView("Fund", same("晴川社区基金"))}
    document = Document(same("晴川社区"), period, date(2026, 10, 15), (statement,), entities=entities)
    return pdf.render(document)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print_list(int(sys.argv[1]))
    else:
        main()
