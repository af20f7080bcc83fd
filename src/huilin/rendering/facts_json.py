"""facts.json: every published figure once, with its query or formula and the vouchers behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huilin.rendering.document import Document


def render(document: Document) -> str:
    """Return `{"period", "generated_from", "facts"}` as text, a fact a line, amounts as strings with two decimals."""
    rests_on = json.dumps(dict(sorted(document.generated_from.items())))
    facts = ",\n".join(json.dumps(fact.to_json(), ensure_ascii=False) for fact in document.facts.values())
    return f'{{"period": "{document.period.name}",\n"generated_from": {rests_on},\n"facts": [\n{facts}\n]}}\n'
