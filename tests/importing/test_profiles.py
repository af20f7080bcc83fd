"""Column profiles: a statement that no module knows, read by a few lines of text."""

from __future__ import annotations

import pytest

from huilin.importing import profiles
from huilin.importing.containers import tables
from tests.importing.conftest import CCB as BANK
from tests.importing.conftest import SETTINGS, Village

STATEMENT = """齐鲁银行企业账户明细,,,,,,
账号：86600001,,,,,,
交易日期,借方发生额,贷方发生额,余额,对方户名,摘要,交易流水号
2026-07-01,12.00,,88.00,某某物业公司,房租,Q1
2026-07-02,,5.00,93.00,甲,款,Q2
合计,12.00,5.00,,,,
""".encode("gb18030")
PROFILE = """
格式 齐鲁银行对公
表头含 交易日期, 借方发生额, 贷方发生额, 余额
日期 = 交易日期   支出 = 借方发生额   收入 = 贷方发生额   余额 = 余额
对方 = 对方户名   摘要 = 摘要, 用途   流水号 = 交易流水号   结束行 含 合计
"""


def settle(village: Village, profile: str = PROFILE) -> None:
    village.write("community.toml", SETTINGS.replace("[transit]", f'"齐鲁银行对公:86600001" = "{BANK}"\n[transit]'))
    village.workspace = type(village.workspace).find(village.root)
    (village.root / "profiles").mkdir()
    village.write("profiles/齐鲁.txt", profile)


def test_a_statement_is_read_by_its_profile_and_booked_by_rules(village: Village) -> None:
    settle(village)
    village.write("rules/20.txt", '如果 来源 是 齐鲁银行对公 且 摘要 含 "房租" -> 5602:02\n')

    inbox = village.read({"q.csv": STATEMENT})

    assert [(f.new, f.refused, f.errors) for f in inbox.files] == [(2, 0, ())]
    assert [p.meta.get("src") for p in inbox.drafts[0].postings if "src" in p.meta] == ["齐鲁银行对公:Q1"]
    assert "Expenses:Company:5602管理费用:02房租水电" in {p.account for p in inbox.drafts[0].postings}


def test_what_is_read_by_a_profile_is_known_the_second_time(village: Village) -> None:
    settle(village)
    village.book({"q.csv": STATEMENT})

    assert [file.known for file in village.read({"again.csv": STATEMENT}).files] == [2]


def test_a_profile_is_proposed_from_the_headings_and_reads_the_file(village: Village) -> None:
    """The proposal is one line that can be saved as it stands."""
    (file,) = village.read({"q.csv": STATEMENT}).files

    remedy = file.errors[0].remedy.zh
    proposed = remedy[remedy.index("格式 ") :]
    (profile,) = profiles.parse(proposed)
    (table,) = tables(STATEMENT)
    assert profile.find_heading(table) is not None
    assert [str(row.amount) for row in profile.read(table).rows] == ["-12.00", "5.00"]
    assert profile.read(table).refused == ()


@pytest.mark.parametrize(
    ("heading", "row", "moment", "amount"),
    [
        ("交易日期,交易时间,收入金额,支出金额,余额,对方名称", "20260701,090000,,12.00,88.00,某公司", "2026-07-01 09:00:00", "-12.00"),
        ("交易时间,商户订单号,收款金额,手续费,付款人", "2026-07-01 09:00:00,O1,12.00,0.05,甲", "2026-07-01 09:00:00", "12.00"),
        ("捐赠时间,订单号,捐赠项目,捐赠人,捐赠金额", "2026-07-01 09:00:00,T1,路灯,甲,12.00", "2026-07-01 09:00:00", "12.00"),
        ("交易日,摘要说明,借方,贷方,结余,对手户名", "2026-07-01,货款,12.00,,88.00,某店", "2026-07-01 00:00:00", "-12.00"),
        ("记账日期,交易金额,收支方向,账户余额,摘要", "2026-07-01,12.00,支,88.00,货款", "2026-07-01 00:00:00", "-12.00"),
    ],
)  # fmt: skip
def test_what_is_proposed_reads_rural_banks_till_providers_and_donation_platforms(
    heading: str, row: str, moment: str, amount: str
) -> None:
    """A clock beside a day, receipts alone, a direction in a column of its own."""
    (table,) = tables(f"{heading}\n{row}\n".encode())

    (profile,) = profiles.parse(profiles.propose(table))

    (read,) = profile.read(table).rows
    assert (str(read.moment), str(read.amount)) == (moment, amount)


def test_what_has_neither_date_nor_amount_gets_no_proposal() -> None:
    (table,) = tables("姓名,年龄\n甲,3\n".encode())

    assert profiles.propose(table) == ""


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("格式 甲\n表头含 日期\n日期 = 日期\n", 1, "金额"),
        ("日期 = 日期\n", 1, "格式"),
        ("格式 甲\n表头含 日期\n颜色 = 红\n", 3, "颜色"),
        ("格式 甲\n日期 = 日期  金额 = 金额\n", 1, "表头含"),
        ("格式 甲\n表头含 日期\n日期 = 日期  收入 = 收入\n", 1, "支出"),
    ],
)
def test_a_wrong_profile_is_a_finding_with_its_line(village: Village, text: str, line: int, words: str) -> None:
    settle(village, text)

    (found,) = village.read({}).findings

    assert (found.file, found.line) == ("profiles/齐鲁.txt", line)
    assert words in found.say("zh")


def test_one_amount_and_its_direction() -> None:
    (profile,) = profiles.parse("格式 甲  表头含 日期, 发生额  日期 = 日期  金额 = 发生额  方向 = 借贷标志")
    (table,) = tables("日期,发生额,借贷标志\n2026-07-01,3.00,贷\n2026-07-02,2.00,借\n".encode())

    assert [str(row.amount) for row in profile.read(table).rows] == ["3.00", "-2.00"]
