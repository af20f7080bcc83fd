"""The public ledger: whatever the books say of people, only what the allowlist names gets out."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books.figures import declared
from huilin.books.loading import build
from huilin.errors import RefusedError
from huilin.publication import privacy, verify_ledger
from huilin.publication.redaction import Pseudonyms, redact
from huilin.reporting import Fact
from huilin.reporting.selection import Balance, Figure
from huilin.vocabulary import parse_period
from huilin.wording import same

if TYPE_CHECKING:
    from huilin.books import Books
    from huilin.workspace import Workspace

QUARTER = parse_period("2026-Q3")
ALIASES = Pseudonyms(b"secret", "2026-Q3")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "晓岚建国桂芳秀英志强淑珍文博雨桐"
HEAD = """
option "operating_currency" "CNY"
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
2026-01-01 custom "entity" "Company" "晴川惠邻社区服务有限公司"
  standard: "small-enterprise"
2026-01-01 custom "project" "路灯改造" "Fund"
2026-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2026-01-01 open Income:Fund:4101捐赠收入:02限定性
2026-01-01 open Assets:Company:1002银行存款
2026-01-01 open Expenses:Company:5602管理费用:01职工薪酬
2026-01-01 open Expenses:Company:5602管理费用:02房租水电
"""


def books_of(workspace: Workspace, text: str) -> Books:
    from beancount import loader

    entries, errors, options = loader.load_string(HEAD + text, dedent=False)
    assert not errors
    return build(workspace, entries, options)


def public(workspace: Workspace, text: str, *queries: str) -> str:
    facts = [Fact(f"f{n}", same(""), "Fund", "", "", 0, query) for n, query in enumerate(queries)]
    return redact(books_of(workspace, text), facts, QUARTER, ALIASES)


def test_two_thousand_planted_tokens_do_not_pass_the_redaction(workspace: Workspace) -> None:
    """Names and numbers in payee, narration, tag, link, metadata, account details: 2,000 in, 0 out."""
    rng, tokens, text = random.Random(82), list[str](), list[str]()

    def token() -> str:
        kind = rng.randrange(3)
        words = (
            rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2)) + str(rng.randrange(10**9, 10**10)),
            f"1{rng.randrange(3, 10)}{rng.randrange(10**8, 10**9)}",
            f"6222{rng.randrange(10**11, 10**12)}",
        )
        tokens.append(words[kind])
        return words[kind]

    for number in range(200):
        owner, root, detail = rng.choice(
            [
                ("Fund", "Liabilities", "2209其他应付款"),
                ("Company", "Assets", "1221其他应收款"),
                ("Company", "Assets", "1405库存商品"),
            ]
        )
        cash = "Assets:Fund:1002银行存款:01存放慈善总会" if owner == "Fund" else "Assets:Company:1002银行存款"
        account = f"{root}:{owner}:{detail}:{number % 90 + 10}{token()}"
        text.append(f"2026-01-01 open {account}")
        link = re.sub(r"\W|[^\x00-\x7f]", "", token())
        text.append(
            f'2026-07-{number % 28 + 1:02d} * "{token()}" "{token()}" #t{link} ^order-{link} ^exchange-{link}\n'
            f'  id: "{token()}"\n  kind: "{token()}"\n  project: "{token()}"\n  donor: "{token()}"\n  receipt: "{token()}"\n'
            f'  prepared: "{token()}"\n  related-party: "{token()}"\n  batch: "{token()}"\n'
            f'  {cash}  {number + 1}.00 CNY\n    src: "{token()}"\n    side: "{token()}"\n    card: "{token()}"\n'
            f'  {account}  -{number + 1}.00 CNY\n    kind: "{token()}"'
        )
    made = public(workspace, "\n".join(text))

    assert len(tokens) >= 2000
    assert [word for word in tokens if word in made or re.sub(r"[^\x00-\x7f]", "", word) in made] == []
    assert verify_ledger.read(made).errors == ()
    assert list(verify_ledger.unbalanced(verify_ledger.read(made))) == []


GIFT = """
2026-07-02 * "欧阳晓岚" "捐给路灯"
  id: "Fund/2026-07/记-0001"
  kind: "捐赠"
  project: "路灯改造"
  donor: "D0001"
  receipt: "2025040627"
  category: "{}"
  Assets:Fund:1002银行存款:01存放慈善总会  1500.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -1500.00 CNY
