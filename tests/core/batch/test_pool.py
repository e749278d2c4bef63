from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from btp_core.base.errors import ModelError
from btp_core.batch.jobs import Ended, ScanJob, ScanOutcome, WorkerDied, WorkerSetup, WorkerStuck
from btp_core.batch.pool import ProcessPool
from btp_core.text.prompts import PromptSet


def test_workers_answer_are_replaced_when_killed_and_end_with_the_pool(
    scans: Path, small_model: str
) -> None:
    setup = WorkerSetup(small_model, "cpu", PromptSet.stock(), 0.5, threads=1)
    with ProcessPool(setup, 1) as pool:
        facts = pool.start()
        assert facts.model_name == "small"
        job = ScanJob("plate.npy", str(scans / "plate.npy"))
        pool.submit(job)
        ((done, outcome),) = _next(pool)
        assert done == job
        assert isinstance(outcome, ScanOutcome)
        assert outcome.row.status == "done"
        (first,) = pool.process_ids
        pool.submit(job)
        os.kill(first, signal.SIGKILL)
        ((lost, death),) = _next(pool)
        assert lost == job
        assert isinstance(death, WorkerDied)
        assert death.reason == "SIGKILL"
        # Killed while idle: nothing is lost, and the next job finds a new one.
        pool.submit(job)
        ((_, outcome),) = _next(pool)
        assert isinstance(outcome, ScanOutcome)
        (second,) = pool.process_ids
        assert second != first
    for process in (first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a way to hang a process")
def test_a_worker_that_hangs_is_ended_and_replaced(scans: Path, small_model: str) -> None:
    setup = WorkerSetup(small_model, "cpu", PromptSet.stock(), 0.5, threads=1, max_seconds=8.0)
    with ProcessPool(setup, 1) as pool:
        pool.start()
        (hung,) = pool.process_ids
        os.kill(hung, signal.SIGSTOP)
        job = ScanJob("plate.npy", str(scans / "plate.npy"))
        pool.submit(job)
        ((lost, stuck),) = _next(pool)
        assert lost == job
        assert stuck == WorkerStuck(8.0)
        with pytest.raises(ProcessLookupError):
            os.kill(hung, 0)
        pool.submit(job)
        ((_, outcome),) = _next(pool)
        assert isinstance(outcome, ScanOutcome)


def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(b"no model")
    setup = WorkerSetup(str(bad), "cpu", PromptSet.stock(), 0.5)
    with ProcessPool(setup, 1) as pool, pytest.raises(ModelError) as caught:
        pool.start()
    assert caught.value.path == bad


def _next(pool: ProcessPool) -> list[tuple[ScanJob, Ended]]:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if found := pool.finished(0.5):
            return found
    raise AssertionError("no answer")


def test_a_worker_does_not_wait_for_the_one_who_takes_the_results(
    scans: Path, small_model: str
) -> None:
    setup = WorkerSetup(small_model, "cpu", PromptSet.stock(), 0.5, threads=1)
    with ProcessPool(setup, 1) as pool:
        pool.start()
        assert pool.capacity == 2
        names = ["plate.npy", "sub dir/gäps.npy", "box.off", "broken.ply"]
        for name in names:
            pool.submit(ScanJob(name, str(scans / name)))
        # Nobody takes anything, and yet all is done.
        end = time.monotonic() + 120
        while pool._ended.qsize() < len(names):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert [job.name for job, _ in pool.finished(0.0)] == names
        assert pool.finished(0.0) == []
    assert not pool._thread.is_alive()
