"""What the record keeps: inspections, and what people decided about them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

Outcome = Literal["fail", "not checked", "error", "pass"]
"""The machine's verdict; ``"error"`` where the file could not be inspected at all."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Choice = Literal["accept", "reject", "rework"]
"""What a person decided about a part."""
CHOICES: tuple[Choice, ...] = get_args(Choice)
Source = Literal["window", "inspect", "batch", "watch"]
"""Which use of the program inspected."""

MOST_REGIONS = 200
"""Kept of one inspection, the worst first."""


def now() -> str:
    """The present moment, ISO 8601 in UTC with milliseconds: such texts sort as the moments do."""
    return utc_text(datetime.now(UTC))


def utc_text(moment: datetime) -> str:
    """A moment as the record writes it; one without a zone is local time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def moment(text: str) -> datetime:
    """A time of the record; the beginning of time for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return found if found.tzinfo else found.astimezone()


@dataclass(frozen=True)
class InspectionEntry:
    """One inspection, as it is put into the record.

    Attributes
    ----------
    scan, path
        Name of the scan in its folder, and its whole path.
    sha256, size
        Of the scan's file; empty and -1 where it could not be read.
    verdict, reason
        What the machine says, and why.
    object_score, threshold
        In [0, 1]; the score is NaN where there is none.
    model, model_sha256, prompts, detail
        What it was inspected with; prompts as :func:`text_of` writes ``PromptSet.to_dict``.
    design, design_version, design_sha256, design_path, units
        What it was compared with; empty (and 0) without a design.
    regions
        As in the result file, each with its ``place`` in the design's frame if there is one.
    alignment
        As in the result file; empty without a design.
    serial
        Serial number of the part; empty where none is known.
    run_file
        Where its map is kept, or empty.
    source, software_version, device, seconds
        Which use of the program inspected, which version, where, and for how long.
    time
        Of the inspection, see :func:`now`.
    """

    scan: str
    path: str
    sha256: str
    size: int
    verdict: Outcome
    reason: str
    object_score: float
    threshold: float
    model: str
    model_sha256: str
    prompts: str
    source: Source
    software_version: str
    detail: str = ""
    device: str = ""
    design: str = ""
    design_version: int = 0
    design_sha256: str = ""
    design_path: str = ""
    units: str = ""
    regions: tuple[Mapping[str, Any], ...] = ()
    alignment: Mapping[str, Any] = field(default_factory=dict)
    serial: str = ""
    run_file: str = ""
    seconds: float = 0.0
    time: str = field(default_factory=now)

    @property
    def largest_deviation(self) -> float:
        """Signed deviation of the region that deviates most; NaN if none does."""
        values = [region.get("deviation") for region in self.regions]
        known = [float(v) for v in values if isinstance(v, int | float) and math.isfinite(v)]
        return max(known, key=abs, default=math.nan)

    @property
    def key(self) -> str:
        """The same for the same scan inspected with the same settings, whenever that was.

        A file that could not be inspected may be inspected well later, with more memory, say.
        """
        name = Path(self.scan).name
        asked = (self.threshold, self.detail, self.design_sha256, self.software_version)
        parts = (name, self.sha256, self.size, self.model_sha256, self.prompts, *asked)
        return digest(text_of([*parts, self.verdict == "error"]))


@dataclass(frozen=True)
class Decision:
    """What a person decided about an inspected part, as it is put into the record.

    ``by`` is the person's name, ``reason`` one of the firm's own list, ``note`` free text.
    """

    choice: Choice
    by: str
    reason: str = ""
    note: str = ""
    time: str = field(default_factory=now)


def placed(
    regions: tuple[Mapping[str, Any], ...], alignment: Mapping[str, Any]
) -> tuple[Mapping[str, Any], ...]:
    """The regions, each with its ``place`` (3 numbers) in the design's frame if there is one."""
    regions = regions[:MOST_REGIONS]
    try:
        pose = np.asarray(alignment["pose"], dtype=np.float64)
        centroids = np.asarray([region["centroid"] for region in regions], dtype=np.float64)
        places = centroids.reshape(-1, 3) @ pose[:3, :3].T + pose[:3, 3]
    except (KeyError, IndexError, TypeError, ValueError):
        return regions
    if pose.shape != (4, 4) or not np.isfinite(places).all():
        return regions
    return tuple(
        {**region, "place": place.tolist()} for region, place in zip(regions, places, strict=True)
    )


def text_of(value: object) -> str:
    """Plain values as JSON, always the same text for the same values; NaN becomes null."""
    return json.dumps(_finite(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """Hexadecimal sha256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _finite(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
