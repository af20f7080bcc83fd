"""公开的文件和照片: which documents of a fund's projects are published with the disclosure, and under which name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.reporting import fund as f
from huilin.reporting.common import as_of, funds
from huilin.reporting.papers import papers
from huilin.reporting.statement import Line, Statement
from huilin.wording import Text, same

if TYPE_CHECKING:
    from huilin.reporting.statement import ReportRequest

NAME = "project_papers"
TITLE = Text("公开的文件和照片", "Documents and photos published")
ORDER = 32


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the list of each fund that publishes any."""
    found = list(papers(request.books, request.period.end))
    made = []
    for entity in funds(request.books, request.period):
        lines = tuple(
            Line(same(f"{paper.day}"), (f.project_label(paper.project), same(paper.title), same(paper.name)))
            for paper in found
            if paper.entity == entity.name
        )
        if lines:
            made.append(
                Statement(
                    f"{entity.name}.project-papers",
                    TITLE,
                    entity.name,
                    as_of(request.period),
                    (Text("项目", "Project"), Text("内容", "What it is"), Text("文件", "File")),
                    lines,
                    Text("日期", "Day"),
                    notes=(_CONSENT,),
                )
            )
    return tuple(made)


_CONSENT = Text(
    "照片公布前，照片里的人（未成年人由监护人）已书面同意，或照片里没有人；拍摄地点等附带信息已去除。",
    "Everybody in a photo (for a child: the guardian) agreed in writing before, or nobody is in it; place and other data of the camera are taken out.",
)
