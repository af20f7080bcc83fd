"""Fava over the treasurer's own books: our findings are its errors, its writes are ours, the rest is closed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from huilin import storage
from huilin.books import load
from huilin.desk import backups, books_app, books_ledger
from huilin.errors import HuilinError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from huilin.desk.books_ledger import BooksLedger
    from huilin.desk.treasurer import Treasurer
    from huilin.workspace import Workspace

MONTH = "fund/2026/2026-04.beancount"
BANK = "Assets:Fund:1002银行存款:01存放慈善总会"
COST = "Expenses:Fund:5101业务活动成本:02限定性"


class Open:
    """The books opened, and Fava's own interface to them."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.ledger: BooksLedger = app.config["LEDGERS"].ledgers[0]
        self.slug = app.config["LEDGERS"].first_slug()
        self.root: Path = self.ledger.workspace.root

    def errors(self) -> list[str]:
        """What Fava's page of errors says."""
        return [error["message"] for error in self.client.get(f"/{self.slug}/api/errors").json["data"]]

    def source(self, name: str) -> Any:
        """What Fava's editor opens."""
        return self.client.get(f"/{self.slug}/api/source", query_string={"filename": str(self.root / name)})

    def save(self, name: str, text: str, mark: str | None = None) -> Any:
        """What Fava's editor sends; `mark` is the hash of what it had opened."""
        file = self.root / name
        known = mark or hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()
        return self.put("source", {"file_path": str(file), "source": text, "sha256sum": known})

    def put(self, name: str, said: dict[str, Any]) -> Any:
        return self.client.put(f"/{self.slug}/api/{name}", json=said)

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")


@pytest.fixture
def open_books(treasurer_of: Callable[[Workspace], Treasurer]) -> Callable[[Workspace], Open]:
    return lambda workspace: Open(books_app.create(treasurer_of(workspace)))


@pytest.fixture
def books(open_books: Callable[[Workspace], Open], small: Workspace) -> Open:
    return open_books(small)


def test_the_errors_are_the_findings_of_check(open_books: Callable[[Workspace], Open], small: Workspace) -> None:
    """Same words as `huilin check`, in Chinese, each at its file and line."""
    file = small.root / MONTH
    file.write_text(file.read_text(encoding="utf-8").replace('  project: "路灯改造"\n', ""), encoding="utf-8")
    shown = open_books(small).errors()
    found = [f for f in load(small).findings if f.severity == "error"]

    assert any("没有写项目" in said or "project:" in said for said in shown)
    for finding in found:
        assert any(finding.message.zh in said and finding.remedy.zh in said for said in shown)
    assert len(shown) == len(load(small).findings)


def test_english_is_said_where_it_is_asked_for(
    treasurer_of: Callable[[Workspace], Treasurer], small: Workspace
) -> None:
    """--lang en: Fava's words and ours."""
    from dataclasses import replace

    app = books_app.create(replace(treasurer_of(small), language="en"))
    page = app.test_client().get(f"/{app.config['LEDGERS'].first_slug()}/extension/BooksBackups/").text

    assert "Nothing was edited yet." in page


def test_a_save_keeps_the_earlier_file_and_shows_what_it_broke(books: Open) -> None:
    """The editor's answer is the new hash; the finding is there at once."""
    before = books.text(MONTH)
    said = books.save(MONTH, before.replace("420.50 CNY", "420.60 CNY", 1))

    assert said.status_code == 200
    assert said.json["data"] == hashlib.sha256(books.text(MONTH).encode()).hexdigest()
    assert backups.kept(books.root)[0].path.read_text(encoding="utf-8") == before
    assert any("错误" in message and "0.10" in message for message in books.errors())
    assert books.client.get(f"/{books.slug}/api/changed").json["data"] is False


def test_two_tabs_with_one_file(books: Open) -> None:
    """The second to save is told that the file has changed; nothing of the first is lost."""
    before = books.text(MONTH)
    opened = hashlib.sha256(before.encode()).hexdigest()
    assert books.save(MONTH, before.replace("五金店", "甲店"), opened).status_code == 200

    assert books.save(MONTH, before.replace("五金店", "乙店"), opened).status_code != 200
    assert "甲店" in books.text(MONTH)


def test_another_huilin_that_writes_is_waited_for_by_the_treasurer(books: Open) -> None:
    """While `huilin book` holds the workspace, a save is refused in words."""
    before = books.text(MONTH)
    with storage.locked(books.root):
        said = books.save(MONTH, before + "\n")

    assert said.status_code == 409
    assert "另一个 huilin" in said.json["error"]
    assert books.text(MONTH) == before


