from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import (
    CancelledError,
    DataError,
    ModelError,
    OtherSettingsError,
    OutputError,
)
from btp_core.base.progress import CancelToken
from btp_core.batch.export import export_run, ply_path
from btp_core.batch.jobs import Ended, ScanJob, ScanOutcome, WorkerDied, WorkerSetup, WorkerStuck
from btp_core.batch.progress import BatchProgress
from btp_core.batch.rescore import rescore_run
from btp_core.batch.run import run_batch
from btp_core.batch.run_file import RunFile, read_table
from btp_core.batch.scan_inspector import InlineExecutor
from btp_core.batch.settings import BatchSettings
from btp_core.inspection.inspector import Inspector
from btp_core.inspection.limits import Limits
from btp_core.model.detail import Detail
from btp_core.scans.reading import read_scan
from btp_core.text.prompts import PromptSet

GOOD = ("box.off", "plate.npy", "sub dir/gäps.npy")


def test_every_scan_is_scored_as_by_the_inspector(
    settings: BatchSettings, inspector: Inspector
) -> None:
    states: list[BatchProgress] = []
    result = run_batch(settings, states.append)
    assert [row.name for row in result.rows] == sorted([*GOOD, "broken.ply"])
    assert sorted(states[0].waiting) == sorted([*GOOD, "broken.ply"])
    assert "model" in str(states[0])
    assert [state.done for state in states] == [0, 0, 1, 2, 3, 4]
    assert states[-1].n_errors == 1
    assert states[-1].seconds_left == 0
    assert str(states[-1]).startswith("4 of 4, ")
    with RunFile(settings.output) as run:
        for row in result.rows:
            if row.name == "broken.ply":
                assert row.status == "failed"
                assert "Cannot be read as a PLY file" in row.error
                continue
            scan = read_scan(settings.folder / row.name)
            field = inspector.score(inspector.encode(scan), settings.prompts)
            assert np.array_equal(run.scores(row.name), field.point_scores, equal_nan=True)
            verdict = inspector.judge(field, 0.5)
            assert row.object_score == field.object_score
            assert row.verdict == verdict.status
            assert len(row.regions) == len(verdict.regions)
            points = run.points(row.name)
            assert points is not None
            assert np.allclose(points, scan.points, rtol=0, atol=1e-4, equal_nan=True)


@pytest.mark.parametrize("detail", [Detail.OVERVIEW, Detail.FINE])
def test_rescoring_equals_a_fresh_batch_with_these_prompts(
    detail: Detail,
    settings: BatchSettings,
    inspector: Inspector,
    other_prompts: PromptSet,
    tmp_path: Path,
) -> None:
    settings = replace(settings, detail=detail)
    run_batch(settings)
    with RunFile(settings.output) as run:
        # The dense scan of the folder is looked at twice, and both answers are kept.
        overview = run.encoding("sub dir/gäps.npy").overview
        assert (overview is not None) == (detail is Detail.FINE)
    fresh = run_batch(
        replace(settings, output=tmp_path / "fresh.h5", prompts=other_prompts, embeddings=False)
    )
    output = tmp_path / "rescored.h5"
    header, rows = rescore_run(settings.output, other_prompts, inspector, output=output)
    assert header.prompts == other_prompts
    stored_header, stored = read_table(output)
    assert stored_header == header
    assert [row.to_dict() for row in stored] == [row.to_dict() for row in rows]
    assert [row.object_score for row in rows if row.status == "done"] != [
        row.object_score for row in read_table(settings.output)[1] if row.status == "done"
    ]
    with RunFile(output) as one, RunFile(tmp_path / "fresh.h5") as other:
        for row, expected in zip(rows, fresh.rows, strict=True):
            assert (row.name, row.status, row.verdict) == (
                expected.name,
                expected.status,
                expected.verdict,
            )
            if row.status == "done":
                assert row.object_score == expected.object_score
                assert row.regions == expected.regions
                scores = one.scores(row.name)
                assert np.array_equal(scores, other.scores(row.name), equal_nan=True)
                assert np.array_equal(
                    one.points(row.name),  # type: ignore[arg-type]
                    other.points(row.name),  # type: ignore[arg-type]
                    equal_nan=True,
                )
    with pytest.raises(OutputError, match="exists already"):
        rescore_run(settings.output, other_prompts, inspector, output=output)
    with pytest.raises(DataError, match="has no encoding of"):
        rescore_run(tmp_path / "fresh.h5", other_prompts, inspector)


