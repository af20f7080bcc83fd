"""The disclosure as a value: statements of one period, grouped into the parts a resident turns to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from huilin.errors import HuilinError
from huilin.reporting import facts_of
from huilin.wording import Language, Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from huilin.books import Books
    from huilin.rendering.vouchers import Month
    from huilin.reporting import Fact, Statement
    from huilin.vocabulary import Period

DEFAULT_ACCENT = "#1d5c54"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Part(NamedTuple):
    """One chapter of the disclosure; `name` is also the name of its page on the site."""

    name: str
    title: Text
    short: Text
    lead: Text
    statements: tuple[Statement, ...] = ()


PARTS = (
    Part("summary", Text("摘要", "Summary"), Text("摘要", "Summary"), Text("这一期收了多少、用了多少、还剩多少。", "What came in, what was spent and what is left.")),
    Part("fund", Text("社区基金的账", "The fund's accounts"), Text("基金", "Fund"), Text("居民和单位捐的钱，怎样收、怎样用。", "How the gifts were received and used.")),
    Part("company", Text("社区企业的账", "The enterprise's accounts"), Text("企业", "Enterprise"), Text("社区自己的企业，赚了还是亏了，有什么、欠什么。", "What the community's enterprise earned, owns and owes.")),
    Part("reinvestment", Text("利润反哺", "Giving back"), Text("反哺", "Giving back"), Text("企业按约定把利润的一部分交给社区基金：应交、已交、已到账。", "The share of profit the enterprise owes the fund: owed, paid, received.")),
    Part("projects", Text("项目", "Projects"), Text("项目", "Projects"), Text("每件事的预算、已用和剩余。", "Each project's budget, spending and remainder.")),
    Part("donations", Text("捐赠", "Donations"), Text("捐赠", "Donations"), Text("谁捐了多少，按捐赠人自己的意愿署名。", "Who gave what; donors are named only as they wish.")),
    Part("notes", Text("附注", "Notes"), Text("附注", "Notes"), Text("数字背后的规则和说明。", "The rules and explanations behind the figures.")),
)  # fmt: skip

_WORDS = (
    ("summary", ("summary", "overview", "one-yuan")),
    ("reinvestment", ("reinvest", "promise", "exchange", "giving-back")),
    ("projects", ("project",)),
    ("donations", ("donat", "donor", "gift", "pledge")),
    ("notes", ("note", "accounting-polic", "changes", "clock")),
)


@dataclass(frozen=True)
class EntityView:
    """An entity as readers see it: full title, host, and whether its books are a company's."""

    name: str
    title: Text
    is_company: bool = False
    hosted_by: str = ""


