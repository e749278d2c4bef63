"""Do the words steer? Whether a defect prefers the sentence of its own type.

Only scans with a single defect type are asked, since only there is every region's type known.
A region prefers the type with the highest mean score over its points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array
from btp_core.base.errors import DataError
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.evaluation.metrics import mean_or_nan
from btp_core.lab.evaluation.wording import WordingReport
from btp_core.lab.output import without_nan


@dataclass(frozen=True)
class Preference:
    """What the defective points of one scan with a single type prefer.

    Attributes
    ----------
    scan, kind
        Its name, and the true type.
    whole
        Preferred type of all its defective points together.
    regions
        Preferred type of each connected region.
    """

    scan: str
    kind: str
    whole: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class SteeringReport:
    """Type accuracy.

    Attributes
    ----------
    n_scans, n_regions
        Scans with a single, known type, and their regions.
    region_accuracy
        Share of regions that prefer their own type; every region counts alike.
    scan_accuracy
        Share of scans whose defective points together do; stray single points weigh less here.
    chance
        One over the number of types.
    confusion
        True type, to preferred type, to number of scans.
    wording
        How other words of the same meaning change the map; None if not asked.
    """

    n_scans: int
    n_regions: int
    region_accuracy: float
    scan_accuracy: float
    chance: float
    confusion: dict[str, dict[str, int]]
    wording: WordingReport | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a mean over nothing becomes None."""
        plain: dict[str, Any] = without_nan(asdict(self))
        return plain


def preference(
    scan: LabelledScan, type_scores: Float32Array, type_names: Sequence[str]
) -> Preference | None:
    """What the defect of a scan prefers; None when it is good, mixed or of an unknown type.

    Parameters
    ----------
    scan
        ``N`` points.
    type_scores
        ``(N, T)``, how likely each type is at a point, given a defect.
    type_names
        ``T`` names, spelled as the data's kinds.

    Raises
    ------
    DataError
        The shapes do not fit.
    """
    if type_scores.shape != (len(scan.points), len(type_names)):
        raise DataError(
            f"Type scores of {scan.name} have shape {type_scores.shape} "
            f"for {len(scan.points)} points and {len(type_names)} types."
        )
    if not scan.defective or len(scan.kinds) != 1 or scan.kinds[0] not in type_names:
        return None

    def preferred(points: BoolArray) -> str:
        return type_names[int(type_scores[points].mean(axis=0, dtype=np.float64).argmax())]

    n_regions = int(scan.regions.max()) + 1
    return Preference(
        scan=scan.name,
        kind=scan.kinds[0],
        whole=preferred(scan.labels),
        regions=tuple(preferred(scan.regions == number) for number in range(n_regions)),
    )


def steering_report(
    preferences: Iterable[Preference], n_types: int, wording: WordingReport | None = None
) -> SteeringReport:
    """Sum up preferences over scans, with ``n_types`` types to choose from."""
    preferences = list(preferences)
    confusion: dict[str, dict[str, int]] = {}
    for item in sorted(preferences, key=lambda item: item.kind):
        row = confusion.setdefault(item.kind, {})
        row[item.whole] = row.get(item.whole, 0) + 1
    hits = [float(region == item.kind) for item in preferences for region in item.regions]
    return SteeringReport(
        n_scans=len(preferences),
        n_regions=len(hits),
        region_accuracy=mean_or_nan(hits),
        scan_accuracy=mean_or_nan([float(item.whole == item.kind) for item in preferences]),
        chance=1.0 / n_types,
        confusion=confusion,
        wording=wording,
    )
