"""Setting type: a page of HTML becomes a PDF in pinned fonts, the same bytes from the same words.

What every print form shares: the library, what it may read, the clock it may not see, the marks of PDF/A-3A and
PDF/UA-1 (`conformance`).
"""

from __future__ import annotations

import html as markup
import os
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huilin.errors import MachineError, RefusedError
from huilin.rendering import conformance, fonts
from huilin.rendering.templates import folders
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from huilin.rendering.conformance import Attached

_TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


def to_pdf(html: str, templates: str, day: date, attached: Sequence[Attached] = ()) -> bytes:
    """Set the HTML as PDF/A-3A and PDF/UA-1 dated `day`; `templates` is the workspace's own folder or empty.

    Raises MachineError where font, sign or library is missing, RefusedError where the page asks for a file outside
    the templates.
    """
    return conformance.finish(_set(html, templates, day, "pdf/a-3a"), day, attached)


def to_plain_pdf(html: str, templates: str, day: date) -> bytes:
    """Set the HTML as a PDF without any marks, to be drawn as a picture; raises as `to_pdf` does."""
    return _set(html, templates, day, None)


def words_of(html: str) -> str:
    """Return the words of a page, without its marks and styles."""
    return markup.unescape(_TAG.sub("", html))


def library() -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return WeasyPrint; raise MachineError where the machine lacks the libraries that it sets type with."""
    try:
        import weasyprint
        import weasyprint.text.fonts
    except (ImportError, OSError) as error:
        raise MachineError(
            Text(
                "这台机器缺少排版库 Pango，不能生成 PDF。",
                "The typesetting library Pango is missing; no PDF can be set.",
            ),
            Text(
                "请安装：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0（macOS：brew install pango）。",
                "Install it: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (macOS: brew install pango).",
            ),
        ) from error
    return weasyprint


def fixed_clock(day: date) -> None:
    """Let no clock into the bytes: where libharfbuzz-subset is missing, fontTools stamps the subset fonts."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", str((day.toordinal() - 719163) * 86400))


def _set(html: str, templates: str, day: date, variant: str | None) -> bytes:
    weasyprint = library()
    fixed_clock(day)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        try:
            config = weasyprint.text.fonts.FontConfiguration()
            fetcher = _fetcher(weasyprint, templates)
            base = folders(templates)[0].as_uri() + "/"
            page = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
            faces = weasyprint.CSS(string=fonts.style(), font_config=config, url_fetcher=fetcher)
            made: bytes = page.write_pdf(stylesheets=[faces], font_config=config, pdf_variant=variant)
        except weasyprint.urls.FatalURLFetchingError as error:
            raise _outside(str(error)) from error
    return made


def _outside(address: str) -> RefusedError:
    return RefusedError(
        Text(
            f"模板要读取 templates 文件夹以外的内容：{address}。",
            f"A template asks for something outside templates/: {address}.",
        ),
        Text("请把图片放进工作区的 templates 文件夹。", "Put the picture into the workspace's templates folder."),
    )


def _fetcher(weasyprint: Any, templates: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return a fetcher that reads the pinned fonts and the templates' folders, and nothing else."""
    pinned = {file.resolve() for file in fonts.files().values()}
    rooms = [folder.resolve() for folder in folders(templates)]

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
            file = Path(weasyprint.urls.request.url2pathname(url.removeprefix("file://"))).resolve()
            inside = url.startswith("file:///") and (file in pinned or any(file.is_relative_to(room) for room in rooms))
            if not inside:
                raise weasyprint.urls.FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"file"}, fail_on_errors=True)
