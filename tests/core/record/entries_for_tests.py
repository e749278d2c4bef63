"""Entries for records, made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from btp_core.record.entries import InspectionEntry, text_of, utc_text

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PROMPTS = {"normal": ["good"], "anomaly": ["bad"], "name": "stock"}
REGION = {
    "n_points": 120,
    "centroid": [1.0, 2.0, 3.0],
    "extent": [4.0, 2.0, 0.3],
    "area": 6.5,
    "depth": 0.2,
    "max_score": 0.97,
    "mean_score": 0.8,
    "likely_type": "dent",
    "deviation": -0.25,
    "kind": "surface",
}


def entry(number: int = 0, **changes: Any) -> InspectionEntry:
    """An inspection of the part of that number; every fifth fails."""
    fails = number % 5 == 4
    score = float(0.05 + 0.2 * np.random.default_rng(number).random() + 0.6 * fails)
    values: dict[str, Any] = {
        "scan": f"4711-{number:04d}.ply",
        "path": f"/scans/4711-{number:04d}.ply",
        "sha256": f"{number:064x}",
        "size": 1000 + number,
        "verdict": "fail" if fails else "pass",
        "reason": "The object score tells.",
        "object_score": score,
        "threshold": 0.5,
        "model": "small",
        "model_sha256": "ab" * 32,
        "prompts": text_of(PROMPTS),
        "source": "batch",
        "software_version": "1",
        "design": "bracket",
        "design_version": 2,
        "design_sha256": "cd" * 32,
        "units": "mm",
        "regions": ({**REGION, "place": [1.0, 2.0, 3.0]},) if fails else (),
        "serial": f"4711-{number:04d}",
        "time": utc_text(START + timedelta(minutes=10 * number)),
    }
    return InspectionEntry(**{**values, **changes})
