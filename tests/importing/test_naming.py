"""No person's name, phone or card number gets into the ledger by an import (law 9)."""

from __future__ import annotations

import pytest

from huilin.importing import naming


@pytest.mark.parametrize(
    "name",
    ["青禾市禾丰粮油商贸有限公司", "国家金库青禾市支库", "晴川社区居民委员会", "财付通支付科技有限公司", "现金募捐箱"],
)
def test_organisations_are_named(name: str) -> None:
    assert naming.payee(name) == name


@pytest.mark.parametrize("name", ["张三", "路秀珍", "欧阳建平", "阿不都拉·买买提", "代发工资批量账户", ""])
def test_what_may_be_a_person_is_not(name: str) -> None:
    assert naming.payee(name) == ""


def test_long_numbers_mails_and_names_of_the_register_are_cut_out() -> None:
    said = naming.safe("付 路秀珍 电话19900001111 卡6222021602000000000 a@b.cn 房租7月", frozenset({"路秀珍"}))

    assert said == "付 电话 卡 房租7月"
