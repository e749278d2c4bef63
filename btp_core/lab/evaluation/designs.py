"""What designs are worth: labelled scans judged with the design of their part, as a table.

A folder of designs has one folder a part, with ``good_<i>.npz`` (all-round scans of the good
part) and ``cad.ply``; a labelled scan belongs to the part whose folder's name begins its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.design import Design
from btp_core.inspection.inspector import Inspector
from btp_core.inspection.results import ScoreField
from btp_core.lab.evaluation.au_pro import region_weights
from btp_core.lab.evaluation.dataset import (
    FileEntry,
    LabelledScan,
    read_labelled_folder,
    sample_entries,
)
from btp_core.lab.evaluation.metrics import (
    ObjectMetrics,
    PointMetrics,
    mean_or_nan,
    object_metrics,
    point_metrics,
)
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

ReferenceKind = Literal["good", "cad"]
MIXED = "several"
"""The type under which scans with more than one kind of defect are listed."""


@dataclass(frozen=True)
class DesignScanResult:
    """One scan with the design of its part.

    Attributes
    ----------
    name, kinds
        Of the scan; no kinds for a good one.
    object_score, failed
        With the design's threshold; NaN and False where it was refused.
    points
        Point-level metrics; None for good and for refused scans.
    fit
        Share of the scan that lies on the design; NaN where refused.
    refusal
        Why it was not checked, or "".
    seconds
        Aligning and scoring; encoding is not counted.
    """

    name: str
    kinds: tuple[str, ...]
    object_score: float
    failed: bool
    points: PointMetrics | None
    fit: float
    refusal: str
    seconds: float


@dataclass(frozen=True)
class DesignReport:
    """All scans, and the metrics over those that were checked.

    Attributes
    ----------
    results
        One a scan.
    objects
        Object-level metrics, all parts pooled.
    points
        Mean point-level metrics of the defective scans.
    by_type
        Mean point-level metrics and number of scans by type of defect.
    refused
        Share of the scans that were not checked.
    good_failed, defective_failed
        Share of either that fails at the designs' own thresholds.
    seconds
        Mean time of aligning and scoring a scan.
    """

    results: tuple[DesignScanResult, ...]
    objects: ObjectMetrics
    points: PointMetrics
    by_type: dict[str, tuple[int, PointMetrics]]
    refused: float
    good_failed: float
    defective_failed: float
    seconds: float


def evaluate_designs(
    inspector: Inspector,
    scans: Path,
    designs: Path,
    prompts: PromptSet,
    *,
    kind: ReferenceKind = "good",
    n_good: int = 3,
    limit: int | None = None,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> DesignReport:
    """Make a design of every part and judge its labelled scans with it.

    Parameters
    ----------
    inspector, prompts
        The model and the words.
    scans
        Folder of labelled scans.
    designs
        Folder of designs' sources, see above.
    kind, n_good
        Whether the first good scans are the reference, and how many; or the CAD mesh.
    limit
        Only so many scans, always the same ones.
    progress, cancel
        Reported to and checked between scans.

    Raises
    ------
    DataError
        The folder of designs is missing, a part has no folder, or its sources are missing.
    CancelledError
        If cancelled.
    """
    entries = sample_entries(read_labelled_folder(scans), limit)
    cancel = cancel or CancelToken()
    results: list[DesignScanResult] = []
    for part, members in scans_by_part(entries, designs):
        cancel.raise_if_cancelled()
        design = _design(inspector, part, kind, n_good, prompts, cancel)
        for entry in members:
            cancel.raise_if_cancelled()
            progress(entry.name, len(results) / len(entries))
            results.append(_result(inspector, design, entry.load(), prompts))
    progress("done", 1.0)
    return summarise_designs(results)


def summarise_designs(results: Sequence[DesignScanResult]) -> DesignReport:
    """The metrics of some results; refused scans count as refused and nowhere else."""
    checked = [one for one in results if not one.refusal]
    good = [one for one in checked if not one.kinds]
    defective = [one for one in checked if one.kinds]
    types: dict[str, list[PointMetrics]] = {}
    for one in defective:
        if one.points is not None:
            name = one.kinds[0] if len(one.kinds) == 1 else MIXED
            types.setdefault(name, []).append(one.points)
    return DesignReport(
        results=tuple(results),
        objects=object_metrics(
            [one.object_score for one in checked], [bool(one.kinds) for one in checked]
        ),
        points=PointMetrics.mean([one.points for one in defective if one.points is not None]),
        by_type={
            name: (len(found), PointMetrics.mean(found)) for name, found in sorted(types.items())
        },
        refused=1.0 - len(checked) / max(len(results), 1),
        good_failed=mean_or_nan([float(one.failed) for one in good]),
        defective_failed=mean_or_nan([float(one.failed) for one in defective]),
        seconds=mean_or_nan([one.seconds for one in results]),
    )


def scans_by_part(
    entries: Sequence[FileEntry], designs: Path
) -> Iterator[tuple[Path, list[FileEntry]]]:
    """Each part's folder of a design's sources, with the labelled scans of the part.

    Raises
    ------
    DataError
        There is no such folder, or a scan belongs to none.
    """
    if not designs.is_dir():
        raise DataError("There is no such folder.", path=designs)
    folders = sorted(path for path in designs.iterdir() if path.is_dir())
    members: dict[Path, list[FileEntry]] = {}
    for entry in entries:
        fitting = [folder for folder in folders if entry.name.startswith(folder.name)]
        if not fitting:
            raise DataError(
                f"There is no design of the part of {entry.name}.",
                path=designs,
                next_step="Give a folder with one folder of good scans a part.",
            )
        members.setdefault(max(fitting, key=lambda folder: len(folder.name)), []).append(entry)
    yield from sorted(members.items())


def _design(
    inspector: Inspector,
    part: Path,
    kind: ReferenceKind,
    n_good: int,
    prompts: PromptSet,
    cancel: CancelToken,
) -> Design:
    if kind == "cad":
        return Design.create(
            inspector, name=part.name, cad=read_scan(part / "cad.ply"), cancel=cancel
        )
    scans = good_scans(part, n_good)
    return Design.create(inspector, scans, name=part.name, prompts=prompts, cancel=cancel)


def good_scans(part: Path, count: int) -> list[Scan]:
    """The first good scans of a part.

    Raises
    ------
    DataError
        There are fewer.
    """
    files = sorted(part.glob("good_*.npz"))[:count]
    if len(files) < count:
        raise DataError(f"There are only {len(files)} good scans.", path=part)
    scans = []
    for path in files:
        with np.load(path) as stored:
            points: Float64Array = stored["points"].astype(np.float64)
        scans.append(Scan(points=points, path=path))
    return scans


def _result(
    inspector: Inspector, design: Design, scan: LabelledScan, prompts: PromptSet
) -> DesignScanResult:
    encoded = inspector.encode(Scan(points=scan.points.astype(np.float64)))
    start = time.perf_counter()
    field = inspector.score(encoded, prompts, design=design)
    seconds = time.perf_counter() - start
    verdict = inspector.judge(field)
    return DesignScanResult(
        name=scan.name,
        kinds=scan.kinds if scan.defective else (),
        object_score=field.object_score,
        failed=verdict.status == "fail",
        points=_points(field, scan),
        fit=field.alignment.fit if field.alignment is not None else float("nan"),
        refusal=str(field.refusal) if field.refusal is not None else "",
        seconds=seconds,
    )


def _points(field: ScoreField, scan: LabelledScan) -> PointMetrics | None:
    if not scan.defective or field.refusal is not None:
        return None
    return point_metrics(field.point_scores, scan.labels, region_weights(scan.regions))
