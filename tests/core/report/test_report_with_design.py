"""Reports of runs with a design: deviations in pictures and tables, alignment, refusals."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from btp_core.batch.row import ScanRow
from btp_core.batch.run_writer import RunWriter, create_run_file, scan_image
from btp_core.report.write import write_report
from tests.core.batch.runs_for_tests import header
from tests.core.report.reading import Page
from tests.core.report.runs import ATTACK, REGION, done, plate

ALIGNED = {"refusal": None, "fit": 0.957, "residual": 0.0213, "not_scanned": 0.3}
DEEP = REGION | {"deviation": -0.1534, "kind": "surface", "likely_type": None}
GAP = REGION | {"deviation": None, "kind": "missing material", "centroid": [0.9, 0.4, 0.1]}
WHY = "The scan fits the design only when it is mirrored."


def rows() -> list[ScanRow]:
    failed = replace(done("bad.npy", 0.9), regions=(DEEP, GAP), alignment=ALIGNED, warnings=())
    refused = ScanRow(
        "left.npy", "done", verdict="not checked", reason=WHY, alignment={"refusal": "mirrored"}
    )
    odd: dict[str, Any] = {"fit": 2**63, "residual": ATTACK, "not_scanned": [1]}
    hostile = replace(done("odd.npy", 0.8), alignment=odd)
    return [failed, refused, hostile]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run") / "run.h5"
    facts = {"design": "bracket <b>\n4711", "design_version": 3, "design_sha256": "ef" * 32}
    create_run_file(path, header(design_units="mm", **facts))
    points, scores = plate()
    deviation = np.where(scores > 0.5, -0.15, 0.001).astype(np.float32)
    with RunWriter(path) as writer:
        for row in rows():
            image = io.BytesIO(scan_image(row, None, points=False, embeddings=False))
            with h5py.File(image, "r+") as file:
                refused = row.verdict == "not checked"
                file["scan"]["scores"] = np.full_like(scores, np.nan) if refused else scores
                file["scan"]["points"] = points.astype(np.float32)
                if not refused:
                    file["scan"]["deviation"] = deviation
            writer.add(row.name, image.getvalue())
    return path


@pytest.fixture(scope="module")
def report(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    write_report(run, folder)
    return folder


def test_the_pages_say_design_alignment_and_deviations(report: Path) -> None:
    index = Page.of(report / "index.html")
    assert "Design bracket <b>\\n4711, version 3" in index.text
    assert "ef" * 32 in index.text
    pages = {Page.of(path).text: path for path in (report / "scans").iterdir()}
    (bad,) = (text for text in pages if "bad.npy" in text and "0.90 at a threshold" in text)
    assert (
        "Alignment 96% of the scan lies on the design, typically within 0.021 mm; "
        "30% of the part was not scanned." in bad
    )
    assert "Deviation (mm)" in bad
    assert "Area (mm²)" in bad
    assert "\N{MINUS SIGN}0.15" in bad
    assert "missing material" in bad
    assert "Deviation from the design: overview" in bad
    (left,) = (text for text in pages if WHY in text)
    assert "Not checked" in left
    assert "The scan does not lie on the design." in left
    assert "Deviation from the design" not in left
    (odd,) = (text for text in pages if "0.80 at a threshold" in text)
    assert "typically" not in odd
    assert "script" not in Page.of(pages[odd]).tags


def test_the_deviation_has_a_picture_of_its_own_with_a_colour_bar(report: Path) -> None:
    names = sorted(path.name for path in (report / "pictures").glob("1-*.jpg"))
    views = ["1-back.jpg", "1-close.jpg"]
    views += [f"1-deviation-{view}.jpg" for view in ("back", "close", "front")]
    assert names == [*views, "1-front.jpg", "1-thumbnail.jpg"]
    with Image.open(report / "pictures" / "1-deviation-front.jpg") as picture:
        colors = np.asarray(picture.convert("RGB")).astype(int)
    blue = colors[..., 2] - colors[..., 0] > 60
    red = colors[..., 0] - colors[..., 2] > 60
    assert blue[:, :390].sum() > 50  # the dent
    assert not red[:, :390].any()
    assert red[60:180, 400:430].any()  # the bar's upper half: outward
    assert blue[180:310, 400:430].any()


def test_the_pdf_says_the_same(report: Path) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(report / "report.pdf").pages)
    text = " ".join(text.split())
    for words in (
        "96% of the scan lies on the design",
        "Deviation",
        "\N{MINUS SIGN}0.15",
        "missing material",
        "version 3",
        "The scan does not lie on the design.",
    ):
        assert words in text
