"""Whether the notice board's sheet and the chat text say what was published: no other figure, and none left out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from huilin.money import parse_decimal, show, to_fen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOTICE, CHAT = "notice.pdf", "chat.txt"
_FIRST = re.compile(r"\.summary\.\w+-(?:opening|received|spent|closing)\.period|-settled\.(?:accrued|paid|unpaid)\.ytd")
_ONE_BY_ONE = re.compile(r"\.(?:expenses|donations)\.(?!total\.)[\w-]+\.amount")


def notice_against_facts(files: Mapping[str, bytes], facts: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where the sheet or the chat text shows a figure that no fact has, leaves one out, or bears another mark."""
    import pypdfium2

    sheet = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files[NOTICE]))
    mark = hashlib.sha256(files["facts.json"]).hexdigest()
    known = {_shown(fact) for fact in facts}
    for name, text in ((NOTICE, sheet), (CHAT, files[CHAT].decode("utf-8", "replace"))):
        printed = Counter(re.findall(r"-?\d[\d,]*\.\d\d(?!\d)", text))
        wanted = Counter(_shown(fact) for fact in facts if _is_told(fact["id"], name))
        yield from (f"{name}: {words}" for words in sorted(printed.keys() - known))
        yield from (f"{name}: {words} ×{count}" for words, count in sorted((wanted - printed).items()))
        if "·".join(mark[at : at + 4] for at in range(0, 16, 4)) not in text:
            yield f"{name}: SHA-256 facts.json"


def _is_told(id_: str, name: str) -> bool:
    """Say whether a fact must stand in the file: the first figures in both, each expense and gift on the notice."""
    return bool(_FIRST.search(id_)) or (name == NOTICE and bool(_ONE_BY_ONE.search(id_)))


def _shown(fact: Mapping[str, Any]) -> str:
    return show(to_fen(parse_decimal(fact["amount"])))
