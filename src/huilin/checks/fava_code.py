"""No directive makes Fava run or import code: whoever opens the books only reads them (law 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_custom
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "fava-code"
SOURCE = "Fava 的 fava-extension 与 import-config 会运行或导入程序"
FIRM = True
EXAMPLE = """
2026-07-01 custom "fava-extension" "evil"
"""


_OPTIONS = frozenset({"import-config", "import-dirs"})


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each directive that names an extension or an import configuration."""
    for custom in books.customs:
        if custom.kind == "fava-extension" or (custom.kind == "fava-option" and custom.text(0) in _OPTIONS):
            yield at_custom(
                custom, RULE, Severity.ERROR,
                Text("这一行会让 Fava 运行程序。", "This line makes Fava run code."),
                Text("请删去这一行。", "Delete this line."),
            )  # fmt: skip
