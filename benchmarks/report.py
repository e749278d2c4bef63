"""Time of a report: a synthetic run of many scans, some of them failed, as pages and as PDF.

``python -m benchmarks.report [SCANS] [POINTS] [SHARE_FAILED]``; the run and the report are written
to a temporary folder. The aim: 1,000 scans in 60 s on two cores.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import RunWriter, create_run_file, scan_image
from btp_core.batch.stored_array import write_array
from btp_core.lab.synthetic_scan import plate_points
from btp_core.report.write import write_report
from btp_core.text.prompts import PromptSet

DENT = (20.0, 14.0, 6.0)
"""Middle of the plate's dent, and how far round it points score high on a failed scan."""
VARIANTS = 8


def write_synthetic_run(path: Path, n_scans: int, n_points: int, share_failed: float) -> None:
    """Write a run as ``batch`` would: points and scores, compressed, no embeddings."""
    import h5py

    header = RunHeader(
        software_version="benchmark",
        model_name="none",
        model_sha256="0" * 64,
        device="cpu",
        seed=0,
        prompts=PromptSet.stock(),
        threshold=0.5,
        detail="overview",
        folder="synthetic",
        created="2025-01-01T00:00:00+00:00",
    )
    create_run_file(path, header)
    clouds = [plate_points(n_points, seed=seed) for seed in range(VARIANTS)]
    n_failed = round(share_failed * n_scans)
    with RunWriter(path) as writer:
        for number in range(n_scans):
            points = clouds[number % VARIANTS]
            failed = number < n_failed
            near = np.hypot(points[:, 0] - DENT[0], points[:, 1] - DENT[1]) < DENT[2]
            scores = np.where(near & failed, 0.8, 0.2).astype(np.float32)
            region = {
                "n_points": int(near.sum()),
                "centroid": points[near].mean(axis=0).tolist(),
                "extent": [2 * DENT[2], 2 * DENT[2], 0.8],
                "area": 100.0,
                "depth": 0.8,
                "max_score": 0.8,
                "mean_score": 0.8,
                "likely_type": "dent",
            }
            row = ScanRow(
                f"lot {number // 100}/part {number:05d}.ply",
                "done",
                object_score=0.8 if failed else 0.2,
                verdict="fail" if failed else "pass",
                n_points=n_points,
                n_working_points=n_points,
                regions=(region,) if failed else (),
            )
            image = io.BytesIO(scan_image(row, None, points=False, embeddings=False))
            with h5py.File(image, "r+") as file:
                write_array(file["scan"], "scores", scores)
                write_array(file["scan"], "points", points)
            writer.add(row.name, image.getvalue())


def main() -> None:
    """Print the seconds of both forms."""
    n_scans, n_points = (int(word) for word in (*sys.argv[1:3], "1000", "50000")[:2])
    share_failed = float(sys.argv[3]) if len(sys.argv) > 3 else 0.1
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run.h5"
        write_synthetic_run(run, n_scans, n_points, share_failed)
        for formats in (("html",), ("html", "pdf")):
            started, used = time.perf_counter(), time.process_time()
            write_report(run, Path(folder) / "report", formats=formats)  # type: ignore[arg-type]
            seconds, own = time.perf_counter() - started, time.process_time() - used
            size = sum(p.stat().st_size for p in (Path(folder) / "report").rglob("*"))
            print(
                f"{n_scans:,} scans of {n_points:,} points, {share_failed:.0%} failed, "
                f"{' and '.join(formats)}: {seconds:.1f} s, {own:.1f} s of them in this process; "
                f"{size / 1e6:.1f} MB"
            )


if __name__ == "__main__":
    main()
