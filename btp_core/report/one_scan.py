"""A report of one scan: a page to print, sign and file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from btp_core.base.errors import OutputError
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken
from btp_core.base.version import software_version
from btp_core.batch.find import Fingerprint, fingerprint
from btp_core.batch.resources import machine_name
from btp_core.batch.row_of_scan import row_of_scan
from btp_core.batch.run_header import RunHeader
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.report.content import ReportContent
from btp_core.report.gather import report_content
from btp_core.report.page import render_one_scan
from btp_core.report.particulars import Particulars
from btp_core.report.pdf import render_scan_pdf
from btp_core.report.picture_source import PictureSource
from btp_core.report.pictures import PictureJob, ScanPictures, draw_pictures
from btp_core.scans.scan import Scan

MOST_REGIONS = 8
"""On a page: the first ones; how many there are is told above."""


def write_scan_report(
    scan: Scan,
    field: ScoreField,
    verdict: Verdict,
    target: Path,
    particulars: Particulars,
    cancel: CancelToken | None = None,
    *,
    units: str = "",
) -> Path:
    """Write the report of one inspected scan.

    Parameters
    ----------
    scan, field, verdict
        The scan as it was read from its file, its scores and how they were judged.
    target
        A ``.pdf`` or ``.html`` file; one that is there is replaced.
    particulars
        What the operator adds.
    units
        Of length, where no design tells them; empty if they are not known.
    cancel
        Checked between drawing and writing.

    Returns
    -------
    Path
        ``target``.

    Raises
    ------
    OutputError
        The name ends otherwise, or the file cannot be written.
    CancelledError
        If cancelled; nothing is written then.
    """
    suffix = target.suffix.lower()
    if suffix not in (".pdf", ".html", ".htm"):
        raise OutputError(
            "A report is a .pdf or a .html file.", path=target, next_step="Name another file."
        )
    content = _content(scan, field, verdict, units)
    pictures = _pictures(content, scan, field)
    (cancel or CancelToken()).raise_if_cancelled()
    if suffix == ".pdf":
        data = render_scan_pdf(content, pictures, particulars.rows)
    else:
        page = render_one_scan(content, pictures, particulars.rows)
        data = page.encode("utf-8", "backslashreplace")
    write_atomically(target, data)
    return target


def _content(scan: Scan, field: ScoreField, verdict: Verdict, units: str) -> ReportContent:
    made, design = field.provenance, field.design
    path = scan.path or Path("scan")
    header = RunHeader(
        software_version=made.software_version or software_version(),
        model_name=made.model_name,
        model_sha256=made.model_sha256,
        device=made.device,
        seed=made.seed,
        prompts=made.prompts,
        threshold=verdict.threshold,
        detail="",
        folder=str(path.parent),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        machine=machine_name(),
    )
    if design is not None:
        header = replace(
            header,
            design=design.name,
            design_version=design.version,
            design_sha256=design.sha256,
            design_units=design.units,
        )
    inspected = row_of_scan(path.name, scan, field, verdict, _fingerprint(path))
    content = report_content(header, [inspected])
    (row,) = content.rows
    # A page of its own whatever the verdict.
    row = replace(row, detailed=True, regions=row.regions[:MOST_REGIONS], units=row.units or units)
    return replace(content, rows=(row,))


def _fingerprint(path: Path) -> Fingerprint:
    try:
        return fingerprint(path)
    except OSError:  # moved since it was read: the report is of what was read
        return Fingerprint()


def _pictures(content: ReportContent, scan: Scan, field: ScoreField) -> ScanPictures:
    (row,) = content.rows
    deviation = field.deviation if row.measured else None
    source = PictureSource(
        row.scan,
        scan.path or Path(),
        np.asarray(field.point_scores, dtype=np.float32),
        scan.points,
        deviation,
    )
    return draw_pictures(
        PictureJob(
            row.key,
            source,
            row.regions,
            content.header.threshold,
            with_views=True,
            units=row.units,
            residual=row.residual,
        )
    )
