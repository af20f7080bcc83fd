"""From statement files to drafts: nothing lost, nothing twice, and everything can be taken back."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.outside import LEDGER, PREPARER, REVIEWER, cells, entries, ledger_files, total, tree

if TYPE_CHECKING:
    from tests.acceptance.conftest import Demo
    from tests.acceptance.outside import Huilin

pytestmark = pytest.mark.xdist_group("demo")

FIELDS = {"file", "format", "account", "rows", "new", "known", "paired", "ignored", "refused", "errors"}
INBOX = LEDGER / "inbox"


def conserved(file: dict[str, int]) -> bool:
    return file["rows"] == sum(file[kind] for kind in ("new", "known", "paired", "ignored", "refused"))


def test_inbox_prints_the_contract(demo: Demo) -> None:
    """`huilin --json inbox` names each file of the inbox once, with the fields of the contract."""
    files = demo.run("inbox").data()["files"]

    assert {Path(file["file"]).name for file in files} == {path.name for path in INBOX.iterdir()}
    assert len(files) == len(list(INBOX.iterdir()))
    assert {frozenset(file) for file in files} == {frozenset(FIELDS)}
    for file in files:
        assert all(isinstance(file[kind], int) for kind in ("rows", "new", "known", "paired", "ignored", "refused"))


def test_every_row_of_every_file_is_accounted_for(demo: Demo) -> None:
    """rows = new + known + paired + ignored + refused, and the true formats of the example are all read."""
    files = demo.run("inbox").data()["files"]

    assert [file for file in files if not conserved(file)] == []
    assert [file for file in files if not file["format"] or file["refused"] or file["errors"] or not file["rows"]] == []
    assert [file for file in files if file["known"]] == []


def test_rows_are_those_that_anyone_can_count_in_the_file(demo: Demo) -> None:
    """The number of rows is the file's own: WeChat's totals line says it, and so do spreadsheets by their lines."""
    rows = {Path(file["file"]).name: file["rows"] for file in demo.run("inbox").data()["files"]}
    said = {}
    for bill in [*INBOX.glob("*资金账单*.csv"), *INBOX.glob("*交易账单*.csv")]:
        totals = bill.read_text(encoding="utf-8-sig").rstrip().splitlines()[-1]
        said[bill.name] = int(totals.split(",")[0].lstrip("`"))
    for bank in INBOX.glob("工行*.csv"):
        said[bank.name] = sum(line[:4] == "2026" for line in bank.read_text(encoding="gb18030").splitlines())
    for sheet in (*INBOX.glob("建行*.xlsx"), *INBOX.glob("*专项基金明细账*.xlsx"), *INBOX.glob("捐赠票据*.xlsx")):
        first = ("3705", "3706", "2026-")
        said[sheet.name] = sum(str(row[0]).startswith(first) for _, row in cells(sheet))
    assert len(said) >= 9
    assert {name: rows[name] for name in said} == said


def test_booking_writes_drafts_without_numbers(demo: Demo) -> None:
    """`book` leaves what was posted byte for byte and adds drafts: flag `!`, no id, every one in a batch."""
    demo.run("book")
    before, after = demo.texts["before book"], demo.texts["after book"]
    drafts = [entry for entry in entries(demo.copies["book"]) if entry.flag == "!"]

    assert len(drafts) > 500
    assert [entry for entry in drafts if "id" in entry.meta] == []
    assert {entry.date[:7] for entry in drafts} == {"2026-07", "2026-08", "2026-09"}
    assert len({entry.meta.get("batch") for entry in drafts}) == 1
    assert None not in {entry.meta.get("batch") for entry in drafts}
    assert {name: after[name] for name in before} == before


def test_every_draft_adds_up_and_stays_in_one_entity(demo: Demo) -> None:
    """Each draft sums to exactly zero per commodity, within one set of books."""
    demo.run("book")
    for entry in entries(demo.copies["book"]):
        assert sum((p.amount for p in entry.postings), Decimal()) == 0, entry
        assert len({p.account.split(":")[1] for p in entry.postings}) == 1, entry


def test_no_statement_row_is_booked_twice(demo: Demo) -> None:
    """A statement row's own key stands on one posting of an account only."""
    keys = Counter(
        (posting.account, posting.meta["src"])
        for entry in demo.entries
        for posting in entry.postings
        if "src" in posting.meta
    )

    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize(
    ("pattern", "account"),
    [
        ("建行*.xlsx", "Assets:Company:1002银行存款:01建行基本户"),
        ("工行*.csv", "Assets:Company:1002银行存款:02工行一般户"),
        ("*资金账单*202609.csv", "Assets:Company:1012其他货币资金:01微信商户"),
        ("*专项基金明细账*.xlsx", "Assets:Fund:1002银行存款:01存放慈善总会"),
    ],
)
def test_the_books_end_where_the_statement_ends(demo: Demo, pattern: str, account: str) -> None:
    """After posting, the balance on 30 September is the one the bank, WeChat or the host prints last."""
    demo.run("post")
    (file,) = INBOX.glob(pattern)

    booked = total(demo.entries, lambda name: name == account, last="2026-09-30")

    assert booked == closing_balance(file)


