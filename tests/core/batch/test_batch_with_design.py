from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from btp_core.base.errors import DataError, DesignError, ModelError, OutputError
from btp_core.base.foreign_hdf5 import ForeignGroup
from btp_core.batch.cluster_worker import try_worker
from btp_core.batch.export import export_run
from btp_core.batch.jobs import DesignFile, StartFailure, WorkerSetup
from btp_core.batch.rescore import rescore_run
from btp_core.batch.row import ScanRow
from btp_core.batch.run import BatchResult, run_batch
from btp_core.batch.run_file import RunFile, read_table
from btp_core.batch.run_header import RunHeader
from btp_core.batch.settings import BatchSettings
from btp_core.batch.stored_scan import read_stored_scan
from btp_core.designs.design import Design
from btp_core.inspection.inspector import Inspector
from btp_core.scans.reading import read_scan
from btp_core.text.prompts import PromptSet
from tests.core.batch.runs_for_tests import header
from tests.core.design_parts import DENT, bracket, write_parts


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory, inspector: Inspector) -> Path:
    """With embeddings of the small model."""
    folder = tmp_path_factory.mktemp("design")
    good = [read_scan(path) for path in write_parts(folder, 2)]
    Design.create(inspector, good, name="bracket", units="mm").save(folder / "a.design")
    return folder / "a.design"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good part, a dented one with gaps, and one in inches."""
    folder = tmp_path_factory.mktemp("parts")
    np.save(folder / "good.npy", bracket(31))
    dented = bracket(32, dent=DENT)
    dented[::70] = np.nan
    np.save(folder / "dented.npy", dented)
    np.save(folder / "inch.npy", bracket(33) / 25.4)
    return folder


def settings(folder: Path, output: Path, model: str, design: Path | None, **more) -> BatchSettings:
    values = {"prompts": PromptSet.stock(), "device": "cpu", "workers": 0, **more}
    return BatchSettings(folder, output, model=model, design=design, **values)


@pytest.fixture(scope="module")
def result(
    folder: Path, design: Path, small_model: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, BatchResult]:
    output = tmp_path_factory.mktemp("run") / "run.h5"
    return output, run_batch(settings(folder, output, small_model, design))


def test_the_run_keeps_design_deviation_and_alignment(
    result: tuple[Path, BatchResult], design: Path
) -> None:
    output, _ = result
    saved = Design.load(design)
    head, rows = read_table(output)
    assert (head.design, head.design_version) == ("bracket", 1)
    assert (head.design_sha256, head.design_units) == (saved.sha256, "mm")
    by_name = {row.name: row for row in rows}
    dented, refused = by_name["dented.npy"], by_name["inch.npy"]
    assert dented.alignment["fit"] > 0.85
    assert -1.3 * DENT < dented.largest_deviation < -0.4 * DENT
    assert (refused.verdict, refused.alignment) == ("not checked", {"refusal": "units"})
    assert "Export the scan in the design's units." in refused.reason
    assert refused.to_dict()["alignment"] == {"refusal": "units"}
    with RunFile(output) as run:
        deviation = run.deviation("dented.npy")
        assert deviation is not None
        assert deviation.dtype == np.float32
        assert np.isnan(deviation[::70]).all()
        assert -1.3 * DENT < np.nanmin(deviation) < -0.5 * DENT
        assert run.deviation("inch.npy") is None
        assert np.isnan(run.scores("inch.npy")).all()
    stored = read_stored_scan(output, "dented.npy")
    assert np.array_equal(stored.field.deviation, deviation, equal_nan=True)
    assert stored.field.design is not None
    assert stored.field.design.sha256 == saved.sha256
    assert any(region.deviation is not None for region in stored.verdict.regions)


def test_rescored_with_its_design_it_is_what_a_fresh_batch_gives(
    result: tuple[Path, BatchResult],
    design: Path,
    folder: Path,
    small_model: str,
    inspector: Inspector,
    other_prompts: PromptSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    output, _ = result
    fresh_file, new_file = tmp_path / "fresh.h5", tmp_path / "new.h5"
    fresh = run_batch(settings(folder, fresh_file, small_model, design, prompts=other_prompts))

    def search(*_: object, **__: object) -> None:
        raise AssertionError("A stored pose is looked for again.")

    monkeypatch.setattr("btp_core.designs.align.register", search)
    loaded = Design.load(design)
    head, rows = rescore_run(output, other_prompts, inspector, output=new_file, design=loaded)
    assert head.design_sha256 == loaded.sha256
    unlike = {"seconds": 0.0, "warnings": (), "time": ""}
    # As text: the score of a scan that was refused is NaN, which equals nothing.
    ours, theirs = ([str(replace(row, **unlike)) for row in some] for some in (rows, fresh.rows))
    assert ours == theirs
    with RunFile(new_file) as new, RunFile(fresh_file) as other, RunFile(output) as before:
        for row in rows:
            scores = new.scores(row.name)
            assert np.array_equal(scores, other.scores(row.name), equal_nan=True)
            ours, theirs = new.deviation(row.name), other.deviation(row.name)
            assert (ours is None) == (theirs is None)
            if ours is not None:
                assert np.array_equal(ours, theirs, equal_nan=True)
                assert not np.array_equal(scores, before.scores(row.name), equal_nan=True)


def test_rescore_asks_for_the_very_design_of_the_run(
    result: tuple[Path, BatchResult], design: Path, inspector: Inspector, tmp_path: Path
) -> None:
    output, _ = result
    with pytest.raises(DesignError, match="made with the design bracket, version 1") as caught:
        rescore_run(output, PromptSet.stock(), inspector)
    assert "--design" in caught.value.next_step
    assert caught.value.path == output
    other = replace(Design.load(design), notes="changed").save(tmp_path / "b.design")
    with pytest.raises(DesignError, match="made with the design bracket"):
        rescore_run(output, PromptSet.stock(), inspector, design=other)


def test_without_points_a_design_cannot_rescore(
    design: Path, folder: Path, small_model: str, inspector: Inspector, tmp_path: Path
) -> None:
    output = tmp_path / "run.h5"
    run_batch(settings(folder, output, small_model, design, points=False, include=["good.npy"]))
    with pytest.raises(DataError, match=r"The points of 'good.npy' were not kept"):
        rescore_run(output, PromptSet.stock(), inspector, design=Design.load(design))


def test_resume_refuses_another_design(
    result: tuple[Path, BatchResult], design: Path, folder: Path, small_model: str, tmp_path: Path
) -> None:
    output, first = result
    again = run_batch(settings(folder, output, small_model, design, resume=True))
    assert again.n_skipped == 3
    assert str(again.rows) == str(first.rows)  # a refused scan has NaN, which equals nothing
    other = tmp_path / "b.design"
    replace(Design.load(design), notes="changed").save(other)
    for path in (other, None):
        with pytest.raises(OutputError, match="other settings: design"):
            run_batch(settings(folder, output, small_model, path, resume=True))


def test_a_design_that_changed_or_is_gone_is_told_by_the_worker(
    design: Path, folder: Path, small_model: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.design"
    file.write_bytes(design.read_bytes())
    known = DesignFile.of(file)
    setup = WorkerSetup(small_model, "cpu", PromptSet.stock(), 0.5, design=known)
    hash(setup)  # what a worker of dask remembers its model by
    replace(Design.load(design), notes="changed").save(file)
    answer = try_worker(setup, str(folder))
    assert isinstance(answer, StartFailure)
    assert "not the one that the run was started with" in answer.cause
    assert answer.path == str(file)
    output = tmp_path / "run.h5"
    with pytest.raises(DesignError, match="cannot be read"):
        run_batch(settings(folder, output, small_model, tmp_path / "gone.design"))
    file.write_bytes(b"no design")
    with pytest.raises((DesignError, ModelError), match="Not a design file"):
        run_batch(settings(folder, output, small_model, file, workers=1))
    assert not output.exists()


def test_the_design_travels_by_its_whole_path(tmp_path: Path) -> None:
    setup = WorkerSetup(
        "m", "cpu", PromptSet.stock(), 0.5, design=DesignFile(Path("a.design"), "x")
    )
    moved = setup.with_whole_paths().design
    assert moved == DesignFile(Path.cwd() / "a.design", "x")
    assert replace(setup, design=None).with_whole_paths().design is None


def test_the_table_has_columns_of_the_design_and_the_ply_the_deviation(
    result: tuple[Path, BatchResult], tmp_path: Path
) -> None:
    output, _ = result
    assert export_run(output, tmp_path) == []
    rows = csv.DictReader(io.StringIO((tmp_path / "scans.csv").read_text()))
    by_name = {row["name"]: row for row in rows}
    assert float(by_name["dented.npy"]["largest_deviation"]) < -0.4 * DENT
    assert float(by_name["good.npy"]["fit"]) > 0.9
    assert by_name["inch.npy"]["fit"] == ""
    assert "inches" in by_name["inch.npy"]["reason"]
    assert b"property float deviation" in (tmp_path / "dented.npy.scored.ply").read_bytes()[:400]


def test_files_of_earlier_versions_stay_readable(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "old.h5", "w") as file:
        header().write(file)
        group = file.create_group("scans/a.ply")
        ScanRow("a.ply", "done", object_score=0.5).write(group)
        for name in [name for name in file.attrs if name.startswith("design")]:
            del file.attrs[name]
        assert "alignment" not in group.attrs
        head = RunHeader.read(ForeignGroup(file))
        assert (head.design, head.design_version, head.design_sha256) == ("", 0, "")
        assert ScanRow.read("a.ply", ForeignGroup(group)).alignment == {}
