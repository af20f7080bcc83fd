"""The example community's third quarter: every row of every file is read, and every one finds its rule."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huilin import books, importing
from huilin.workspace import Workspace

LEDGER = Path(__file__).resolve().parents[2] / "ledger"
TODAY = date(2026, 10, 15)

pytestmark = pytest.mark.skipif(not (LEDGER / "inbox").is_dir(), reason="the example is not built")


@pytest.fixture(scope="module")
def inbox() -> importing.Inbox:
    return importing.read(books.load(Workspace.find(LEDGER)), today=TODAY)


def test_nothing_is_refused_ignored_or_unknown(inbox: importing.Inbox) -> None:
    assert [(f.file, f.refused, f.ignored, f.errors) for f in inbox.files if f.refused or f.ignored or f.errors] == []
    assert [work.draft.narration for work in inbox.works if work.sureness != "sure"] == []
    assert inbox.findings == ()


def test_every_key_stands_once(inbox: importing.Inbox) -> None:
    keys = Counter(p.meta["src"] for d in inbox.drafts for p in d.postings if "src" in p.meta)

    assert set(keys.values()) == {1}


def test_all_money_on_its_way_has_arrived(inbox: importing.Inbox) -> None:
    transit = "Assets:Company:1012其他货币资金:09在途资金"

    assert inbox.alone == ()
    assert sum((p.amount for d in inbox.drafts for p in d.postings if p.account == transit), Decimal(0)) == 0


def test_no_name_of_a_person_is_in_the_drafts(inbox: importing.Inbox) -> None:
    people = [donor.name for donor in inbox.register.donors if donor.kind == "个人"]
    text = "\n".join(f"{d.narration} {d.payee} {dict(d.meta)}" for d in inbox.drafts)

    assert [name for name in people if name in text] == []


def test_booked_and_read_again_nothing_is_new(inbox: importing.Inbox, tmp_path: Path) -> None:
    root = shutil.copytree(LEDGER, tmp_path / "w")
    workspace = Workspace.find(root)
    importing.book(
        workspace, books.load(workspace), importing.read(books.load(workspace), today=TODAY), by="周会计", today=TODAY
    )
    shutil.copytree(LEDGER / "inbox", root / "inbox", dirs_exist_ok=True)

    again = importing.read(books.load(workspace), today=TODAY)

    assert again.drafts == ()
    assert [file.known for file in again.files] == [file.rows for file in inbox.files]
