"""From a run file to a report."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from btp_core.base.errors import OutputError
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.batch.run_file import read_table
from btp_core.report.content import ReportContent
from btp_core.report.drawing import draw_all
from btp_core.report.folder import check_folder, report_folder
from btp_core.report.gather import report_content
from btp_core.report.history import run_history
from btp_core.report.page import (
    INDEX,
    PAGES,
    PDF,
    PICTURES,
    picture_name,
    render_index,
    render_scan,
)
from btp_core.report.pdf import render_pdf
from btp_core.report.pictures import ScanPictures

ReportFormat = Literal["html", "pdf"]
FORMATS: tuple[ReportFormat, ...] = ("html", "pdf")
_OF_SUFFIX: dict[str, ReportFormat] = {".html": "html", ".htm": "html", ".pdf": "pdf"}
_PICTURES_SHARE = 0.9


@dataclass(frozen=True)
class WrittenReport:
    """What :func:`write_report` wrote.

    Attributes
    ----------
    first
        The file to open.
    n_scans
        In the run.
    n_without_pictures
        Inspected scans that could not be drawn; the report says why.
    seconds
        In all.
    """

    first: Path
    n_scans: int
    n_without_pictures: int
    seconds: float


def check_target(run_file: Path, target: Path) -> None:
    """Whether a report may be written to ``target``; raises :class:`OutputError`.

    Worth asking before a long run whose report it will be.
    """
    if _single_format(target) is None:
        check_folder(target)
    if target.exists() and run_file.exists() and target.samefile(run_file):
        raise OutputError(
            "This is the run file itself.", path=target, next_step="Name another file."
        )


def write_report(
    run_file: Path | str,
    target: Path | str,
    *,
    formats: Collection[ReportFormat] = FORMATS,
    record: Path | None = None,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> WrittenReport:
    """Write the report of a run.

    Parameters
    ----------
    run_file
        Written by ``btp-inspect batch``; it is only read, and may still grow.
    target
        A folder, new, empty or of an earlier report, or a single ``.html`` or ``.pdf`` file
        with everything in it.
    formats
        What a folder shall hold; a single file is what its name says.
    record
        The inspection record: decisions stand beside the verdicts then, and the chart of the
        design over time and the map of where defects gather are part of the report.
    progress, cancel
        Reported to and checked after every scan.

    Returns
    -------
    WrittenReport
        What to open, and how it went.

    Raises
    ------
    DataError
        The run file cannot be read.
    RecordError
        The record cannot be read.
    OutputError
        The folder holds something else, or cannot be written.
    CancelledError
        If cancelled; an earlier report is still there.
    """
    started = time.perf_counter()
    run_file, target = Path(run_file), Path(target)
    cancel = cancel or CancelToken()
    header, rows = read_table(run_file)
    check_target(run_file, target)
    history = None if record is None else run_history(record, header, rows)
    content = report_content(header, rows, history)
    pictures = draw_all(
        run_file,
        content,
        progress=lambda stage, fraction: progress(stage, _PICTURES_SHARE * fraction),
        cancel=cancel,
    )
    progress("pages", _PICTURES_SHARE)
    first = target
    match _single_format(target):
        case "html":
            write_atomically(target, _bytes(render_index(content, pictures, embedded=True)))
        case "pdf":
            write_atomically(target, render_pdf(content, pictures, cancel))
        case None:
            _write_folder(content, pictures, target, formats, cancel)
            first = target / (INDEX if "html" in formats else PDF)
    progress("done", 1.0)
    inspected = [row.key for row in content.rows if row.scan.status == "done"]
    return WrittenReport(
        first=first,
        n_scans=content.n_scans,
        n_without_pictures=sum(not pictures[key].thumbnail for key in inspected),
        seconds=time.perf_counter() - started,
    )


def _single_format(target: Path) -> ReportFormat | None:
    return None if target.is_dir() else _OF_SUFFIX.get(target.suffix.lower())


def _write_folder(
    content: ReportContent,
    pictures: Mapping[int, ScanPictures],
    folder: Path,
    formats: Collection[ReportFormat],
    cancel: CancelToken,
) -> None:
    with report_folder(folder) as staging:
        if "html" in formats:
            _write_pages(content, pictures, staging, cancel)
            index = render_index(content, pictures, embedded=False, with_pdf="pdf" in formats)
            (staging / INDEX).write_bytes(_bytes(index))
        if "pdf" in formats:
            (staging / PDF).write_bytes(render_pdf(content, pictures, cancel))
        cancel.raise_if_cancelled()


def _write_pages(
    content: ReportContent,
    pictures: Mapping[int, ScanPictures],
    folder: Path,
    cancel: CancelToken,
) -> None:
    for name in (PAGES, PICTURES):
        (folder / name).mkdir()
    for row in content.rows:
        cancel.raise_if_cancelled()
        own = pictures[row.key]
        if own.thumbnail:
            (folder / PICTURES / picture_name(row.key, "thumbnail")).write_bytes(own.thumbnail)
        for view in own.views:
            (folder / PICTURES / picture_name(row.key, view.name)).write_bytes(view.jpeg)
        if row.detailed:
            page = render_scan(content, row, pictures)
            (folder / PAGES / f"{row.key}.html").write_bytes(_bytes(page))


def _bytes(page: str) -> bytes:
    # Halves of characters that a damaged run file may hold are written out.
    return page.encode("utf-8", "backslashreplace")
