"""The page of worked figures, as tables: every amount was worked out by hand and stands here to the fen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from huilin.reinvestment import (
    Assessment,
    Lot,
    NoSolutionError,
    Policy,
    Resolution,
    Settlement,
    Taxes,
    YearFigures,
    assess,
    committee_part,
    distribution_needed,
    income_tax,
)

D = Decimal
Year = Callable[..., YearFigures]
Promise = Callable[..., Policy]
BEFORE = "net-profit-before-donation"
AFTER = "net-profit-after-donation"
TOTAL = "total-profit-before-donation"
SHARED = "distributable-profit"
SHARED_AFTER_RESERVE = "distributable-after-reserve"
LOSS = {"book_loss_left": "30000.00"}
BOTH_LOSSES = {**LOSS, "tax_losses": (Lot(2025, D("30000.00")),)}


def table(text: str) -> list[tuple[str, ...]]:
    """Read the rows of a table as it stands on the page."""
    rows = (line.strip().strip("|").split("|") for line in text.strip().splitlines())
    return [tuple(cell.strip().replace(",", "") for cell in row) for row in rows]


ALL_PAID = table("""
| net-profit-after-donation    | 15,917.42 | 10,089.91 |  5,827.51 | 4,495.50 | 84,082.58  | 79,587.08 |
| net-profit-before-donation   | 19,000.00 |  9,720.00 |  9,280.00 | 4,514.00 | 81,000.00  | 76,486.00 |
| total-profit-before-donation | 20,000.00 |  9,600.00 | 10,400.00 | 4,520.00 | 80,000.00  | 75,480.00 |
| distributable-profit         | 19,000.00 |      0.00 |      0.00 | 5,000.00 | 100,000.00 | 95,000.00 |
| distributable-after-reserve  | 17,100.00 |      0.00 |      0.00 | 5,000.00 | 100,000.00 | 95,000.00 |
""")


@pytest.mark.parametrize(("base", "owed", "deductible", "carried", "tax", "total", "net"), ALL_PAID)
def test_five_bases_on_a_profit_of_100_000(
    *,
    base: str,
    owed: str,
    deductible: str,
    carried: str,
    tax: str,
    total: str,
    net: str,
    year: Year,
    promise: Promise,
    taxes: Taxes,
) -> None:
    """Each base on 100,000.00, all of the gift paid by 31 December."""
    found = assess(promise(base), year("100000.00"), taxes, assume_paid=True)

    assert (found.owed, found.tax.deductible_now, found.tax.carried_forward) == (
        D(owed),
        D(deductible),
        D(carried),
    )
    assert (found.tax.tax, found.tax.total_profit, found.net_profit) == (D(tax), D(total), D(net))


SHARE_OF_NET_PROFIT = table("""
| net-profit-after-donation    | 20.00 |
| net-profit-before-donation   | 24.84 |
| total-profit-before-donation | 26.50 |
""")


@pytest.mark.parametrize(("base", "share"), SHARE_OF_NET_PROFIT)
def test_the_gift_as_a_share_of_the_net_profit_that_remains(
    base: str, share: str, year: Year, promise: Promise, taxes: Taxes
) -> None:
    found = assess(promise(base), year("100000.00"), taxes, assume_paid=True)

    assert (found.owed / found.net_profit * 100).quantize(D("0.01")) == D(share)


PART_PAID = table("""
| net-profit-before-donation | 14,250.00 | 19,000.00 | 9,720.00 | 4,530.00 |  4,750.00 | 4,514.00 |
| net-profit-before-donation |      0.00 | 19,000.00 |     0.00 |     0.00 | 19,000.00 | 5,000.00 |
| net-profit-after-donation  |      0.00 | 15,833.33 |     0.00 |     0.00 | 15,833.33 | 5,000.00 |
""")


@pytest.mark.parametrize(("base", "paid", "owed", "deductible", "carried", "unpaid", "tax"), PART_PAID)
def test_only_what_was_paid_in_the_year_is_deducted(
    *,
    base: str,
    paid: str,
    owed: str,
    deductible: str,
    carried: str,
    unpaid: str,
    tax: str,
    year: Year,
    promise: Promise,
    taxes: Taxes,
) -> None:
    found = assess(promise(base), year("100000.00", paid_before=paid, paid_in_year=paid), taxes)

    assert (found.owed, found.tax.deductible_now, found.tax.carried_forward) == (
        D(owed),
        D(deductible),
        D(carried),
    )
    assert (found.tax.unpaid_not_deductible, found.tax.tax) == (D(unpaid), D(tax))


def test_a_gift_paid_next_year_is_deducted_next_year(year: Year, taxes: Taxes) -> None:
    """4,750.00 of 2025 paid in January 2026: it counts in 2026, and its three years begin then."""
    tax = income_tax(year("100000.00", paid_late="4750.00"), taxes)

    assert (tax.deductible_now, tax.unpaid_not_deductible, tax.tax) == (
        D("4750.00"),
        D("0.00"),
        D("4762.50"),
    )


LOSSES = table("""
| both | net-profit-before-donation   | 66,500.00 | 13,300.00 | 10,404.00 | 2,896.00 | 2,979.80 |
| both | total-profit-before-donation | 70,000.00 | 14,000.00 | 10,320.00 | 3,680.00 | 2,984.00 |
| both | net-profit-after-donation    | 55,860.81 | 11,172.16 | 10,659.34 |   512.82 | 2,967.03 |
| both | distributable-profit         | 66,500.00 | 13,300.00 |      0.00 |     0.00 | 3,500.00 |
| both | distributable-after-reserve  | 59,850.00 | 11,970.00 |      0.00 |     0.00 | 3,500.00 |
| book | net-profit-before-donation   | 65,000.00 | 13,000.00 | 10,440.00 | 2,560.00 | 4,478.00 |
| book | distributable-profit         | 65,000.00 | 13,000.00 |      0.00 |     0.00 | 5,000.00 |
| book | distributable-after-reserve  | 58,500.00 | 11,700.00 |      0.00 |     0.00 | 5,000.00 |
""")


@pytest.mark.parametrize(("kind", "base", "amount", "owed", "deductible", "carried", "tax"), LOSSES)
def test_book_losses_reduce_the_base_and_tax_losses_the_tax(
    *,
    kind: str,
    base: str,
    amount: str,
    owed: str,
    deductible: str,
    carried: str,
    tax: str,
    year: Year,
    promise: Promise,
    taxes: Taxes,
) -> None:
    """A loss of 30,000.00 brought forward, in the books alone or for tax too."""
    figures = year("100000.00", **(BOTH_LOSSES if kind == "both" else LOSS))
    found = assess(promise(base), figures, taxes, assume_paid=True)

    assert (found.base_amount, found.owed) == (D(amount), D(owed))
    assert (found.tax.deductible_now, found.tax.carried_forward, found.tax.tax) == (
        D(deductible),
        D(carried),
        D(tax),
    )
    assert (found.losses_used, found.losses_left) == (D("30000.00"), D("0.00"))


@pytest.mark.parametrize(("losses", "reserve"), [(BOTH_LOSSES, "6650.00"), (LOSS, "6500.00")])
def test_the_reserve_is_a_tenth_of_what_losses_leave(
    losses: str, reserve: str, year: Year, promise: Promise, taxes: Taxes
) -> None:
    found = assess(promise(SHARED_AFTER_RESERVE), year("100000.00", **losses), taxes)

    assert found.reserve == D(reserve)


def test_losses_first_is_the_promises_choice(year: Year, promise: Promise, taxes: Taxes) -> None:
    found = assess(promise(losses_first=False), year("100000.00", **LOSS), taxes)

    assert (found.owed, found.losses_used, found.losses_left) == (D("19000.00"), D("0.00"), D("30000.00"))


def test_the_reserve_stops_at_half_the_registered_capital(year: Year, promise: Promise, taxes: Taxes) -> None:
    """Capital 100,000, reserve 48,000, net profit 95,000: 2,000 goes to the reserve, 18,600.00 is shared."""
    figures = year("100000.00", registered_capital="100000.00", opening_reserve="48000.00")
    found = assess(promise(SHARED_AFTER_RESERVE), figures, taxes)

    assert (found.reserve, found.owed) == (D("2000.00"), D("18600.00"))


def test_level_years_carry_forward_and_lapse(year: Year, promise: Promise, taxes_without_end: Taxes) -> None:
    """100,000 a year, each gift paid: 90,280.00 is taxed each year, and 7,960.00 of year 4 lapse after year 7.

    By hand: each year gives 19,000 and may deduct 9,720, oldest first; in 7 years 68,040 are used up of the
    76,000 given in years 1 to 4, and the rest is too old.
    """
    carried: tuple[Lot, ...] = ()
    years = []
    for number in range(2031, 2039):
        figures = year("100000.00", through=date(number, 12, 31), donations_carried=carried)
        found = assess(promise(), figures, taxes_without_end, assume_paid=True)
        carried = found.tax.carried_by_year
        years.append(found)

    assert {found.owed for found in years} == {D("19000.00")}
    assert {found.tax.taxable for found in years} == {D("90280.00")}
    assert [found.tax.carry_expired for found in years[:6]] == [D("0.00")] * 6
    assert years[6].tax.carry_expired == 4 * D("19000.00") - 7 * D("9720.00") == D("7960.00")
    assert years[6].tax.carried_by_year == tuple(Lot(number, D("19000.00")) for number in (2035, 2036, 2037))


def test_the_second_year_does_not_owe_for_the_first_years_relief(year: Year, promise: Promise, taxes: Taxes) -> None:
    """With 9,280.00 carried forward the tax falls, but the base is as if no donation of any year existed."""
    found = assess(promise(), year("100000.00", donations_carried=(Lot(2025, D("9280.00")),)), taxes, assume_paid=True)

    assert found.owed == D("19000.00") != D("19092.80")
    assert (found.tax.deductible_now, found.tax.tax) == (D("9720.00"), D("4514.00"))
    assert found.tax.carried_by_year == (Lot(2026, D("18560.00")),)


@pytest.mark.parametrize(
    ("profit", "owed", "rate"),
    [
        ("2999999.99", "570000.00", "0.05"),
        ("3000000.00", "570000.00", "0.05"),
        ("3000000.01", "450000.00", "0.25"),
    ],
)
def test_one_fen_over_the_limit_changes_the_regime(
    *, profit: str, owed: str, rate: str, year: Year, promise: Promise, taxes: Taxes
) -> None:
    """The default base knows no donation, so neither does the regime that it is taxed in."""
    found = assess(promise(), year(profit), taxes)

    assert found.owed == D(owed)
    assert found.tax.rate == D(rate)


@pytest.mark.parametrize("unfit", [{"small_low_profit": False}, {"staff": 301}, {"assets": "50000000.01"}], ids=str)
def test_a_company_that_is_not_small_pays_a_quarter(
    unfit: dict[str, Any], year: Year, promise: Promise, taxes: Taxes
) -> None:
    assert assess(promise(), year("100000.00", **unfit), taxes).owed == D("15000.00")


@pytest.mark.parametrize("fit", [{"staff": 300}, {"assets": "50000000.00"}], ids=str)
def test_a_company_at_the_limits_is_still_small(
    fit: dict[str, Any], year: Year, promise: Promise, taxes: Taxes
) -> None:
    assert assess(promise(), year("100000.00", **fit), taxes).owed == D("19000.00")


@pytest.mark.parametrize(("profit", "owed"), [("3336666.66", "531111.11"), ("3350000.01", "433333.33")])
def test_the_circle_closes_up_to_both_borders(
    profit: str, owed: str, year: Year, promise: Promise, taxes: Taxes
) -> None:
    """Below, D = 0.1912/1.01 of what remains, taxed at 5 %; above, 0.156/1.05 of it, taxed at 25 %."""
    assert assess(promise(AFTER), year(profit), taxes, assume_paid=True).owed == D(owed)


@pytest.mark.parametrize("profit", ["3336666.67", "3336670.00", "3343333.33", "3349999.99", "3350000.00"])
def test_between_the_borders_no_gift_keeps_the_promise(profit: str, year: Year, promise: Promise, taxes: Taxes) -> None:
    with pytest.raises(NoSolutionError) as found:
        assess(promise(AFTER), year(profit), taxes, assume_paid=True)

    assert found.value.profit == D(profit)
    assert "无解" in found.value.text.zh


def test_the_borders_by_hand() -> None:
    """Taxable income P − 12 % (P − D) is 3,000,000 where P = 10,010,000/3 at 5 %, and 3,350,000 at 25 %."""
    for profit, kept in ((D(10010000) / 3, D("0.1912") / D("1.01")), (D(3350000), D("0.156") / D("1.05"))):
        remaining = profit / (1 + kept)

        assert abs(profit - D("0.12") * remaining - 3000000) < D("1E-15")


@pytest.mark.parametrize(("profit", "taxable"), [("3347614.68", None), ("3347614.69", "3000000.01")])
def test_a_gift_must_also_hold_when_booked_in_fen(
    profit: str, taxable: str | None, year: Year, promise: Promise, taxes: Taxes
) -> None:
    """At 21 % an exact gift just above the limit would, in whole fen, be declared at exactly 3,000,000.00."""
    try:
        found = assess(promise(AFTER, "0.21"), year(profit), taxes, assume_paid=True)
    except NoSolutionError:
        assert taxable is None
    else:
        assert str(found.tax.taxable) == taxable


QUARTERS = [
    # through, profit to date, paid until then, owed, to accrue, overpaid
    (date(2026, 3, 31), "30000.00", "0.00", "5700.00", "5700.00", "0.00"),
    (date(2026, 6, 30), "70000.00", "5700.00", "13300.00", "7600.00", "0.00"),
    (date(2026, 9, 30), "100000.00", "13300.00", "19000.00", "5700.00", "0.00"),
    (date(2026, 12, 31), "40000.00", "19000.00", "7600.00", "0.00", "11400.00"),
]


def test_nine_good_months_and_a_bad_end(year: Year, promise: Promise, taxes: Taxes) -> None:
    """Nine months of 100,000 were paid as 19,000; the year of 40,000 owes 7,600: 11,400 is overpaid."""
    accrued = D("0.00")
    for through, profit, paid, owed, to_accrue, overpaid in QUARTERS:
        figures = year(profit, through=through, accrued_before=accrued, paid_before=paid, paid_in_year=paid)
        found = assess(promise(), figures, taxes)
        accrued += found.to_accrue

        assert (found.owed, found.to_accrue, found.overpaid) == (D(owed), D(to_accrue), D(overpaid))
    assert accrued == D("19000.00")


def test_an_accrual_is_taken_back_only_down_to_what_was_paid(year: Year, promise: Promise, taxes: Taxes) -> None:
    """19,000 accrued, 14,250 paid, 7,600 owed: 4,750 goes back, 6,650 is overpaid."""
    paid = {"paid_before": "14250.00", "paid_in_year": "14250.00"}
    found = assess(promise(), year("40000.00", accrued_before="19000.00", **paid), taxes)

    assert (found.to_accrue, found.overpaid, found.difference) == (D("-4750.00"), D("6650.00"), D("4750.00"))


@pytest.mark.parametrize(
    ("overpaid", "used", "to_accrue", "left"),
    [("credit", "11400.00", "7600.00", "0.00"), ("gift", "0.00", "19000.00", "0.00")],
)
def test_last_years_overpayment_is_credit_or_gift(
    *, overpaid: str, used: str, to_accrue: str, left: str, year: Year, promise: Promise, taxes: Taxes
) -> None:
    figures = year("100000.00", credit_before="11400.00")
    found = assess(promise(overpaid=overpaid), figures, taxes)

    assert (found.owed, found.credit_used, found.to_accrue) == (D("19000.00"), D(used), D(to_accrue))
    assert found.credit_forward == D(left)


def test_credit_that_one_year_cannot_use_waits_for_the_next(year: Year, promise: Promise, taxes: Taxes) -> None:
    found = assess(promise(), year("40000.00", credit_before="11400.00"), taxes)

    assert (found.owed, found.credit_used, found.to_accrue) == (D("7600.00"), D("7600.00"), D("0.00"))
    assert found.credit_forward == D("3800.00")


def test_a_committee_with_60_percent(year: Year, promise: Promise, taxes: Taxes) -> None:
    """It receives 19,000.00 of the 31,666.67 that go to all shareholders."""
    settlement = Settlement(share=D("0.60"))
    found = assess(promise(SHARED), year("100000.00"), taxes, settlement)

    assert (found.owed, found.distribution) == (D("19000.00"), D("31666.67"))
    assert committee_part(D("31666.67"), D("0.60")) == D("19000.00")
    assert distribution_needed(D("13000.00"), D(1)) == D("13000.00")


def test_a_dividend_waits_for_its_resolution(year: Year, promise: Promise, taxes: Taxes) -> None:
    """Without one the amount is known and nothing is booked; with one what was resolved is booked."""
    resolved = Resolution(date(2027, 4, 20), D("31666.67"), "documents/决议.pdf")
    waiting = assess(promise(SHARED), year("100000.00"), taxes)
    declared = assess(promise(SHARED), year("100000.00"), taxes, Settlement(share=D("0.60"), resolution=resolved))

    assert (waiting.owed, waiting.to_accrue, waiting.resolution) == (D("19000.00"), D("0.00"), None)
    assert (declared.to_accrue, declared.resolution) == (D("19000.00"), "documents/决议.pdf")


@pytest.mark.parametrize("route", ["dividend", "reserve"])
def test_profit_is_not_distributed_by_the_quarter(route: str, year: Year, promise: Promise, taxes: Taxes) -> None:
    figures = year("100000.00", through=date(2026, 9, 30))
    found = assess(promise(SHARED, route=route), figures, taxes)

    assert (found.owed, found.to_accrue) == (D("19000.00"), D("0.00"))


def test_a_reserve_never_fulfils_the_promise(year: Year, promise: Promise, taxes: Taxes) -> None:
    """Booked at the year's end, kept in the company: nothing is paid, nothing received, all is still open."""
    claimed = Settlement(received=D("19000.00"), payee="社区基金")
    figures = year("100000.00", accrued_before="19000.00")
    found = assess(promise(SHARED, route="reserve"), figures, taxes, claimed)

    assert (found.owed, found.to_accrue, found.paid) == (D("19000.00"), D("0.00"), D("0.00"))
    assert (found.received, found.payee, found.difference) == (D("0.00"), None, D("19000.00"))
    assert any("留存公司，未注入基金" in step.label.zh for step in found.steps)


