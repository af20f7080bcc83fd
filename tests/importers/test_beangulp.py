"""beangulp's own command line drives our importers: identify, extract, archive; rows are known by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import beangulp
import pytest
from beancount import loader
from beancount.core import data
from click.testing import CliRunner

from huilin import importing
from tests.importers.test_sources import CASES
from tests.importing.conftest import CCB, Village
from tests.importing.statements import ccb, fund_bill, icbc

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BANK = [("20260703 10:00:00", "-70.00", "某公司", "房租"), ("20260704 10:00:00", "5.00", "甲", "款")]
EQUAL = [("20260705 10:00:00", "50.00", "甲", "捐款"), ("20260705 10:00:00", "50.00", "甲", "捐款")]


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path / "village")


def run(village: Village, command: str, *arguments: str) -> Result:
    """Call beangulp's command line, as a script with `beangulp.Ingest(CONFIG)()` does."""
    ingest = beangulp.Ingest(importing.importers(village.workspace))
    return CliRunner().invoke(ingest.cli, [command, *arguments])


def drop(folder: Path, **files: bytes) -> list[str]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in files]


def drafts(text: str, folder: Path) -> list[data.Transaction]:
    (folder / "out.beancount").write_text(text, encoding="utf-8")
    entries, _, _ = loader.load_file(str(folder / "out.beancount"))
    return list(data.filter_txns(entries))


def test_every_importer_is_one_of_beangulps(village: Village) -> None:
    found = importing.importers(village.workspace)

    assert all(isinstance(source, beangulp.Importer) for source in found)
    assert len({source.name for source in found}) == len(found)


def test_identify_names_the_importer_and_its_account(village: Village, tmp_path: Path) -> None:
    files = drop(tmp_path, bank=ccb(BANK), bill=fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "1.00")]))

    said = run(village, "identify", "--verbose", *files).output

    assert "ccb_corporate.CcbCorporate" in said
    assert CCB in said
    assert "wechat_merchant_fund.WechatMerchantFund" in said


@pytest.mark.parametrize("name", CASES)
def test_each_file_is_identified_by_exactly_one(village: Village, tmp_path: Path, name: str) -> None:
    """beangulp refuses a file that two importers claim."""
    content, _ = CASES[name]
    (file,) = drop(tmp_path, x=content)

    assert len([s for s in importing.importers(village.workspace) if s.identify(file)]) == 1


def test_extract_prints_what_beancount_reads_with_keys_and_accounts(village: Village, tmp_path: Path) -> None:
    files = drop(tmp_path, bank=ccb(BANK))

    result = run(village, "extract", *files)

    found = drafts(result.stdout, tmp_path)
    assert result.exit_code == 0
    assert [(t.flag, str(t.date), str(t.postings[0].units)) for t in found] == [
        ("!", "2026-07-03", "-70.00 CNY"),
        ("!", "2026-07-04", "5.00 CNY"),
    ]
    assert [t.postings[0].meta["src"] for t in found] == ["ccb:20260703-0", "ccb:20260704-1"]
    assert {t.postings[0].account for t in found} == {CCB}


def test_what_the_ledger_knows_is_left_out_wherever_it_was_moved(village: Village, tmp_path: Path) -> None:
    """By its key: another account and another day do not make it new."""
    files = drop(tmp_path, bank=ccb(BANK))
    ledger = tmp_path / "known.beancount"
    ledger.write_text(
        '2026-01-01 open Assets:Elsewhere CNY\n2026-06-30 * "moved"\n  Assets:Elsewhere  -70 CNY\n    src: "ccb:20260703-0"\n  Assets:Elsewhere  70 CNY\n',
        encoding="utf-8",
    )

    result = run(village, "extract", "--existing", str(ledger), *files)

    assert [t.postings[0].meta["src"] for t in drafts(result.stdout, tmp_path)] == ["ccb:20260704-1"]


def test_two_equal_donations_stay_two_and_a_row_of_two_files_is_marked_once(village: Village, tmp_path: Path) -> None:
    """beangulp's own marking, by amount and day, would hide the second donation."""
    files = drop(tmp_path, first=icbc(EQUAL), second=icbc(EQUAL))

    first = drafts(run(village, "extract", files[0]).stdout, tmp_path)
    both = drafts(run(village, "extract", *files).stdout, tmp_path)

    assert len(first) == len(both) == 2


def test_a_file_with_a_row_that_cannot_be_read_is_refused_with_its_line(village: Village, tmp_path: Path) -> None:
    bill = fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "1.00")]).replace(b"`1.00,`1.00", b"`a1.00,`1.00", 1)
    files = drop(tmp_path, bill=bill)

    result = run(village, "extract", *files)

    assert result.exit_code == 1
    assert "bill:2:" in result.output


def test_archive_files_the_original_under_its_account(village: Village, tmp_path: Path) -> None:
    files = drop(tmp_path, bank=ccb(BANK))
    (tmp_path / "documents").mkdir()

    run(village, "archive", "--destination", str(tmp_path / "documents"), *files)

    (kept,) = [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]
    assert kept.relative_to(tmp_path / "documents").as_posix() == CCB.replace(":", "/") + "/2026-07-04.bank"
