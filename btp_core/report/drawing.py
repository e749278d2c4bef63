"""The pictures of a whole run, drawn by several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for_end
from pathlib import Path

from btp_core.base.errors import DataError, InspectError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.batch.resources import cores
from btp_core.batch.run_file import RunFile, read_run
from btp_core.report.content import ReportContent, ReportRow
from btp_core.report.picture_source import PictureSource
from btp_core.report.pictures import PictureJob, ScanPictures, draw_pictures

FEW = 24
"""So many scans are drawn sooner than processes are started."""
_AHEAD = 2
"""Scans read ahead for each process: enough to keep it busy, and the memory small."""
_POLL_SECONDS = 0.25


def draw_all(
    run: Path,
    content: ReportContent,
    *,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> dict[int, ScanPictures]:
    """Draw every listed scan.

    Parameters
    ----------
    run
        The run file.
    content
        Its rows; only detailed ones get views besides the thumbnail.
    progress, cancel
        Reported to and checked after every scan.

    Returns
    -------
    dict
        Pictures by the rows' keys.

    Raises
    ------
    InspectError
        The processes that draw were ended from outside.
    CancelledError
        If cancelled.
    """
    jobs = (_job(run, content, row) for row in content.rows)
    total = len(content.rows)
    drawn: dict[int, ScanPictures] = {}
    results = _one_by_one(jobs) if total <= FEW or cores() == 1 else _at_once(jobs, cancel)
    for key, pictures in results:
        drawn[key] = pictures
        cancel.raise_if_cancelled()
        progress("pictures", len(drawn) / total)
    return drawn


def _job(run: Path, content: ReportContent, row: ReportRow) -> PictureJob:
    stored = None
    if row.scan.status == "done":

        def read(opened: RunFile) -> PictureSource:
            source = Path(content.header.folder) / row.scan.name
            name = row.scan.name
            measured = opened.deviation(name) if row.measured else None
            return PictureSource(
                row.scan, source, opened.scores(name), opened.points(name), measured
            )

        try:
            stored = read_run(run, read)
        except DataError:
            stored = None
    return PictureJob(
        row.key,
        stored,
        row.regions,
        content.header.threshold,
        row.detailed,
        units=row.units,
        residual=row.residual,
    )


def _one_by_one(jobs: Iterator[PictureJob]) -> Iterator[tuple[int, ScanPictures]]:
    for job in jobs:
        yield job.key, draw_pictures(job)


def _at_once(jobs: Iterator[PictureJob], cancel: CancelToken) -> Iterator[tuple[int, ScanPictures]]:
    workers = cores()
    # Forking a process that has threads, as the window has, may hang.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker)
    waiting: dict[Future[ScanPictures], int] = {}
    try:
        more = True
        while more or waiting:
            cancel.raise_if_cancelled()
            while more and len(waiting) < _AHEAD * workers:
                job = next(jobs, None)
                more = job is not None
                if job is not None:
                    waiting[executor.submit(draw_pictures, job)] = job.key
            ended, _ = wait(waiting, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in ended:
                yield waiting.pop(future), future.result()
    except BrokenProcessPool as error:
        raise InspectError(
            "A process that draws pictures was ended from outside.",
            next_step="There may be too little memory: close other programs, and try again.",
        ) from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it: a killed one cannot say goodbye."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        wait_for_end([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