def test_exempt_care_counts_at_90_percent(year: Year, promise: Promise, taxes: Taxes) -> None:
    """200,000 of care income takes 20,000 out of the tax: 4,000 tax, 19,200 owed."""
    found = assess(promise(), year("100000.00", exempt_care_income="200000.00"), taxes)

    assert found.owed == D("19200.00")
    assert _amount(found, "income-tax-without-gift") == D("4000.00")


@pytest.mark.parametrize("base", [BEFORE, AFTER, TOTAL, SHARED, SHARED_AFTER_RESERVE])
@pytest.mark.parametrize("profit", ["-25000.00", "0.00"])
def test_a_year_of_loss_owes_nothing(base: str, profit: str, year: Year, promise: Promise, taxes: Taxes) -> None:
    found = assess(promise(base), year(profit), taxes)

    assert (found.owed, found.to_accrue, found.tax.tax) == (D("0.00"), D("0.00"), D("0.00"))
    assert found.losses_left == -D(profit)
    assert any(step.label.zh == "本年无反哺义务" for step in found.steps)


def test_a_loss_joins_the_losses_that_later_years_may_use(year: Year, taxes: Taxes) -> None:
    """Losses serve five years: one of 2020 is too old in 2026, one of 2021 has its last year."""
    lots = (Lot(2020, D("1.00")), Lot(2021, D("2.00")), Lot(2025, D("4.00")))
    tax = income_tax(year("-8.00", tax_losses=lots), taxes)

    assert tax.losses_left == (Lot(2025, D("4.00")), Lot(2026, D("8.00")))


