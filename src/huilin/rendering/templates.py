"""Templates: the stock's, overridden by a workspace's own, which run in a sandbox."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huilin import stock
from huilin.errors import HuilinError
from huilin.money import plain, show
from huilin.rendering.words import WORDS
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment


def folders(own: str) -> tuple[Path, ...]:
    """Return where templates, and what they show, may lie: the workspace's folder first."""
    home = stock.home() / "templates"
    return (Path(own), home) if own and Path(own).resolve() != home.resolve() else (home,)


def fill(name: str, own: str, language: Language, **values: Any) -> str:  # noqa: ANN401 - values are the template's
    """Return the template filled in; raise HuilinError that names the template and its line."""
    try:
        return environment(own, language).get_template(name).render(**values)
    except HuilinError:
        raise
    except Exception as error:
        raise _template_error(name, error) from error


def environment(own: str, language: Language) -> Environment:
    """Return the templates' world: everything escaped, nothing undefined, sandboxed where they are the workspace's."""
    from jinja2 import ChoiceLoader, Environment, PrefixLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    places = folders(own)
    kind = SandboxedEnvironment if len(places) > 1 else Environment
    loaders: list[BaseLoader] = [_loader(place) for place in places]
    made = kind(  # nosec: autoescape is on for every name
        loader=ChoiceLoader([*loaders, PrefixLoader({"stock": loaders[-1]})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["say"] = lambda text: _say(text, language)
    made.filters["money"] = show
    made.filters["yuan"] = plain
    made.globals["w"] = {key: text.say(language) for key, text in WORDS.items()}
    made.globals["lang"] = "zh-CN" if language == "zh" else "en"
    return made


def _say(text: object, language: Language) -> str:
    return text.say(language) if isinstance(text, Text) else str(text)


def _loader(folder: Path) -> BaseLoader:
    """Return a loader that follows no link out of `folder`, so that a template cannot show a private file."""
    from jinja2 import FunctionLoader, TemplateNotFound
    from jinja2.loaders import split_template_path

    def load(name: str) -> tuple[str, str, None] | None:
        try:
            file = folder.joinpath(*split_template_path(name))
        except TemplateNotFound:
            return None
        if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
            return None
        return file.read_text(encoding="utf-8"), str(file), None

    return FunctionLoader(load)


def _template_error(name: str, error: Exception) -> HuilinError:
    where, line = _place(name, error)
    reason = f"{type(error).__name__}: {error}"
    return HuilinError(
        Text(
            f"模板 templates/{where} 第 {line} 行出错：{reason}。",
            f"Template templates/{where}, line {line}: {reason}.",
        ),
        Text(
            "请改正这一行；或把它移出工作区的 templates 文件夹，改用自带模板。",
            "Mend that line, or move the file out of the workspace's templates folder to use the stock's.",
        ),
    )


def _place(name: str, error: Exception) -> tuple[str, int]:
    """Return the innermost template line: Jinja rewrites tracebacks so that they name templates."""
    line = getattr(error, "lineno", None)
    if line is not None:
        return getattr(error, "name", None) or name, line
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).suffix in (".html", ".css", ".js")
    ]
    return (Path(frames[-1].filename).name, frames[-1].lineno or 0) if frames else (name, 0)
