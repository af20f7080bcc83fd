"""The gate lets no number or name of a person out, and lets figures through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huilin.donors import Donor, Register
from huilin.errors import RefusedError
from huilin.money import plain, show
from huilin.publication.privacy import CARD, EMAIL, IDENTITY, MOBILE, NAME, PHONE, Secrets, found, search

if TYPE_CHECKING:
    from huilin.wording import Text

NOBODY = Secrets()
REGISTER = Register(
    (
        Donor("D0001", "欧阳晓岚", phone="0532-88001234"),
        Donor("D0002", "李秀兰", wish="实名"),
        Donor("D0003", "王芳", wish="匿名"),
        Donor("D0004", "王芳芳", wish="实名"),
        Donor("D0005", "赵大海", wish="化名", alias="海风"),
        Donor("D0006", "张伟", wish="匿名"),
        Donor("D0007", "张伟", wish="实名"),
        Donor("D0008", "匿名", wish="匿名"),
    )
)


def kinds(text: str, secrets: Secrets = NOBODY) -> set[Text]:
    return set(found(text, secrets))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电话13812345678。", MOBILE),
        ("<td>138 1234 5678</td>", MOBILE),
        ("+86-138-1234-5678", MOBILE),
        ("１３８１２３４５６７８", MOBILE),
        ("&#49;3812345678", MOBILE),
        ("身份证11010519491231002X", IDENTITY),
        ("110105 19491231 002x", IDENTITY),
        ("卡号 6222 0212 3456 7890 128", CARD),
        ("4111111111111111", CARD),
        ("写信给 a.b@example.org 即可", EMAIL),
    ],
)
def test_numbers_of_persons_are_found(text: str, kind: Text) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "13812345678.00",
        "138123456789",
        "ab13812345678cd",
        "1234567890123456",
        "Fund/2026-07/记-0001",
        "0000000000000000",
    ],
)
def test_what_only_looks_like_one_is_let_through(text: str) -> None:
    assert kinds(text) == set()


@settings(deadline=None)
@given(st.integers(-(10**13), 10**13))
def test_no_amount_is_taken_for_a_number_of_a_person(fen: int) -> None:
    assert kinds(f"{show(fen)} {plain(fen)}") == set()


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("感谢欧阳晓岚女士", True),
        ("欧阳<b>晓岚</b>", True),
        ('<a title="欧阳晓岚">', True),
        ("李秀兰", False),
        ("王芳芳", False),
        ("王芳", True),
        ("海风", False),
        ("赵大海", True),
        ("张伟", False),
        ("匿名", False),
    ],
)
def test_names_go_out_only_as_their_owners_wish(text: str, *, hit: bool) -> None:
    assert (NAME in kinds(text, Secrets.of(REGISTER))) is hit


def test_a_registered_telephone_is_found_and_the_offices_own_is_not() -> None:
    assert PHONE in kinds("0532-8800 1234", Secrets.of(REGISTER))
    assert kinds("咨询 13812345678", Secrets.of(REGISTER, ["13812345678"])) == set()


def test_a_hit_names_kind_and_file_but_not_the_value() -> None:
    with pytest.raises(RefusedError) as caught:
        search({"index.html": "欧阳晓岚 13812345678", "data/a.csv": "李秀兰"}, Secrets.of(REGISTER))

    said = str(caught.value.text) + caught.value.text.en + str(caught.value.remedy)
    assert "index.html" in said
    assert "data/a.csv" not in said
    assert "欧阳" not in said
    assert "1381234" not in said
    assert caught.value.exit_code == 3
