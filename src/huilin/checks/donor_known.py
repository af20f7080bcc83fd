"""Every donor id is in the private register, so that wishes are kept and receipts reach people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._registers import ANONYMOUS_WORDS, donor_register
from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books

RULE = "donor-known"
SOURCE = "《慈善法》第四十二条（捐赠人查询、复制捐赠资料的权利；未核原文）"
EXAMPLE = """
2026-07-01 * "登记册里没有的捐赠人"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D9999"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each donor id that the register lacks; nothing where there is no register on this machine."""
    found = donor_register(books)
    if found.wrong is not None:
        yield Finding(RULE, Severity.ERROR, books.workspace.relative(books.workspace.donors), 0, *found.wrong)
    if not found.register.donors:
        return
    known = [*(donor.id for donor in found.register.donors), *ANONYMOUS_WORDS, ""]
    p = books.frames.postings
    strangers = p[~p["donor"].isin(known)]
    for place, donor in dict.fromkeys(zip(strangers["entry"], strangers["donor"], strict=True)):
        yield at_entry(
            books, int(place), RULE, Severity.ERROR,
            Text(f"捐赠人 {donor} 不在登记册里。", f"The donor {donor} is not in the register."),
            Text('请核对编号，或用 huilin donor 登记；不留名写 donor: "匿名"。', 'Check the id, or enter the donor by `huilin donor`; nameless gifts have donor: "anonymous".'),
        )  # fmt: skip
