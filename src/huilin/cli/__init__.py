"""The command `huilin`: what treasurers, reviewers and auditors type."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process with its exit code."""
    import sys

    from huilin.cli.running import run

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a sign shows another instead of failing
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))
