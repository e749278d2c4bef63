"""Run files of the program before it kept coordinates of embeddings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from btp_core.batch.rescore import rescore_run
from btp_core.batch.run import run_batch
from btp_core.batch.run_file import RunFile, read_table
from btp_core.batch.settings import BatchSettings
from btp_core.batch.stored_scan import read_stored_scan
from btp_core.inspection.inspector import Inspector
from btp_core.model.detail import Detail
from btp_core.text.prompts import PromptSet
from tests.core.batch.runs_for_tests import make_version_1

NAMES = ("box.off", "plate.npy", "sub dir/gäps.npy")


@pytest.mark.parametrize("detail", [Detail.OVERVIEW, Detail.FINE])
def test_it_is_read_and_rescored_as_it_was(
    detail: Detail, settings: BatchSettings, inspector: Inspector, other_prompts: PromptSet
) -> None:
    settings = replace(settings, detail=detail)
    run_batch(settings)
    _, now = rescore_run(settings.output, other_prompts, inspector)
    make_version_1(settings.output)
    with RunFile(settings.output) as run:
        assert all(run.encoding(name).shown.embeddings.axes is None for name in NAMES)
    _, before = rescore_run(settings.output, other_prompts, inspector)
    assert [row.verdict for row in before] == [row.verdict for row in now]
    scores = np.array([[row.object_score for row in rows] for rows in (before, now)])
    # Embeddings were rounded another way; nothing else was.
    assert np.allclose(scores[0], scores[1], rtol=0, atol=2e-4, equal_nan=True)
    stored = read_stored_scan(settings.output, "plate.npy")
    assert stored.encoding is not None
    assert stored.row.status == "done"
    again = inspector.score(stored.encoding, settings.prompts)
    assert np.allclose(again.point_scores, stored.field.point_scores, rtol=0, atol=1e-3)


def test_it_is_resumed_and_then_of_the_present_version(
    settings: BatchSettings, inspector: Inspector, other_prompts: PromptSet, tmp_path: Path
) -> None:
    run_batch(settings)
    make_version_1(settings.output)
    np.save(settings.folder / "new.npy", np.load(settings.folder / "plate.npy")[::-1].copy())
    result = run_batch(replace(settings, resume=True))
    assert result.n_skipped == 4
    with h5py.File(settings.output) as file:
        assert file.attrs["schema_version"] == 2
    with RunFile(settings.output) as run:
        assert run.encoding("plate.npy").embeddings.axes is None
        assert run.encoding("new.npy").embeddings.axes is not None
    _, rows = rescore_run(settings.output, other_prompts, inspector, output=tmp_path / "again.h5")
    assert [row.status for row in rows].count("done") == 4
    assert len(read_table(tmp_path / "again.h5")[1]) == 5


def test_coordinates_without_fitting_axes_are_damage(
    settings: BatchSettings, inspector: Inspector
) -> None:
    run_batch(settings)
    with h5py.File(settings.output, "r+") as file:
        axes = file["axes"][()]
        del file["axes"]
    with RunFile(settings.output) as run, pytest.raises(Exception, match="damaged"):
        run.encoding("plate.npy")
    for wrong in (axes[:-1], axes[:, :-1], np.full_like(axes, np.nan), axes.astype(np.float64)):
        with h5py.File(settings.output, "r+") as file:
            file["axes"] = wrong
        with RunFile(settings.output) as run, pytest.raises(Exception, match="damaged"):
            run.encoding("plate.npy")
        with h5py.File(settings.output, "r+") as file:
            del file["axes"]
