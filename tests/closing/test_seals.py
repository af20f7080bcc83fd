"""Seals: readable, chained, and blind to nothing that is a fact."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from beancount import loader

from huilin import journal
from huilin.books import load
from huilin.books.loading import build
from huilin.closing import NotReadyError, close, verify
from huilin.closing.seals import read
from huilin.findings import errors_in
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LEDGER = """\
2026-07-15 * "卖菜" "团购收入" #team ^sale-1
  id: "Company/2026-07/记-0001"
  source-doc: "小票 7"
  Assets:Company:1002银行存款:01建行                 1208.00 CNY
    src: "ccb:1041-1"
  Income:Company:5001主营业务收入:01团购自营        -1208.00 CNY

2026-08-20 * "办公用品"
  id: "Company/2026-08/记-0001"
  Expenses:Company:5602管理费用:03办公费              315.40 CNY
  Assets:Company:1002银行存款:01建行                 -315.40 CNY

2026-08-31 balance Assets:Company:1002银行存款:01建行  892.60 CNY

2026-09-02 * "捐赠"
  id: "Fund/2026-09/记-0001"
  project: "社区公共服务"
  donor: "D0012"
  receipt: "2026900017"
  Assets:Fund:1002银行存款:01存放慈善总会              50.00 CNY
  Income:Fund:4101捐赠收入:02限定性                   -50.00 CNY
"""
MONTHS = ("company/2026/2026-01.beancount", "fund/2026/2026-01.beancount")


@pytest.fixture
def sealed(write: Callable[[str], Workspace]) -> Workspace:
    """A closed third quarter."""
    workspace = write(LEDGER)
    close(workspace, load(workspace), parse_period("2026-Q3"), by="陈主任", today=date(2026, 10, 15))
    assert verify(load(workspace)) == ()
    return workspace


def rules(workspace: Workspace) -> list[str]:
    """Return what verifying finds."""
    return [finding.rule for finding in verify(load(workspace))]


def edit(workspace: Workspace, name: str, before: str, after: str) -> None:
    """Replace one piece of a file."""
    file = workspace.root / name
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))


def test_a_seal_is_text_that_a_treasurer_can_read(sealed: Workspace) -> None:
    text = (sealed.seals / "2026-Q3.Fund.json").read_text()

    said = json.loads(text)
    assert list(said) == [
        "period",
        "entity",
        "from",
        "to",
        "by",
        "date",
        "totals",
        "entries",
        "trial",
        "previous",
        "supersedes",
        "form",
        "hash",
    ]
    assert (said["period"], said["entity"], said["from"], said["to"]) == ("2026-Q3", "Fund", "2025-01-01", "2026-09-30")
    assert (said["by"], said["date"], said["previous"]) == ("陈主任", "2026-10-15", "")
    assert "Fund/2026-09/记-0001" in said["entries"]
    assert "2025-01-01 project 社区公共服务 Fund" in said["entries"]
    assert said["totals"]["turnover_debit"] == said["totals"]["turnover_credit"] == "50.00"
    assert re.search(r'^ {2}"Fund/2026-09/记-0001": "[0-9a-f]{64}",?$', text, re.MULTILINE)


def test_every_single_digit_change_is_found(sealed: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Amounts, dates, accounts, ids, metadata: change any one digit of what is sealed, and it shows."""
    tried = [(spot, noticed(workspace)) for spot, workspace in flips(sealed, tmp_path_factory.mktemp("flip"))]

    assert [spot for spot, found in tried if not found] == []
    assert len(tried) > 600


PLAIN = "".join(f'include "{entity}/{file}"\n' for entity in ("fund", "company") for file in ("accounts.beancount", "20*/*.beancount"))  # fmt: skip
FACTS = ("accounts.beancount", "2026/2026-01.beancount", "2026/2026-09.beancount")


def flips(sealed: Workspace, folder: Path) -> Iterator[tuple[str, Workspace]]:
    """Yield the workspace once for each digit of its facts, that digit being another; comments are no facts."""
    workspace = copy_of(sealed, folder)
    files = [workspace.root / entity / name for entity in ("fund", "company") for name in FACTS]
    for file in (file for file in files if file.exists()):
        text = file.read_text()
        for digit in re.finditer(r"\d", text):
            at = digit.start()
            if text[text.rfind("\n", 0, at) + 1] == ";":
                continue
            file.write_text(text[:at] + str((int(digit[0]) + 1) % 10) + text[at + 1 :])
            yield f"{file.name}:{text.count(chr(10), 0, at) + 1} {text[max(0, at - 12) : at + 8]!r}", workspace
        file.write_text(text)