def test_lines_keep_their_ends(books: Open) -> None:
    """A file of Windows stays one."""
    file = books.root / MONTH
    file.write_bytes(books.text(MONTH).replace("\n", "\r\n").encode())
    books.ledger.load_file()
    books.save(MONTH, books.source(MONTH).json["data"]["source"].replace("五金店", "灯具店"))
    after = file.read_bytes()

    assert "灯具店".encode() in after
    assert after.count(b"\r\n") == after.count(b"\n") > 5
    entry = {"t": "Balance", "date": "2026-04-30", "account": BANK, "amount": {"number": "1079.50", "currency": "CNY"}, "meta": {}}  # fmt: skip
    assert books.put("add_entries", {"entries": [entry]}).status_code == 200
    added = file.read_bytes()
    assert b"2026-04-30 balance" in added
    assert added.count(b"\r\n") == added.count(b"\n") == added.count(b"\r")


def test_seals_log_and_register_are_not_edited(open_books: Callable[[Workspace], Open], sealed: Workspace) -> None:
    """The checks read them; the editor neither shows nor writes them. What it lists, it opens."""
    books = open_books(sealed)
    for name in ("seals/2026-Q1.Fund.json", "log.jsonl", "private/donors.csv", "/etc/hostname"):
        assert books.source(name).status_code == 500
        assert books.save(name if name != "/etc/hostname" else MONTH, "", "0" * 64).status_code != 200

    assert (sealed.root / "seals/2026-Q1.Fund.json").stat().st_size > 0
    listed = books.ledger.options["include"]
    assert {str(sealed.root / MONTH), str(sealed.root / "community.toml")} <= set(listed)
    assert all(books.source(name).status_code == 200 for name in listed)


def test_a_typed_entry_becomes_a_draft_in_its_month(books: Open) -> None:
    """Fava's form says `*`; what is new is a draft by whoever sits here, in the house's form, under the month."""
    entry = {
        "t": "Transaction", "date": "2026-05-06", "flag": "*", "payee": "五金店", "narration": "灯泡",
        "tags": [], "links": [], "meta": {"project": "路灯改造"},
        "postings": [{"account": COST, "amount": "12.50 CNY"}, {"account": BANK, "amount": ""}],
    }  # fmt: skip
    said = books.put("add_entries", {"entries": [entry]})

    assert said.status_code == 200, said.text
    assert [" ".join(line.split()) for line in books.text("fund/2026/2026-05.beancount").splitlines()] == [
        "; Fund 2026-05 记账凭证 vouchers", "", '2026-05-06 ! "五金店" "灯泡"', 'project: "路灯改造"', 'prepared: "周会计"',
        f"{COST} 12.50 CNY", f"{BANK} -12.50 CNY",
    ]  # fmt: skip
    assert [m for m in books.errors() if m.startswith("错误")] == []


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        (("1.00 CNY", "-2.00 CNY"), "借贷不平"),
        (("1.005 CNY", ""), "两位小数"),
        (("", ""), "没写金额"),
        (("1/0 CNY", ""), "除号"),
    ],
)
def test_what_cannot_be_an_entry_is_refused(books: Open, amounts: tuple[str, str], reason: str) -> None:
    """Nothing is written, and the reason is said."""
    postings = [{"account": a, "amount": n} for a, n in zip((COST, BANK), amounts, strict=True)]
    entry = {"t": "Transaction", "date": "2026-05-06", "flag": "*", "payee": "", "narration": "灯泡", "tags": [], "links": [], "meta": {}, "postings": postings}  # fmt: skip
    said = books.put("add_entries", {"entries": [entry]})

    assert said.status_code in (403, 409)
    assert reason in said.json["error"]
    assert not (books.root / "fund/2026/2026-05.beancount").exists()


def test_a_posted_voucher_is_not_deleted(books: Open) -> None:
    """The button in Fava's entry view; a draft goes, with the blank line below it."""
    file, draft = (
        books.root / MONTH,
        f'\n2026-04-20 ! "灯泡"\n  project: "路灯改造"\n  prepared: "周会计"\n  {COST}  1.00 CNY\n  {BANK}  -1.00 CNY\n',
    )
    before = books.text(MONTH)
    file.write_text(before + draft, encoding="utf-8")
    books.ledger.load_file()
    for entry in books.ledger.all_entries_by_type.Transaction:
        from fava.beans.funcs import hash_entry

        mark = hash_entry(entry)
        slice_ = books.client.get(f"/{books.slug}/api/source_slice", query_string={"entry_hash": mark}).json["data"]
        said = books.client.delete(
            f"/{books.slug}/api/source_slice", query_string={"entry_hash": mark, "sha256sum": slice_["sha256sum"]}
        )
        assert (said.status_code == 200) == (entry.flag == "!")
    assert books.text(MONTH).rstrip() == before.rstrip()


