"""The proofs, one after another: each names itself in plain words and yields what does not hold."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.errors import HuilinError
from huilin.money import InexactAmountError, parse_decimal, plain, show, to_fen
from huilin.publication import verify_entries, verify_ledger, verify_words, verify_workbook
from huilin.publication import verify_forms as forms
from huilin.publication.verify import Verdict
from huilin.publication.verify_notice import notice_against_facts
from huilin.rendering.view import fact_id
from huilin.vocabulary import parse_voucher
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from huilin.money import Fen
    from huilin.publication.verify_forms import Pages
    from huilin.publication.verify_ledger import Ledger

SHOWN = 5
"""How many of a proof's failures are named; the rest are counted."""
_BIGGEST, _FILES = 200 * 2**20, 2000


NAMED = 20
"""How many amounts that stand in words only are named."""


class Proof(NamedTuple):
    """What is claimed, and the function that yields each place where it does not hold."""

    claim: Text
    fails: Callable[[Folder], Iterator[str]]


@dataclass(frozen=True)
class Folder:
    """A published folder, read once. Whatever is missing or broken is raised where it is asked for."""

    root: Path
    files: Mapping[str, bytes]

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The facts as facts.json lists them."""
        return list(json.loads(self.files["facts.json"])["facts"])

    @cached_property
    def amounts(self) -> dict[str, Fen]:
        """Each fact's amount by id."""
        return {fact["id"]: to_fen(parse_decimal(fact["amount"])) for fact in self.facts}

    @cached_property
    def ledger(self) -> Ledger:
        """The published ledger."""
        return verify_ledger.read(self.files["ledger.beancount"].decode())

    @cached_property
    def pages(self) -> Pages:
        """The site's tables."""
        return forms.read_pages(self.files)

    @cached_property
    def seals(self) -> list[dict[str, Any]]:
        """The chain of seals."""
        return list(json.loads(self.files["seals.json"])["seals"])


def prove(root: Path) -> Verdict:
    """Run every proof on the folder."""
    folder = Folder(root, _read(root))
    proved: list[Text] = []
    failed: list[Text] = []
    cannot = list(_CANNOT)
    for proof in PROOFS:
        try:
            amiss = list(proof.fails(folder))
        except ImportError as error:
            cannot.append(Text(f"{proof.claim.zh}（这台电脑没有 {error.name}）", f"{proof.claim.en} ({error.name} is not installed here)"))  # fmt: skip
            continue
        except HuilinError as error:
            failed.append(Text(f"{proof.claim.zh}：不成立。{error.text.zh}", f"{proof.claim.en}: no. {error.text.en}"))
            continue
        except Exception as error:  # noqa: BLE001 - a stranger's file may break any reader
            amiss = [f"{type(error).__name__}: {error}"]
        (failed if amiss else proved).append(_told(proof, amiss))
    with suppress(Exception):
        cannot += [*_stated(folder), *_worded(folder)]
    return Verdict(tuple(proved), tuple(failed), tuple(cannot))


def _told(proof: Proof, amiss: list[str]) -> Text:
    if not amiss:
        return proof.claim
    more = len(amiss) - SHOWN
    where = "；".join(amiss[:SHOWN]) + (f" … +{more}" if more > 0 else "")
    return Text(f"{proof.claim.zh}：不成立（{where}）", f"{proof.claim.en}: no ({where})")


def _read(root: Path) -> dict[str, bytes]:
    """Read the folder's files, links not followed; too many or too big ones are not read and so found missing."""
    files: dict[str, bytes] = {}
    left = _BIGGEST
    for path in sorted(root.rglob("*"))[:_FILES]:
        if path.is_file() and not path.is_symlink() and (left := left - path.stat().st_size) > 0:
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def _manifest(folder: Folder) -> Iterator[str]:
    mark = hashlib.sha256(folder.files["manifest.json"]).hexdigest()
    if folder.files["manifest.sha256"] != f"{mark}\n".encode():
        yield "manifest.sha256"
    marks = json.loads(folder.files["manifest.json"])
    others = {name: data for name, data in folder.files.items() if name not in ("manifest.json", "manifest.sha256")}
    for name in sorted(marks.keys() | others.keys()):
        if name not in others or marks.get(name) != hashlib.sha256(others[name]).hexdigest():
            yield name


