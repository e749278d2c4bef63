"""The row of an inspected scan, as run files and reports have it."""

from __future__ import annotations

from btp_core.batch.find import Fingerprint
from btp_core.batch.row import ScanRow
from btp_core.batch.run_design import alignment_of
from btp_core.inspection.result_file import scan_result
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.record.entries import now
from btp_core.scans.scan import Scan


def row_of_scan(
    name: str,
    scan: Scan,
    field: ScoreField,
    verdict: Verdict,
    seen: Fingerprint,
    read_seconds: float = 0.0,
) -> ScanRow:
    """What was found on a scan.

    Parameters
    ----------
    name
        Path relative to the folder of the run.
    scan, field, verdict
        The scan, its scores, and how they were judged.
    seen
        Its file when it was read.
    read_seconds
        Time spent reading the file.
    """
    result = scan_result(scan, field, verdict, read_seconds=read_seconds)
    return ScanRow(
        name=name,
        status="done",
        object_score=field.object_score,
        verdict=verdict.status,
        reason=verdict.reason,
        n_points=scan.n_points,
        n_working_points=field.encoded.n_working_points,
        n_not_checked=result["n_points_not_checked"],
        seconds=result["seconds"]["total"],
        size=seen.size,
        mtime_ns=seen.mtime_ns,
        sha256=seen.sha256,
        device=field.provenance.device,
        warnings=tuple(result["warnings"]),
        regions=tuple(result["regions"]),
        alignment=alignment_of(result),
        time=now(),
    )
