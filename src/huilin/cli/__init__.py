"""The command `huilin`: what treasurers, reviewers and auditors type."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process with its exit code."""
    import sys

    from huilin.cli.running import run

    sys.exit(run(sys.argv[1:]))