def closing_balance(file: Path) -> Decimal:
    if file.name.startswith("工行"):
        last = file.read_text(encoding="gb18030").rstrip().splitlines()[-1]
        (balance,) = re.findall(r'([\d,]+\.\d\d)"?$', last)
        return Decimal(balance.rsplit('"', 1)[-1].replace(",", ""))
    if file.suffix == ".csv":
        rows = [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.startswith("`2026")]
        return Decimal(rows[-1].split(",")[7].lstrip("`"))
    amounts = [row[5 if file.name.startswith("建行") else 8] for _, row in cells(file)]
    return Decimal(repr([amount for amount in amounts if isinstance(amount, float)][-1])).quantize(Decimal("0.01"))


def test_each_prepaid_card_holds_what_its_ledger_says(demo: Demo) -> None:
    """Per card, the principal in the books is the balance that the card ledger prints last."""
    demo.run("post")
    (file,) = INBOX.glob("储值卡*.xlsx")
    said = {row[3]: Decimal(repr(row[7])) for _, row in cells(file) if str(row[0]).startswith("YZ")}
    held: Counter[str] = Counter()
    for entry in demo.entries:
        for posting in entry.postings:
            if entry.date <= "2026-09-30" and ":2203预收账款:01" in posting.account:
                held[posting.meta.get("card", entry.meta.get("card", ""))] -= posting.amount  # type: ignore[assignment]
    assert len(said) > 10
    assert {card: held[card] for card in said} == said


def test_nothing_stays_in_transit(demo: Demo) -> None:
    """A payout leaves the wallet and reaches the bank: once both are booked, transit holds what has not arrived."""
    demo.run("post")
    transit = total(demo.entries, lambda name: ":1012其他货币资金:09" in name, last="2026-09-30")
    payouts = [
        (entry.date, posting.amount)
        for entry in demo.entries
        for posting in entry.postings
        if ":1012其他货币资金:09" in posting.account and entry.date >= "2026-07-01"
    ]

    assert payouts
    assert transit == 0


