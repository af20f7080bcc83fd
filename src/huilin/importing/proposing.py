"""From rows to drafts: what a rule says of a row, in accounts, shares, VAT, project, donor and receipt."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from huilin.drafting import Draft, DraftPosting
from huilin.errors import HuilinError
from huilin.importing import naming
from huilin.importing.explaining import words_of
from huilin.importing.rules import TRANSIT, Rule, Rules, parse
from huilin.money import round_half_up
from huilin.vocabulary import RESTRICTED, UNRESTRICTED, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from huilin.books import Books, Project
    from huilin.importing.declaration import Declaration
    from huilin.importing.explaining import Item

Sureness = Literal["sure", "guessed", "unknown"]
UNKNOWN = "待分类"
FEE = "服务费"
"""What follows a row's type where the fee within it is asked about: 零钱提现服务费."""
VAT_ACCOUNT = "2221:01"
_RECEIVABLE, _PAYABLE = ("1221",), ("2241", "2209")
_OWN = "("
"""The file of a source's own rule is its name in brackets."""
_NOTHING: Mapping[str, str] = {}
"""One for all: a year of rows would hold a hundred thousand."""
_LINK = re.compile(r"[A-Za-z0-9\-_/.]+")


class Work(NamedTuple):
    """One entry on its way: the draft, what it comes from, and how sure it is."""

    draft: Draft
    moment: datetime
    items: tuple[Item, ...]
    account: str
    sureness: Sureness
    rule: str = ""
    why: Text | None = None
    words: Mapping[str, str] = {}

    @property
    def amount(self) -> Decimal:
        """What the entry adds to the statement's own account."""
        return sum((item.row.amount for item in self.items), Decimal(0))

    @property
    def key(self) -> str:
        """The key of its first row."""
        return self.items[0].row.key

    @property
    def mark(self) -> str:
        """Eight signs that stand for the entry in the name of a link."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:8]

    def linked(self, link: str) -> Work:
        """Return the entry with one more link."""
        links = tuple(dict.fromkeys((*self.draft.links, link)))
        return self._replace(draft=replace(self.draft, links=links))

    def against(self, account: str) -> Work:
        """Return the entry with that account as its one other side."""
        own = tuple(p for p in self.draft.postings if "src" in p.meta)
        amount = -sum((p.amount for p in own), Decimal(0))
        other = DraftPosting(account, amount)
        meta = {name: word for name, word in self.draft.meta.items() if (name, word) != ("category", UNKNOWN)}
        postings = (other, *own) if amount > 0 else (*own, other)
        return self._replace(draft=replace(self.draft, postings=postings, meta=meta), sureness="guessed", why=None)


class _UnclearError(Exception):
    def __init__(self, why: Text) -> None:
        super().__init__(why.zh)
        self.why = why


class Part(NamedTuple):
    """What one row adds to an entry besides its own posting; `why` says what is unclear about it."""

    postings: tuple[DraftPosting, ...]
    words: Mapping[str, str]
    rule: Rule | None
    project: str
    why: Text | None = None


@dataclass(frozen=True, eq=False)
class Proposer:
    """Makes drafts of rows, by the community's rules first, then by the sources' own."""

    books: Books
    rules: Rules
    names: frozenset[str] = frozenset()
    """Names of persons that must not get into the ledger."""
    used: set[str] = field(default_factory=set)
    """The places of the rules that have matched a row."""
    _asked: dict[str, Rules] = field(default_factory=dict)
    _resolved: dict[tuple[str, str, date, str], str | None] = field(default_factory=dict)

    def rule_for(self, item: Item, words: Mapping[str, str]) -> Rule | None:
        """Return the first rule that matches the row's words."""
        rule = self._rules_of(item.source).first(words)
        if rule is not None:
            self.used.add(rule.place)
        return rule

    def propose(self, items: Sequence[Item], account: str) -> Work:
        """Return the entry of the rows of one group; its first row says what it is."""
        first, entity = items[0], entity_of(account)
        parts = [part for item in items for part in self._parts(item, account, entity)]
        main = parts[0]
        why = next((part.why for part in parts if part.why is not None), None)
        draft = Draft(
            entity,
            first.row.moment.date(),
            self._narration(first, main),
            _in_order(first.row.amount, [_own(item, account) for item in items], parts),
            payee=naming.payee(main.words.get("对方", "")),
            meta=_meta(main, why),
            links=_order_links(main.words),
        )
        return Work(
            draft,
            first.row.moment,
            tuple(items),
            account,
            _sureness(parts),
            main.rule.place if main.rule else "",
            why,
            words_of(first) if first.explained_by else first.row.words,
        )

    def opened(self, entity: str, words: str, day: date) -> str | None:
        """Return the one open account that the words mean."""
        return self._resolve(entity, words, day, "")

    # One row

    def _parts(self, item: Item, account: str, entity: str) -> Iterator[Part]:
        """Yield what a row adds, and the fee that its vendor kept of it: each has a rule of its own."""
        row, words = item.row, words_for_rules(item, account)
        if not row.fee:
            yield self._part(item, words, entity)
            return
        rest = replace(item, row=row._replace(amount=row.amount + row.fee))
        fee = replace(item, row=row._replace(amount=-row.fee))
        yield self._part(rest, words, entity)
        yield self._part(fee, {**words, "类型": f"{words.get('类型', '')}{FEE}", "金额": str(row.fee)}, entity)

    def _part(self, item: Item, words: Mapping[str, str], entity: str) -> Part:
        rule = self.rule_for(item, words)
        project = self._project(entity, rule, words)
        try:
            used = _certain(rule)
            if words.get("项目") and not project and self._projects(entity):
                raise _not_declared(words["项目"])
            return Part(tuple(self._targets(item, entity, used, words, project)), words, rule, project)
        except _UnclearError as unclear:
            rest = self._suspense(entity, item.row.moment.date(), item.row.amount)
            return Part((DraftPosting(rest, -item.row.amount),), words, rule, project, unclear.why)

    def _targets(
        self, item: Item, entity: str, rule: Rule, words: Mapping[str, str], project: str
    ) -> Iterator[DraftPosting]:
        """Yield the other side of a row: its shares, VAT apart, and what passes through on the way (经)."""
        day, amount = item.row.moment.date(), -item.row.amount
        meta = _card(item, rule, words)
        for target, part in zip(rule.targets, _shares(rule, amount), strict=True):
            account = self._account(entity, target.account, day, project)
            net = round_half_up(part / (1 + target.vat)) if target.vat else part
            yield DraftPosting(account, net, meta=meta)
            if net != part:
                yield DraftPosting(self._account(entity, VAT_ACCOUNT, day, project), part - net)
        if rule.via:
            via = self._account(entity, rule.via, day, project)
            yield DraftPosting(via, -amount)
            yield DraftPosting(via, amount)

    # What belongs to the entry as a whole

    def _narration(self, item: Item, part: Part) -> str:
        """Compose the narration of safe words: what kind of row it is, with goods, project or purpose."""
        words, kind = part.words, part.words.get("类型", "")
        if goods := naming.safe(words.get("商品", ""), self.names):
            return goods if kind in ("", "交易") else f"{kind} {goods}"
        if words.get("项目"):
            return _joined(kind, self._purpose(words) or words["项目"])
        if words.get("卡号"):
            return _joined(f"{item.source.called[0]}{kind}", naming.safe(words.get("摘要", ""), self.names))
        about = naming.safe(words.get("摘要", ""), self.names) if _is_public(words) else ""
        return about or _joined(kind, _account_name(part)) or item.source.title.zh

    def _purpose(self, words: Mapping[str, str]) -> str:
        """Return the rest of the host's summary where an organisation was paid; a giver's own words stay out."""
        said = words["收支"] == "支出" and _is_public(words)
        return naming.safe(words.get("摘要", "").partition(" ")[2], self.names) if said else ""

    def _project(self, entity: str, rule: Rule | None, words: Mapping[str, str]) -> str:
        """Return the entry's project: the rule's, else the row's own if declared, else the one that binds nothing."""
        declared = self._projects(entity)
        said = (rule.project if rule else "") or words.get("项目", "")
        if said in declared:
            return said
        free = [project.name for project in declared.values() if not project.is_restricted]
        return free[0] if not said and len(free) == 1 else ""

    def _projects(self, entity: str) -> dict[str, Project]:
        return {name: project for name, project in self.books.projects.items() if project.entity == entity}

    # Accounts

    def _account(self, entity: str, words: str, day: date, project: str) -> str:
        if words == TRANSIT:
            return self._transit(entity)
        key = (entity, words, day, project)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(entity, words, day, project)
        account = self._resolved[key]
        if account is None:
            raise _not_open(words, day)
        return account

    def _transit(self, entity: str) -> str:
        account = self.books.workspace.settings.transit.get(entity)
        if account is None:
            raise _UnclearError(
                Text(f"community.toml 的 [transit] 没有 {entity}", f"[transit] in community.toml lacks {entity}")
            )
        return account

    def _resolve(self, entity: str, words: str, day: date, project: str) -> str | None:
        """Return the one open account; of a free and a bound one, that which fits the project."""
        found = self.books.resolve(entity, words, day)
        about = self.books.projects.get(project)
        if len(found) == 1 or about is None:
            return found[0] if len(found) == 1 else None
        wanted = RESTRICTED if about.is_restricted else UNRESTRICTED
        fitting = [account for account in found if (parts := split_account(account)) and parts.sub == wanted]
        return fitting[0] if len(fitting) == 1 else None

    def _suspense(self, entity: str, day: date, amount: Decimal) -> str:
        """Return where unclear money waits: 其他应收款 for what went out, 其他应付款 for what came in."""
        order = (*_RECEIVABLE, *_PAYABLE) if amount < 0 else (*_PAYABLE, *_RECEIVABLE)
        opened = self.books.open_on(entity, day)
        for code in order:
            for account in opened:
                parts = split_account(account)
                if parts and parts.code == code and (not parts.sub or UNKNOWN in parts.detail):
                    return account
        raise _no_suspense(entity)

    def _rules_of(self, source: Declaration) -> Rules:
        """Return the rules that can concern a source, its own last."""
        if source.scheme not in self._asked:
            own = parse(source.rules, f"{_OWN}{source.title.zh})").rules
            concerned = [rule for rule in (*self.rules.rules, *own) if rule.may_concern(source.names)]
            self._asked[source.scheme] = Rules(tuple(concerned))
        return self._asked[source.scheme]


