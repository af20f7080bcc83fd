"""The third quarter of 2026, as statement files only: what the import is to make books of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.example import accounts as acc
from tools.example import banks, cards, groupbuy, host, wechat, words
from tools.example.statement_rows import statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.example.entries import Entry


def inbox_files(books: Sequence[Entry], summer: Sequence[Entry]) -> dict[str, bytes]:
    """Return the statement files of July to September 2026."""
    at_host = statement(acc.HOST, books, summer)
    files = {
        **wechat.bills(statement(acc.WALLET, books, summer)),
        f"建行对公账户明细_{words.CCB_NUMBER}.xlsx": banks.ccb(statement(acc.CCB, books, summer)),
        f"工行企业网银明细_{words.ICBC_NUMBER}.csv": banks.icbc(statement(acc.ICBC, books, summer)),
        f"{words.FUND}专项基金明细账_2026年三季度.xlsx": host.ledger(at_host),
        "捐赠票据清单_2026年三季度.xlsx": host.receipts(at_host),
        "储值卡流水_2026年三季度.xlsx": cards.ledger(books, summer),
        **groupbuy.exports(),
    }
    return {f"inbox/{name}": content for name, content in files.items()}