@dataclass(frozen=True)
class Document:
    """Everything the renderers need, and nothing they would have to work out.

    `generated_from` names what the figures rest on (`ledger`, `seal.Fund`, …) by SHA-256.
    `letterhead` is the [publication] table of community.toml; `officers` maps 编制, 复核 … to names.
    """

    community: Text
    period: Period
    today: date
    statements: tuple[Statement, ...]
    language: Language = "zh"
    entities: Mapping[str, EntityView] = field(default_factory=dict)
    generated_from: Mapping[str, str] = field(default_factory=dict)
    letterhead: Mapping[str, Any] = field(default_factory=dict)
    officers: tuple[tuple[Text, str], ...] = ()
    months: tuple[Month, ...] = ()
    """The public ledger month by month, where there is one: then figures open to its entries."""
    templates: str = ""
    """The workspace's own templates/ folder, where it has one: a plain string, since templates see this value and a Path could read files."""

    @classmethod
    def of(
        cls,
        books: Books,
        period: Period,
        statements: Iterable[Statement],
        *,
        today: date,
        generated_from: Mapping[str, str] | None = None,
    ) -> Self:
        """Dress the statements for the community whose books they come from."""
        settings = books.workspace.settings
        own = books.workspace.root / "templates"
        return cls(
            community=Text(settings.name, settings.name_en),
            period=period,
            today=today,
            statements=tuple(statements),
            language=settings.language,
            entities=_entities(books, period.end),
            generated_from=dict(generated_from or {}),
            letterhead=settings.publication,
            officers=_officers(settings.people),
            templates=str(own) if own.is_dir() else "",
        )

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The chapters that have statements, in the order in which residents ask."""
        chapters = [
            part._replace(statements=tuple(s for s in self.statements if self.part_of(s) == part.name))
            for part in PARTS
        ]
        return tuple(part for part in chapters if part.statements)

    def part_of(self, statement: Statement) -> str:
        """Return the name of the chapter where the statement belongs: by its id, else by whose books it is of."""
        for name, words in _WORDS:
            if any(word in statement.id.lower() for word in words):
                return name
        entity = self.entities.get(statement.entity)
        if entity is None:
            return "summary"
        return "company" if entity.is_company else "fund"

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every figure once, by id; one id with two amounts is our own fault."""
        facts: dict[str, Fact] = {}
        for fact in facts_of(self.statements):
            known = facts.setdefault(fact.id, fact)
            assert known.amount == fact.amount, f"{fact.id}: {known.amount} and {fact.amount}"
        return facts

    @property
    def title(self) -> Text:
        """What stands on the cover: `2026年第三季度财务公示`."""
        return Text(f"{self.period.title.zh}财务公示", f"Financial disclosure, {self.period.title.en}")

    @property
    def accent(self) -> str:
        """The one colour of the house; raise HuilinError where community.toml names none."""
        colour = str(self.letterhead.get("accent", DEFAULT_ACCENT))
        if not _COLOUR.fullmatch(colour):
            raise HuilinError(
                Text("community.toml 的设置 publication.accent 不对。", "The setting publication.accent is wrong."),
                Text("请写六位颜色，如 #1d5c54。", "Write a colour of six digits, like #1d5c54."),
            )
        return colour

    @property
    def seal_side(self) -> str:
        """Where the seal stands on what is posted: `right`, `left` or `middle`; raise HuilinError for anything else."""
        side = str(self.letterhead.get("seal", "right"))
        if side not in ("right", "left", "middle"):
            raise HuilinError(
                Text("community.toml 的设置 publication.seal 不对。", "The setting publication.seal is wrong."),
                Text("请写 right、left 或 middle。", "Write right, left or middle."),
            )
        return side

    @property
    def imprint(self) -> tuple[tuple[Text, str], ...]:
        """Who publishes, where to ask, until when to object: what [publication] in community.toml says of it."""
        said = {key: str(self.letterhead[key]) for key in _IMPRINT if self.letterhead.get(key)}
        days = self.letterhead.get("objection-days")
        if "objections" not in said and isinstance(days, int):
            said["objections"] = Text("{} 以前", "until {}").say(self.language).format(self.today + timedelta(days))
        return tuple((_IMPRINT[key], said[key]) for key in _IMPRINT if key in said)

    def entity_title(self, name: str) -> Text:
        """Return the entity's full title; joint figures belong to the community."""
        entity = self.entities.get(name)
        return entity.title if entity else self.community if not name else same(name)


def _entities(books: Books, day: date) -> dict[str, EntityView]:
    """Return the entities, funds first: a disclosure is about the gifts."""
    made = [_entity(books, name, day) for name in books.entities]
    return {entity.name: entity for entity in sorted(made, key=lambda entity: entity.is_company)}


def _entity(books: Books, name: str, day: date) -> EntityView:
    entity = books.entities[name]
    is_company = not entity.standard_on(day).startswith("npo")
    return EntityView(name, same(entity.title), is_company, entity.hosted_by)


_IMPRINT = {
    "letterhead": Text("公示单位", "Published by"),
    "address": Text("地址", "Address"),
    "contact": Text("咨询", "Contact"),
    "phone": Text("电话", "Telephone"),
    "objections": Text("提出意见", "Objections"),
}

_ROLES = (
    ("prepare", Text("编制", "Prepared by")),
    ("review", Text("复核", "Reviewed by")),
    ("approve", Text("批准", "Approved by")),
    ("audit", Text("监督", "Supervised by")),
)


def _officers(people: Mapping[str, frozenset[str]]) -> tuple[tuple[Text, str], ...]:
    """Return who answers for the figures, in the order in which they sign; a role nobody has is left out."""
    signed = ((title, "、".join(n for n, roles in people.items() if role in roles)) for role, title in _ROLES)
    return tuple((title, names) for title, names in signed if names)
