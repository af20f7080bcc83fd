"""XML read safely: no document type, no entities, no depth without end; every element knows its line.

Names are kept without their namespace, since vendors change it with every edition of a schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 60


class MarkupError(ValueError):
    """A document that is not well-formed, or that declares what no statement needs; `line` says where."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line


@dataclass(slots=True)
class Element:
    """One element: its name, the line where it begins, its own words, and what it holds."""

    name: str
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def find(self, path: str) -> Element | None:
        """Return the first element on the path `Acct/Id/IBAN`, or None."""
        return next(self.find_all(path), None)

    def find_all(self, path: str) -> Iterator[Element]:
        """Yield every element on the path; `*` stands for any name."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if name in ("*", child.name):
                yield from child.find_all(rest) if rest else (child,)

    def said(self, *paths: str) -> str:
        """Return the words of the first path that has any."""
        for path in paths:
            for found in self.find_all(path):
                if found.text.strip():
                    return " ".join(found.text.split())
        return ""

    @property
    def everything(self) -> str:
        """Its own words and those of all that it holds."""
        return self.text + "".join(child.everything for child in self.children)

    def everywhere(self, name: str) -> Iterator[Element]:
        """Yield every element of that name, however deep."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.everywhere(name)


def parse(text: str) -> Element:
    """Return the document's root; raise MarkupError where it is not well-formed or declares a document type."""
    parser = expat.ParserCreate("utf-8", namespace_separator="}")
    top = Element("", 0)
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _DEEPEST:
            raise MarkupError(parser.CurrentLineNumber, "too deep")
        element = Element(
            _local(name), parser.CurrentLineNumber, attributes={_local(k): v for k, v in attributes.items()}
        )
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        stack.pop()

    def words(data: str) -> None:
        stack[-1].text += data

    def refuse(*_: object) -> None:
        raise MarkupError(parser.CurrentLineNumber, "document type")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat takes it by place
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, MarkupError):
            raise
        raise MarkupError(getattr(error, "lineno", 0), str(error)) from error
    return top.children[0]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
