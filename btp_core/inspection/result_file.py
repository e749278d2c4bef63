"""The machine-readable result of one scan: layout version 1 (docs/result-file.md)."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.files import write_atomically
from btp_core.inspection.design_result import design_result
from btp_core.inspection.results import Provenance, Region, ScoreField, Verdict
from btp_core.scans.scan import Scan

SCHEMA_NAME = "btp-inspect/result"
SCHEMA_VERSION = 1
SURFACE = "surface"
MISSING = "missing material"
"""Kinds of a region."""


def scan_result(
    scan: Scan, field: ScoreField, verdict: Verdict, *, read_seconds: float = 0.0
) -> dict[str, Any]:
    """Everything a script needs to know of one inspected scan, as plain values.

    Parameters
    ----------
    scan, field, verdict
        The scan and what was found.
    read_seconds
        Time spent reading the file.

    Returns
    -------
    dict
        Ready for JSON: no NaN, no infinity (they become null), no arrays.
    """
    encoded = field.encoded
    seconds = {"read": read_seconds, "encode": encoded.seconds, "score": field.seconds}
    unchecked = int(np.count_nonzero(np.isnan(field.point_scores)))
    warnings = dict.fromkeys([*scan.warnings, *encoded.warnings, *field.warnings])
    result = {
        "schema": SCHEMA_NAME,
        "schema_version": SCHEMA_VERSION,
        "scan": str(scan.path) if scan.path is not None else None,
        "object_score": field.object_score,
        "verdict": verdict.status,
        "reason": verdict.reason,
        "threshold": verdict.threshold,
        "regions": [_region(region) for region in verdict.regions],
        "n_points": scan.n_points,
        "n_points_inspected": encoded.shown.n_points - unchecked,
        "n_working_points": encoded.n_working_points,
        "n_points_not_checked": unchecked,
        "n_points_at_or_above_threshold": int(
            np.count_nonzero(field.shown.point_scores >= verdict.threshold)
        ),
        "seconds": {**seconds, "total": sum(seconds.values())},
        "stage_seconds": dict(encoded.stage_seconds),
        "warnings": list(warnings),
        "design": design_result(field),
        "provenance": _provenance(field.provenance),
    }
    plain: dict[str, Any] = _plain(result)
    return plain


def to_json(result: dict[str, Any]) -> str:
    """The result as indented JSON; raises ValueError rather than write NaN.

    Pure ASCII: file names that are no valid Unicode survive, on any terminal.
    """
    return json.dumps(result, indent=2, allow_nan=False) + "\n"


def write_result_file(path: Path, result: dict[str, Any]) -> None:
    """Write the result as JSON, whole or not at all; raises ``OutputError``."""
    write_atomically(Path(path), to_json(result).encode("ascii"))


def _region(region: Region) -> dict[str, Any]:
    return {
        "n_points": len(region.point_indices),
        "centroid": region.centroid,
        "extent": region.extent,
        "area": region.area,
        "depth": region.depth,
        "max_score": region.max_score,
        "mean_score": region.mean_score,
        "likely_type": region.likely_type,
        "deviation": region.deviation,
        "kind": MISSING if region.missing else SURFACE,
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    return {
        "software_version": provenance.software_version,
        "model_name": provenance.model_name,
        "model_sha256": provenance.model_sha256,
        "device": provenance.device,
        "seed": provenance.seed,
        "prompts": provenance.prompts.to_dict(),
    }


def _plain(value: Any) -> Any:
    """Numpy numbers as Python's, tuples as lists, what is not finite as None."""
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
