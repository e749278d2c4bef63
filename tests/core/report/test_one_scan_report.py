"""The report of one scan, as the window writes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from btp_core import Inspector, PromptSet, Scan
from btp_core.base.errors import CancelledError, OutputError
from btp_core.base.progress import CancelToken
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.report.one_scan import write_scan_report
from btp_core.report.particulars import Particulars
from tests.core.report.reading import Page
from tests.core.shapes_for_tests import dented_plate
from tests.core.small_model import small_model_file

MINE = Particulars("Jo <b>Doe</b>", "4711-B", "second shift")


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scan, ScoreField, Verdict]:
    path = tmp_path_factory.mktemp("scans") / "plate.npy"
    points, dented = dented_plate(4000, depth=0.15)
    np.save(path, points)
    inspector = Inspector(small_model_file(), device="cpu")
    scan = Scan(points, path=path)
    field = inspector.score(inspector.encode(scan), PromptSet.stock())
    field.point_scores[:] = np.where(dented, 0.9, 0.1)
    return scan, field, inspector.judge(field, 0.5)


def test_the_pdf_is_one_page_with_what_the_operator_adds(
    inspected: tuple[Scan, ScoreField, Verdict], tmp_path: Path
) -> None:
    target = write_scan_report(*inspected, tmp_path / "a.pdf", MINE)
    (page,) = PdfReader(target).pages
    text = page.extract_text()
    for told in ("plate.npy", "4711-B", "Jo <b>Doe</b>", "second shift", "UTC", "One place"):
        assert told in text, told
    assert len(page.images) >= 2


def test_the_web_page_escapes_what_is_typed_and_shows_pictures(
    inspected: tuple[Scan, ScoreField, Verdict], tmp_path: Path
) -> None:
    target = write_scan_report(*inspected, tmp_path / "a.html", MINE)
    source = target.read_text(encoding="utf-8")
    assert "<b>Doe" not in source
    text = Page.of(target).text
    for told in ("plate.npy", "4711-B", "Jo <b>Doe</b>", "second shift", "Provenance"):
        assert told in text, told
    assert source.count("data:image/jpeg;base64,") >= 2
    assert "units of the scan" in text
    told_units = write_scan_report(*inspected, tmp_path / "b.html", MINE, units="inch")
    assert "Lengths are in inch" in Page.of(told_units).text


def test_empty_fields_are_left_out(
    inspected: tuple[Scan, ScoreField, Verdict], tmp_path: Path
) -> None:
    target = write_scan_report(*inspected, tmp_path / "a.html", Particulars(operator=" "))
    assert "Operator" not in target.read_text(encoding="utf-8")


def test_another_ending_and_a_cancelled_report_leave_nothing(
    inspected: tuple[Scan, ScoreField, Verdict], tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=r"\.pdf or a \.html"):
        write_scan_report(*inspected, tmp_path / "a.docx", MINE)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        write_scan_report(*inspected, tmp_path / "a.pdf", MINE, cancel)
    assert list(tmp_path.iterdir()) == []
