"""A real scheduler and real worker processes on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import CancelledError, InspectError, ModelError
from btp_core.base.progress import CancelToken
from btp_core.base.rounding import VARIABLE
from btp_core.batch.progress import BatchProgress
from btp_core.batch.run import run_batch
from btp_core.batch.run_file import RunFile
from btp_core.batch.settings import BatchSettings
from btp_core.text.prompts import PromptSet
from tests.core.shapes_for_tests import dented_plate

ROOT = Path(__file__).parents[3]
pytest.importorskip("distributed")


@contextmanager
def dask(*arguments: str, ready: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A dask command, once it has printed what matches ``ready``."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        with log.open("w") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                cwd=ROOT,
                env=environment,
                stderr=stderr,
                start_new_session=True,
            )
        try:
            while not (found := re.search(ready, log.read_text())):
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
            yield process, found[1]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    with dask(*arguments, ready=r"Scheduler at: +(tcp://\S+)") as (_, address):
        yield address


@contextmanager
def worker(scheduler: str, *options: str, nanny: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process; with a nanny, one that comes back when it dies."""
    arguments = ["worker", scheduler, "--nthreads", "1", "--no-dashboard", *options]
    if not nanny:
        arguments.append("--no-nanny")
    with dask(*arguments, ready=r"(Registered to|Start Nanny)") as (process, _):
        yield process


@pytest.fixture
def settings(tmp_path: Path, small_model: str) -> BatchSettings:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(12):
        np.save(folder / f"plate {number:02}.npy", dented_plate(1500, seed=number)[0])
    (folder / "broken.ply").write_bytes(b"ply")
    return BatchSettings(
        folder=folder,
        output=tmp_path / "run.h5",
        prompts=PromptSet.stock(),
        model=small_model,
        device="cpu",
    )


def test_one_of_three_workers_is_killed_and_nothing_is_lost(
    settings: BatchSettings, scheduler: str, tmp_path: Path
) -> None:
    with worker(scheduler) as victim, worker(scheduler), worker(scheduler):

        def kill_in_the_middle(state: BatchProgress) -> None:
            if state.done == 4:
                os.kill(victim.pid, signal.SIGKILL)

        clustered = replace(settings, scheduler=scheduler)
        result = run_batch(clustered, kill_in_the_middle)
        assert victim.wait(10) == -signal.SIGKILL
    assert [r.status for r in result.rows].count("done") == 12
    assert [r.name for r in result.rows if r.status == "failed"] == ["broken.ply"]
    alone = run_batch(replace(settings, output=tmp_path / "alone.h5", workers=0))
    with RunFile(settings.output) as ours, RunFile(tmp_path / "alone.h5") as theirs:
        for row in alone.rows:
            if row.status == "done":
                assert np.array_equal(ours.scores(row.name), theirs.scores(row.name))
    assert result.header.model_sha256 == alone.header.model_sha256


def test_workers_may_join_later_and_a_run_can_be_cancelled_and_go_on(
    settings: BatchSettings, scheduler: str
) -> None:
    clustered = replace(settings, scheduler=scheduler)
    token = CancelToken()

    def cancel_after_three(state: BatchProgress) -> None:
        if state.done == 3:
            token.cancel()

    with worker(scheduler), pytest.raises(CancelledError):
        run_batch(clustered, cancel_after_three, token)
    late: list[object] = []
    starter = threading.Timer(1.0, lambda: late.append(stack.enter_context(worker(scheduler))))
    with ExitStack() as stack:
        starter.start()
        result = run_batch(replace(clustered, resume=True))
        starter.join()
    assert late
    assert result.n_skipped >= 3
    assert len(result.rows) == 13


def test_what_is_wrong_with_the_cluster_is_told(
    settings: BatchSettings, scheduler: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("btp_core.batch.cluster.CONNECT_SECONDS", 1.0)
    monkeypatch.setattr("btp_core.batch.cluster.WORKER_SECONDS", 1.0)

    def told(**changes: object) -> str:
        with pytest.raises(InspectError) as error:
            run_batch(replace(settings, **changes))  # type: ignore[arg-type]
        assert not settings.output.exists()
        return str(error.value)

    assert "No dask scheduler answers" in told(scheduler="tcp://127.0.0.1:9")
    assert "No dask scheduler answers" in told(scheduler="nonsense://x")
    assert "has no workers" in told(scheduler=scheduler)
    with worker(scheduler):
        monkeypatch.setattr("btp_core.batch.cluster.WORKER_SECONDS", 30.0)
        with pytest.raises(ModelError, match=r"missing\.safetensors"):
            run_batch(
                replace(settings, scheduler=scheduler, model=str(tmp_path / "missing.safetensors"))
            )


def test_a_scheduler_that_goes_away_ends_the_run_with_what_was_finished(
    settings: BatchSettings, tmp_path: Path
) -> None:
    arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    with dask(*arguments, ready=r"Scheduler at: +(tcp://\S+)") as (process, address):

        def kill_in_the_middle(state: BatchProgress) -> None:
            if state.done == 4:
                process.kill()

        with worker(address), pytest.raises(InspectError, match="--resume"):
            run_batch(replace(settings, scheduler=address), kill_in_the_middle)
    with RunFile(settings.output) as run:
        assert len(list(run.rows())) >= 4


def test_workers_may_be_of_other_machines_but_not_of_other_programs(
    settings: BatchSettings, scheduler: str, tmp_path: Path
) -> None:
    def changed(what: str) -> list[str]:
        """Options of a worker that says something else of itself."""
        preload = tmp_path / "preload.py"
        preload.write_text(f"from btp_core.batch import scan_inspector as s\n{what}\n")
        return ["--preload", str(preload)]

    elsewhere = changed("s.machine_name = lambda: 'other-host'")
    with worker(scheduler), worker(scheduler, *elsewhere):
        result = run_batch(replace(settings, scheduler=scheduler))
    assert [r.status for r in result.rows].count("done") == 12
    older = changed("s.software_version = lambda: '0.0.1'")
    with (
        worker(scheduler),
        worker(scheduler, *older),
        pytest.raises(InspectError, match="differs from the first one"),
    ):
        run_batch(replace(settings, scheduler=scheduler, output=tmp_path / "mixed.h5"))


@pytest.mark.parametrize(
    ("meets", "told"),
    [("os._exit(9)", "Every worker that loaded"), ("time.sleep(60)", "does not answer any more")],
)
def test_what_goes_wrong_while_the_model_is_loaded_is_told(
    meets: str, told: str, settings: BatchSettings, tmp_path: Path
) -> None:
    preload = tmp_path / "preload.py"
    preload.write_text(
        "import os, time\n"
        "from btp_core.batch import cluster_worker\n"
        f"cluster_worker._inspector = lambda setup: {meets}\n"
    )
    arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    with dask(*arguments, ready=r"Scheduler at: +(tcp://\S+)") as (process, address):
        dies = "exit" in meets
        with worker(address, "--preload", str(preload), nanny=dies):
            leaving = threading.Timer(6.0, process.kill)
            if not dies:
                leaving.start()
            with pytest.raises(InspectError, match=told):
                run_batch(replace(settings, scheduler=address))
            leaving.cancel()
    assert not settings.output.exists()


def test_a_worker_that_rounds_differently_is_refused_with_its_name(
    settings: BatchSettings, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv(VARIABLE, "COMPATIBLE")
        with worker(scheduler):
            elsewhere.undo()
            with pytest.raises(ModelError, match=r"rounds differently: MKL_CBWR is 'COMPATIBLE'"):
                run_batch(replace(settings, scheduler=scheduler))
    assert not settings.output.exists()
