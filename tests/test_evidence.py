"""Evidence beside its entry: copied, hashed, linked, once."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin import evidence
from huilin.books import load
from huilin.drafting import Draft, DraftPosting
from huilin.errors import RefusedError, UsageError
from huilin.findings import errors_in
from huilin.setup import Plan, create
from huilin.vouchers import append, post
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

INVOICE = "发票".encode()
RENT = "Expenses:Company:5602管理费用:02房租水电"
BANK = "Assets:Company:1002银行存款:01基本户"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new workspace with one posted entry and one draft."""
    plan = Plan("zh", date(2026, 1, 1), "晴川社区", "晴川社区基金", "晴川公司", "慈善总会", "居委会")
    found = Workspace.find(create(tmp_path / "books", plan).folder)
    append(found, [_rent(date(2026, 1, 5))])
    post(found, load(found), "负责人")
    append(found, [_rent(date(2026, 1, 9))])
    return found


def _rent(day: date) -> Draft:
    amount = Decimal("3500.00")
    return Draft("Company", day, "付房租", (DraftPosting(RENT, amount), DraftPosting(BANK, -amount)), payee="物业")


def _file(tmp_path: Path, name: str = "发票.pdf", content: bytes = INVOICE) -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


def test_attach_writes_copy_directive_and_link(workspace: Workspace, tmp_path: Path) -> None:
    """The month's file says where the evidence lies, what its hash is, and which entry it proves."""
    sha256 = hashlib.sha256(INVOICE).hexdigest()

    attached = evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", _file(tmp_path))

    month = (workspace.root / "company/2026/2026-01.beancount").read_text(encoding="utf-8")
    assert attached.document.read_bytes() == INVOICE
    assert f'2026-01-05 * "物业" "付房租" ^ev-{sha256[:8]}\n' in month
    assert (
        f'2026-01-05 document {RENT} "../../documents/2026/发票.pdf" ^ev-{sha256[:8]}\n  sha256: "{sha256}"\n' in month
    )
    assert errors_in(load(workspace).findings) == ()


def test_same_file_twice_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path)
    evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", file)

    again = evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", file)

    assert again.files == {}


def test_one_document_may_prove_two_entries(workspace: Workspace, tmp_path: Path) -> None:
    """A draft has no number yet and is named by its place; the document is kept once."""
    file = _file(tmp_path)
    evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", file)
    books = load(workspace)
    draft = next(t for t in books.transactions if t.flag == "!")

    evidence.attach(workspace, books, f"company/2026/2026-01.beancount:{draft.meta['lineno']}", file)

    month = (workspace.root / "company/2026/2026-01.beancount").read_text(encoding="utf-8")
    assert month.count(" document ") == 1
    assert month.count("^ev-") == 3


def test_another_file_of_the_same_name_is_kept_beside(workspace: Workspace, tmp_path: Path) -> None:
    evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", _file(tmp_path))

    other = evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", _file(tmp_path, content=b"other"))

    assert other.document.name == f"发票-{hashlib.sha256(b'other').hexdigest()[:8]}.pdf"
    assert len(list((workspace.documents / "2026").iterdir())) == 2


def test_empty_and_huge_files_are_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 5)
    for content in (b"", b"123456"):
        with pytest.raises(RefusedError):
            evidence.attach(workspace, load(workspace), "Company/2026-01/记-0001", _file(tmp_path, content=content))

    assert not (workspace.documents / "2026").exists()


def test_unknown_voucher_offers_the_nearest(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        evidence.attach(workspace, load(workspace), "Company/2026-01/记-001", _file(tmp_path))

    assert caught.value.remedy is not None
    assert "Company/2026-01/记-0001" in caught.value.remedy.zh
