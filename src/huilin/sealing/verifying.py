"""Hold the books against their seals: every entry changed, gone or added, and every seal tampered with, is named."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.sealed import seal_file
from huilin.findings import Finding, Severity
from huilin.journal import FILE, closed_periods
from huilin.sealing.canonical import Sealable, differences, sealables, shown
from huilin.sealing.seal import FORM, Seal, entries_file, kept, read_seal, seal_files
from huilin.vocabulary import parse_period, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from beancount.core import data

    from huilin.books import Books

_SHOWN = 4
"""How many differing fields one finding spells out."""
_OF_NO_ENTITY = frozenset({"commodity", "event", "price", "query", "custom"})


class _Read(NamedTuple):
    """A seal with its file, how findings name it, and the canonical entries kept beside it."""

    seal: Seal
    file: Path
    where: str
    kept: Mapping[str, str]


def held(books: Books, entity: str, *, wanted: Callable[[str, date], bool] | None = None) -> Iterator[Sealable]:
    """Yield the entity's entries as a seal holds them."""
    return sealables(books.entries, books.workspace, books.entities, entity, wanted=wanted)


def verify(books: Books) -> tuple[Finding, ...]:
    """Return a finding for every entry changed, missing or added in a sealed period, and every seal tampered with."""
    return tuple(finding for entity in books.entities for finding in _verify(books, entity))


def _verify(books: Books, entity: str) -> Iterator[Finding]:
    yield from _lost(books, entity)
    yield from _closed_by_the_log(books, entity)
    files = seal_files(books.workspace, entity)
    if not files:
        return
    sound: list[_Read] = []
    previous = ""
    for file in files:
        seal, where = read_seal(file), books.workspace.relative(file)
        if seal is None or not seal.is_whole or not _is_of(seal, file):
            yield _tampered(where)
            previous = seal.hash if seal else previous
            continue
        if seal.previous != previous:
            yield _unchained(where)
        previous = seal.hash
        one = _Read(seal, file, where, kept(file))
        if set(one.kept) != set(seal.entries.values()):
            yield _entries_tampered(books.workspace.relative(entries_file(file)))
        sound.append(one)
    if sound:
        yield from _entries(books, entity, sound)


def _is_of(seal: Seal, file: Path) -> bool:
    """Say whether the seal is the one that its file's name promises."""
    return file.name == f"{seal.period}.{seal.entity}.json"


def _entries(books: Books, entity: str, seals: list[_Read]) -> Iterator[Finding]:
    """Hold today's entries against each seal."""
    sealed = {name for one in seals for name in one.seal.entries}
    end = date.fromisoformat(max(one.seal.end for one in seals))
    now = {one.name: one for one in held(books, entity, wanted=lambda name, day: day <= end or name in sealed)}
    for one in seals:
        yield from _compare(books, one, now)


def _compare(books: Books, read: _Read, now: Mapping[str, Sealable]) -> Iterator[Finding]:
    seal = read.seal
    for name, mark in seal.entries.items():
        one, before = now.get(name), read.kept.get(mark, "")
        if one is None:
            if not (_loaded_alone(books) and _names_no_entity(before, seal.entity)):
                yield _missing(read, name, before)
        elif one.hash != mark:
            yield _changed(read, one, before)
    for name, one in now.items():
        if name not in seal.entries and seal.covers(one.day):
            yield _added(seal, one)


def _loaded_alone(books: Books) -> bool:
    """Say whether one set of books was opened by itself: what belongs to no entity may then stand outside it."""
    return books.options.get("filename") != str(books.workspace.main)


def _names_no_entity(before: str, entity: str) -> bool:
    said = json.loads(before) if before else {}
    values = [value.get("value") for value in said.get("values") or ()]
    return said.get("kind") in _OF_NO_ENTITY and entity not in values


def _lost(books: Books, entity: str) -> Iterator[Finding]:
    """Yield a finding for each set of sealed entries whose seal is gone."""
    for file in sorted(books.workspace.seals.glob(f"*.{entity}.entries.jsonl")):
        name = file.name.removesuffix(".entries.jsonl")
        if not file.with_name(f"{name}.json").exists():
            yield Finding(
                "seal-lost", Severity.ERROR, f"seals/{name}.json", 0,
                Text("封账文件不见了，而封存的分录还在。", "This seal is gone, though the entries that it sealed are there."),
                Text("请从备份恢复；要重新开账用 huilin reopen。", "Restore it from a backup; `huilin reopen` is the way to open a period."),
            )  # fmt: skip


