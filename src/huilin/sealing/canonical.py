"""The one way to write an entry down, so that the same facts always give the same bytes and the same hash.

Canonical JSON as in RFC 8785 (sorted keys, no blanks, shortest escapes); amounts are strings, so that no reader
can round them. What says nothing about the facts stays out: file, line, blanks, the order of tags and links.
Beancount's own `hash_entry` is no identity: it depends on line and folder and skips evidence.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core import data

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from huilin.workspace import Workspace

EVERY = ""
"""The entity of a directive that belongs to none: it is sealed with each."""


class Sealable(NamedTuple):
    """One entry as a seal knows it: its name (voucher number, or kind and subject), its day, its canonical text.

    `file` and `line` say where it stands, for findings only.
    """

    name: str
    day: date
    text: str
    file: str
    line: int

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical text."""
        return sha256(self.text)


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def dumps(value: Any) -> str:  # noqa: ANN401 - any JSON of strings, lists, maps, booleans and null
    """Return `value` as canonical JSON; there are no numbers in it, and keys are ASCII, so that Python sorts as RFC 8785."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sealables(
    entries: Iterable[data.Directive],
    workspace: Workspace,
    entities: Collection[str],
    entity: str,
    *,
    wanted: Callable[[str, date], bool] | None = None,
) -> Iterator[Sealable]:
    """Yield the entries of one entity, and those of none, in the books' order; of equal names the later get `#2`.

    `wanted` says by name and day which are asked for: writing an entry down is the dear part.
    """
    own = [entry for entry in entries if entity_of(entry, entities) in {entity, EVERY}]
    evidence = _evidence(own)
    relative = cache(workspace.relative)
    seen: Counter[str] = Counter()
    for entry in own:
        name = _name(entry, workspace)
        seen[name] += 1
        unique = f"{name}#{seen[name]}" if seen[name] > 1 else name
        if wanted is None or wanted(unique, entry.date):
            text = dumps(_plain_entry(entry, workspace, evidence))
            place = relative(entry.meta.get("filename", "")), int(entry.meta.get("lineno") or 0)
            yield Sealable(unique, entry.date, text, *place)


def entity_of(entry: data.Directive, entities: Collection[str]) -> str:
    """Return whose books an entry belongs to; `EVERY` where it names no entity."""
    if isinstance(entry, data.Custom):
        named = (value.value for value in entry.values or ())
        return next((name for name in named if isinstance(name, str) and name in entities), EVERY)
    if isinstance(entry, data.Transaction):
        account = entry.postings[0].account if entry.postings else ""
    else:
        account = getattr(entry, "account", "")
    return account.split(":")[1] if ":" in account else EVERY


def shown(text: str) -> str:
    """Return a canonical entry in one line, as a finding shows it: day, flag, words, and its legs or values."""
    said = json.loads(text)
    words = [said["date"], said.get("flag") or "", said.get("payee") or "", said.get("narration") or ""]
    words += [f"{leg['account']} {leg['units']['number']}" for leg in said.get("postings") or () if leg.get("units")]
    words += [str(said[key]) for key in ("account", "filename") if said.get(key)]
    words += [value_text(value["value"]) for value in said.get("values") or ()]
    return " ".join(word for word in words if word)


def differences(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return what differs between two canonical entries: which field, what it said, what it says."""
    old, new = _flat(json.loads(before)), _flat(json.loads(after))
    fields = [field for field in {**old, **new} if old.get(field) != new.get(field)]
    return [(field, old.get(field, "–"), new.get(field, "–")) for field in fields]


def _flat(value: Any, path: str = "") -> dict[str, str]:  # noqa: ANN401 - any JSON
    """Return nested JSON as one map of paths to words: `postings.1.units.number` → `-1208.00`."""
    rows = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else None
    if rows is None:
        return {path: "" if value is None else str(value)}
    return {
        key: word for name, part in rows for key, word in _flat(part, f"{path}.{name}" if path else f"{name}").items()
    }


def value_text(value: Any) -> str:  # noqa: ANN401 - a canonical value
    """Return a directive's value as words: an amount with its currency, else as it is."""
    return f"{value['number']} {value['currency']}" if isinstance(value, dict) and "number" in value else str(value)


