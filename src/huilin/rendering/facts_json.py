"""facts.json: every published figure once, with its query or formula and the vouchers behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huilin.rendering.document import Document


def render(document: Document) -> str:
    """Return `{"period", "generated_from", "facts"}` as text, amounts as strings with two decimals."""
    content = {
        "period": document.period.name,
        "generated_from": dict(sorted(document.generated_from.items())),
        "facts": [fact.to_json() for fact in document.facts.values()],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