def _books(folder: Folder) -> Iterator[str]:
    yield from folder.ledger.errors
    yield from verify_ledger.unbalanced(folder.ledger)


def _queries(folder: Folder) -> Iterator[str]:
    asked = {fact["id"]: fact["query"] for fact in folder.facts if fact["query"]}
    given = verify_ledger.answers(folder.ledger, asked.values())
    for id_, query in asked.items():
        if given[query] != folder.amounts[id_]:
            answer = given[query]
            yield f"{id_}: {plain(folder.amounts[id_])} ≠ {'–' if answer is None else plain(answer)}"


def _formulas(folder: Folder) -> Iterator[str]:
    from huilin.reporting.formulas import evaluate

    seen: set[str] = set()
    for fact in folder.facts:
        if fact["id"] in seen or bool(fact["query"]) == bool(fact["formula"]):
            yield f"{fact['id']}: ?"
        seen.add(fact["id"])
        if fact["formula"]:
            given = evaluate(fact["formula"], folder.amounts.__getitem__)
            if given != folder.amounts[fact["id"]]:
                yield f"{fact['id']}: {plain(folder.amounts[fact['id']])} ≠ {plain(given)}"


def _vouchers(folder: Folder) -> Iterator[str]:
    known = _numbers(folder.ledger)
    for fact in folder.facts:
        yield from (f"{fact['id']}: {number}" for number in fact["entries"] if number not in known)


def _numbers(ledger: Ledger) -> set[str]:
    """Return every voucher number that the ledger holds, alone or in a month's sum."""
    known: set[str] = set()
    for entry in ledger.transactions:
        known.add(str(entry.meta.get("id") or ""))
        for run in filter(None, str(entry.meta.get("vouchers") or "").split("、")):
            first, _, last = run.partition("–")
            voucher = parse_voucher(first)
            if voucher is not None:
                until = int(last or voucher.number)
                known |= {str(voucher._replace(number=n)) for n in range(voucher.number, min(until, 10**6) + 1)}
    return known


def _pages(folder: Folder) -> Iterator[str]:
    return forms.pages_against_facts(folder.pages, folder.amounts)


def _entries(folder: Folder) -> Iterator[str]:
    pages = verify_entries.read_pages(folder.files)
    yield from verify_entries.pages_against_ledger(pages, folder.ledger)
    lines: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in folder.facts:
        lines[fact["statement"], fact["line"]].add(show(folder.amounts[fact["id"]]))
    shown = {fact_id(fact["id"]): frozenset(lines[fact["statement"], fact["line"]]) for fact in folder.facts}
    yield from verify_entries.index_against_facts(folder.files["search.html"], pages, shown)


def _tables(folder: Folder) -> Iterator[str]:
    yield from forms.tables_against_pages(folder.pages, folder.files, folder.amounts)
    yield from forms.facts_against_table(folder.facts, folder.files["data/facts.csv"])
    yield from forms.tables_against_package(folder.files)


def _workbook(folder: Folder) -> Iterator[str]:
    data = folder.files["statements.xlsx"]
    if verify_workbook.is_bomb(data):
        yield "statements.xlsx: ZIP"
    else:
        yield from verify_workbook.against_pages(folder.pages, data, folder.amounts)
        yield from verify_workbook.formulas(data)


def _print(folder: Folder) -> Iterator[str]:
    return forms.print_against_pages(
        folder.pages, folder.files["disclosure.pdf"], folder.files["facts.json"], folder.amounts
    )


def _notice(folder: Folder) -> Iterator[str]:
    return notice_against_facts(folder.files, folder.facts)


