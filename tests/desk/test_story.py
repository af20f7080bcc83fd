"""An auditor's hour in Chromium: open, filter, follow a figure to its entry and its evidence, draw a sample, take it home."""

from __future__ import annotations

import csv
import http.client
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import CalamineWorkbook

from huilin.audit import marks
from huilin.desk import serving
from huilin.desk.opening import open_books
from tests.desk.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from huilin.workspace import Workspace


@pytest.mark.slow
def test_an_auditors_hour(
    browser: Browser, community: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    ticks = marks.file_of(community)
    ticks.parent.mkdir(parents=True)
    with open_books(community.root, serving.listen(0), today=TODAY) as desk:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(desk.server.url, wait_until="networkidle")

        # The statements of one quarter, by Fava's own menu and its own filter.
        page.get_by_role("link", name="报表 Statements").click()
        page.wait_for_selector("h2:text('报表')")
        page.get_by_placeholder("时间").fill("2026-Q3")
        page.get_by_placeholder("时间").press("Enter")
        page.wait_for_url("**time=2026-Q3**")

        # No words run over the figures beside them.
        wraps = "cells => cells.every(cell => cell.scrollWidth <= cell.clientWidth + 1)"
        assert page.locator(".huilin td:not(.num)").evaluate_all(wraps)

        # A published figure, its account, its one entry in Fava's journal.
        page.locator(".huilin td.money a", has_text="2,420.50").first.click()
        page.wait_for_selector("h3:text('由这些科目组成')")
        assert "业务活动成本" in (page.locator(".huilin").text_content() or "")
        page.locator(".huilin td.voucher a", has_text="Fund/2026-08/记-0001").first.click()
        page.wait_for_selector("ol.journal li.transaction")
        assert parse_qs(urlsplit(page.url).query)["filter"] == ['id:"Fund/2026-08/记-0001"']
        assert page.locator("ol.journal li.transaction").count() == 1
        assert "路灯灯头" in (page.locator("ol.journal").last.text_content() or "")

        # The evidence of that entry, read beside it.
        page.goto(desk.server.url.replace("HuilinDesk", "HuilinEvidence"), wait_until="networkidle")
        page.locator("#evidence\\.register td.document a").first.click()
        page.wait_for_selector("#evidence pre")
        assert "<seller>光明五金店</seller>" in (page.locator("#evidence pre").text_content() or "")
        assert "Fund/2026-08/记-0001" in (page.locator("#evidence").text_content() or "")

        # A sample, drawn with the auditor's own seed, taken home in both forms.
        page.goto(desk.server.url.replace("HuilinDesk", "HuilinSampling") + "?time=2026", wait_until="networkidle")
        page.get_by_label("账套").select_option("Fund")
        page.get_by_label("方法").select_option("random")
        page.get_by_label("样本量").fill("1")
        page.get_by_label("种子").fill("2026-审计")
        page.get_by_role("button", name="显示").click()
        page.wait_for_selector("#sampling\\.paper td.voucher")
        drawn = page.locator("#sampling\\.paper td.voucher").all_text_contents()
        files = {}
        for form in ("CSV", "XLSX"):
            with page.expect_download() as download:
                page.locator("#sampling\\.paper a", has_text=form).click()
            files[form] = download.value.path().read_bytes()
        page.close()

    rows = list(csv.DictReader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["XLSX"])).get_sheet_by_index(0).to_python()
    assert drawn == ["Fund/2026-08/记-0001"]
    assert [row["凭证"] for row in rows] == drawn
    assert [row["账面金额"] for row in rows] == ["2420.50"]
    assert any(drawn[0] in row and 2420.5 in row for row in sheet)
    assert not faults
    assert not ticks.exists()


def test_ticks_made_beside_the_desk_are_seen_on_it(
    community: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`huilin audit tick` writes the auditor's own file; the open desk shows it, and the books know nothing of it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    ticks = marks.file_of(community)
    ticks.parent.mkdir(parents=True)
    with open_books(community.root, serving.listen(0), today=TODAY) as desk:
        url = urlsplit(desk.server.url.replace("HuilinDesk", "HuilinSampling"))

        def page() -> str:
            connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=60)
            connection.request(
                "GET", f"{url.path}?entity=Fund&method=random&size=1&time=2026", headers={"Host": url.netloc}
            )
            body = connection.getresponse().read().decode()
            connection.close()
            return body

        sample = re.search(r"huilin audit tick (\S+)", page())
        assert sample is not None
        marks.write(
            ticks, marks.with_mark({}, sample[1], "Fund/2026-08/记-0001", marks.Mark("✓", note="已看原件")), TODAY
        )
        ticked = page()

    assert "已看原件" in ticked
    assert "已看原件" not in "".join(file.read_text("utf-8") for file in community.root.rglob("*.beancount"))