def _name(entry: data.Directive, workspace: Workspace) -> str:
    """Return the voucher number of a transaction, and of others what they are about."""
    if isinstance(entry, data.Transaction):
        return str(entry.meta.get("id") or f"{entry.date} {entry.narration}")
    kind = type(entry).__name__.lower()
    if isinstance(entry, data.Custom):
        words = " ".join(_word(value.value) for value in entry.values or ())
        return f"{entry.date} {entry.type} {words}"
    if isinstance(entry, data.Document):
        return f"{entry.date} {kind} {workspace.relative(entry.filename)}"
    subject = getattr(entry, "account", "") or getattr(entry, "currency", "") or getattr(entry, "type", "") or getattr(entry, "name", "")  # fmt: skip
    return f"{entry.date} {kind} {subject}"


def _word(value: object) -> str:
    plain = _plain(value)
    return plain if isinstance(plain, str) else dumps(plain)


def _plain_entry(entry: data.Directive, workspace: Workspace, evidence: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return every field of an entry as plain values; fields are derived from Beancount's types, none is listed."""
    plain = {field: _plain(getattr(entry, field)) for field in entry._fields if field not in _COMPUTED}
    plain["kind"] = type(entry).__name__.lower()
    if isinstance(entry, data.Document):
        plain["filename"] = workspace.relative(entry.filename)
        plain["evidence"] = [_content_hash(entry)]
    elif isinstance(entry, data.Transaction):
        plain["payee"] = entry.payee or ""
        plain["evidence"] = sorted(mark for link in entry.links or () for mark in evidence.get(link, ()))
    return _said(plain)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


_COMPUTED = frozenset({"diff_amount"})
"""What Beancount works out itself: the difference that a failed balance shows."""


def _plain(value: Any) -> Any:  # noqa: ANN401 - Beancount's fields are of any type
    """Return a field as strings, lists, maps, booleans and null."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is Decimal:
        return number(value)
    reader = next((read for kinds, read in _READERS if isinstance(value, kinds)), str)
    return reader(value)


def _plain_map(value: Mapping[str, Any]) -> dict[str, Any]:
    return _said({str(key): _plain(said) for key, said in value.items() if not _is_place(key)})


def _plain_tuple(value: Iterable[Any]) -> Any:  # noqa: ANN401 - a map or a list
    """Return Beancount's named tuples (postings, costs, values) as maps, other rows as lists."""
    fields = getattr(value, "_fields", None)
    if fields is None:
        return [_plain(one) for one in value]
    return _said({field: _plain(getattr(value, field)) for field in fields if field != "dtype"})


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: nothing said is nothing to keep."""
    return {name: value for name, value in fields.items() if value not in _NOTHING}


def _plain_set(value: Iterable[Any]) -> list[str]:
    return sorted(str(word) for word in value)


def _is_place(key: str) -> bool:
    """Say whether a metadata key tells only where the entry stands, or was put there by a program."""
    return key in {"filename", "lineno"} or key.startswith("__")


def number(amount: Decimal) -> str:
    """Return an amount as text: always two decimals, more only where it has more (a rate 0.125)."""
    shown = amount if _has_fen(amount) else _shortest(amount)
    return f"{shown:f}" if shown else "0.00"


def _has_fen(amount: Decimal) -> bool:
    """Say whether the amount is written with two decimals, as nearly all are."""
    return amount.as_tuple().exponent == -2


def _shortest(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01")) if amount == round(amount, 2) else amount.normalize()


_READERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (str, str),
    (Decimal, number),
    (date, date.isoformat),
    ((set, frozenset), _plain_set),
    (dict, _plain_map),
    ((tuple, list), _plain_tuple),
)


def _evidence(entries: Iterable[data.Directive]) -> dict[str, list[str]]:
    """Return the hashes of the documents that each link leads to."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry, data.Document):
            for link in entry.links or ():
                found.setdefault(link, []).append(_content_hash(entry))
    return found


def _content_hash(document: data.Document) -> str:
    """Return the hash that the directive declares (a check holds it against the file), else that of the file."""
    declared = str(document.meta.get("sha256", ""))
    if declared:
        return declared
    try:
        return hashlib.sha256(Path(document.filename).read_bytes()).hexdigest()
    except OSError:
        return ""
