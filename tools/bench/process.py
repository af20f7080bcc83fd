"""Whole processes timed from outside: wall seconds and the operating system's own peak memory."""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds of wall time, peak memory in MB, exit code."""

    seconds: float
    megabytes: float
    code: int


def run(command: Sequence[str]) -> Run:
    """Run the command with its output thrown away, and return what it took."""
    start = time.perf_counter()
    with Path(os.devnull).open("wb") as nowhere:
        actions = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1), (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 2)]
        pid = os.posix_spawn(command[0], list(command), os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(time.perf_counter() - start, usage.ru_maxrss * unit / 1e6, os.waitstatus_to_exitcode(status))


def median(runs: Sequence[Run]) -> Run:
    """Return the median time, the largest memory and the worst exit code of several runs."""
    return Run(
        statistics.median(r.seconds for r in runs), max(r.megabytes for r in runs), max(abs(r.code) for r in runs)
    )


def side_by_side(ours: Sequence[str], other: Sequence[str], times: int = 5) -> tuple[Run, Run, float]:
    """Run the two in turn, and return their medians and the median ratio of their times, pair by pair."""
    pairs = [(run(ours), run(other)) for _ in range(times)]
    ratio = statistics.median(a.seconds / b.seconds for a, b in pairs)
    return median([a for a, _ in pairs]), median([b for _, b in pairs]), ratio
