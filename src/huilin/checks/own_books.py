"""Each entity's entries lie in its own folder, so that each set of books checks and is handed over alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "own-books"
SOURCE = "《会计法》第十六条（各单位设置账簿，统一登记核算；未核原文）"
EXAMPLE = """
; 写在 company/2026/2026-07.beancount 里：
2026-07-01 * "基金的捐款写进了公司的文件夹"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each file of one entity's folder that holds postings of another."""
    folders = {entity.name: books.workspace.folder(entity.name) for entity in books.workspace.settings.entities}
    pairs = books.frames.postings[["file", "entity"]].drop_duplicates()
    for row, file, entity in zip(pairs.index, pairs["file"], pairs["entity"], strict=True):
        owner = next((name for name, folder in folders.items() if Path(file).is_relative_to(folder)), entity)
        if owner != entity and entity in folders:
            yield at_entry(
                books, int(books.frames.postings["entry"].loc[row]), RULE, Severity.ERROR,
                Text(f"{entity} 的分录写进了 {owner} 的文件夹。", f"An entry of {entity} stands in the folder of {owner}."),
                Text(f"请移到 {books.workspace.settings.entity(entity).folder}/ 里同月的文件。", f"Move it to that month's file in {books.workspace.settings.entity(entity).folder}/."),
            )  # fmt: skip
