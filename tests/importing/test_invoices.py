"""Invoices: kept with the payment that they prove; owed where none is found and a person says so; never cash."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from beancount.core import data

from tests.importers.test_sources import zipped
from tests.importing.conftest import CCB
from tests.importing.printed import DIGITAL_OFD, invoice_pdf
from tests.importing.statements import ccb

if TYPE_CHECKING:
    from tests.importing.conftest import Village

US = "晴川惠邻社区服务有限公司"
SELLER = "惠民图文社"
OWED = "Liabilities:Company:2202应付账款"
RENT = "Expenses:Company:5602管理费用:02房租水电"
NUMBER = "26370000000000000041"
KEY = f"invoice:{NUMBER}"
PAID = ("20260703 10:00:00", "-101.00", SELLER, "印刷")
RULE = f"如果 对方 是 “{SELLER}” -> 5602:02\n"


def xml(number: str = NUMBER, seller: str = SELLER, buyer: str = US, total: str = "101.00", day: str = "2026-07-01") -> bytes:  # fmt: skip
    net = Decimal(total) - 1
    return f"""<EInvoice><EInvoiceData><SellerInformation><SellerName>{seller}</SellerName></SellerInformation>
<BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation><BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax>
<TotalTaxAm>1.00</TotalTaxAm><TotalTax-includedAmount>{total}</TotalTax-includedAmount></BasicInformation>
<IssuItemInformation><ItemName>*纸制品*本子</ItemName></IssuItemInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{day}</IssueTime></TaxSupervisionInfo></EInvoice>""".encode()


@pytest.fixture(autouse=True)
def rule(village: Village) -> None:
    village.write("rules/05.txt", RULE)


def documents(village: Village) -> list[data.Document]:
    return [entry for entry in village.books.entries if isinstance(entry, data.Document)]


def test_an_invoice_is_kept_with_the_payment_that_came_with_it(village: Village) -> None:
    """Its file among the documents, its hash on the directive, one link on both; the payment is booked once."""
    booked = village.book({"a.xlsx": ccb([PAID]), "发票.xml": xml()})

    (entry,) = village.books.transactions
    (document,) = documents(village)
    sha256 = hashlib.sha256(xml()).hexdigest()
    assert (village.root / "documents/2026/发票.xml").read_bytes() == xml()
    assert document.meta["sha256"] == sha256
    assert entry.links & document.links == {f"ev-{sha256[:8]}"}
    assert [(f.new, f.paired) for f in booked.results] == [(1, 0), (0, 1)]
    assert village.errors == []


def test_one_that_comes_later_is_attached_to_the_booked_payment_and_undone_to_the_byte(village: Village) -> None:
    village.book({"a.xlsx": ccb([PAID])})
    village.drop({"发票.xml": xml()})
    before = village.state()

    booked = village.book()

    (entry,) = village.books.transactions
    assert [f.paired for f in booked.results] == [1]
    assert any(link.startswith("ev-") for link in entry.links)
    assert len(documents(village)) == 1
    assert village.errors == []
    village.undo(booked)
    assert {n: t for n, t in village.state().items() if n != "imports/log.jsonl"} == {
        n: t for n, t in before.items() if n != "imports/log.jsonl"
    }


def test_the_same_invoice_again_is_known_in_whatever_form(village: Village) -> None:
    """By its number: the OFD of an invoice that was attached as XML adds nothing."""
    village.book({"a.xlsx": ccb([PAID]), "发票.xml": xml("26370000000000000043")})

    (file,) = village.read({"发票.ofd": DIGITAL_OFD}).files

    assert (file.known, file.new) == (1, 0)


def test_without_a_payment_it_waits_and_asks_whether_it_is_owed(village: Village) -> None:
    """Nothing is booked unasked; the file stays in the inbox."""
    inbox = village.read({"发票.xml": xml()})
    booked = village.book()

    (question,) = inbox.questions
    assert (question.key, [choice.name for choice in question.choices]) == (KEY, ["payable"])
    assert inbox.files[0].ignored == 1
    assert f"--accept {KEY}" in inbox.files[0].notes[0].remedy.zh
    assert booked.drafts == ()
    assert (village.workspace.inbox / "发票.xml").exists()


def test_a_yes_books_the_debt_and_its_payment_settles_it(village: Village) -> None:
    """借 费用 贷 2202 on the invoice's day; what is paid weeks later is no second expense."""
    village.book({"发票.xml": xml()}, {KEY: "payable"})
    owed = village.books.transactions[0]

    village.book({"a.xlsx": ccb([("20260820 10:00:00", "-101.00", SELLER, "印刷")])})

    paid = village.books.transactions[1]
    assert {p.account: p.units.number for p in owed.postings} == {RENT: Decimal(101), OWED: Decimal(-101)}
    assert {p.account: p.units.number for p in paid.postings} == {OWED: Decimal(101), CCB: Decimal(-101)}
    assert owed.links & paid.links == {f"payable-{NUMBER}"}
    assert len(documents(village)) == 1
    assert village.errors == []