def test_one_entry_is_saved_in_place(books: Open) -> None:
    """Fava's entry view saves the lines of one entry; the rest of the file stays, and the earlier version is kept."""
    from fava.beans.funcs import hash_entry

    entry = next(e for e in books.ledger.all_entries_by_type.Transaction if e.payee == "五金店")
    mark = hash_entry(entry)
    slice_ = books.client.get(f"/{books.slug}/api/source_slice", query_string={"entry_hash": mark}).json["data"]
    before = books.text(MONTH)
    said = books.put("source_slice", {"entry_hash": mark, "source": slice_["slice"].replace("五金店", "灯具店"), "sha256sum": slice_["sha256sum"]})  # fmt: skip

    assert said.status_code == 200
    assert books.text(MONTH) == before.replace("五金店", "灯具店")
    assert backups.kept(books.root)[0].path.read_text(encoding="utf-8") == before


def test_what_bypasses_our_rules_is_closed(books: Open) -> None:
    """Fava's import, uploads, moves and deletions write or run without rules; each says what to do instead."""
    evidence = books.root / "documents/票.txt"
    evidence.parent.mkdir()
    evidence.write_text("原件")
    base, client = f"/{books.slug}/api", books.client
    tried = [
        client.get(f"{base}/imports"),
        client.get(f"{base}/extract", query_string={"filename": str(evidence), "importer": "x"}),
        client.put(f"{base}/upload_import_file"),
        client.put(f"{base}/move", json={"account": BANK, "new_name": "x", "filename": str(evidence)}),
        client.delete(f"{base}/document", query_string={"filename": str(evidence)}),
        client.put(f"{base}/add_document"),
        client.put(f"{base}/attach_document", json={"filename": "x", "entry_hash": "y"}),
    ]

    assert [said.status_code for said in tried] == [403] * len(tried)
    assert all("收件箱" in said.json["error"] or "huilin attach" in said.json["error"] for said in tried)
    assert evidence.read_text() == "原件"
    assert client.get(f"/{books.slug}/import/").location.endswith("/extension/BooksInbox/")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text + '\nplugin "os"\n', "不允许的插件"),
        (lambda text: text + "\n2026-05-01 open Assets:Fund:1/0\n2026-05-01 price CNY 1/0 CNY\n", "除以零"),
        (lambda text: text.replace('"五金店"', '"五金店'), "引号没有成对"),
    ],
    ids=["plugin", "division", "quote"],
)  # fmt: skip
def test_books_that_cannot_be_read_open_and_can_be_mended(
    open_books: Callable[[Workspace], Open], small: Workspace, spoil: Callable[[str], str], said: str
) -> None:
    """They open on the page of errors; the editor opens the file; once it is mended the books are there again."""
    file = small.root / MONTH
    good = file.read_text(encoding="utf-8")
    file.write_text(spoil(good), encoding="utf-8")
    books = open_books(small)

    assert any(said in message for message in books.errors())
    assert books.client.get("/").location.endswith("/errors/")
    assert books.source(MONTH).status_code == 200
    assert books.save(MONTH, good).status_code == 200
    assert [message for message in books.errors() if message.startswith("错误")] == []
    assert len(books.ledger.all_entries_by_type.Transaction) == 2


