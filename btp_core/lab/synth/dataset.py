"""Auxiliary data sets: many parts, each scanned once good and a few times defective."""

from __future__ import annotations

import itertools
import json
import logging
import multiprocessing
from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from btp_core.base.errors import DataError, OutputError
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.lab.synth.contact_sheet import write_contact_sheet
from btp_core.lab.synth.mesh_folder import find_meshes, mesh_name
from btp_core.lab.synth.part_job import PartJob, Record, run_part

_LOG = logging.getLogger(__name__)
_INDEX_EVERY = 25


def synthesize(
    output: Path,
    *,
    parts: int,
    seed: int,
    workers: int,
    meshes: Path | None = None,
    mesh_share: float = 0.4,
    points: int = 50_000,
    defective: int = 2,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
    first_part: int = 0,
    only_sources: Collection[str] = (),
    without_sources: Collection[str] = (),
) -> Path:
    """Make a data set of simulated scans, or go on with one.

    Writes ``scans/<part>_<number>.npz`` (points float32 (N, 3) in mm, labels and types uint8
    (N,)), ``index.json`` with one record per scan, and ``contact_sheet.png`` to look at.
    Scan 0 of a part is good. The result depends on ``seed`` and the part's number only,
    not on the workers; parts that exist already are kept.

    Parameters
    ----------
    output
        Folder of the data set.
    parts, first_part
        How many parts, and the number of the first (for sharing work between machines).
    seed
        Fixes every random choice.
    workers
        Processes; 0 works in this one.
    meshes, mesh_share
        Folder searched for meshes, and the share of parts that is made from them.
    only_sources, without_sources
        Subfolders of ``meshes`` to keep to, or to leave out, so that whole sources validate.
    points
        Points per scan; a quarter of the scans has 0.3 to 2 times as many.
    defective
        Defective scans per part.
    progress, cancel
        Reports and cancellation, checked after each part.

    Returns
    -------
    Path
        ``index.json``.

    Raises
    ------
    DataError
        No part could be made, or the folder of meshes holds none.
    OutputError
        The folder cannot be written.
    CancelledError
        The user cancelled; finished parts stay and are listed.
    """
    output = Path(output)
    files: tuple[tuple[Path, str], ...] = ()
    if meshes is not None:
        found = find_meshes(meshes, only=only_sources, without=without_sources)
        files = tuple((path, mesh_name(path, meshes)) for path in found)
    jobs = [
        PartJob(output, number, seed, points, defective, files, mesh_share)
        for number in range(first_part, first_part + parts)
    ]
    waiting = [job for job in jobs if not job.record_path.exists()]
    finished = len(jobs) - len(waiting)
    index = output / "index.json"
    progress("Synthesizing", finished / max(len(jobs), 1))
    try:
        for count, _ in enumerate(_run(waiting, workers, cancel), start=1):
            progress("Synthesizing", (finished + count) / len(jobs))
            if count % _INDEX_EVERY == 0:
                _write_index(output, index)
    finally:
        records = _write_index(output, index)
    if not records:
        raise DataError("Not one part could be made.", path=output, next_step="See the log.")
    write_contact_sheet(output, records, output / "contact_sheet.png")
    return index


def read_records(output: Path) -> list[Record]:
    """Return the records of all finished parts below ``output``, by part."""
    records: list[Record] = []
    for path in sorted((Path(output) / "parts").glob("*.json")):
        records.extend(json.loads(path.read_text(encoding="utf-8")))
    return records


def _write_index(output: Path, index: Path) -> list[Record]:
    records = read_records(output)
    write_atomically(index, json.dumps(records, indent=0).encode())
    return records


def _run(jobs: list[PartJob], workers: int, cancel: CancelToken | None) -> Iterator[int]:
    """Run jobs, yield 1 for each finished one; failures are logged, not raised."""
    if workers <= 0:
        for job in jobs:
            if cancel is not None:
                cancel.raise_if_cancelled()
            _run_logged(job)
            yield 1
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_one_thread) as pool:
        pending: set[Future[str]] = set()
        remaining = iter(jobs)
        try:
            while True:
                # A short queue keeps cancelling quick.
                for job in itertools.islice(remaining, 2 * workers - len(pending)):
                    pending.add(pool.submit(_attempt, job))
                if not pending:
                    return
                done, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    if message := future.result():
                        _LOG.warning("%s", message)
                    yield 1
                if cancel is not None:
                    cancel.raise_if_cancelled()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _run_logged(job: PartJob) -> None:
    if message := _attempt(job):
        _LOG.warning("%s", message)


def _attempt(job: PartJob) -> str:
    """Run a job; return why it failed, or an empty string."""
    try:
        run_part(job)
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 - one odd shape must not end a night's work
        return f"Part {job.part} was skipped: {type(error).__name__}: {error}"
    return ""


def _one_thread() -> None:
    """Each worker has one core."""
    import os

    os.environ["OMP_NUM_THREADS"] = "1"
