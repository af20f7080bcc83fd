"""2,000 words about persons go into books and register; a whole publication is made; none is in any of its files."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

from huilin.books import load
from huilin.closing import close
from huilin.publication import publish
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huilin.workspace import Workspace

QUARTER, TODAY = parse_period("2026-Q3"), date(2026, 10, 15)
SIGNS = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
GIFTS = 200
GIFT = """
2026-{month:02d}-{day:02d} * "{0}" "给{1}的话" #t{2} ^order-{2}
  id: "Fund/2026-{month:02d}/记-{number:04d}"
  kind: "捐赠"
  project: "路灯改造"
  donor: "D{donor:04d}"
  receipt: "{3}"
  source-doc: "{4}"
  batch: "{5}"
  memo: "{6}"
  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Fund:1002银行存款:01存放慈善总会  {number}.00 CNY
    src: "host:{7}"
  Income:Fund:4101捐赠收入:02限定性  -{number}.00 CNY
"""


class Planted:
    """Makes words about persons, each once, and remembers them all."""

    def __init__(self) -> None:
        self.rng = random.Random(2000)
        self.words: list[str] = []

    def __call__(self, kind: str) -> str:
        rng = self.rng
        made = {
            "name": "".join(rng.sample(SIGNS, 4)),
            "phone": f"1{rng.randrange(3, 10)}{rng.randrange(10**8, 10**9)}",
            "card": f"6222{rng.randrange(10**14, 10**15)}",
            "identity": f"3702{rng.randrange(10**13, 10**14)}",
        }[kind]
        self.words.append(made)
        return made


def plant(workspace: Workspace) -> list[str]:
    """Write gifts whose every private field says something of a person, and a register of as many donors."""
    token, gifts, donors, count = Planted(), list[str](), list[str](), {7: 1, 8: 1, 9: 0}
    for number in range(GIFTS):
        month = 7 + number % 3
        count[month] += 1
        words = [token(kind) for kind in ("name", "name", "phone", "card", "identity", "phone", "name", "identity")]
        gifts.append(GIFT.format(*words, month=month, day=number % 28 + 1, number=count[month], donor=number + 100))
        donors.append(f"D{number + 100:04d},{token('name')},个人,,,{token('phone')},,{token('name')}")
    books = workspace.root / "fund/books.beancount"
    books.write_text(books.read_text(encoding="utf-8") + "".join(gifts), encoding="utf-8")
    workspace.donors.write_text(
        workspace.donors.read_text(encoding="utf-8") + "\n".join(donors) + "\n", encoding="utf-8"
    )
    return token.words


def readable(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file with all that a reader or a search machine can see in it, and all bytes as text besides."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data, name = file.read_bytes(), str(file.relative_to(folder))
        yield name, data.decode("utf-8", "replace")
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                yield name, "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
        if file.suffix == ".pdf":
            yield name, "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
            with pikepdf.open(io.BytesIO(data)) as pdf:
                yield name, pdf.Root.Metadata.read_bytes().decode() + str(dict(pdf.docinfo))
                yield from (
                    (f"{name}:{key}", pdf.attachments[key].get_file().read_bytes().decode("utf-8", "replace"))
                    for key in pdf.attachments
                )


def test_two_thousand_planted_words_and_none_in_any_file_of_a_publication(workspace: Workspace) -> None:
    planted = plant(workspace)
    close(workspace, load(workspace), QUARTER, by="陈主任", today=TODAY)
    publish(workspace, load(workspace), QUARTER, today=TODAY)
    seen = list(readable(workspace.published / "2026-Q3"))
    facts = json.loads((workspace.published / "2026-Q3/facts.json").read_text(encoding="utf-8"))["facts"]

    assert len(planted) >= 2000
    assert len([fact for fact in facts if fact["statement"] == "Fund.donations" and "-j" in fact["id"]]) == GIFTS + 1
    assert [(name, word) for name, text in seen for word in planted if word in text] == []
