"""The page of all checks, docs/checks.md, and the small community that their examples are tried in."""