def _balanced(folder: Folder) -> Iterator[str]:
    """Yield the checks of the declared statements that do not hold: `30 = 53`, `9 >= 10 + 11`."""
    cells: dict[str, dict[str, dict[str, Fen]]] = defaultdict(lambda: defaultdict(dict))
    for fact in folder.facts:
        column = fact["id"].removeprefix(f"{fact['statement']}.{fact['line']}")
        cells[fact["statement"]][column][fact["line"]] = folder.amounts[fact["id"]]
    for statement, columns in cells.items():
        lines = frozenset(line for column in columns.values() for line in column)
        for check in _checks_of(statement.rpartition(".")[2], lines):
            yield from (f"{statement}{column}: {check}" for column in columns if not _holds(check, columns[column]))


def _checks_of(name: str, lines: frozenset[str]) -> tuple[str, ...]:
    """Return the checks of the form that has just these lines; none for a statement that follows no form."""
    fitting = [form for form in _declared() if form.name == name and lines <= form.lines]
    return min(fitting, key=lambda form: len(form.lines)).checks if fitting else ()


class _Form(NamedTuple):
    """What a line table of the stock declares: the statement's name, its line numbers, its checks."""

    name: str
    lines: frozenset[str]
    checks: tuple[str, ...]


def _declared() -> list[_Form]:
    import tomllib

    from huilin import stock

    files = sorted((stock.home() / "reports").glob("*.toml"))
    tables = [tomllib.loads(file.read_text(encoding="utf-8")).get("tables", {}) for file in files]
    return [
        _Form(name, frozenset(str(line["id"]) for line in table["lines"] if "id" in line), tuple(table["checks"]))
        for some in tables
        for name, table in some.items()
        if "checks" in table
    ]


_RELATION = re.compile(r"(?P<left>.+?) (?P<sign>=|>=|<=) (?P<right>.+)")


def _holds(check: str, cells: Mapping[str, Fen]) -> bool:
    relation = _RELATION.fullmatch(check)
    if relation is None:
        return False
    left, right = (_sum(relation[side], cells) for side in ("left", "right"))
    return {"=": left == right, ">=": left >= right, "<=": left <= right}[relation["sign"]]


def _sum(words: str, cells: Mapping[str, Fen]) -> Fen:
    total, sign = 0, 1
    for word in words.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            total += sign * cells.get(word, 0)
    return total


def _chain(folder: Folder) -> Iterator[str]:
    last: dict[str, str] = {}
    for seal in folder.seals:
        where = f"{seal['entity']} {seal['period']}"
        if seal["previous"] != last.get(seal["entity"], ""):
            yield f"{where}: previous"
        last[seal["entity"]] = seal["hash"]
        yield from (f"{where}: {account}" for account in _strayed(folder, seal))
    rests_on = json.loads(folder.files["facts.json"])["generated_from"]
    yield from (f"{name}" for name, mark in rests_on.items() if mark != last.get(name.removeprefix("seal.")))


def _strayed(folder: Folder, seal: Mapping[str, Any]) -> Iterator[str]:
    """Yield the accounts whose balance in the ledger on the seal's last day is not the sealed one."""
    if not seal["balances"]:
        return
    sums: dict[str, Fen] = defaultdict(int)
    for entry in folder.ledger.transactions:
        for posting in entry.postings:
            if entry.date.isoformat() <= seal["to"] and posting.account.split(":")[1] == seal["entity"]:
                sums[posting.account] += to_fen(posting.units.number) if posting.units and posting.units.number else 0
    for account in sorted(sums.keys() | seal["balances"].keys()):
        try:
            sealed = to_fen(parse_decimal(seal["balances"].get(account, "0.00")))
        except InexactAmountError:
            sealed = None
        if sealed != sums.get(account, 0):
            yield account


def _stated(folder: Folder) -> Iterator[Text]:
    """Say how many figures the books merely state."""
    count = sum(1 for fact in folder.facts if fact["formula"] and re.fullmatch(r"-?[\d.]+", fact["formula"]))
    if count:
        yield Text(
            f"{count} 个数字是登记的数（预算、认捐等），不是从分录算出的",
            f"{count} figures are stated (budgets, pledges), not added from entries",
        )


