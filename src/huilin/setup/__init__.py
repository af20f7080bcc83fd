"""New workspaces, and the writers of dated directives that `policy`, `project` and `account` use."""

from huilin.setup.community import Created, Plan, create

__all__ = ["Created", "Plan", "create"]