"""


def test_what_passes_of_a_gift(workspace: Workspace) -> None:
    made = public(workspace, GIFT.format("路灯")).rpartition("\n\n")[2]

    assert made == (
        '2026-07-02 * ""\n'
        '  id: "Fund/2026-07/记-0001"\n'
        '  kind: "捐赠"\n'
        '  project: "路灯改造"\n'
        '  category: "路灯"\n'
        '  receipt: "有"\n'
        f'  donor: "{ALIASES.of("D0001")}"\n'
        "  Assets:Fund:1002银行存款:01  1500.00 CNY\n"
        "  Income:Fund:4101捐赠收入:02限定性  -1500.00 CNY\n"
    )


def test_an_enterprises_vouchers_are_added_by_month_and_account(workspace: Workspace) -> None:
    """Two wages and a rent of one month are one entry, on 管理费用 without its details."""
    wage = '2026-08-{:02d} * "王师傅" "工资"\n  id: "Company/2026-08/记-{:04d}"\n  Expenses:Company:5602管理费用:0{}  {}.00 CNY\n  Assets:Company:1002银行存款  -{}.00 CNY\n'
    text = (
        wage.format(3, 1, "1职工薪酬", 4000, 4000)
        + wage.format(4, 2, "1职工薪酬", 3500, 3500)
        + wage.format(9, 3, "2房租水电", 900, 900)
    )
    made = public(workspace, text).rpartition("\n\n")[2]

    assert made == (
        '2026-08-31 * ""\n'
        '  vouchers: "Company/2026-08/记-0001–0003"\n'
        "  Assets:Company:1002银行存款  -8400.00 CNY\n"
        "  Expenses:Company:5602管理费用  8400.00 CNY\n"
    )


def test_drafts_and_what_came_after_the_period_stay_inside(workspace: Workspace) -> None:
    later = GIFT.format("路灯").replace("2026-07-02", "2026-10-02")
    draft = GIFT.format("路灯").replace('02 * "', '02 ! "')

    assert "1500.00" not in public(workspace, later + draft)
    assert "1500.00" in public(workspace, later, "SELECT sum(number) WHERE entry_meta('id') = 'Fund/2026-07/记-0001'")


def test_aliases_differ_between_publications_and_need_the_secret() -> None:
    again = Pseudonyms(b"secret", "2026-Q4")

    assert ALIASES.of("D0001") == Pseudonyms(b"secret", "2026-Q3").of("D0001")
    assert len({ALIASES.of("D0001"), again.of("D0001"), Pseudonyms(b"other", "2026-Q3").of("D0001")}) == 3
    assert len({ALIASES.of(f"D{n:04d}") for n in range(10000)}) == 10000


@pytest.mark.parametrize("words", ["退给 19900001234", "付 欧阳晓岚", "a.b@example.org", "卡 6222021234567890128"])
def test_what_slips_into_a_public_description_is_stopped_at_the_gate(workspace: Workspace, words: str) -> None:
    """`category:` is public by its meaning, so it passes the redaction; the gate reads the ledger too."""
    made = public(workspace, GIFT.format(words))

    assert words in made
    with pytest.raises(RefusedError):
        privacy.search({"ledger.beancount": made}, privacy.Secrets(names=frozenset({"欧阳晓岚"})))


def test_quotes_and_line_breaks_in_words_stay_words(workspace: Workspace) -> None:
    made = public(workspace, GIFT.format('路\\"灯\n  x: \\"y'))

    assert verify_ledger.read(made).errors == ()
    assert date(2026, 7, 2) == verify_ledger.read(made).transactions[0].date


def test_two_thousand_planted_tokens_do_not_pass_the_gate() -> None:
    """Names, mobile, identity and card numbers and addresses, in pages, tables and the ledger: 2,000 in, 2,000 stopped."""
    rng = random.Random(28)
    names = frozenset(f"{rng.choice(SURNAMES)}{a}{b}" for a in GIVEN for b in GIVEN if a != b)
    known = sorted(names)
    secrets = privacy.Secrets(names=names)
    frames = ("<td>退款 {}</td>", "2026-07-01,{},100.00", '  category: "{}"', '<a title="{}">x</a>', "给{}的补助")

    def token(number: int) -> str:
        match number % 5:
            case 0:
                return rng.choice(known)
            case 1:
                return f"1{rng.randrange(3, 10)}{rng.randrange(10**8, 10**9)}"
            case 2:
                return identity(rng)
            case 3:
                return card(rng)
        return f"user{rng.randrange(10**6)}@example.org"

    texts = [rng.choice(frames).format(token(number)) for number in range(2000)]

    assert [text for text in texts if not list(privacy.found(text, secrets))] == []


def identity(rng: random.Random) -> str:
    """Return an identity number whose check digit holds."""
    number = f"3702{rng.randrange(10, 100)}{rng.randrange(1940, 2020)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1000):03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number))
    return number + "10X98765432"[total % 11]


def card(rng: random.Random) -> str:
    """Return a card number whose check digit holds."""
    number = f"6222{rng.randrange(10**14, 10**15)}"[:18]
    digits = [int(sign) for sign in reversed(number)]
    total = sum(sum(divmod(digit * 2, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits))
    return number + str(-total % 10)


STATED = """
2026-01-01 custom "budget" "Fund" "路灯改造" 20000.00 CNY
2026-02-01 custom "budget" "Fund" "路灯改造" 18000.00 CNY
2026-03-01 custom "pledge" "Fund" "D0001" 500.00 CNY
"""


def test_figures_that_directives_state_are_asked_of_the_public_ledger(workspace: Workspace) -> None:
    """The budget that counts and the pledge without its donor pass; a budget that no figure asks for stays."""
    asked = [
        Figure("budget Fund 路灯改造", date(2026, 2, 1), "amount", 1800000).query(),
        Figure("pledge Fund 1", date(2026, 3, 1), "amount", 50000).query(),
    ]
    made = public(workspace, STATED, *asked)
    given = verify_ledger.answers(verify_ledger.read(made), asked)

    assert list(given.values()) == [1800000, 50000]
    assert "20000.00" not in made
    assert "D0001" not in made


def test_a_budget_whose_project_has_a_quote_in_its_name_is_still_found(workspace: Workspace) -> None:
    text = STATED.replace("路灯改造", '邻里\\"坡道\\"')
    (_, stated) = list(declared(books_of(workspace, text).entries))[1]
    query = Figure(stated.of, date(2026, 2, 1), "amount", 0).query()
    made = public(workspace, text, query)

    assert verify_ledger.answers(verify_ledger.read(made), [query])[query] == 1800000


def test_the_host_s_balance_stands_in_the_public_ledger_where_a_figure_asks_for_it(workspace: Workspace) -> None:
    """Beancount itself then holds the ledger against it: a wrong one is an error of the published file."""
    line = "2026-08-01 balance Assets:Fund:1002银行存款:01存放慈善总会  1500.00 CNY\n"
    query = Balance("Fund", ("1002",), date(2026, 8, 1)).query()
    made = public(workspace, GIFT.format("路灯") + line, query)

    assert verify_ledger.answers(verify_ledger.read(made), [query])[query] == 150000
    assert verify_ledger.read(
        made.replace("balance Assets:Fund:1002银行存款:01  1500", "balance Assets:Fund:1002银行存款:01  1600")
    ).errors
    assert " balance " not in public(workspace, GIFT.format("路灯") + line)
