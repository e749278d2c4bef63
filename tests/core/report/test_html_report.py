"""The report as HTML: what it says, and that nothing in a run can break out of it."""

from __future__ import annotations

import html
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import CancelledError, OutputError
from btp_core.base.progress import CancelToken
from btp_core.report.write import write_report
from tests.core.report.reading import Page
from tests.core.report.runs import done, of_file, plate, write_run


@pytest.fixture(scope="session")
def folder(hostile_reports: Path) -> Path:
    return hostile_reports / "out"


@pytest.fixture(scope="session")
def single(hostile_reports: Path) -> Path:
    return hostile_reports / "one.html"


def test_it_says_what_the_run_says(folder: Path) -> None:
    page = Page.of(folder / "index.html")
    for words in (
        "4 Failed",
        "1 Not inspected",
        "0 Not checked",
        "5 Passed",
        "10 scans, 13,500 points",
        "1 January 2025, 00:00 UTC",
        "threshold 0.50",
        "Model small",
        "Machine lab-3, Linux",
        "ab" * 32,
        "/no/such/<b>folder",
        "good <script>document.title='hacked'</script>; flawless {object}",
        "Type: <i>crack</i>",
    ):
        assert words in page.text
    assert page.tags.count("tr") == 11
    assert page.tags.count("img") == 9


def test_a_scan_that_did_not_pass_has_a_page_with_views_and_regions(folder: Path) -> None:
    pages = sorted((folder / "scans").iterdir())
    assert [page.name for page in pages] == ["1.html", "2.html", "3.html", "4.html", "5.html"]
    worst = Page.of(pages[0])
    assert worst.tags.count("img") == 3
    for words in (
        "Failed",
        "0.90 at a threshold",
        "<u>dent</u>",
        "0.234",
        "0.620 \N{MULTIPLICATION SIGN} 0.500",
    ):
        assert words in worst.text
    broken = Page.of(pages[4])
    assert "Damaged <script>" in broken.text
    assert "img" not in broken.tags
    assert "../scans/4.html" in broken.addresses
    for page in pages:
        for address in Page.of(page).addresses:
            assert (page.parent / address).is_file(), address


def test_names_are_text_and_nothing_else(folder: Path, single: Path) -> None:
    for path in (*folder.rglob("*.html"), single):
        page = Page.of(path)
        assert not page.handlers
        assert page.tags.count("script") == (1 if path.parent.name != "scans" else 0)
        assert "u" not in page.tags
        assert "\u202e" not in page.text
    text = Page.of(folder / "index.html").text
    for shown in (
        "<script>document.title='hacked'<script>.npy",
        "'><img src=x onerror=alert(1)>.npy",
        "Grüße, Жук, 部品 🔩.npy",
        r"line\nbreak\ttab.npy",
        r"\udcff\udcfe not text.npy",
        r"\u202egnp.elif.npy",
        "{{ 7 * 7 }}{% raw %}.npy",
        "x" * 251 + ".npy",
    ):
        assert shown in text


def test_it_needs_nothing_but_itself(folder: Path, single: Path) -> None:
    for path in folder.rglob("*.html"):
        for address in Page.of(path).addresses:
            assert address.startswith("#") or (path.parent / address).is_file(), address
    page = Page.of(single)
    assert all(address.startswith(("data:image/jpeg;base64,", "#")) for address in page.addresses)
    sections = {address for address in page.addresses if address.startswith("#scan-")}
    assert sections == {f"#scan-{key}" for key in range(1, 6)}
    for path in (folder / "index.html", single):
        text = html.unescape(path.read_text(encoding="utf-8"))
        assert "default-src 'none'" in text
        assert "@import" not in text
        assert "url(http" not in text


def test_points_that_were_not_kept_are_read_from_the_scan_if_it_is_the_same(
    tmp_path: Path,
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    points, _ = plate()
    for name in ("same.npy", "changed.npy"):
        np.save(scans / name, points)
    rows = [of_file(done(path.name, 0.8), path) for path in sorted(scans.iterdir())]
    rows.append(done("gone.npy", 0.7))
    np.save(scans / "changed.npy", points + 1)
    run = tmp_path / "run.h5"
    write_run(run, rows, points=False, folder=str(scans))
    written = write_report(run, tmp_path / "out", formats=["html"])
    assert written.n_without_pictures == 2
    by_name = {Page.of(path).text: path for path in (tmp_path / "out" / "scans").iterdir()}
    told = {
        name: "the run did not keep the points" in text
        for text in by_name
        for name in ("same.npy", "changed.npy", "gone.npy")
        if name in text
    }
    assert told == {"same.npy": False, "changed.npy": True, "gone.npy": True}


def test_a_run_without_scans_is_a_report(tmp_path: Path) -> None:
    write_run(tmp_path / "run.h5", [])
    write_report(tmp_path / "run.h5", tmp_path / "out", formats=["html"])
    page = Page.of(tmp_path / "out" / "index.html")
    assert "The run holds no scan yet." in page.text
    assert not (tmp_path / "out" / "scans").exists()


def test_a_report_is_replaced_and_other_folders_are_not(tmp_path: Path) -> None:
    run, out = tmp_path / "run.h5", tmp_path / "out"
    write_run(run, [done("a.npy", 0.9), done("b.npy", 0.8)])
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds other files"):
        write_report(run, out)
    assert names(out) == {"notes.txt"}
    (out / "notes.txt").unlink()
    write_report(run, out, formats=["html"])
    (out / "notes.txt").write_text("mine")
    run.unlink()
    write_run(run, [done("a.npy", 0.9)])
    write_report(run, out, formats=["html"])
    assert (out / "notes.txt").read_text() == "mine"
    assert names(out / "scans") == {"1.html"}
    assert len(names(out / "pictures")) == 4
    assert names(out) == {"index.html", "notes.txt", "pictures", "report.json", "scans"}
    with pytest.raises(OutputError, match="This is a file"):
        write_report(run, run)


def test_cancelled_it_leaves_the_earlier_report_or_nothing(tmp_path: Path) -> None:
    run, out = tmp_path / "run.h5", tmp_path / "out"
    write_run(run, [done("a.npy", 0.9), done("b.npy", 0.8)])
    cancel = CancelToken()
    stages: list[str] = []

    def stop(stage: str, fraction: float) -> None:
        stages.append(stage)
        if stage == "pages":
            cancel.cancel()

    with pytest.raises(CancelledError):
        write_report(run, out, progress=stop, cancel=cancel)
    assert stages == ["pictures", "pictures", "pages"]
    assert not out.exists()
    write_report(run, out, formats=["html"])
    before = (out / "index.html").read_bytes()
    with pytest.raises(CancelledError):
        write_report(run, out, cancel=cancel)
    assert (out / "index.html").read_bytes() == before
    assert names(out) == {"index.html", "pictures", "report.json", "scans"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
