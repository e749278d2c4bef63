"""A stand-in for a design: scans lie on it at once, or are refused."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from btp_core.base.errors import AlignmentError
from btp_core.designs.masks import Mask, Place, ToleranceBand
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.register import Registration
from btp_core.inspection.results import DesignLabel, ScoreField
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

REFUSED = AlignmentError(
    "another part",
    "Only 40 % of the scan lies on the design in the best pose.",
    next_step="Choose the design of this part.",
)


def _reference() -> Any:
    points = np.random.default_rng(0).normal(size=(300, 3))
    return SimpleNamespace(points=points, spread=np.full((300, 4), 0.02), size=30.0)


@dataclass(frozen=True, eq=False)
class FakeDesign:
    """Points lie as far outside of it as their score says; places left out have the score 0,
    those within a tolerance of their own too, and beyond it 1."""

    name: str = "ball"
    version: int = 1
    units: str = "mm"
    part_number: str = ""
    serial_pattern: str | None = None
    threshold: float = 0.625
    prompts: PromptSet | None = None
    masks: tuple[Mask, ...] = ()
    bands: tuple[ToleranceBand, ...] = ()
    n_good: int = 3
    has_cad: bool = False
    sha256: str = ""
    refuses: bool = False
    reference: Any = field(default_factory=_reference)
    saved: list[tuple[Path, int]] = field(default_factory=list)
    known: weakref.WeakSet[Scan] = field(default_factory=weakref.WeakSet)

    def has_aligned(self, scan: Scan) -> bool:
        """Whether it was aligned before."""
        return scan in self.known

    def align(self, scan: Scan) -> Any:
        """Where it is, it lies."""
        self.known.add(scan)
        if self.refuses:
            raise REFUSED
        return SimpleNamespace(
            fit=0.98,
            registration=Registration(
                RigidPose(np.eye(3), np.zeros(3)), 0.98, 0.02, 0.71, np.nan, 0.05, 0.01
            ),
            describe=lambda: "98 % of the scan lies on the design.",
            not_scanned=0.29,
            warnings=(),
            scan_spacing=0.3,
            to_scan=lambda points: points + scan.points.mean(axis=0),
        )

    def judged(self, scores: ScoreField) -> ScoreField:
        """The scores with those of the design."""
        label = DesignLabel(self.name, self.version, self.sha256, self.threshold)
        scan = scores.encoded.scan
        if self.refuses:
            none = np.full_like(scores.point_scores, np.nan)
            return replace(
                scores, point_scores=none, object_score=np.nan, design=label, refusal=REFUSED
            )
        values = scores.point_scores.copy()
        for mask in self.masks:
            values[mask.place.contains(scan.points)] = 0.0
        deviation = scores.point_scores.copy()
        deviation[0] = np.nan
        for band in self.bands:
            inside = band.place.contains(scan.points)
            values[inside] = np.where(deviation[inside] > band.limit, 1.0, 0.0)
        return replace(
            scores,
            point_scores=values,
            object_score=float(np.nanmax(values)),
            design=label,
            deviation=deviation,
            alignment=self.align(scan),
        )

    def with_mask(self, _alignment: Any, place: Place, reason: str, by: str = "") -> FakeDesign:
        """The next version."""
        masks = (*self.masks, Mask(place, reason, by))
        return replace(self, masks=masks, version=self.version + 1)

    def with_band(
        self, _alignment: Any, place: Place, limit: float, reason: str = "", by: str = ""
    ) -> FakeDesign:
        """The next version."""
        bands = (*self.bands, ToleranceBand(place, limit, reason, by))
        return replace(self, bands=bands, version=self.version + 1)

    def without(self, key: str) -> FakeDesign:
        """The next version, without that place."""
        masks = tuple(mask for mask in self.masks if mask.key != key)
        bands = tuple(band for band in self.bands if band.key != key)
        return replace(self, masks=masks, bands=bands, version=self.version + 1)

    def save(self, path: Path) -> FakeDesign:
        """Keep that it was saved, in a file of its own."""
        path.write_text(f"{self.name} {self.version}")
        self.saved.append((path, self.version))
        return self