def _worded(folder: Folder) -> Iterator[Text]:
    """Name the amounts that stand in words and pictures only: what a forger of prose could have changed."""
    entries = {
        to_fen(posting.units.number)
        for entry in folder.ledger.transactions
        for posting in entry.postings
        if posting.units is not None and posting.units.number is not None
    }
    texts = verify_words.of_pages(folder.files) | verify_words.of_prints(folder.files)
    alone = verify_words.unfounded(texts, entries.union(folder.amounts.values()))
    amounts = sorted({words for some in alone.values() for words in some}, key=lambda words: (len(words), words))
    if amounts:
        shown = "、".join(amounts[:NAMED]) + (" …" if len(amounts) > NAMED else "")
        where = ", ".join(alone)
        yield Text(
            f"{len(amounts)} 个金额只在文字或图里出现，不是列示的数字，也不是分录的金额（{where}）：{shown}",
            f"{len(amounts)} amounts stand in words or pictures only, neither a published figure nor an entry's amount ({where}): {shown}",
        )


PROOFS = (
    Proof(Text("每个文件都与 manifest.json 的哈希相符，没有多出或缺少文件", "Every file matches its hash in manifest.json; none is missing or added"), _manifest),
    Proof(Text("公开账本是有效的 Beancount，每笔分录借贷相等、只属一个账套", "The public ledger is valid Beancount; every entry sums to zero within one entity"), _books),
    Proof(Text("每个数字的查询在公开账本上重算，结果一致", "Every figure's query, run again on the public ledger, gives the figure"), _queries),
    Proof(Text("每个公式重算一致，每个数字有且只有一个来历", "Every formula gives its figure, and every figure has one origin"), _formulas),
    Proof(Text("每个数字所列的凭证都在公开账本里", "Every voucher behind a figure is in the public ledger"), _vouchers),
    Proof(Text("网页上的每个数字与 facts.json 一致", "Every figure on the pages equals facts.json"), _pages),
    Proof(Text("网页上逐月列出的分录就是公开账本，搜索结果里的数字与之相同", "The entries on the pages are the public ledger, and the search box shows the same figures"), _entries),
    Proof(Text("CSV、JSON 数据表与网页、facts.json 一致，数据包说明相符", "The tables as CSV and JSON equal the pages and facts.json, and the data package describes them"), _tables),
    Proof(Text("电子表格里的数值与网页一致，公式重新计算仍是这些数值", "The values in the spreadsheet equal the pages, and its formulas, calculated anew, give them"), _workbook),
    Proof(Text("PDF 所附 facts.json 相同，网页上的每个数字在 PDF 里都有", "The PDF carries the same facts.json and shows every figure of the pages"), _print),
    Proof(Text("公告栏张贴件和群消息里的每个数都是公示的数，收支四数、每笔支出和捐款、应交已交欠交一个不少", "Every figure on the notice and in the chat text is a published one; the four sums, each expense and gift, due, paid and unpaid are all there"), _notice),
    Proof(Text("资产负债表左右相等，各表勾稽关系成立", "Balance sheets balance, and the statements' own checks hold"), _balanced),
    Proof(Text("封账链前后相接，公开账本的余额与封账时一致", "The chain of seals is unbroken, and the public ledger's balances are the sealed ones"), _chain),
)  # fmt: skip

_CANNOT = (
    Text("账本记得全、记得真：要看原始凭据和银行流水", "That the books are complete and true: that takes the evidence and the bank's statements"),
    Text("公开账本与未公开的原账逐笔相同：封账哈希要由审计人对着原账核对", "That the public ledger follows entry by entry from the private books: an auditor holds the seals against them"),
    Text("这就是当初公布的那一份：请把 manifest.sha256 与公告栏或第三方留存的哈希对照", "That this is what was published then: compare manifest.sha256 with the hash posted or kept by a witness"),
    Text("长图 summary.png 上的字和数（图片只核对哈希）", "The words and figures in the picture summary.png (its hash alone is held)"),
    Text("文字说明（摘要、附注、图）里的话是否恰当", "That the words of summaries, notes and pictures are apt"),
)  # fmt: skip
