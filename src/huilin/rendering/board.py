"""What [publication] in community.toml says about the notice board: paper, days, plans, answers.

```toml
[publication]
notice = "A3"          # A3 or A4
posted-days = 10       # at least 5 (村务公开条例: posted no less than five days; read in a digest, unverified)
site = "https://…"     # where the pages are; the sheet's QR leads there
[publication."2026-Q3"]
plans = ["…"]          # what comes next
answers = [["asked", "answered"]]
```
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from huilin.errors import HuilinError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from huilin.rendering.document import Document

Paper = Literal["A3", "A4"]
DEFAULT_PAPER: Paper = "A3"
"""Every gift and expense of a quarter in type of 18 pt takes two or three sheets of A3 and five to seven of A4."""

POSTED, LEAST_POSTED = 10, 5
_TO_THE_FEN = re.compile(r"\d\.\d\d(?!\d)")


class Answer(NamedTuple):
    """What residents asked and what they were told."""

    question: str
    answer: str


@dataclass(frozen=True)
class Board:
    """The sheet's own settings, read and checked."""

    paper: Paper
    posted_from: date
    posted_to: date
    object_by: date
    site: str = ""
    phone: str = ""
    plans: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Board:
        """Read the settings; raise HuilinError that names the one that is off."""
        said = document.letterhead
        paper = said.get("notice", DEFAULT_PAPER)
        if paper not in ("A3", "A4"):
            raise _wrong("publication.notice", "“A3” / “A4”")
        days = _days(said, "posted-days", POSTED)
        objection = _days(said, "objection-days", days)
        own = said.get(document.period.name, {})
        where = f'publication."{document.period}"'
        if not isinstance(own, dict):
            raise _wrong(where, f"[{where}]")
        return cls(
            paper=paper,
            posted_from=document.today,
            posted_to=document.today + timedelta(days),
            object_by=document.today + timedelta(objection),
            site=str(said.get("site", "")),
            phone=str(said.get("phone", said.get("contact", ""))),
            plans=tuple(_sentences(own.get("plans", []), f"{where}.plans")),
            answers=tuple(_answers(own.get("answers", []), f"{where}.answers")),
        )


def _days(said: Mapping[str, Any], key: str, default: int) -> int:
    days = said.get(key, default)
    if not isinstance(days, int) or isinstance(days, bool) or days < LEAST_POSTED:
        raise _wrong(f"publication.{key}", f"{LEAST_POSTED}, 6, 7 …")
    return days


def _sentences(said: object, where: str) -> list[str]:
    if not isinstance(said, list) or not all(isinstance(one, str) and one.strip() for one in said):
        raise _wrong(where, '["…", "…"]')
    for one in said:
        if _TO_THE_FEN.search(one):
            raise HuilinError(
                Text(f"community.toml 的 {where} 里有带分的金额：{one}", f"{where} in community.toml names an amount to the fen: {one}"),
                Text(
                    "打算和答复里的钱数写到元（如 2400 元）；公示上带两位小数的数字都是账上的数。",
                    "Write whole yuan there (2400 yuan); every figure with two decimals on the sheet is one of the books.",
                ),
            )  # fmt: skip
    return said


def _answers(said: object, where: str) -> list[Answer]:
    if not isinstance(said, list) or not all(isinstance(one, list) and len(one) == 2 for one in said):
        raise _wrong(where, '[["问", "答"]]')
    return [Answer(*_sentences(one, where)) for one in said]


def _wrong(key: str, expected: str) -> HuilinError:
    return HuilinError(
        Text(f"community.toml 的设置 {key} 不对。", f"The setting {key} in community.toml is wrong."),
        Text(f"应为：{expected}。", f"Expected: {expected}."),
    )
