"""The words of the ledger: accounts with national codes, accounting periods, metadata keys, kinds of entry."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from huilin.errors import UsageError
from huilin.wording import Text

ROOTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")

METADATA_KEYS = frozenset(
    ["id", "kind", "project", "donor", "receipt", "source-doc", "category", "prepared", "reviewed", "approved", "corrects", "override", "for-year", "batch", "src", "side", "card", "cashflow", "related-party", "sha256", "persons", "published", "consent"]
)  # fmt: skip

PERSONS = "persons"
"""How many natural persons an expense is about; where it is fewer than five it is not published alone."""

PUBLISHED, CONSENT = "published", "consent"
"""Of a document: its title for the public, and what whoever is in it agreed to."""

CLOSING = "结转"
PROMISE_ACCRUED = "反哺计提"
PROMISE_PAID = "反哺支付"
PROMISE_RECEIVED = "反哺到账"
VAT_RELIEF = "税费减免"
INCOME_TAX = "所得税计提"
ADVANCE = "垫付"

HOUR = "HOUR"
"""The commodity of volunteer hours: in the notes only."""
MEMO = "9"
"""What the codes of accounts outside the statements begin with."""

UNRESTRICTED = "01"
RESTRICTED = "02"

_ACCOUNT = re.compile(r"(\d{4})(.*)", re.DOTALL)
_SUB = re.compile(r"(\d{2})(.*)", re.DOTALL)
_VOUCHER = re.compile(r"(?P<entity>[A-Z][A-Za-z0-9-]*)/(?P<month>\d{4}-\d{2})/(?P<word>[记收付转])-(?P<number>\d{4,})")


class Account(NamedTuple):
    """An account split into its parts: `Income:Fund:4101捐赠收入:02限定性` → root, entity, code, name, subs."""

    root: str
    entity: str
    code: str
    name: str
    sub: str
    detail: str

    @property
    def full_code(self) -> str:
        """The code with its first sub-account, as formulas name it: `4101:02`."""
        return f"{self.code}:{self.sub}" if self.sub else self.code


@cache
def split_account(account: str) -> Account | None:
    """Return the account's parts, or None where it does not follow `Root:Entity:CODE名称[:NN明细…]`."""
    root, _, rest = account.partition(":")
    entity, _, rest = rest.partition(":")
    code_part, *details = rest.split(":")
    head = _ACCOUNT.fullmatch(code_part)
    if root not in ROOTS or not entity or head is None:
        return None
    subs = [_SUB.fullmatch(detail) for detail in details]
    if not all(subs):
        return None
    first = subs[0] if subs else None
    return Account(
        root, entity, head[1], head[2].lstrip("-"), first[1] if first else "", first[2].lstrip("-") if first else ""
    )


class Voucher(NamedTuple):
    """A voucher number `Company/2026-09/记-0001`."""

    entity: str
    month: str
    word: str
    number: int

    def __str__(self) -> str:
        return f"{self.entity}/{self.month}/{self.word}-{self.number:04d}"


def parse_voucher(number: str) -> Voucher | None:
    """Read a voucher number; None where it is none."""
    match = _VOUCHER.fullmatch(number)
    return Voucher(match["entity"], match["month"], match["word"], int(match["number"])) if match else None


class Period(NamedTuple):
    """A year, quarter or month of the calendar; both days inclusive."""

    name: str
    start: date
    end: date

    @property
    def year_to_date(self) -> Period:
        """From 1 January of the period's year to its end."""
        return Period(self.name, date(self.end.year, 1, 1), self.end)

    @property
    def previous(self) -> Period:
        """The period of the same length just before."""
        months = self.months
        last = self.start - timedelta(days=1)
        if months == 12:
            return parse_period(f"{last.year}")
        if months == 3:
            return parse_period(f"{last.year}-Q{(last.month + 2) // 3}")
        return parse_period(f"{last:%Y-%m}")

    @property
    def months(self) -> int:
        """How many months it has: 1, 3 or 12."""
        return self.end.month - self.start.month + 1

    @property
    def title(self) -> Text:
        """The period as a heading: 2026年第三季度."""
        year = self.start.year
        if self.months == 12:
            return Text(f"{year}年度", f"Year {year}")
        if self.months == 3:
            quarter = (self.end.month + 2) // 3
            return Text(f"{year}年第{'一二三四'[quarter - 1]}季度", f"Q{quarter} {year}")
        return Text(f"{year}年{self.start.month}月", f"{self.start:%B %Y}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def __str__(self) -> str:
        return self.name


_PERIOD = re.compile(r"(?P<year>20\d{2})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


def is_period(name: str) -> bool:
    """Say whether `name` is an accounting period's."""
    return _PERIOD.fullmatch(name) is not None


def parse_period(name: str) -> Period:
    """Read `2026`, `2026-Q3` or `2026-09`; raise UsageError for any other name."""
    match = _PERIOD.fullmatch(name.strip())
    if match is None:
        raise UsageError(
            Text(f"“{name}”不是会计期间。", f"“{name}” is no accounting period."),
            Text(
                "请写年度 2026、季度 2026-Q3 或月份 2026-09。",
                "Write a year 2026, a quarter 2026-Q3 or a month 2026-09.",
            ),
        )
    year = int(match["year"])
    if match["quarter"]:
        last = int(match["quarter"]) * 3
        first = last - 2
    elif match["month"]:
        first = last = int(match["month"])
    else:
        first, last = 1, 12
    return Period(name.strip(), date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def quarter_of(day: date) -> Period:
    """Return the calendar quarter that holds `day`."""
    return parse_period(f"{day.year}-Q{(day.month + 2) // 3}")


def month_of(day: date) -> Period:
    """Return the calendar month that holds `day`."""
    return parse_period(f"{day:%Y-%m}")
