"""Limits that a process sets for itself before it touches what a stranger wrote."""

from __future__ import annotations


def limit(*, seconds: int | None, memory: int) -> None:
    """Take from this process the power to use up the machine, to write files and to leave a core behind.

    `seconds` of processor time (None: as long as it is asked things), `memory` in bytes of address space.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock holds there too
        return
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