def test_cap_and_floor_bound_the_year(year: Year, promise: Promise, taxes: Taxes) -> None:
    owed = [
        assess(promise(cap="15000.00", floor="5000.00"), year(profit), taxes).owed
        for profit in ("100000.00", "50000.00", "10000.00", "3000.00", "-1.00")
    ]

    assert owed == [D("15000.00"), D("9500.00"), D("5000.00"), D("2850.00"), D("0.00")]


def test_where_two_gifts_solve_the_circle_the_larger_is_owed(year: Year, promise: Promise, taxes: Taxes) -> None:
    """At 5 % of what remains of 3,120,000 both 112,771.08 (taxed at 25 %) and 141,479.71 (5 %) fit."""
    found = assess(promise(AFTER, "0.05"), year("3120000.00"), taxes, assume_paid=True)

    assert found.owed == (D("3120000") * D("0.0475") / D("1.0475")).quantize(D("0.01"))
    assert found.tax.rate == D("0.05")


@pytest.mark.parametrize("base", [BEFORE, AFTER, TOTAL, SHARED, SHARED_AFTER_RESERVE])
def test_the_steps_add_up(base: str, year: Year, promise: Promise, taxes: Taxes) -> None:
    """Each subtotal down to the base is what stands above it, taking away the lines called 减."""
    figures = year("123456.78", costs="3456.33", book_loss_left="777.77", other_donations="50.01")
    found = assess(promise(base), figures, taxes)

    rules = [step.rule for step in found.steps]
    above = found.steps[: rules.index(base)]
    taken = [step.amount for step in above if step.label.zh.startswith("减")]
    assert _amount(found, "revenue") - sum(taken, start=D(0)) == _amount(found, base) == found.base_amount


