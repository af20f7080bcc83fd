"""The main job on the example, step by step: seconds and peak memory of each command, in the demo's order."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tools.bench.process import BIN, ROOT, Run, run, side_by_side

STEPS = (
    ("inbox",),
    ("--by", "周会计", "--yes", "book"),
    ("--by", "陈主任", "--yes", "post"),
    ("check",),
    ("reinvest", "2026-Q3"),
    ("--by", "陈主任", "--yes", "close", "2026-Q3"),
    ("publish", "2026-Q3"),
)
HUILIN = str(BIN / "huilin")


def main() -> None:
    """Print the table of steps, then the commands that must answer at once beside what they stand on."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "demo"
        shutil.copytree(ROOT / "ledger", copy)
        _quick(copy)
        _steps(copy)


def _steps(copy: Path) -> None:
    total = 0.0
    for words in STEPS:
        taken = run([HUILIN, "--workspace", str(copy), "--today", "2026-10-15", *words])
        total += taken.seconds
        _line("huilin " + " ".join(w for w in words if not w.startswith("--")), taken)
    sys.stdout.write(f"{'whole job':<36}{total:8.2f} s\n\n")


def _quick(copy: Path) -> None:
    main_file = str(copy / "main.beancount")
    check, bean, ratio = side_by_side(
        [HUILIN, "--workspace", str(copy), "--today", "2026-10-15", "check"],
        [str(BIN / "python"), "-c", _BARE_LOAD, main_file],
    )
    _line("huilin check", check)
    _line("Beancount alone, same files", bean)
    sys.stdout.write(f"{'ratio':<36}{ratio:8.2f}\n")
    help_, python, ratio = side_by_side([HUILIN, "--help"], [str(BIN / "python"), "-c", "pass"])
    _line("huilin --help", help_)
    _line("python alone", python)
    sys.stdout.write(f"{'ratio':<36}{ratio:8.2f}\n\n")


_BARE_LOAD = """
import os, sys
os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
from beancount.core import data
from beancount import loader
import beancount.loader as l
l.run_transformations = lambda entries, errors, options, log: (entries, errors)
loader.load_file(sys.argv[1])
"""


def _line(name: str, taken: Run) -> None:
    mark = "" if taken.code == 0 else f"   exit {taken.code}"
    sys.stdout.write(f"{name:<36}{taken.seconds:8.2f} s {taken.megabytes:8.0f} MB{mark}\n")
