"""Anyone can verify a publication: whole it proves itself, and no digit changes unnoticed."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import shutil
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from huilin.errors import RefusedError
from huilin.publication import verify_ledger, verify_workbook
from huilin.publication.publishing import publish
from huilin.publication.verify import verify
from huilin.publication.verify_proofs import prove

from .conftest import QUARTER, TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books

SAMPLE = random.Random(6)


@pytest.fixture
def published(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of one publication, as a stranger holds it; it is made once."""
    made = tmp_path_factory.getbasetemp() / "verify-publication"
    if not made.is_dir():
        closed: Books = request.getfixturevalue("closed")
        shutil.copytree(publish(closed.workspace, closed, QUARTER, today=TODAY).folder, made)
    return shutil.copytree(made, tmp_path / "stranger")


def resealed(folder: Path) -> None:
    """Make the manifest anew, as a forger would."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    marks = {n: hashlib.sha256(d).hexdigest() for n, d in sorted(files.items()) if not n.startswith("manifest")}
    text = (json.dumps(marks, ensure_ascii=False, indent=1) + "\n").encode()
    (folder / "manifest.json").write_bytes(text)
    (folder / "manifest.sha256").write_text(hashlib.sha256(text).hexdigest() + "\n")


def test_a_publication_proves_itself_and_says_what_it_cannot(published: Path) -> None:
    verdict = verify(published)

    assert verdict.failed == ()
    assert len(verdict.proved) == 13
    assert len(verdict.cannot_prove) >= 4
    assert verdict.to_json()["ok"]


def test_any_changed_digit_in_any_file_is_found(published: Path) -> None:
    """One digit of each file, ten of the big ones, is replaced by another: the manifest tells, every time."""
    for file in [path for path in published.rglob("*") if path.is_file()]:
        whole = file.read_bytes()
        places = [m.start() for m in re.finditer(rb"\d", whole)]
        for place in SAMPLE.sample(places, min(10, len(places))):
            other = (int(chr(whole[place])) + SAMPLE.randint(1, 9)) % 10
            file.write_bytes(whole[:place] + str(other).encode() + whole[place + 1 :])

            assert _manifest_fails(published), f"{file.name}:{place}"
        file.write_bytes(whole)


def _manifest_fails(folder: Path) -> bool:
    from huilin.publication import verify_proofs

    try:
        return bool(list(verify_proofs._manifest(verify_proofs.Folder(folder, verify_proofs._read(folder)))))
    except (ValueError, UnicodeDecodeError):
        return True


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ledger.beancount", "420.50 CNY", "421.50 CNY"),
        ("ledger.beancount", "  Assets:Fund:1002银行存款:01  1500.00", "  Assets:Fund:1002银行存款:01  1600.00"),
        ("ledger.beancount", "Fund/2026-07/记-0001", "Fund/2026-07/记-0002"),
        ("facts.json", '"amount": "1500.00"', '"amount": "1600.00"'),
        ("fund.html", ">1,500.00<", ">1,600.00<"),
        ("fund-figures.html", 'value="1500.00"', 'value="1600.00"'),
        ("entries/Fund-2026-07.html", ">1,500.00<", ">1,600.00<"),
        ("entries/Fund-2026-08.html", "路灯材料", "路灯工资"),
        ("entries/Fund-2026-08.html", 'datetime="2026-08-09"', 'datetime="2026-08-08"'),
        ("search.html", "420.50", "421.50"),
        ("data/facts.csv", ",1500.00,", ",1600.00,"),
        ("data/Fund-receipts.csv", "1500.00", "1600.00"),
        ("data/Fund-receipts.json", "1500.00", "1600.00"),
        ("data/datapackage.json", '"bytes": 1', '"bytes": 2'),
        ("data/datapackage.json", '"type": "string"', '"type": "number"'),
        ("seals.json", '"1079.50"', '"1079.60"'),
    ],
)
def test_a_forger_who_makes_the_manifest_anew_is_found(published: Path, file: str, old: str, new: str) -> None:
    text = (published / file).read_bytes().decode()
    assert old in text, file
    (published / file).write_bytes(text.replace(old, new, 1).encode())
    resealed(published)

    verdict = prove(published)

    assert not verdict.ok
    assert "manifest" not in str(verdict.failed)


def test_a_forger_who_changes_the_print_inside_its_streams_is_found(published: Path) -> None:
    """A glyph run of the PDF is replaced by another page's, compressed again and the manifest made anew."""
    import pikepdf

    file = published / "disclosure.pdf"
    with pikepdf.open(file, allow_overwriting_input=True) as document:
        page = next(page for page in document.pages if b"BT" in page.Contents.read_bytes())
        texts = [page for page in document.pages if "1,500.00" in _text_of(file, page.index)]
        assert texts
        for each in texts:
            each.Contents = document.make_stream(page.Contents.read_bytes())
        document.save()
    resealed(published)

    assert "disclosure.pdf" in str(prove(published).failed)


def _text_of(file: Path, number: int) -> str:
    import pypdfium2

    return str(pypdfium2.PdfDocument(file)[number].get_textpage().get_text_range())


def test_an_amount_changed_in_words_alone_is_named_as_unproved(published: Path) -> None:
    """Prose follows from no entry: a forger's other amount there is not disproved, but named to the reader."""
    file = published / "index.html"
    text = file.read_text(encoding="utf-8")
    assert '<p class="plain">' in text
    file.write_text(text.replace('<p class="plain">', '<p class="plain">777.77 ', 1), encoding="utf-8")
    resealed(published)

    verdict = prove(published)

    assert verdict.ok
    assert "777.77" in str(verdict.cannot_prove)