def test_of_two_equal_debts_a_person_says_which_is_paid(village: Village) -> None:
    other = "26370000000000000099"
    answers = {KEY: "payable", f"invoice:{other}": "payable"}
    village.book({"一.xml": xml(), "二.xml": xml(other)}, answers)
    payment = {"a.xlsx": ccb([("20260820 10:00:00", "-101.00", SELLER, "印刷")])}

    asked = village.read(payment)
    told = village.read(answers={"ccb:20260820-0": f"payable-{other}"})

    assert [choice.name for choice in asked.questions[0].choices] == [f"payable-{NUMBER}", f"payable-{other}"]
    assert RENT in {p.account for p in asked.drafts[0].postings}
    assert told.questions == ()
    assert told.drafts[0].links == (f"payable-{other}",)


def test_where_several_payments_fit_a_person_says_which_it_proves(village: Village) -> None:
    village.book({"a.xlsx": ccb([PAID, ("20260705 10:00:00", "-101.00", SELLER, "印刷")])})

    asked = village.read({"发票.xml": xml()})
    (question,) = asked.questions
    village.book(answers={KEY: question.choices[1].name})

    linked = [bool(entry.links) for entry in village.books.transactions]
    assert len(question.choices) == 2
    assert asked.files[0].ignored == 1
    assert linked == [False, True]


def test_one_that_is_made_out_to_another_is_not_ours(village: Village) -> None:
    (file,) = village.read({"发票.xml": xml(buyer="别的公司")}).files

    assert file.ignored == 1
    assert "别的公司" in file.notes[0].reason.zh


def test_a_pdf_is_confirmed_before_it_proves_anything(village: Village) -> None:
    """It was read by pattern; a yes to the reading is no yes to a debt."""
    key = "invoice:26370000000000000042"
    files = {"a.xlsx": ccb([PAID]), "发票.pdf": invoice_pdf()}

    asked = village.read(files)
    confirmed = village.read(answers={key: ""})

    assert asked.evidence == ()
    assert "101.00" in asked.questions[0].text.zh
    assert [proof.key for proof in confirmed.evidence] == [key]
    assert confirmed.questions == ()
    (village.workspace.inbox / "a.xlsx").unlink()
    assert [q.choices[0].name for q in village.read(answers={key: ""}).questions] == ["payable"]
    assert len(village.read(answers={key: "payable"}).drafts) == 1


def test_the_data_of_an_invoice_goes_before_its_picture(village: Village) -> None:
    """Both lie in the inbox: the XML is attached, the PDF is known."""
    inbox = village.read(
        {"a.pdf": invoice_pdf(number=NUMBER), "b.xlsx": ccb([PAID]), "c.xml": xml()},
    )

    assert [(f.known, f.paired, f.new) for f in inbox.files] == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert inbox.questions == ()


def test_what_is_closed_takes_no_evidence(village: Village) -> None:
    village.book({"a.xlsx": ccb([PAID])})
    (village.root / "seals").mkdir()
    (village.root / "seals/2026-07.Company.json").write_text("{}", encoding="utf-8")

    (file,) = village.read({"发票.xml": xml()}).files

    assert "结账" in file.notes[0].reason.zh


def test_a_debt_is_taken_back_with_its_evidence(village: Village) -> None:
    village.drop({"发票.xml": xml()})
    before = village.state()

    village.undo(village.book(answers={KEY: ""}))

    assert {n: t for n, t in village.state().items() if n != "imports/log.jsonl"} == before


def test_an_archive_of_invoices_stays_until_each_has_its_payment(village: Village) -> None:
    """One is attached now, one later; neither is lost with the archive, and undo leaves no second copy."""
    other = "26370000000000000077"
    village.drop({"发票.zip": zipped({"一.xml": xml(), "二.xml": xml(other, total="50.00")}), "a.xlsx": ccb([PAID])})

    first = village.book()

    assert [f.file for f in first.waiting] == ["inbox/发票.zip"]
    assert [p.name for p in village.workspace.inbox.iterdir()] == ["发票.zip"]
    second = village.book({"b.xlsx": ccb([("20260704 10:00:00", "-50.00", SELLER, "印刷")])})
    assert list(village.workspace.inbox.iterdir()) == []
    assert sorted(str(d.meta["src"]) for d in documents(village)) == [KEY, f"invoice:{other}"]
    village.undo(second)
    village.undo(first)
    assert sorted(p.name for p in village.workspace.inbox.iterdir()) == ["a.xlsx", "b.xlsx", "发票.zip"]
    assert village.books.transactions == []
    assert not (village.root / "documents/2026/发票.zip").exists()
