"""Drafts become vouchers or go again; nothing else in the files moves."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huilin import books, vouchers
from huilin.drafting import Draft, DraftPosting
from huilin.errors import HuilinError, RefusedError
from huilin.workspace import Workspace

BANK = "Assets:Company:1002银行存款:01建行基本户"
SALES = "Income:Company:5001主营业务收入:01团购自营"
JULY = "company/2026/2026-07.beancount"

MAIN = f"""option "title" "晴川社区"
option "operating_currency" "CNY"
include "company/2026/*.beancount"
2025-04-01 open {BANK}
2025-04-01 open {SALES}
"""
OLD = f"""; 七月
2026-07-02 * "卖大米"
  id: "Company/2026-07/记-0007"
  {BANK}   10.00 CNY
  {SALES}  -10.00 CNY

; 记一笔: 不要动
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "community.toml").write_text('[community]\nname = "晴川社区"\n', encoding="utf-8")
    (tmp_path / "main.beancount").write_text(MAIN, encoding="utf-8")
    (tmp_path / JULY).parent.mkdir(parents=True)
    (tmp_path / JULY).write_text(OLD, encoding="utf-8")
    return Workspace.find(tmp_path)


def draft(day: date, words: str, yuan: str = "1.00", **meta: str) -> Draft:
    amount = Decimal(yuan)
    legs = (DraftPosting(BANK, amount, meta={"src": f"ccb:{words}"}), DraftPosting(SALES, -amount))
    return Draft("Company", day, words, legs, meta=meta)


def text(workspace: Workspace, name: str = JULY) -> str:
    return (workspace.root / name).read_text(encoding="utf-8")


def test_drafts_are_appended_in_date_order_below_what_was_there(workspace: Workspace) -> None:
    vouchers.append(workspace, [draft(date(2026, 7, 9), "乙"), draft(date(2026, 7, 3), "甲")])

    new = text(workspace)
    assert new.startswith(OLD)
    assert new.removeprefix(OLD) == (
        '\n2026-07-03 ! "甲"\n'
        "  Assets:Company:1002银行存款:01建行基本户                1.00 CNY\n"
        '    src: "ccb:甲"\n'
        "  Income:Company:5001主营业务收入:01团购自营             -1.00 CNY\n"
        '\n2026-07-09 ! "乙"\n'
        "  Assets:Company:1002银行存款:01建行基本户                1.00 CNY\n"
        '    src: "ccb:乙"\n'
        "  Income:Company:5001主营业务收入:01团购自营             -1.00 CNY\n"
    )


def test_posting_numbers_in_date_order_after_the_last_of_the_month(workspace: Workspace) -> None:
    vouchers.append(workspace, [draft(date(2026, 7, 9), "乙", batch="b", prepared="周会计")])
    vouchers.append(workspace, [draft(date(2026, 7, 3), "甲"), draft(date(2026, 8, 1), "丙")])

    numbered = vouchers.post(workspace, books.load(workspace), "陈主任")

    assert numbered.ids == ("Company/2026-07/记-0008", "Company/2026-07/记-0009", "Company/2026-08/记-0001")
    assert (
        '2026-07-09 * "乙"\n  id: "Company/2026-07/记-0009"\n  batch: "b"\n  prepared: "周会计"\n  reviewed: "陈主任"\n'
        in text(workspace)
    )
    assert text(workspace).startswith(OLD)
    assert all(entry.flag == "*" for entry in books.load(workspace).transactions)


def test_only_drafts_up_to_a_day_are_posted(workspace: Workspace) -> None:
    vouchers.append(workspace, [draft(date(2026, 7, 3), "甲"), draft(date(2026, 8, 1), "丙")])

    numbered = vouchers.post(workspace, books.load(workspace), "陈主任", until=date(2026, 7, 31))

    assert numbered.ids == ("Company/2026-07/记-0008",)
    assert '2026-08-01 ! "丙"' in text(workspace, "company/2026/2026-08.beancount")


def test_undo_takes_back_exactly_the_batch(workspace: Workspace) -> None:
    vouchers.append(workspace, [draft(date(2026, 7, 5), "先", batch="1")])
    before = text(workspace)
    vouchers.append(
        workspace,
        [draft(date(2026, 7, d), "后", batch="2") for d in (1, 5, 9)] + [draft(date(2026, 8, 1), "后", batch="2")],
    )

    count = vouchers.undo(workspace, books.load(workspace), "2")

    assert count == 4
    assert text(workspace) == before
    assert not (workspace.root / "company/2026/2026-08.beancount").exists()


def test_a_posted_batch_is_not_undone(workspace: Workspace) -> None:
    vouchers.append(workspace, [draft(date(2026, 7, 5), "甲", batch="1"), draft(date(2026, 7, 6), "乙", batch="1")])
    vouchers.post(workspace, books.load(workspace), "陈主任", until=date(2026, 7, 5))
    before = text(workspace)

    with pytest.raises(RefusedError):
        vouchers.undo(workspace, books.load(workspace), "1")

    assert text(workspace) == before


def test_a_file_changed_since_it_was_loaded_is_left_alone(workspace: Workspace) -> None:
    vouchers.append(workspace, [draft(date(2026, 7, 5), "甲", batch="1")])
    loaded = books.load(workspace)
    (workspace.root / JULY).write_text("; 新的一行\n" + text(workspace), encoding="utf-8")
    before = text(workspace)

    with pytest.raises(HuilinError):
        vouchers.undo(workspace, loaded, "1")

    assert text(workspace) == before


def test_other_files_are_written_in_the_same_step(workspace: Workspace) -> None:
    log = workspace.imports / "log.jsonl"

    vouchers.append(workspace, [draft(date(2026, 7, 5), "甲")], {log: "{}\n"})

    assert log.read_text(encoding="utf-8") == "{}\n"