def copy_of(sealed: Workspace, folder: Path) -> Workspace:
    """Copy a workspace, with a main that loads its entries and nothing else: the seals are to find changes alone."""
    root = folder / "ledger"
    shutil.copytree(sealed.root, root)
    (root / "plain.beancount").write_text(PLAIN)
    return Workspace.find(root)


def noticed(workspace: Workspace) -> bool:
    """Say whether the seals notice a change."""
    entries, _, options = loader.load_file(str(workspace.root / "plain.beancount"))
    return bool(verify(build(workspace, entries, options)))


def test_nothing_is_noticed_where_nothing_changed(sealed: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = copy_of(sealed, tmp_path_factory.mktemp("same"))
    month = workspace.root / MONTHS[0]
    month.write_text(
        "; a comment\n\n" + month.read_text().replace("  1208.00", "        1208.00").replace("\n\n", "\n\n\n")
    )

    assert not noticed(workspace)


@pytest.mark.parametrize(("by", "legs"), [("1208.00", 2), ("315.40", 2)])
def test_a_change_of_both_legs_is_found(sealed: Workspace, by: str, legs: int) -> None:
    """Beancount is content with it, and so is every sum."""
    file = sealed.root / MONTHS[0]
    text = file.read_text()
    assert text.count(by) == legs
    file.write_text(text.replace(by, by[:-1] + "1").replace("892.60", "892.61" if by == "1208.00" else "892.59"))

    found = verify(load(sealed))
    assert "seal-changed" in {finding.rule for finding in found}
    assert by[:-1] + "1" in found[0].message.zh


def test_what_changed_is_named_with_its_place(sealed: Workspace) -> None:
    edit(sealed, MONTHS[0], "卖菜", "卖果")

    (found,) = verify(load(sealed))
    assert (found.rule, found.file, found.line) == ("seal-changed", MONTHS[0], 1)
    assert found.message.zh.startswith(
        "Company/2026-07/记-0001 在2026-Q3封账后被改动：payee 原为 卖菜，现为 卖果（封账时："
    )
    assert found.remedy.zh


@pytest.mark.parametrize(
    ("name", "before", "after", "rules_found"),
    [
        (MONTHS[0], "#team ", "", ["seal-changed"]),
        (MONTHS[0], "^sale-1", "^sale-2", ["seal-changed"]),
        (MONTHS[0], "小票 7", "小票 8", ["seal-changed"]),
        (MONTHS[0], "2026-07-15 *", "2026-07-15 !", ["seal-changed"]),
        (MONTHS[0], "2026-08-20 *", "2026-10-20 *", ["seal-changed"]),
        (MONTHS[1], "D0012", "D0021", ["seal-changed"]),
        (MONTHS[0], "2026-08-31 balance", "2026-08-30 balance", ["seal-missing", "seal-added"]),
        ("company/accounts.beancount", '"Fund" 0.20', '"Fund" 0.10', ["seal-missing", "seal-added"]),
        ("company/accounts.beancount", '"30 days"', '"90 days"', ["seal-changed"]),
    ],
)
def test_every_kind_of_fact_is_sealed(
    sealed: Workspace, name: str, before: str, after: str, rules_found: list[str]
) -> None:
    edit(sealed, name, before, after)

    assert sorted(rules(sealed)) == sorted(rules_found)


def test_an_entry_added_and_one_removed_are_found(sealed: Workspace) -> None:
    month = sealed.root / MONTHS[0]
    added = """
2026-09-15 * "事后补记"
  id: "Company/2026-09/记-0099"
  Expenses:Company:5602管理费用:03办公费  1.00 CNY
  Assets:Company:1002银行存款:01建行  -1.00 CNY
"""
    month.write_text(month.read_text() + added)
    (sealed.root / MONTHS[1]).write_text("")

    assert sorted(rules(sealed)) == ["seal-added", "seal-missing"]


def test_an_entry_of_the_next_period_is_no_matter(sealed: Workspace) -> None:
    (sealed.root / "company/2026/2026-10.beancount").write_text(
        """
2026-10-15 * "下一季度"
  id: "Company/2026-10/记-0001"
  Expenses:Company:5602管理费用:03办公费  1.00 CNY
  Assets:Company:1002银行存款:01建行  -1.00 CNY
"""
    )
    assert rules(sealed) == []


def test_evidence_is_sealed_by_its_hash(sealed: Workspace) -> None:
    (document,) = (sealed.documents / "2026").glob("反哺计提表*")
    month = "company/2026/2026-09.beancount"
    text = (sealed.root / month).read_text()
    mark = re.search(r'sha256: "([0-9a-f]{64})"', text[text.index(document.name) :])
    assert mark
    edit(sealed, month, mark[1], "0" * 64)

    assert sorted(rules(sealed)) == ["seal-changed", "seal-changed"]


@pytest.mark.parametrize("after", ["{", "[]", '"text"', '{"period": "2026-Q3"}'])
def test_a_seal_that_cannot_be_read_is_a_finding(sealed: Workspace, after: str) -> None:
    (sealed.seals / "2026-Q3.Company.json").write_text(after)

    assert rules(sealed) == ["seal-edited"]


def test_an_edited_seal_does_not_match_its_own_hash(sealed: Workspace) -> None:
    edit(sealed, "seals/2026-Q3.Company.json", "陈主任", "赵出纳")

    assert rules(sealed) == ["seal-edited"]


def test_what_is_found_stands_in_the_check_itself(sealed: Workspace) -> None:
    """The loader runs the seals, so `huilin check`, bean-check and Fava show one fen changed in both legs."""
    edit(sealed, MONTHS[0], " 315.40", " 315.41")
    edit(sealed, MONTHS[0], "-315.40", "-315.41")
    edit(sealed, MONTHS[0], "892.60", "892.59")

    found = [f for f in load(sealed).findings if f.rule == "seal-changed"]
    assert "postings.1.units.number 原为 315.40，现为 315.41" in found[0].message.zh
    assert {f.rule for f in errors_in(load(sealed, sealed.entity_main("Company")).findings)} == {"seal-changed"}
    assert not errors_in(load(sealed, sealed.entity_main("Fund")).findings)


@pytest.mark.parametrize("change", ["edit", "cut", "remove", "blank"])
def test_the_entries_kept_with_a_seal_cannot_be_changed_either(sealed: Workspace, change: str) -> None:
    file = sealed.seals / "2026-Q3.Company.entries.jsonl"
    text = file.read_text()
    changes = {
        "edit": text.replace("1208.00", "1209.00"),
        "cut": text.partition("\n")[2],
        "remove": None,
        "blank": "",
    }
    if (after := changes[change]) is None:
        file.unlink()
    else:
        file.write_text(after)

    (found,) = verify(load(sealed))
    assert (found.rule, found.file) == ("seal-edited", "seals/2026-Q3.Company.entries.jsonl")


def test_a_seal_keeps_the_trial_balance(sealed: Workspace) -> None:
    (seal,) = [one for one in read(sealed) if one.entity == "Fund"]

    assert seal.trial["after"] == {
        "Assets:Fund:1002银行存款:01存放慈善总会": "0.00 0.00 50.00 0.00 50.00 0.00",
        "Income:Fund:4101捐赠收入:02限定性": "0.00 0.00 0.00 50.00 0.00 50.00",
    }


def test_a_seal_missing_from_the_chain_is_found(sealed: Workspace) -> None:
    books = load(sealed)
    close(sealed, books, parse_period("2026-10"), by="陈主任", today=date(2026, 11, 15))
    assert rules(sealed) == []
    (sealed.seals / "2026-Q3.Company.json").unlink()

    assert rules(sealed) == ["seal-lost", "seal-chain"]
    assert [seal.period for seal in read(sealed)] == ["2026-Q3", "2026-10", "2026-10"]


@pytest.mark.parametrize("reopened", [False, True])
def test_a_seal_whose_every_file_is_gone_is_missed_by_the_log(sealed: Workspace, reopened: bool) -> None:  # noqa: FBT001
    """Whoever deletes the last seal whole leaves the log's word that the period was closed."""
    at = datetime(2026, 10, 15, tzinfo=UTC)
    journal.append(sealed.root, journal.Done(at, "陈主任", "close", "2026-Q3", 0, ""))
    if reopened:
        journal.append(sealed.root, journal.Done(at, "陈主任", "reopen", "2026-Q3", 0, ""))
    shutil.rmtree(sealed.seals)

    assert rules(sealed) == ([] if reopened else ["seal-lost", "seal-lost"])  # one for each set of books


def test_closing_does_not_go_on_over_a_broken_seal(sealed: Workspace) -> None:
    edit(sealed, MONTHS[0], "卖菜", "卖果")

    with pytest.raises(NotReadyError, match="封账后被改动"):
        close(sealed, load(sealed), parse_period("2026-10"), by="陈主任", today=date(2026, 11, 15))


def test_books_still_load_without_errors_once_sealed(sealed: Workspace) -> None:
    assert errors_in(load(sealed).findings) == ()
