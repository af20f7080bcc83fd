"""Every importer says of itself what a treasurer needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huilin.importing.containers import tables
from huilin.importing.files import recognise, sources
from huilin.importing.rules import parse
from tests.importers.samples import SAMPLES
from tests.importing.statements import ccb, fund_bill

if TYPE_CHECKING:
    from random import Random

    from huilin.importing.model import Statement
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


@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_rows_in_another_order_keep_their_keys(name: str, luck: Random) -> None:
    """Of every source: what a row is called does not depend on where it stands in the file."""
    for table in tables(SAMPLES[name]):
        source = recognise(table, ALL)
        if source is None:
            continue
        heading = source.find_heading(table)
        assert heading is not None
        count = source.read(table).count
        start = heading.place + 1
        rows = list(table.rows[start : start + count])
        luck.shuffle(rows)
        shuffled = table._replace(rows=(*table.rows[:start], *rows, *table.rows[start + count :]))

        assert keys(source.read(shuffled)) == keys(source.read(table))


def keys(statement: Statement) -> list[tuple[str, str, str]]:
    """Return key, moment and amount of each row, whatever their order."""
    return sorted((row.key, str(row.moment), str(row.amount)) for row in statement.rows)


def test_of_two_rows_with_one_serial_the_earliest_keeps_it() -> None:
    """In whatever order they stand."""
    rows = [("20260703 10:00:00", "-70.00", "某公司", "房租"), ("20260703 11:00:00", "5.00", "甲", "款")]
    for first, second in ((rows[0], rows[1]), (rows[1], rows[0])):
        (table,) = tables(ccb([first, second]))
        lines = [r._replace(cells=(*r.cells[:13], "S1", *r.cells[14:])) if r.line > 3 else r for r in table.rows]
        found = by("ccb").read(table._replace(rows=tuple(lines))).rows
        assert {row.key for row in found if row.moment.hour == 10} == {"ccb:S1"}
