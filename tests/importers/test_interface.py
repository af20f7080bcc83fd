"""Every importer says of itself what a treasurer needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin.importing.containers import tables
from huilin.importing.files import recognise, sources
from huilin.importing.rules import parse
from tests.importers.samples import SAMPLES
from tests.importing.statements import fund_bill

if TYPE_CHECKING:
    from huilin.importing.source import Source

ALL = sources()


def by(scheme: str) -> Source:
    return next(source for source in ALL if source.scheme == scheme)


def test_each_heading_belongs_to_one() -> None:
    """No two sources ask for the same heading words, so that a file is of one kind."""
    assert len({frozenset(source.heading) for source in ALL}) == len(ALL) >= 30


def test_the_eight_that_the_example_uses_are_there() -> None:
    assert {source.scheme for source in ALL} >= {"wxfund", "wxpay", "ccb", "icbc", "ktt", "host", "receipt", "card"}


@pytest.mark.parametrize("source", ALL, ids=lambda source: type(source).__name__)
def test_each_names_itself_in_both_languages_and_its_rules_read_well(source: Source) -> None:
    assert source.title.zh
    assert source.title.en
    assert parse(source.rules).findings == ()


def test_each_has_a_sample_which_it_alone_reads_whole() -> None:
    """So none is left out when samples are spoilt by the thousand."""
    read = {}
    for name, content in SAMPLES.items():
        for table in tables(content):
            source = recognise(table, ALL)
            if source is not None:
                statement = source.read(table)
                assert (statement.faults, statement.refused) == ((), ()), name
                read[type(source)] = name

    assert [type(source).__name__ for source in ALL if type(source) not in read] == []


def test_full_width_brackets_and_totals_with_decimals_are_read(tmp_path: Path) -> None:
    """The older edition writes （元） and counts like `1.0`."""
    new = fund_bill([("2026-07-04 10:00:00", "W1", "S1", "交易", "1.00")]).decode()
    old = new.replace("(元)", "（元）").replace("`1,`1,`1.00", "`1.0,`1.0,`1.00")
    (tmp_path / "x").write_text(old, encoding="utf-8")

    bill = by("wxfund").first_statement(str(tmp_path / "x"))

    assert bill.source.statement_of(bill.number) == "wechat-merchant:1900000109"
    assert bill.faults == ()


def test_the_manual_names_every_format() -> None:
    """docs/rules.md, to which a foreign file's remedy points, lists them all."""
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")

    assert [source.title.zh for source in ALL if f"| {source.title.zh} |" not in page] == []
