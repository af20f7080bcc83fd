"""What `huilin inbox` prints below its table: faults first, and what many rows have in common once."""

from __future__ import annotations

from huilin.importing.model import Refusal, alike
from huilin.wording import Text, same


def test_rows_that_say_the_same_are_one_line_with_their_number() -> None:
    """Sixty orders without a payment must not bury the one bill that is cut."""
    orders = [Refusal(line, same("no payment"), Text("", "")) for line in range(3, 63)]
    other = Refusal(70, same("same account"), Text("", ""))

    assert list(alike([*orders, other])) == [(orders[0], 60), (other, 1)]
