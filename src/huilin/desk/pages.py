"""What an auditor reads: one class a page."""

from __future__ import annotations

from huilin.desk.fava_app import FavaExtensionBase


class HuilinDesk(FavaExtensionBase):
    """The overview."""

    report_title = "总览 Overview"


PAGES = (HuilinDesk,)
