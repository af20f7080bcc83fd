"""Publish a closed period: refuse what is not ready, render every form, search it, swap it in – or change nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.closing import seals
from huilin.donors import Register, published_names
from huilin.progress import Progress, silent
from huilin.publication import (
    attached,
    bundle,
    generations,
    history,
    months,
    privacy,
    redaction,
    seal_list,
    secret,
    verify_ledger,
)
from huilin.publication.readiness import (
    NotPublishableError,
    refuse_small,
    refuse_unfounded,
    refuse_unready,
    refuse_unsound,
)
from huilin.rendering import Document, fonts
from huilin.reporting import ReportRequest, registry, small_groups

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from huilin.books import Books
    from huilin.publication.redaction import Pseudonyms
    from huilin.publication.verify_ledger import Ledger
    from huilin.reporting.small_groups import Merged
    from huilin.vocabulary import Period
    from huilin.workspace import Workspace

__all__ = ["NotPublishableError", "Publication", "publish"]


class Publication(NamedTuple):
    """What was published: the generation's folder, the link that readers follow, and the files, manifest last."""

    folder: Path
    link: Path
    files: tuple[Path, ...]
    is_new: bool
    """False where the very same generation was there already."""


def publish(
    workspace: Workspace, books: Books, period: Period, *, today: date, progress: Progress = silent
) -> Publication:
    """Publish `period` as one generation; the same books, wishes and day give the same generation again.

    Raises NotPublishableError with all that stands in the way (errors, drafts, a period still open, a statement
    whose own checks fail), RefusedError where personal data would get out, MachineError where the machine lacks
    something. Whatever is raised, and wherever a crash strikes, the last publication stays whole.
    """
    refuse_unready(books, period)
    fonts.files()  # a machine that cannot print is told before anything is made
    register = Register.read(workspace.donors)
    shown = small_groups.merged(books, period)
    refuse_small(shown)
    papers = attached.attached(books, period)
    request = ReportRequest(shown.books, period, today, published_names(register), history.read(workspace))
    rests = rests_on(books, period)
    pseudonyms = _pseudonyms(workspace, period, today, rests)
    statements = small_groups.noted(registry.make_all(request, progress), shown)
    refuse_unsound(statements)
    statements = redaction.with_pseudonyms(statements, pseudonyms)
    document = Document.of(books, period, statements, today=today, generated_from=rests)
    public = public_books(shown, document, pseudonyms)
    document = replace(document, months=months.of(public.ledger, books))
    made = bundle.make(document, progress).with_texts(public.texts).joined(papers)
    privacy.search(made.texts, privacy.Secrets.of(register, bundle.public_words(document)))
    kept = generations.keep(workspace, period.name, made.files)
    return Publication(kept.folder, kept.link, tuple(kept.folder / name for name in sorted(made.files)), kept.is_new)


class PublicBooks(NamedTuple):
    """The public ledger and the chain of seals as files, and the ledger as Beancount reads that file."""

    texts: dict[str, str]
    ledger: Ledger


def _pseudonyms(workspace: Workspace, period: Period, today: date, rests: Mapping[str, str]) -> Pseudonyms:
    """Return the donors' pseudonyms, salted by what is published: two publications cannot be joined by them."""
    return redaction.Pseudonyms(secret.key(workspace), f"{period}|{today}|{sorted(rests.items())}")


def public_books(shown: Merged, document: Document, pseudonyms: Pseudonyms) -> PublicBooks:
    """Return the public books, small groups merged; raise NotPublishableError where a figure does not follow from them."""
    books, facts, period = shown.books, tuple(document.facts.values()), document.period
    text = redaction.redact(books, facts, period, pseudonyms)
    ledger = verify_ledger.read(text)
    refuse_unfounded(facts, ledger)
    seal_text = seal_list.render(shown, period, redaction.Asked.by(facts))
    return PublicBooks({redaction.LEDGER: text, seal_list.SEALS: seal_text}, ledger)


def rests_on(books: Books, period: Period) -> dict[str, str]:
    """Return the hash of the seal that covers the period's end, by entity (`seal.Fund`); it chains to all before."""
    covering = [seal for seal in seals.read(books.workspace) if seal.covers(period.end)]
    return {f"seal.{seal.entity}": seal.hash for seal in covering}