def test_rescoring_without_points_still_decides(
    settings: BatchSettings, inspector: Inspector, other_prompts: PromptSet, tmp_path: Path
) -> None:
    run_batch(replace(settings, points=False))
    fresh = run_batch(replace(settings, output=tmp_path / "2.h5", prompts=other_prompts))
    _, rows = rescore_run(settings.output, other_prompts, inspector)
    assert [row.verdict for row in rows] == [row.verdict for row in fresh.rows]
    assert all(row.regions == () for row in rows)


def test_resuming_does_what_is_new_or_has_changed(settings: BatchSettings) -> None:
    folder = settings.folder
    run_batch(settings)
    with pytest.raises(OutputError, match="exists already, with 4 scans"):
        run_batch(settings)
    again = replace(settings, resume=True)
    assert run_batch(again).n_skipped == 4
    os.utime(folder / "plate.npy", (1, 1))  # another time, the same content
    assert run_batch(again).n_skipped == 4
    shutil.copy(folder / "plate.npy", folder / "new.npy")
    np.save(folder / "plate.npy", np.load(folder / "plate.npy")[::-1])  # the same size
    (folder / "box.off").unlink()
    done: list[str] = []

    def note(state: BatchProgress) -> None:
        if state.last is not None:
            done.append(state.last.name)

    result = run_batch(again, note)
    assert done == ["new.npy", "plate.npy"]
    assert "box.off" not in [row.name for row in result.rows]
    # What failed stays failed, until it has changed or is asked for.
    done.clear()
    run_batch(replace(again, retry_failed=True), note)
    assert done == ["broken.ply"]
    (folder / "broken.ply").write_bytes(b"ply\n")
    done.clear()
    run_batch(again, note)
    assert done == ["broken.ply"]


def test_a_run_is_not_mixed_from_different_questions(
    settings: BatchSettings, other_prompts: PromptSet, tmp_path: Path
) -> None:
    settings = replace(settings, include=("plate.npy",))
    run_batch(settings)
    again = replace(settings, resume=True)
    with pytest.raises(OtherSettingsError, match="other settings: prompts\\.") as raised:
        run_batch(replace(again, prompts=other_prompts))
    assert raised.value.can_rescore
    with pytest.raises(OutputError, match="other settings: threshold\\."):
        run_batch(replace(again, threshold=0.7))
    with pytest.raises(OtherSettingsError, match="other settings: limits of size\\."):
        run_batch(replace(again, limits=Limits(length=2.0)))
    with pytest.raises(OtherSettingsError, match="other settings: detail\\.") as raised:
        run_batch(replace(again, detail=Detail.FINE))
    assert not raised.value.can_rescore


