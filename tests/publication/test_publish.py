"""Publishing: refuses what is not ready, gives every form, and the same generation for the same books."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from huilin.books import load
from huilin.closing import close
from huilin.errors import MachineError, RefusedError
from huilin.money import show
from huilin.publication import NotPublishableError, bundle, publish
from huilin.rendering import fonts
from huilin.reporting import Check, Line, Statement, registry
from huilin.vocabulary import parse_period
from huilin.wording import same

if TYPE_CHECKING:
    from types import ModuleType

    from huilin.books import Books
    from huilin.reporting import ReportRequest
    from huilin.workspace import Workspace

QUARTER = parse_period("2026-Q3")
TODAY = date(2026, 10, 15)


def of(books: Books, name: str = "2026-Q3") -> object:
    return publish(books.workspace, books, parse_period(name), today=TODAY)


def test_a_closed_quarter_is_published_whole_and_again_the_same(closed: Books) -> None:
    first = of(closed)
    link = closed.workspace.published / "2026-Q3"
    names = {str(f.relative_to(link)) for f in link.rglob("*") if f.is_file()}
    marks = json.loads((link / "manifest.json").read_text(encoding="utf-8"))
    facts = json.loads((link / "facts.json").read_text(encoding="utf-8"))
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(link / "disclosure.pdf"))

    assert {"disclosure.pdf", "index.html", "facts.json", "statements.xlsx", "manifest.json", "data/facts.csv"} <= names
    assert {
        name: hashlib.sha256((link / name).read_bytes()).hexdigest()
        for name in names - {"manifest.json", "manifest.sha256"}
    } == marks
    assert list(marks) == sorted(marks)
    assert link.readlink().parts[0] == ".generations"
    assert link.readlink().name == hashlib.sha256((link / "manifest.json").read_bytes()).hexdigest()[:12]
    assert facts["generated_from"].keys() == {"seal.Fund"}
    assert show(150000) in text
    assert "欧阳晓岚" not in text

    again = of(load(closed.workspace))

    assert (first.is_new, again.is_new) == (True, False)  # type: ignore[attr-defined]
    assert first.folder == again.folder  # type: ignore[attr-defined]


BOX = """
2026-09-30 * "募捐箱" "两笔"
  id: "Fund/2026-09/记-0001"
  kind: "捐赠"
  project: "路灯改造"
  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Fund:1002银行存款:01存放慈善总会  30.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -10.00 CNY
    donor: "D0001"
  Income:Fund:4101捐赠收入:02限定性  -20.00 CNY
    donor: "D0002"
