from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from btp_core.report.write import write_report
from tests.core.report.runs import HOSTILE_NAMES, HOSTILE_PROMPTS, could_not, done, write_run


@pytest.fixture(scope="session")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of scans of every outcome whose names, prompts and errors want to be scripts."""
    scores = (0.9, 0.8, 0.2, 0.7, 0.4, 0.1, 0.3, 0.05, 0.6)
    rows = [done(name, score) for name, score in zip(HOSTILE_NAMES, scores, strict=True)]
    rows.append(could_not("<b>broken.ply"))
    path = tmp_path_factory.mktemp("run") / "run.h5"
    write_run(
        path,
        rows,
        prompts=HOSTILE_PROMPTS,
        folder="/no/such/<b>folder",
        machine="lab-3, Linux x86_64, 8 cores",
    )
    return path


@pytest.fixture(scope="session")
def hostile_reports(hostile_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of that run, only to be read: the folder ``out`` and the page ``one.html``."""
    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("btp_core.rendering.splat.OVERSAMPLING", 1)
        write_report(hostile_run, folder / "out", formats=["html"])
        assert write_report(hostile_run, folder / "one.html").first == folder / "one.html"
    return folder


@pytest.fixture(autouse=True)
def fewer_pixels(request: pytest.FixtureRequest) -> Iterator[None]:
    """A quarter of the work; tests of the pictures themselves draw as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.name != "test_pictures.py":
            patch.setattr("btp_core.rendering.splat.OVERSAMPLING", 1)
        yield