def words_for_rules(item: Item, account: str) -> dict[str, str]:
    """Return what rules may ask about a row: its own words, those that explain it, and what follows from it."""
    row, words = item.row, words_of(item)
    words["来源"] = item.source.called_any
    words["账户"] = account
    words["金额"] = str(abs(row.amount))
    words["日期"] = row.moment.date().isoformat()
    words["收支"] = "收入" if row.amount > 0 else "支出"
    return words


def entity_of(account: str) -> str:
    """Return the entity that the account belongs to."""
    parts = split_account(account)
    return parts.entity if parts else ""


def _certain(rule: Rule | None) -> Rule:
    if rule is None:
        raise _UnclearError(Text("没有规则匹配这一行", "no rule matches this row"))
    if rule.ask:
        raise _UnclearError(Text(f"规则 {rule.place} 要求询问", f"the rule {rule.place} asks"))
    return rule


def _sureness(parts: Sequence[Part]) -> Sureness:
    """Sure where the community's own rules said all; guessed where a source's had to."""
    if any(part.why is not None for part in parts):
        return "unknown"
    return "guessed" if any(part.rule and part.rule.file.startswith(_OWN) for part in parts) else "sure"


def _shares(rule: Rule, amount: Decimal) -> list[Decimal]:
    """Split an amount; each share is rounded once, and the largest takes what is left."""
    shares = [round_half_up(amount * (target.share or 1)) for target in rule.targets]
    largest = max(range(len(shares)), key=lambda place: rule.targets[place].share or 1)
    shares[largest] += amount - sum(shares)
    return shares


