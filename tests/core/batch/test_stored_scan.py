from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import DataError
from btp_core.batch.run import run_batch
from btp_core.batch.run_file import is_run_file
from btp_core.batch.settings import BatchSettings
from btp_core.batch.stored_scan import read_stored_scan
from btp_core.inspection.inspector import Inspector
from btp_core.scans.reading import read_scan
from btp_core.text.prompts import PromptSet


@pytest.fixture
def settings(scans: Path, small_model: str, tmp_path: Path) -> BatchSettings:
    output = tmp_path / "run.h5"
    return BatchSettings(
        scans, output, PromptSet.stock(), threshold=0.0, model=small_model, device="cpu", workers=0
    )


def test_map_verdict_and_encoding_come_back(settings: BatchSettings, inspector: Inspector) -> None:
    result = run_batch(settings)
    row = next(r for r in result.rows if r.name == "plate.npy")
    stored = read_stored_scan(settings.output, "plate.npy")
    scan = read_scan(settings.folder / "plate.npy")
    assert np.allclose(stored.scan.points, scan.points, atol=1e-4)
    assert stored.scan.path == settings.folder / "plate.npy"
    assert stored.verdict.status == row.verdict
    assert stored.verdict.threshold == 0.0
    assert len(stored.verdict.regions) == len(row.regions) > 0
    assert stored.verdict.regions[0].area == row.regions[0]["area"]
    assert stored.encoding is not None
    field = inspector.score(stored.encoding, PromptSet.stock())
    assert np.allclose(field.point_scores, stored.field.point_scores, atol=1e-3)
    assert inspector.judge(field, 0.0).status == "fail"


def test_a_divided_mesh_has_a_map_and_no_encoding(settings: BatchSettings) -> None:
    run_batch(settings)
    stored = read_stored_scan(settings.output, "box.off")
    assert stored.field.point_scores.shape == (8,)
    assert stored.encoding is None


def test_points_that_were_not_kept_are_read_from_the_scan(settings: BatchSettings) -> None:
    run_batch(replace(settings, points=False, embeddings=False))
    name = "sub dir/gäps.npy"
    stored = read_stored_scan(settings.output, name)
    assert stored.scan.n_points == len(stored.field.point_scores) == 4000
    assert np.isnan(stored.field.point_scores[::50]).all()
    np.save(settings.folder / name, np.zeros((10, 3)))
    with pytest.raises(DataError, match="missing or has changed"):
        read_stored_scan(settings.output, name)


@pytest.mark.parametrize("name", ["broken.ply", "missing.ply", "../plate.npy"])
def test_what_has_no_result_is_refused(settings: BatchSettings, name: str) -> None:
    run_batch(settings)
    with pytest.raises(DataError, match="It holds no result"):
        read_stored_scan(settings.output, name)


def test_run_files_are_told_from_other_files(settings: BatchSettings, tmp_path: Path) -> None:
    run_batch(settings)
    assert is_run_file(settings.output)
    assert not is_run_file(settings.folder / "plate.npy")
    assert not is_run_file(tmp_path / "missing.h5")