@pytest.mark.parametrize(
    ("base", "figures"),
    [
        (BEFORE, {"credit_before": "100.00", "accrued_before": "30000.00", "paid_before": "20000.00"}),
        (BEFORE, {"accrued_before": "14250.00", "paid_before": "14250.00"}),
        (SHARED, {"accrued_before": "0.00"}),
    ],
)
def test_the_steps_from_owed_to_accrued_add_up(
    base: str, figures: dict[str, Any], year: Year, promise: Promise, taxes: Taxes
) -> None:
    """减 is taken away, 加 is added; dividends without a resolution wait in a line of their own."""
    found = assess(promise(base), year("100000.00", **figures), taxes)

    rules = [step.rule for step in found.steps]
    between = found.steps[rules.index("owed-to-the-fen") + 1 : rules.index("accrue")]
    signs = {"减": -1, "加": 1}
    moved = sum((signs[step.label.zh[0]] * step.amount for step in between), start=D(0))
    assert found.owed + moved == _amount(found, "accrue") == found.to_accrue


def test_every_step_says_its_rule_and_source(year: Year, promise: Promise, taxes: Taxes) -> None:
    figures = year("100000.00", entries={"revenue": ("Company/2026-09/记-0001",)})
    steps = assess(promise(agreement="documents/章程.pdf"), figures, taxes).steps

    assert all(step.rule and step.source and step.label.zh and step.label.en for step in steps)
    assert steps[0].entries == ("Company/2026-09/记-0001",)


def _amount(found: Assessment, rule: str) -> Decimal:
    return next(step.amount for step in found.steps if step.rule == rule)


def test_the_machine_readable_form_has_every_field_of_the_contract(year: Year, promise: Promise, taxes: Taxes) -> None:
    found = assess(promise(), year("100000.00"), taxes).to_json("2026", "provisional", "en")

    contract = [
        "enterprise",
        "fund",
        "period",
        "state",
        "base",
        "route",
        "rate",
        "profit_before_donation",
        "losses_used",
        "losses_left",
        "base_amount",
        "owed",
        "accrued",
        "paid",
        "in_transit",
        "received",
        "receipted",
        "overpaid",
        "difference",
        "overdue_days",
        "tax_losses_used",
        "deductible_now",
        "unpaid_not_deductible",
        "carried_forward",
        "carry_expired",
        "income_tax",
        "reserve",
        "resolution",
        "payee",
        "steps",
    ]
    assert set(contract) <= set(found)
    assert (found["owed"], found["rate"], found["overdue_days"]) == ("19000.00", "0.20", 0)
    assert set(found["steps"][0]) == {"label", "amount", "rule", "source", "entries"}
