"""What the inspection record adds to a report: decisions, the chart over time."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from btp_core.base.errors import RecordError
from btp_core.batch.export import export_run
from btp_core.batch.recording import record_run
from btp_core.batch.run_writer import RunWriter, create_run_file
from btp_core.record.entries import Decision
from btp_core.record.file import RecordFile
from btp_core.report.write import write_report
from tests.core.batch.runs_for_tests import header, image_of


@pytest.fixture
def run(tmp_path: Path) -> Path:
    path = tmp_path / "run.h5"
    create_run_file(path, header(folder=str(tmp_path)))
    with RunWriter(path) as writer:
        for number in range(12):
            name = f"4711-{number:04d}.npy"
            writer.add(name, image_of(name, count=200, sha256=f"{number:064x}"))
    return path


@pytest.fixture
def record(run: Path, tmp_path: Path) -> Path:
    path = tmp_path / "r.sqlite"
    added = record_run(path, run)
    with RecordFile(path) as opened:
        opened.decide(added[3].inspection, Decision("reject", "<b>Ada</b>", "Dent & more"))
    return path


def test_decisions_and_the_chart_are_in_the_pages(run: Path, record: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_report(run, target, record=record)
    page = target.read_text(encoding="utf-8")
    assert "Rejected by &lt;b&gt;Ada&lt;/b&gt;" in page
    assert "Dent &amp; more" in page
    assert "All 12 recorded inspections" in page
    assert "data:image/png;base64," in page
    write_report(run, target)
    assert "Rejected" not in target.read_text(encoding="utf-8")


def test_they_are_in_the_pdf(run: Path, record: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    write_report(run, target, record=record)
    text = "\n".join(page.extract_text() for page in PdfReader(target).pages)
    assert "Rejected by" in text
    assert "All 12 recorded inspections" in text


def test_the_table_has_the_decision_beside_the_verdict(
    run: Path, record: Path, tmp_path: Path
) -> None:
    export_run(run, tmp_path / "out", clouds=False, record=record)
    lines = (tmp_path / "out" / "scans.csv").read_text().splitlines()
    assert lines[0].endswith("decision,decided_by,decided_at,decision_reason")
    assert "reject,<b>Ada</b>," in lines[4]
    assert lines[1].endswith(",,,,")


def test_what_is_no_record_is_told(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        write_report(run, tmp_path / "r.html", record=tmp_path / "missing.sqlite")
