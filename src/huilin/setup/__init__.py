"""New workspaces, and the writers of dated directives that `policy`, `project` and `account` use."""

from huilin.setup.community import Created, create
from huilin.setup.plan import Plan

__all__ = ["Created", "Plan", "create"]
