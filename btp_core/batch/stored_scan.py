"""A scan as a run file keeps it: its map and its verdict, without a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from btp_core.base.arrays import Float32Array
from btp_core.base.errors import DataError
from btp_core.base.messages import Message
from btp_core.batch.find import unchanged
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import RunFile, read_run
from btp_core.batch.run_header import RunHeader
from btp_core.inspection.encoded import EncodedScan
from btp_core.inspection.result_file import MISSING
from btp_core.inspection.results import DesignLabel, Provenance, Region, ScoreField, Verdict
from btp_core.model.point_embeddings import PointEmbeddings
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan


@dataclass(frozen=True, eq=False)
class StoredScan:
    """What a run file tells about one inspected scan.

    Attributes
    ----------
    header, row
        Of the run, and of the scan.
    scan
        Its points; a cloud even where the file is a mesh, for faces are not kept.
    field
        The stored scores. They are to be shown, not judged: ``field.encoded`` has no working
        points.
    verdict
        As it was told; its regions name no points.
    encoding
        For scoring with other words. None where it was not kept, and for a mesh that was divided:
        the faces of that surface are not kept.
    """

    header: RunHeader
    row: ScanRow
    scan: Scan
    field: ScoreField
    verdict: Verdict
    encoding: EncodedScan | None


def read_stored_scan(path: Path, name: str) -> StoredScan:
    """Read the stored map of a scan.

    Parameters
    ----------
    path
        The run file, which may be growing.
    name
        Of the scan, as in its row.

    Raises
    ------
    DataError
        The run cannot be read, the scan is not in it or was not inspected, or its points were
        neither kept nor can be read from the scan.
    ScanReadError
        The points were not kept, and the scan cannot be read.
    """

    def read(
        run: RunFile,
    ) -> tuple[RunHeader, ScanRow, Any, Float32Array, Float32Array | None, EncodedScan | None]:
        row = run.row(name)
        if row is None or row.status != "done":
            raise DataError(
                Message("It holds no result for {name!r}.", name=name),
                path=path,
                next_step="Check the folder again.",
            )
        encoding = run.encoding(name) if run.has_encoding(name) else None
        if encoding is not None and encoding.divided is not None:
            encoding = None
        measured = run.scores(name), run.deviation(name)
        return run.header, row, run.points(name), *measured, encoding

    header, row, points, scores, deviation, encoding = read_run(path, read)
    source = Path(header.folder) / name
    if points is not None:
        scan = Scan(np.asarray(points, dtype=np.float64), path=source)
    elif unchanged(source, row):
        scan = read_scan(source)
    else:
        raise DataError(
            "Its points were not kept, and the file is missing or has changed.",
            path=source,
            next_step="Check the folder again and keep the points.",
        )
    if len(scan.points) != len(scores) or (
        deviation is not None and deviation.shape != scores.shape
    ):
        raise DataError(
            Message("Scores and points of {name!r} come from different scans.", name=name),
            path=path,
            next_step="Check the folder again.",
        )
    field = replace(_field(scan, scores, header, row), deviation=deviation)
    if encoding is not None:
        encoding = replace(encoding, scan=scan)
    return StoredScan(header, row, scan, field, _verdict(header, row), encoding)


def _field(scan: Scan, scores: Float32Array, header: RunHeader, row: ScanRow) -> ScoreField:
    valid = np.isfinite(scores)
    nothing = EncodedScan(
        scan=scan,
        valid=valid,
        working_index=np.empty(0, dtype=np.int64),
        embeddings=PointEmbeddings(torch.empty(0, 0, dtype=torch.float16)),
        whole=torch.empty(0),
        lift_index=np.empty((int(valid.sum()), 0), dtype=np.int64),
        lift_weights=np.empty((int(valid.sum()), 0), dtype=np.float32),
        spacing=float("nan"),
        model_sha256=header.model_sha256,
    )
    provenance = Provenance(
        software_version=header.software_version,
        model_name=header.model_name,
        model_sha256=header.model_sha256,
        device=row.device,
        seed=header.seed,
        prompts=header.prompts,
    )
    return ScoreField(
        point_scores=scores,
        object_score=row.object_score,
        type_names=(),
        type_scores=None,
        encoded=nothing,
        provenance=provenance,
        seconds=0.0,
        warnings=row.warnings,
        design=_label(header),
    )


def _label(header: RunHeader) -> DesignLabel | None:
    if not header.design_sha256:
        return None
    return DesignLabel(
        header.design,
        header.design_version,
        header.design_sha256,
        header.threshold,
        header.design_units,
    )


def _verdict(header: RunHeader, row: ScanRow) -> Verdict:
    try:
        regions = tuple(_region(entry) for entry in row.regions)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            Message(
                "The regions of {name!r} are malformed ({reason}).", name=row.name, reason=error
            ),
            next_step="Check the folder again.",
        ) from error
    return Verdict(
        row.verdict or "not checked",
        header.threshold,
        row.object_score,
        regions,
        row.reason,
    )


def _region(entry: Mapping[str, Any]) -> Region:
    def number(value: Any) -> float:
        return float("nan") if value is None else float(value)

    def three(values: Any) -> tuple[float, float, float]:
        first, second, third = values
        return number(first), number(second), number(third)

    likely = entry["likely_type"]
    return Region(
        point_indices=np.empty(0, dtype=np.int64),
        centroid=three(entry["centroid"]),
        extent=three(entry["extent"]),
        area=number(entry["area"]),
        depth=number(entry["depth"]),
        max_score=number(entry["max_score"]),
        mean_score=number(entry["mean_score"]),
        likely_type=None if likely is None else str(likely),
        deviation=number(entry["deviation"]) if "deviation" in entry else None,
        missing=entry.get("kind") == MISSING,
    )
