"""Every importer against spoilt files: 20,000 copies of its sample each, none may crash it, hold it up or fill the memory.

`python -m tools.bench.fuzzing [FILES [NAME]]`. A worker reads thousands of files in one process, under a limit of
memory and an alarm for each file that the kernel keeps; when it falls, the file at fault is known and the next worker
goes on behind it. Seconds are those of the processor, so that a busy machine finds no hangs that are none.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.context import ForkProcess

    Active: TypeAlias = dict[int, tuple["Run", ForkProcess, connection.Connection]]

FILES = 20_000
SECONDS, MEGABYTES = 2.0, 512
TODAY = date(2026, 12, 31)
_JUNK = (
    b",",
    b"\n",
    b'"',
    b"\0",
    b"9" * 40,
    b"-",
    b"1e9999",
    b"\xff\xfe",
    b"<",
    b"`",
    b"\t",
    b"/",
    b"0.001",
    b"&#x41;",
)


@dataclass
class Run:
    """One sample on its way: how many copies are read, the slowest, the peak of memory, and what went wrong."""

    name: str
    content: bytes
    wanted: int
    told: Any
    """Shared with the worker: the copy that it reads, slowest milliseconds, peak kilobytes."""
    done: int = 0
    faults: list[str] = field(default_factory=list)


def main(wanted: int = FILES, only: str = "") -> int:
    """Fuzz every sample, as many at once as there are processors; print a line for each, return 1 for a fault."""
    fork = multiprocessing.get_context("fork")
    waiting = [
        Run(name, content, wanted, fork.Array("l", 3, lock=False))
        for name, content in samples().items()
        if only in name
    ]
    runs = list(waiting)
    active: Active = {}
    while waiting or active:
        while waiting and len(active) < (os.cpu_count() or 1):
            _start(fork, waiting.pop(0), active)
        for ended in connection.wait(list(active)):
            run, worker, faults = active.pop(cast("int", ended))
            worker.join()
            _settle(run, worker, faults)
            if run.done < run.wanted and len(run.faults) < _ENOUGH:
                _start(fork, run, active)
            else:
                sys.stdout.write(_line(run))
                sys.stdout.flush()
    failed = [run for run in runs if run.faults or run.done < run.wanted]
    read = sum(run.done for run in runs)
    sys.stdout.write(f"{len(runs)} samples, {read:,} spoilt files, {len(failed)} samples with a fault\n")
    return 1 if failed else 0


_MEMORY = "/dev/shm"  # noqa: S108 - a folder of its own within it
"""Where a million small files cost the disk nothing."""
_ENOUGH = 5
"""Faults after which a sample is given up: the first ones tell what to mend."""


def samples() -> Mapping[str, bytes]:
    """Return a small good file for each source, as the tests make them."""
    from tests.importers.samples import SAMPLES

    return SAMPLES


def _start(fork: Any, run: Run, active: Active) -> None:  # noqa: ANN401
    mine, theirs = fork.Pipe(duplex=False)
    worker = fork.Process(target=_work, args=(run.name, run.content, run.done, run.wanted, run.told, theirs))
    worker.start()
    theirs.close()
    active[worker.sentinel] = (run, worker, mine)


def _settle(run: Run, worker: ForkProcess, faults: connection.Connection) -> None:
    """Take over what the worker told; one that fell did so on the copy that it had begun."""
    with suppress(EOFError):
        while faults.poll():
            run.faults.append(faults.recv())
    faults.close()
    if worker.exitcode == 0:
        run.done = run.wanted
        return
    fell = {-signal.SIGPROF: f"more than {SECONDS} s"}.get(worker.exitcode or 0, f"exit {worker.exitcode}")
    run.faults.append(f"{run.told[0]}: {fell}")
    run.done = run.told[0] + 1


def _line(run: Run) -> str:
    said = f"{run.name:<30}{run.done:>7} files, slowest {run.told[1] / 1000:6.3f} s, {run.told[2] / 1024:4.0f} MB, {len(run.faults)} faults\n"
    return said + "".join(f"    {fault}\n" for fault in run.faults[:_ENOUGH])


def _work(name: str, content: bytes, first: int, wanted: int, told: Any, faults: connection.Connection) -> None:  # noqa: ANN401, PLR0917
    """Read the copies from `first` on; the alarm's default is the process's end, which no library can catch."""
    from huilin.importing import sniff

    os.nice(5)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
    with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as folder:
        file = Path(folder) / "x"
        for number in range(first, wanted):
            told[0] = number
            file.write_bytes(copy(name, content, number))
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                sniff(file, today=TODAY)
            except BaseException as error:  # noqa: BLE001 - that none comes is what is measured
                faults.send(f"{number}: {type(error).__name__}: {error}")
            signal.setitimer(signal.ITIMER_PROF, 0)
            told[1] = max(told[1], int((time.process_time() - start) * 1000))
            if number % 100 == 0 or number == wanted - 1:
                told[2] = max(told[2], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def copy(name: str, content: bytes, number: int) -> bytes:
    """Return the copy of that number: the file's bytes spoilt or, of a ZIP every other time, a member's."""
    luck = random.Random(f"{name} {number}")
    if content.startswith(b"PK") and number % 2:
        return _with_spoilt_member(content, luck)
    return spoilt(content, luck)


def _with_spoilt_member(content: bytes, luck: random.Random) -> bytes:
    """Return a sound archive in which one member is spoilt, so that what reads the member meets it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = luck.choice(old.namelist())
        for name in old.namelist():
            inner = old.read(name)
            new.writestr(name, spoilt(inner, luck) if name == chosen else inner)
    return out.getvalue()


def spoilt(content: bytes, luck: random.Random) -> bytes:
    """Return the bytes with a few cut, changed, doubled or moved."""
    spoiling = bytearray(content)
    for _ in range(luck.randint(1, 4)):
        if not spoiling:
            break
        _spoil(spoiling, luck)
    return bytes(spoiling)


def _spoil(spoiling: bytearray, luck: random.Random) -> None:
    at, length = luck.randrange(len(spoiling)), luck.randint(1, 40)
    match luck.randrange(6):
        case 0:
            del spoiling[at : at + length]
        case 1:
            spoiling[at] = luck.randrange(256)
        case 2:
            spoiling[at:at] = spoiling[at : at + length]
        case 3:
            spoiling[at:at] = luck.choice(_JUNK)
        case 4:
            other = luck.randrange(len(spoiling))
            spoiling[other:other] = spoiling[at : at + length]
        case _:
            del spoiling[at:]


def _numbers(arguments: list[str]) -> Iterator[Any]:
    if arguments:
        yield int(arguments[0])
    yield from arguments[1:2]


if __name__ == "__main__":
    sys.exit(main(*_numbers(sys.argv[1:])))
