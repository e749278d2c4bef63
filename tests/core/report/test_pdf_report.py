"""The report as PDF, read back by another library."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from btp_core.report.write import write_report
from tests.core.report.runs import HOSTILE_PROMPTS, could_not, done, write_run


@pytest.fixture(scope="module")
def pages(hostile_run: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    target = tmp_path_factory.mktemp("pdf") / "report.pdf"
    assert write_report(hostile_run, target).first == target
    return [" ".join(page.extract_text().split()) for page in PdfReader(target).pages]


def test_it_says_what_the_pages_say(pages: list[str]) -> None:
    for words in ("INSPECTION REPORT", "10 scans, 13,500 points", "Failed", "<b>folder"):
        assert words in pages[0]
    for words in ("Provenance", "ab" * 32, HOSTILE_PROMPTS.anomaly[0], "<i>crack</i>"):
        assert words in pages[-1]
    detail = next(page for page in pages[1:] if "Regions at or above" in page)
    for words in ("0.90 at a threshold of 0.50", "<u>dent</u>", "0.234", "seen from"):
        assert words in detail
    # The table and the scans in detail: four failed and one could not be inspected.
    assert sum("SHA-256 cdcd" in page for page in pages) == 4


def test_every_page_is_numbered(pages: list[str]) -> None:
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page


def test_names_of_any_script_are_told(pages: list[str]) -> None:
    text = "".join(pages).replace(" ", "")
    for name in (
        "Grüße,Жук",
        r"\u90e8\u54c1",  # the fonts have no Chinese: written out rather than left out
        "<img",
        r"line\nbreak\ttab.npy",
        r"\udcff\udcfenottext.npy",
        r"\u202egnp.elif.npy",
        "{{7*7}}",
    ):
        assert name in text


def test_six_scans_that_passed_have_no_page_of_their_own(tmp_path: Path) -> None:
    run = tmp_path / "run.h5"
    write_run(run, [done(f"{number}.npy", 0.1) for number in range(6)])
    written = write_report(run, tmp_path / "report.pdf")
    texts = [page.extract_text() for page in PdfReader(written.first).pages]
    assert all(f"{number}.npy" in texts[0] for number in range(6))
    assert "Provenance" in texts[-1]
    assert len(texts) <= 2
    assert "UTC" in texts[0]


def test_an_empty_run_and_one_of_errors_are_reports(tmp_path: Path) -> None:
    write_run(tmp_path / "empty.h5", [])
    write_report(tmp_path / "empty.h5", tmp_path / "empty.pdf")
    assert "holds no scan yet" in PdfReader(tmp_path / "empty.pdf").pages[0].extract_text()
    write_run(tmp_path / "bad.h5", [could_not(f"{n}.ply", "Damaged. " * 400) for n in range(3)])
    write_report(tmp_path / "bad.h5", tmp_path / "bad.pdf")
    assert len(PdfReader(tmp_path / "bad.pdf").pages) == 5


def test_a_folder_holds_both(tmp_path: Path) -> None:
    write_run(tmp_path / "run.h5", [done("a.npy", 0.2)])
    write_report(tmp_path / "run.h5", tmp_path / "out")
    assert 'href="report.pdf"' in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert len(PdfReader(tmp_path / "out" / "report.pdf").pages) == 1