def _own(item: Item, account: str) -> DraftPosting:
    said = {"src": item.row.key}
    for name, of in item.source.posting_meta.items():
        if word := item.row.words.get(of):
            said[name] = word
    return DraftPosting(account, item.row.amount, meta=said)


def _in_order(amount: Decimal, own: Sequence[DraftPosting], parts: Sequence[Part]) -> tuple[DraftPosting, ...]:
    """Return the postings, those that money goes to first (借在前), without empty ones that prove nothing."""
    others = [posting for part in parts for posting in part.postings]
    postings = (*own, *others) if amount >= 0 else (*others, *own)
    return tuple(posting for posting in postings if posting.amount or "src" in posting.meta)


def _card(item: Item, rule: Rule, words: Mapping[str, str]) -> Mapping[str, str]:
    """Return the card that was filled, and the key of its row in the card's own ledger, where that is here too."""
    if not rule.card_from:
        return _NOTHING
    card = words.get(rule.card_from, "").removeprefix("card=").strip()
    if not card:
        raise _UnclearError(Text("没有卡号", "the card's number is missing"))
    own = [other.row.key for other in _explainers(item) if not other.is_explanation]
    return {"card": card, **({"src": own[0]} if own else {})}


def _explainers(item: Item) -> Iterator[Item]:
    for other in item.explained_by:
        yield other
        yield from _explainers(other)


def _meta(part: Part, why: Text | None) -> Mapping[str, str]:
    rule, words = part.rule, part.words
    meta = {
        "kind": rule.kind if rule and why is None else "",
        "project": part.project,
        "receipt": words.get("票据", ""),
        "source-doc": words.get("单号", "") if words.get("订单商品") else "",
        "category": UNKNOWN if why is not None else (rule.category if rule else ""),
    }
    return {name: word for name, word in meta.items() if word} or _NOTHING


def _order_links(words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the link that a sale shares with its refund: the merchant's order number."""
    number = words.get("单号", "")
    return (f"order-{number}",) if words.get("商品") and _LINK.fullmatch(number) else ()


def _is_public(words: Mapping[str, str]) -> bool:
    """Say whether a row's summary speaks of no person: its counterparty is an organisation, or there is none."""
    party = words.get("对方", "")
    return not party or naming.is_organisation(party)


def _account_name(part: Part) -> str:
    """Return what the other side is called: 职工薪酬."""
    parts = split_account(part.postings[0].account) if part.postings else None
    return (parts.detail or parts.name) if parts else ""


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def _not_declared(project: str) -> _UnclearError:
    return _UnclearError(Text(f"项目“{project}”没有声明", f"the project “{project}” is not declared"))


def _not_open(words: str, day: date) -> _UnclearError:
    return _UnclearError(
        Text(f"{day} 没有开立账户“{words}”，或不止一个", f"on {day} there is not exactly one open account “{words}”")
    )


def _no_suspense(entity: str) -> HuilinError:
    return HuilinError(
        Text(f"账套 {entity} 没有可挂账的 1221 其他应收款 或 2241/2209 其他应付款。", f"{entity} has no account 1221, 2241 or 2209 where unclear money can wait."),
        Text("请先用 huilin account 开立。", "Open one with `huilin account`."),
    )  # fmt: skip