"""


def test_gifts_of_one_voucher_are_told_apart_without_the_register_s_ids(workspace: Workspace) -> None:
    """Their queries ask for the pseudonyms of this publication, on the public ledger."""
    books = workspace.root / "fund/books.beancount"
    books.write_text(books.read_text(encoding="utf-8") + BOX, encoding="utf-8")
    close(workspace, load(workspace), QUARTER, by="陈主任", today=TODAY)
    of(load(workspace))
    link = workspace.published / "2026-Q3"
    texts = [
        file.read_text(encoding="utf-8") for file in link.rglob("*") if file.suffix in (".html", ".json", ".beancount")
    ]
    gifts = {
        fact["amount"]: fact["query"]
        for fact in json.loads((link / "facts.json").read_text(encoding="utf-8"))["facts"]
        if "09-j0001" in fact["id"]
    }

    assert gifts.keys() == {"10.00", "20.00"}
    assert all(re.search(r"any_meta\('donor'\) = 'P[0-9a-f]{10}'", query) for query in gifts.values())
    assert not [text for text in texts if re.search(r"D000\d", text)]


def test_a_changed_wish_makes_a_new_generation_and_keeps_the_earlier(closed: Books) -> None:
    of(closed)
    link = closed.workspace.published / "2026-Q3"
    before = link.resolve()
    register = closed.workspace.donors
    register.write_text(register.read_text(encoding="utf-8").replace("匿名", "实名", 1), encoding="utf-8")

    of(closed)

    assert link.resolve() != before
    assert (before / "manifest.json").is_file()
    assert "欧阳晓岚" in (link / "donations.html").read_text(encoding="utf-8")


def test_an_open_period_is_refused_with_the_remedy(workspace: Workspace) -> None:
    with pytest.raises(NotPublishableError, match="还没有结账") as caught:
        of(load(workspace))

    assert caught.value.remedy is not None
    assert "huilin close 2026-Q3" in caught.value.remedy.zh
    assert not workspace.published.exists()


def test_a_period_before_the_books_is_refused(closed: Books) -> None:
    with pytest.raises(NotPublishableError, match="才开始"):
        of(closed, "2020-01")


def test_drafts_and_errors_are_refused_together(workspace: Workspace) -> None:
    books = workspace.root / "fund/books.beancount"
    text = books.read_text(encoding="utf-8").replace('2026-08-09 * "五金店"', '2026-08-09 ! "五金店"')
    books.write_text(text.replace("1500.00 CNY", "1500.01 CNY", 1), encoding="utf-8")

    with pytest.raises(NotPublishableError) as caught:
        of(load(workspace))

    assert {"draft-left", "period-open"} < {finding.rule for finding in caught.value.findings}


def test_a_change_in_the_sealed_quarter_is_refused(closed: Books) -> None:
    books = closed.workspace.root / "fund/books.beancount"
    books.write_text(books.read_text(encoding="utf-8").replace("1500.00", "1400.00"), encoding="utf-8")

    with pytest.raises(NotPublishableError) as caught:
        of(load(closed.workspace))

    assert "seal-changed" in {finding.rule for finding in caught.value.findings}


def test_a_statement_whose_own_check_fails_is_not_published(closed: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(same("a"), ("b",))
    wrong = Statement("x", same("余额表"), "Fund", same("本期"), (same("c"),), (line,), same("d"), checks=(Check(same("1 + 2 = 3"), holds=False),))  # fmt: skip
    monkeypatch.setattr(registry, "make_all", lambda _request, _progress: (wrong,))

    with pytest.raises(NotPublishableError, match="勾稽关系不成立"):
        of(closed)


def test_a_name_that_slips_into_a_purpose_stops_everything(closed: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    make_all = registry.make_all

    def slipped(request: ReportRequest, progress: object) -> tuple[Statement, ...]:
        line = Line(same("感谢欧阳晓岚"), ("电话 19900001234",))
        note = Statement("notes", same("附注"), "", same("本期"), (same("c"),), (line,), same("d"))
        return (*make_all(request), note)

    of(closed)
    before = (closed.workspace.published / "2026-Q3").resolve()
    monkeypatch.setattr(registry, "make_all", slipped)

    with pytest.raises(RefusedError) as caught:
        of(closed)

    said = caught.value.text.zh + str(caught.value.remedy)
    assert "手机号码" in said
    assert "姓名" in said
    assert all(name in said for name in ("disclosure.pdf", "notes.html", "statements.xlsx", "data/notes.csv"))
    assert "欧阳" not in said
    assert "1990000" not in said
    assert (closed.workspace.published / "2026-Q3").resolve() == before


def test_a_missing_font_leaves_the_last_publication(closed: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    of(closed)
    link = closed.workspace.published / "2026-Q3"
    before = sorted(closed.workspace.published.rglob("*"))
    monkeypatch.setattr(fonts, "PACKAGE", "x")
    monkeypatch.setitem(__import__("sys").modules, "pylopdf_fonts_zh_cn", None)
    fonts._signs.cache_clear()

    with pytest.raises(MachineError):
        of(closed)

    fonts._signs.cache_clear()
    assert sorted(closed.workspace.published.rglob("*")) == before
    assert (link / "disclosure.pdf").is_file()


def test_every_file_of_the_bundle_is_readable_to_the_gate(sample: ModuleType) -> None:
    made = bundle.make(sample.document(gifts=2), lambda _step, _done, _total: None)

    assert made.files.keys() == made.texts.keys()
    assert all("捐赠" in made.texts[name] for name in ("disclosure.pdf", "statements.xlsx", "index.html"))
