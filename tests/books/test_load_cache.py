"""Beancount's pickle cache beside a ledger is code that someone else can plant: it is never read (law 10)."""

import os
import pickle
from pathlib import Path

from huilin.books import load
from huilin.workspace import Workspace


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(Trap.place),)

    place: Path


def test_a_planted_cache_is_not_unpickled_even_when_the_loader_was_imported_before(tmp_path: Path) -> None:
    import beancount.loader  # noqa: F401 - as any other module may have done, without the variable set

    (tmp_path / "community.toml").write_text("")
    (tmp_path / "main.beancount").write_text('plugin "huilin.checks"\n')
    Trap.place = tmp_path / "sprung"
    cache = tmp_path / ".main.beancount.picklecache"
    cache.write_bytes(pickle.dumps(Trap()))
    future = (tmp_path / "main.beancount").stat().st_mtime + 60
    os.utime(cache, (future, future))

    load(Workspace.find(tmp_path))

    assert not Trap.place.exists()