def test_books_that_break_fava_can_still_be_mended(
    open_books: Callable[[Workspace], Open], small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever Fava stumbles over: its page of errors says so beside our findings, and the editor works."""
    books = open_books(small)
    before = books.text(MONTH)
    monkeypatch.setattr(
        "fava.core.accounts.AccountDict.load_file", lambda module: {}["x"] if module.ledger.all_entries else None
    )
    assert books.save(MONTH, before.replace("420.50 CNY", "420.60 CNY", 1)).status_code == 200
    shown = books.errors()
    monkeypatch.undo()

    assert any("Fava 处理不了这本账" in message for message in shown)
    assert any("0.10" in message for message in shown)
    assert books.save(MONTH, before).status_code == 200
    assert [message for message in books.errors() if message.startswith("错误")] == []


def test_a_directive_without_values_is_a_finding(books: Open) -> None:
    """`custom "x"` alone stops Fava by itself; here the books stay open."""
    said = books.save(
        "fund/accounts.beancount", books.text("fund/accounts.beancount") + '\n2026-02-01 custom "project"\n'
    )

    assert said.status_code == 200
    assert any("accounts" in e.source["filename"] for e in books.ledger.load_errors)
    assert (
        books.client.get(f"/{books.slug}/api/journal_page", query_string={"page": 1, "order": "asc"}).status_code == 200
    )


def test_words_of_a_statement_are_no_markup(open_books: Callable[[Workspace], Open], inboxed: Workspace) -> None:
    """Whoever pays chooses the words in a statement: they are shown as words."""
    (inboxed.inbox / "<img src=x onerror=alert(1)>.csv").write_text(
        "<script>alert(2)</script>,也,不是\n", encoding="utf-8"
    )
    books = open_books(inboxed)
    page = books.client.get(f"/{books.slug}/extension/BooksInbox/").text

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x" in page


def test_a_workspace_without_its_ledger_says_so(
    treasurer_of: Callable[[Workspace], Treasurer], small: Workspace
) -> None:
    """There is nothing to edit."""
    small.main.unlink()

    with pytest.raises(HuilinError, match="找不到账本"):
        books_ledger.BooksLedger(treasurer_of(small))


def test_new_settings_are_in_force_at_once(books: Open) -> None:
    """A person added to community.toml in the editor can be chosen on the pages."""
    books.save("community.toml", books.text("community.toml") + '"新会计" = ["prepare"]\n')

    assert "新会计" in books.ledger.treasurer.people("prepare")


def test_settings_spoilt_from_outside_are_said_and_can_be_mended(books: Open) -> None:
    """Another editor has cut community.toml: the pages go on with the last good settings."""
    good = books.text("community.toml")
    (books.root / "community.toml").write_text(good + "[people", encoding="utf-8")
    books.ledger.load_file()

    assert any("community.toml" in message for message in books.errors())
    assert books.save("community.toml", good).status_code == 200
    assert [message for message in books.errors() if message.startswith("错误")] == []


def test_a_button_needs_the_pages_own_token(books: Open) -> None:
    """A POST without it, or with another's, is refused; nothing is run."""
    for token in ({}, {"token": "x"}):
        for page, button in (("BooksInbox", "book"), ("BooksInbox", "undo"), ("BooksBackups", "restore")):
            said = books.client.post(f"/{books.slug}/extension/{page}/{button}", data={**token, "by": "周会计", "batch": "20261015-01"})  # fmt: skip
            assert said.status_code == 403
            assert books.client.get(f"/{books.slug}/extension/{page}/{button}").status_code == 404


def test_an_inbox_that_cannot_be_read_says_why(open_books: Callable[[Workspace], Open], inboxed: Workspace) -> None:
    """Without an account for what is unclear the command stops; the page says the same words."""
    accounts = inboxed.root / "fund/accounts.beancount"
    accounts.write_text(
        accounts.read_text(encoding="utf-8").replace("2209其他应付款", "2202应付账款"), encoding="utf-8"
    )
    books = open_books(inboxed)
    page = books.client.get(f"/{books.slug}/extension/BooksInbox/").text

    assert "没有可挂账的" in page
    assert "huilin account" in page
    assert 'id="book"' not in page


def test_the_preview_of_a_disclosure_is_drawn_in_memory(
    open_books: Callable[[Workspace], Open], sealed: Workspace
) -> None:
    """Marked on every page; nothing stands in published/; what stops publishing is listed."""
    books = open_books(sealed)
    page = books.client.get(f"/{books.slug}/extension/BooksDisclosure/", query_string={"period": "2026-Q2"}).text
    site = books.client.get(f"/{books.slug}/disclosure/2026-Q2/index.html").text

    assert "还没有结账" in page
    assert "预览，未公示" in site
    assert not sealed.published.exists()
    assert not (sealed.root / "private/pseudonyms.key").exists()
    assert books.client.get(f"/{books.slug}/disclosure/2026-Q2/entries/Fund-2026-04.html").status_code == 200
    assert books.client.get(f"/{books.slug}/disclosure/2026-Q2/x.html").status_code == 404
    assert books.client.get(f"/{books.slug}/disclosure/..%2F..%2Fx/index.html").status_code == 404
