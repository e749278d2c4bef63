"""The report in a real browser: the system's Chromium, if there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Chromium's sandbox does not start for root.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET), chromium_sandbox=not root
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(hostile_reports: Path) -> Path:
    return hostile_reports


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """A page that minds what no report may do."""
    context = browser.new_context()
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    opened.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((report.as_uri(), "data:image/jpeg"))
            else complaints.append(request.url)
        ),
    )
    opened.on("requestfailed", lambda request: complaints.append(request.url))
    yield opened
    context.close()
    assert complaints == []


def names(page: Page) -> list[str]:
    shown = page.locator("#table tbody tr:visible td.name").all_inner_texts()
    return [text.splitlines()[0] for text in shown]


def scores(page: Page) -> list[str]:
    return page.locator("#table tbody tr:visible td:nth-child(4)").all_inner_texts()


@pytest.mark.parametrize("start", ["out/index.html", "one.html"])
def test_the_table_sorts_and_filters_by_keyboard_and_mouse(
    page: Page, report: Path, start: str
) -> None:
    page.goto((report / start).as_uri())
    assert page.title() == "Inspection report \N{EN DASH} <b>folder"
    assert scores(page)[:5] == ["0.90", "0.80", "0.70", "0.60", "\N{EN DASH}"]
    heading = page.locator("th", has_text="Score").get_by_role("button")
    heading.focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Score")
    page.keyboard.press("Space")
    assert scores(page)[:3] == ["0.05", "0.10", "0.20"]
    assert scores(page)[-1] == "\N{EN DASH}"
    page.get_by_label("Name").fill("GRÜSSE")
    assert names(page) == []
    page.get_by_label("Name").fill("grüße")
    assert [name[:5] for name in names(page)] == ["Grüße"]
    page.get_by_label("Name").fill("")
    page.get_by_label("Failed").uncheck()
    assert page.locator("#filter-count").inner_text() == "6 of 10 scans"
    page.get_by_label("Passed").uncheck()
    assert names(page) == ["<b>broken.ply"]


@pytest.mark.parametrize("start", ["out/index.html", "one.html"])
def test_names_run_no_script_and_every_picture_is_there(
    page: Page, report: Path, start: str
) -> None:
    page.goto((report / start).as_uri())
    page.locator("tr a").first.click()
    page.wait_for_load_state()
    assert page.title() != "hacked"
    page.emulate_media(color_scheme="dark")
    for picture in page.locator("img").all():
        picture.scroll_into_view_if_needed()
    page.wait_for_function("Array.from(document.images).every((i) => i.complete)")
    assert page.evaluate("Array.from(document.images).every((i) => i.naturalWidth > 0)")
    assert page.locator("h1, h2").filter(has_text="<script>").count() >= 1


def test_without_script_the_table_is_whole(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "out" / "index.html").as_uri())
    assert page.locator("#table tbody tr").count() == 10
    assert not page.locator("#filter").is_visible()
    context.close()


def test_it_fits_a_narrow_window_and_prints(page: Page, report: Path, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    page.goto((report / "out" / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    page.pdf(path=tmp_path / "printed.pdf")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
