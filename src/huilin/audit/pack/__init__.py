"""The audit pack: a folder of working papers per entity, for the auditor's own use."""

from huilin.audit.pack.building import Built, build

__all__ = ["Built", "build"]