@pytest.mark.parametrize("attack", ["link", "plugin", "big"])
def test_a_hostile_folder_is_no_danger(published: Path, tmp_path: Path, attack: str) -> None:
    """A link out is not followed, a ledger with a plugin not opened, a file of many gigabytes not read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    if attack == "link":
        (published / "data" / "facts.csv").unlink()
        (published / "data" / "facts.csv").symlink_to(secret)
    elif attack == "plugin":
        ledger = published / "ledger.beancount"
        ledger.write_text(f'plugin "os"\n{ledger.read_text(encoding="utf-8")}', encoding="utf-8")
    else:
        with (published / "data" / "more.json").open("wb") as file:
            file.truncate(8 * 2**30)

    verdict = verify(published)

    assert not verdict.ok
    assert "秘密" not in str(verdict)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"<v>1500(\.0+)?</v>", b"<v>1600</v>"),
        (rb"<f>([A-Z]+\d+)-", rb"<f>\1+"),
        (rb"<f>[^<]*</f>", b"<f>1079.5</f>"),
        (rb"<f>[^<]*</f>", b"<f>WEBSERVICE(A1)</f>"),
    ],
)
def test_a_forged_spreadsheet_is_found(published: Path, old: bytes, new: bytes) -> None:
    """A figure changed, or a formula that no longer gives its figure; the manifest made anew."""
    file = published / "statements.xlsx"
    with zipfile.ZipFile(file) as parts:
        inside = {name: parts.read(name) for name in parts.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        for name, data in inside.items():
            parts.writestr(name, re.sub(old, new, data))
    assert target.getvalue() != file.read_bytes()
    file.write_bytes(target.getvalue())
    resealed(published)

    failed = [text.zh for text in prove(published).failed]
    assert any("电子表格" in text for text in failed), failed


def test_a_spreadsheet_that_unpacks_without_end_is_not_unpacked(published: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * 50_000_000)
    (published / "statements.xlsx").write_bytes(target.getvalue())
    resealed(published)

    assert "statements.xlsx: ZIP" in str(prove(published).failed)


@pytest.mark.parametrize(
    ("formula", "given"),
    [
        ("A1+A2-B1", 260),
        ("SUM(A1:A3)", 600),
        ("SUM(A1:A2)-'别的 表'!C9", 295),
        ("MAX(0,A1-A3,-A2)", 0),
        ("MIN(A3,(A1+A2))", 300),
        ("-(A1-A3)+SUM(A1,A2)", 500),
        ("A9", 0),
        ("A1*A2", None),
        ("A1+", None),
        ("A1 A2", None),
        ("SUM(A1:", None),
        ("HYPERLINK(A1)", None),
    ],
)
def test_formulas_are_calculated_as_a_spreadsheet_would(formula: str, given: int | None) -> None:
    cells = {"A1": 100, "A2": 200, "A3": 300, "B1": 40}
    values = defaultdict(int, {("表", cell): fen for cell, fen in cells.items()}) | {("别的 表", "C9"): 5}

    assert verify_workbook.calculate(formula, "表", values) == given


@pytest.mark.parametrize(
    "line",
    [
        'plugin "os"',
        'include "/etc/passwd"',
        '2026-07-01 document Assets:Fund:1002 "/etc/passwd"',
        "  Assets:Fund:1002  1/0 CNY",
        'option "insert_pythonpath" "True"',
        '2026-07-01 * "x" plugin "os"',
    ],
)
def test_a_strangers_ledger_is_not_opened_where_it_holds_what_we_never_write(line: str) -> None:
    with pytest.raises(RefusedError):
        verify_ledger.read(f"; x\n{line}\n")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT sum(number) WHERE account ~ 'x' OR entry_meta('id') = 'Fund/2026-07/记-0001'",
        "SELECT sum(number)",
        "SELECT 1500.00",
        "SELECT sum(number) FROM #accounts",
        "CREATE TABLE x (a int)",
        "SELECT sum(number) WHERE flag = '*' AND currency = 'CNY' AND account ~ '('",
    ],
)
def test_a_query_of_another_form_gives_no_figure(published: Path, query: str) -> None:
    ledger = verify_ledger.read((published / "ledger.beancount").read_text(encoding="utf-8"))

    assert verify_ledger.answers(ledger, [query]) == {query: None}


def test_narrowed_and_whole_queries_agree_and_beanquery_gives_them_as_they_stand(published: Path) -> None:
    """Every fact's query, handed to beanquery as text over the whole ledger, gives the fact."""
    import beanquery

    facts = json.loads((published / "facts.json").read_text(encoding="utf-8"))["facts"]
    queries = [fact["query"] for fact in facts if fact["query"]]
    ledger = verify_ledger.read((published / "ledger.beancount").read_text(encoding="utf-8"))
    narrowed = verify_ledger.answers(ledger, queries)
    bare = beanquery.connect("beancount:", entries=ledger.entries, errors=[], options=ledger.options)

    assert narrowed == verify_ledger.answers(ledger, queries, whole=True)
    for query in SAMPLE.sample(queries, 20):
        assert int(bare.execute(query).fetchall()[0][0] * 100) == narrowed[query]


def test_rubbish_is_a_failure_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text('{"facts": ' + "[" * 100000)
    (tmp_path / "statements.xlsx").write_bytes(b"PK")

    verdict = verify(tmp_path)

    assert not verdict.ok
    assert verdict.proved == ()