def _closed_by_the_log(books: Books, entity: str) -> Iterator[Finding]:
    """Yield a finding for each period that the log says is closed and of which this entity has neither file left."""
    if not any(_belongs(entry, entity) for entry in books.transactions):
        return
    for name, number in closed_periods(books.workspace.root).items():
        file = seal_file(books.workspace, parse_period(name), entity)
        if not file.exists() and not entries_file(file).exists():
            yield Finding(
                "seal-lost", Severity.ERROR, FILE, number,
                Text(f"日志记着 {name} 已结账，{entity} 的封账文件却不见了。", f"The log says that {name} was closed, yet {entity} has no seal of it."),
                Text("请从备份恢复 seals/；要重新开账用 huilin reopen。", "Restore seals/ from a backup; `huilin reopen` is the way to open a period."),
            )  # fmt: skip


def _belongs(entry: data.Transaction, entity: str) -> bool:
    parts = split_account(entry.postings[0].account) if entry.postings else None
    return parts is not None and parts.entity == entity


def _changed(read: _Read, one: Sealable, before: str) -> Finding:
    period = read.seal.period
    if not before:
        mark = read.seal.entries[one.name][:12]
        return _at(
            one, "seal-changed",
            Text(f"{one.name} 在{period}封账后被改动：现为 {shown(one.text)}（封账时 {mark}，现 {one.hash[:12]}）。",
                 f"{one.name} has changed since {period} was sealed: it now reads {shown(one.text)} (sealed as {mark}, now {one.hash[:12]})."),
        )  # fmt: skip
    fields = differences(before, one.text)
    more = len(fields) - _SHOWN
    zh = "；".join(f"{name} 原为 {old}，现为 {new}" for name, old, new in fields[:_SHOWN])
    en = "; ".join(f"{name} was {old}, is {new}" for name, old, new in fields[:_SHOWN])
    return _at(
        one, "seal-changed",
        Text(f"{one.name} 在{period}封账后被改动：{zh}{f'；另有 {more} 处' if more > 0 else ''}（封账时：{shown(before)}；现在：{shown(one.text)}）。",
             f"{one.name} has changed since {period} was sealed: {en}{f'; {more} more' if more > 0 else ''} (sealed: {shown(before)}; now: {shown(one.text)})."),
    )  # fmt: skip


def _added(seal: Seal, one: Sealable) -> Finding:
    return _at(
        one, "seal-added",
        Text(f"{one.name} 是{seal.period}封账后补进去的：{shown(one.text)}。",
             f"{one.name} was added after {seal.period} was sealed: {shown(one.text)}."),
    )  # fmt: skip


def _missing(read: _Read, name: str, before: str) -> Finding:
    said = shown(before) if before else "–"
    return Finding(
        "seal-missing", Severity.ERROR, read.where, 0,
        Text(f"{read.seal.period}封账时有 {name}，现在没有了：{said}。", f"{name} was sealed in {read.seal.period} and is gone: {said}."),
        _BACK,
    )  # fmt: skip


def _tampered(where: str) -> Finding:
    return Finding(
        "seal-edited", Severity.ERROR, where, 0,
        Text(f"封账文件读不懂或被改动（应为 {FORM}），与它自己的哈希不符。", f"This seal cannot be read as {FORM}, or was edited: it does not match its own hash."),
        Text("请从备份恢复，并与公示上印的封账哈希核对。", "Restore it from a backup and compare it with the hash printed on the disclosure."),
    )  # fmt: skip


def _entries_tampered(where: str) -> Finding:
    return Finding(
        "seal-edited", Severity.ERROR, where, 0,
        Text("封存的分录缺失或被改动，与封账文件里的哈希不符。", "The entries kept with this seal are missing or were edited: they do not match its hashes."),
        Text("请从备份恢复这个文件。", "Restore this file from a backup."),
    )  # fmt: skip


def _unchained(where: str) -> Finding:
    return Finding(
        "seal-chain", Severity.ERROR, where, 0,
        Text("封账链断了：前一个封账文件缺失或不是原来那个。", "The chain of seals is broken: the one before is missing or another."),
        Text("请从备份恢复前一个封账文件。", "Restore the seal before it from a backup."),
    )  # fmt: skip


def _at(one: Sealable, rule: str, message: Text) -> Finding:
    return Finding(rule, Severity.ERROR, one.file, one.line, message, _BACK)


_BACK = Text(
    "封账期间不得改动：请恢复原样；有错用 huilin correct 更正。",
    "A sealed period does not change: restore it, and correct errors with `huilin correct`.",
)