def test_bad_folders_and_outputs_are_told_before_the_model_is_loaded(
    settings: BatchSettings, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    nowhere = replace(settings, model="there is none")
    with pytest.raises(DataError, match="no such folder"):
        run_batch(replace(nowhere, folder=tmp_path / "missing"))
    with pytest.raises(DataError, match="No scan was found"):
        run_batch(replace(nowhere, folder=empty, output=empty / "below" / "run.h5"))
    assert list(empty.iterdir()) == []
    text = tmp_path / "notes.txt"
    text.write_text("not a run")
    with pytest.raises(DataError, match="Not a run file"):
        run_batch(replace(nowhere, output=text, resume=True))
    assert text.read_text() == "not a run"
    with pytest.raises(OutputError):
        run_batch(replace(nowhere, output=text / "run.h5"))
    with pytest.raises(ModelError):
        run_batch(nowhere)
    assert not settings.output.exists()


def test_cancelling_keeps_what_was_finished(settings: BatchSettings) -> None:
    token = CancelToken()
    with pytest.raises(CancelledError):
        run_batch(settings, lambda state: token.cancel() if state.done == 2 else None, token)
    assert len(read_table(settings.output)[1]) == 2
    result = run_batch(replace(settings, resume=True))
    assert result.n_skipped == 2
    assert len(result.rows) == 4


def test_files_that_vanish_or_grow_are_recorded(
    settings: BatchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from btp_core.batch import scan_inspector

    def read(path: Path, *rest: object, real: object = read_scan) -> object:
        scan = real(path, *rest)  # type: ignore[operator]
        if path.name == "plate.npy":
            with path.open("ab") as file:
                file.write(b"more")
        return scan

    monkeypatch.setattr(scan_inspector, "read_scan", read)
    vanishing = settings.folder / "box.off"
    result = run_batch(settings, lambda state: vanishing.unlink(missing_ok=True))
    errors = {row.name: row.error for row in result.rows}
    assert errors["box.off"].startswith("There is no such file.")
    assert errors["plate.npy"].startswith("The file changed while it was read.")
    assert errors["sub dir/gäps.npy"] == ""


def test_a_scan_that_takes_too_long_is_recorded_and_not_tried_again(
    settings: BatchSettings,
) -> None:
    result = run_batch(replace(settings, workers=0, max_seconds=1e-6))
    errors = {row.name: row.error for row in result.rows}
    assert errors["plate.npy"].startswith("Inspecting it takes longer than the limit of 0 s.")
    assert {row.status for row in result.rows} == {"failed"}

    class Stuck(InlineExecutor):
        def finished(self, timeout: float) -> list[tuple[ScanJob, Ended]]:
            jobs, self._waiting = self._waiting, []
            return [(job, WorkerStuck(7.0)) for job in jobs]

    again = replace(settings, resume=True, retry_failed=True)
    result = run_batch(again, executor=lambda setup, _: Stuck(setup))
    assert all("limit of 7 s" in row.error for row in result.rows)


def test_a_scan_that_takes_its_worker_along_is_tried_twice_and_recorded(
    settings: BatchSettings,
) -> None:
    class Deadly(InlineExecutor):
        deaths = 0

        def finished(self, timeout: float) -> list[tuple[ScanJob, ScanOutcome | WorkerDied]]:
            if self._waiting[0].name == "plate.npy":
                Deadly.deaths += 1
                return [(self._waiting.pop(), WorkerDied("SIGKILL"))]
            return super().finished(timeout)

    def deadly(setup: WorkerSetup, workers: int) -> Deadly:
        return Deadly(setup)

    result = run_batch(settings, executor=deadly)
    errors = {row.name: row.error for row in result.rows}
    assert Deadly.deaths == 2
    assert "died 2 times (SIGKILL)" in errors["plate.npy"]
    assert errors["sub dir/gäps.npy"] == ""


def test_a_run_becomes_a_table_and_scored_clouds(settings: BatchSettings, tmp_path: Path) -> None:
    odd = settings.folder / ("=cmd " + "ü" * 122 + ".npy")
    shutil.copy(settings.folder / "plate.npy", odd)
    run_batch(replace(settings, points=False))
    folder = tmp_path / "out"
    assert export_run(settings.output, folder) == []
    lines = (folder / "scans.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 6
    assert lines[1].startswith("'=cmd ")
    with RunFile(settings.output) as run:
        for name in GOOD:
            scored = read_scan(folder / f"{name}.scored.ply")
            original = read_scan(settings.folder / name)
            assert np.array_equal(scored.points, original.points, equal_nan=True)
            assert len(run.scores(name)) == scored.n_points
    assert ply_path(folder, odd.name).is_file()
    (settings.folder / "plate.npy").unlink()
    assert export_run(settings.output, folder) == [
        "plate.npy: no ply file. Its points were not kept, and the file is missing or has changed."
    ]
    with pytest.raises(DataError, match="leads out"):
        ply_path(folder, "../../etc/passwd")
