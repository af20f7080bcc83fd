"""A year of a busy market hall: 100,000 rows of WeChat's fund bill read, matched with 100,000 booked ones, drafted.

`python -m tools.bench.importing`; the limits are those of issue 5: 20 s, 600 MB.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.process import run

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 100_000
SECONDS, MEGABYTES = 20.0, 600.0
WALLET = "Assets:Company:1012其他货币资金:01微信商户"
SALES, OWED = "Income:Company:5001主营业务收入:01团购自营", "Liabilities:Company:2241其他应付款"
HEADING = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
START = datetime(2026, 1, 1)  # noqa: DTZ001 - statements have no zone
SETTINGS = f"""[community]
name = "晴川社区"
[people]
"周会计" = ["prepare"]
[statements]
"wechat-merchant:1900000109" = "{WALLET}"
"""
MAIN = f"""option "operating_currency" "CNY"
2025-04-01 open {WALLET} CNY
2025-04-01 open {SALES} CNY
2025-04-01 open {OWED} CNY
2025-04-01 custom "entity" "Company" "晴川惠邻社区服务有限公司"
  standard: "small-enterprise"
include "booked.beancount"
"""
RULES = '如果 来源 是 微信商户 且 类型 是 "交易" -> 5001:01\n'
TODAY = date(2026, 12, 31)


def main() -> int:
    """Print seconds and memory of the reading in a process of its own, return 1 beyond the limits."""
    taken = run([sys.executable, "-m", "tools.bench.importing", "job"])
    good = taken.code == 0 and taken.megabytes <= MEGABYTES
    mark = "" if good else f"   beyond {SECONDS:.0f} s or {MEGABYTES:.0f} MB (exit {taken.code})"
    sys.stdout.write(
        f"{'100,000 rows against 100,000 booked':<36}{taken.seconds:8.2f} s {taken.megabytes:8.0f} MB (books and files made and loaded too){mark}\n"
    )
    return 0 if good else 1


def job() -> int:
    """Make the files, load the books, then time reading, matching and drafting; return 1 beyond the limit."""
    from huilin import books, importing
    from huilin.workspace import Workspace

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _make(root)
        loaded = books.load(Workspace.find(root))
        start = time.perf_counter()
        inbox = importing.read(loaded, today=TODAY)
        seconds = time.perf_counter() - start
        (file,) = inbox.files
        sys.stderr.write(f"read, matched, drafted: {seconds:.2f} s, new {file.new}, known {file.known}\n")
        assert (file.rows, file.new, len(loaded.transactions)) == (ROWS, ROWS, ROWS), file
        assert len(inbox.drafts) == ROWS
    return 0 if seconds <= SECONDS else 1


def _make(root: Path) -> None:
    """Write a workspace whose books hold as many rows as the bill in its inbox brings."""
    (root / "rules").mkdir()
    (root / "inbox").mkdir()
    (root / "community.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "main.beancount").write_text(MAIN, encoding="utf-8")
    (root / "rules" / "10.txt").write_text(RULES, encoding="utf-8")
    (root / "inbox" / "bill.csv").write_text(bill(ROWS, ROWS), encoding="utf-8")
    booked = "".join(
        f'{moment:%Y-%m-%d} * "团购"\n  {WALLET}  {amount} CNY\n    src: "wxfund:S{n}:交易"\n  {SALES}  -{amount} CNY\n'
        for n, moment, amount in _sales(0, ROWS)
    )
    (root / "booked.beancount").write_text(booked, encoding="utf-8")


def _sales(first: int, count: int) -> Iterator[tuple[int, datetime, Decimal]]:
    for n in range(first, first + count):
        yield n, START + timedelta(seconds=n * 140), Decimal(100 + n % 9900).scaleb(-2)


def bill(first: int, count: int) -> str:
    """Return WeChat's fund bill of so many sales, the first of that number."""
    balance, lines = Decimal("0.00"), [HEADING]
    for n, moment, amount in _sales(first, count):
        balance += amount
        lines.append(f"`{moment},`W{n},`S{n},`交易,`交易,`收入,`{amount},`{balance},`1900000109API,`,`Z{n}")
    return "\n".join([*lines, TOTALS, f"`{count},`{count},`{balance},`0,`0.00"]) + "\n"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["job"]:
            sys.exit(job())
        case _:
            sys.exit(main())
