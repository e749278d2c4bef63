"""A scan of a benchmark: its points from one file, their labels from another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from btp_core.base.errors import DataError
from btp_core.lab.benchmarks.datasets.scan_cache import FileState, Labelled, ScanCache
from btp_core.lab.benchmarks.datasets.truth import read_truth
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import DEFAULT_LIMITS, read_scan

LAYOUT_TEXT = (
    "A benchmark's folder holds one folder a category, with train/*.pcd, test/*.pcd and "
    "gt/*.txt (Real3D-AD) or GT/*.txt (Anomaly-ShapeNet) in it; see docs/benchmarks.md."
)


@dataclass(frozen=True)
class BenchmarkEntry:
    """A scan of a benchmark on disk.

    Attributes
    ----------
    path, truth
        Scan file, and the file that labels its points; None for a good scan.
    category
        Name of its category's folder.
    defect
        Kind of defect its name says, or None for a good scan.
    cache
        Where it is kept once it was read, or None.
    limits
        How large the files may be.
    """

    path: Path
    truth: Path | None
    category: str
    defect: str | None
    cache: ScanCache | None = None
    limits: ReadLimits = DEFAULT_LIMITS

    @property
    def name(self) -> str:
        """Category and file name without its suffix."""
        return f"{self.category}/{self.path.stem}"

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that it is read from."""
        return (self.path,) if self.truth is None else (self.path, self.truth)

    def load(self) -> LabelledScan:
        """Read scan and truth, from the cache if they have not changed.

        Raises
        ------
        InspectError
            A file is missing, too large or damaged; truth and scan do not fit; the truth marks
            nothing although the name says a defect.
        """
        points, labels = self._labelled()
        kinds = () if self.defect is None else (self.defect,)
        return LabelledScan(self.name, points, labels, kinds=kinds, source=self.category)

    def _labelled(self) -> Labelled:
        if self.cache is None:
            return self._read()
        known = self.cache.get(self.sources)
        if known is not None:
            return known
        try:
            states = [FileState.of(path) for path in self.sources]
        except OSError as error:
            raise DataError(
                f"Cannot be read ({error.strerror or error}).",
                path=self.path,
                next_step=LAYOUT_TEXT,
            ) from error
        scan = self._read()
        self.cache.put(self.sources, states, scan)
        return scan

    def _read(self) -> Labelled:
        scan = read_scan(self.path, self.limits)
        if not scan.finite_mask().all():
            raise DataError(
                "Some of its points have no finite coordinates.",
                path=self.path,
                next_step="Copy the file again from the benchmark.",
            )
        points = scan.points.astype(np.float32)
        if self.truth is None:
            return points, np.zeros(len(points), dtype=bool)
        labels = read_truth(self.truth, scan.points, self.limits)
        if not labels.any():
            raise DataError(
                f"It marks no point, but the scan's name says '{self.defect}'.",
                path=self.truth,
                next_step="Copy it again from the benchmark, or take the scan out of the folder.",
            )
        return points, labels
