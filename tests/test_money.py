"""Money is exact from the cell of a statement to the printed figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huilin import money

FEN = st.integers(min_value=-(10**13), max_value=10**13)


@given(FEN)
def test_fen_and_yuan_are_the_same_amount(fen: int) -> None:
    """Going to yuan and back loses nothing."""
    assert money.to_fen(money.to_decimal(fen)) == fen


@given(FEN)
def test_printed_amounts_read_back(fen: int) -> None:
    """What we print, with or without separators, we read as the same amount."""
    assert money.to_fen(money.parse_amount(money.show(fen))) == fen
    assert money.to_fen(money.parse_amount(money.plain(fen))) == fen


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("¥1,234.50", "1234.50"),
        ("`3.00", "3.00"),
        ("￥8", "8.00"),
        ("－12.5", "-12.50"),
        (" 0.10\t", "0.10"),
        ("12元", "12.00"),
    ],
)
def test_cells_as_vendors_print_them(cell: str, amount: str) -> None:
    """Signs, backticks, full-width minus and currency words are read away."""
    assert money.parse_amount(cell) == Decimal(amount)


@pytest.mark.parametrize("cell", ["", "/", "4.2E+27", "1.234", "1,23.00", "十元", "--1", "1 2"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    """A guess would be worse than a refusal."""
    with pytest.raises(money.InexactAmountError):
        money.parse_amount(cell)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_halves_are_rounded_away_from_zero(amount: Decimal) -> None:
    """四舍五入, computed here on whole numbers."""
    tenths = int(amount.scaleb(4))
    expected = (abs(tenths) + 50) // 100 * (-1 if tenths < 0 else 1)

    assert money.to_fen(money.round_half_up(amount)) == expected