def test_undo_takes_back_exactly_the_batch(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """`undo BATCH` leaves every ledger file byte for byte as before booking."""
    demo.run("book")
    workspace = demo.copy("book", tmp_path / "ws")
    (batch,) = {entry.meta["batch"] for entry in entries(workspace) if entry.flag == "!"}

    ran = huilin("undo", batch, workspace=workspace, by=PREPARER)

    assert ran.code == 0, str(ran)
    assert ledger_files(workspace) == demo.texts["before book"]


def test_undo_refuses_what_is_posted(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """Drafts can be undone, posted entries only corrected."""
    demo.run("post")
    workspace = demo.copy("post", tmp_path / "ws")
    (batch,) = {entry.meta["batch"] for entry in entries(demo.copies["book"]) if entry.flag == "!"}
    before = tree(workspace)

    ran = huilin("undo", batch, workspace=workspace, by=PREPARER)

    assert ran.code in {1, 3}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(workspace) == before


def test_reading_the_same_originals_again_finds_nothing_new(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """Importing twice adds nothing: every row of the archived originals is known, and booking them writes nothing."""
    demo.run("post")
    workspace = demo.copy("post", tmp_path / "ws")
    first = {Path(file["file"]).name: file for file in demo.run("inbox").data()["files"]}
    archived = [path for path in (workspace / "imports" / "archive").rglob("*") if path.is_file()]
    for path in archived:
        shutil.copy(path, workspace / "inbox" / re.sub(r"^[0-9a-f]{12}-", "", path.name))

    ran = huilin("--json", "inbox", workspace=workspace)
    assert ran.code == 0, str(ran)
    files = {Path(file["file"]).name: file for file in ran.data()["files"]}

    assert files.keys() == first.keys()
    assert [file for file in files.values() if not conserved(file)] == []
    assert {name: (file["new"], file["refused"]) for name, file in files.items()} == dict.fromkeys(files, (0, 0))
    for name, file in files.items():
        assert file["known"] + file["ignored"] == file["rows"] == first[name]["rows"], file
    before = ledger_files(workspace)
    again = huilin("book", workspace=workspace, by=PREPARER)
    assert again.code == 0, str(again)
    assert ledger_files(workspace) == before


def test_originals_are_kept_byte_for_byte(demo: Demo) -> None:
    """The archive holds each original with the first twelve signs of its sha256 in the name."""
    demo.run("book")
    from tests.acceptance.outside import sha256

    archive = demo.copies["book"] / "imports" / "archive"
    kept = {sha256(path) for path in archive.rglob("*") if path.is_file()}

    assert kept >= {sha256(path) for path in INBOX.iterdir()}
    assert all(path.name.startswith(sha256(path)[:12]) for path in archive.rglob("*") if path.is_file())


def test_preview_writes_nothing(huilin: Huilin, tmp_path: Path) -> None:
    """`preview` shows what would be booked and leaves the workspace as it was."""
    workspace = shutil.copytree(LEDGER, tmp_path / "ws")
    for path in (workspace / "inbox").iterdir():
        if not path.name.startswith("工行"):
            path.unlink()
    before = tree(workspace)

    ran = huilin("preview", workspace=workspace)

    assert ran.code == 0, str(ran)
    assert "3,281.99" in ran.out or "3281.99" in ran.out
    assert tree(workspace) == before


def test_posting_needs_a_reviewer(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """Who only prepares may not number drafts into vouchers."""
    demo.run("book")
    workspace = demo.copy("book", tmp_path / "ws")
    before = tree(workspace)

    ran = huilin("post", workspace=workspace, by=PREPARER)

    assert ran.code in {2, 3}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(workspace) == before


def test_posting_numbers_every_draft_without_a_gap(demo: Demo) -> None:
    """After `post` no draft is left; per entity and month the numbers are 1, 2, 3 … in the order of days."""
    demo.run("post")
    books = entries(demo.copies["post"])
    assert [entry for entry in books if entry.flag != "*"] == []
    series: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for entry in books:
        entity, month, voucher = entry.meta["id"].split("/")
        word, number = voucher.split("-")
        assert entity == entry.postings[0].account.split(":")[1]
        assert month == entry.date[:7]
        assert re.fullmatch(r"\d{4}", number)
        series.setdefault((entity, f"{month} {word}"), []).append((int(number), entry.date))

    for which, numbers in series.items():
        numbers.sort()
        assert [number for number, _ in numbers] == list(range(1, len(numbers) + 1)), which
        assert [day for _, day in numbers] == sorted(day for _, day in numbers), which


def test_posting_says_who_reviewed_and_changes_nothing_posted_before(demo: Demo) -> None:
    """Vouchers of the quarter name their reviewer; earlier months stay byte for byte."""
    demo.run("post")
    before, after = demo.texts["before book"], demo.texts["after post"]
    fresh = [entry for entry in entries(demo.copies["post"]) if entry.date >= "2026-07-01"]

    assert {name: after[name] for name in before} == before
    assert {entry.meta.get("reviewed") for entry in fresh} == {REVIEWER}
