"""Published metrics, quoted to be read beside ours; none of them was measured here.

Only what is known is quoted: the means over all categories of O-AUROC and P-AUROC. The methods do
not share one setting, so a quoted row says where a method stands, not which of two is better by a
point. How far a setting is known is said with each row.
"""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.lab.benchmarks.datasets.names import DatasetKind

_NAN = float("nan")


@dataclass(frozen=True)
class QuotedRow:
    """A method's published metrics on one dataset.

    Attributes
    ----------
    method
        Its name, with the edition where there are several.
    source
        Who says so.
    o_auroc, p_auroc
        In [0, 1]; NaN where not published.
    """

    method: str
    source: str
    o_auroc: float
    p_auroc: float


_BTP = "arXiv 2603.21511"
_ZERO_SHOT = "zero-shot, as published"

_ROWS = {
    DatasetKind.REAL3D_AD: (
        QuotedRow("BTP, paper", _BTP, 0.614, 0.845),
        QuotedRow("BTP, authors' update", f"after {_BTP}", 0.666, _NAN),
        QuotedRow("PointAD", f"{_ZERO_SHOT}; CLIP L/14@336, 9 views", 0.748, 0.735),
        QuotedRow("GS-CLIP", _ZERO_SHOT, 0.764, _NAN),
        QuotedRow("GRIM", "arXiv 2609.35059; cross-domain", 0.836, 0.896),
    ),
    DatasetKind.ANOMALY_SHAPENET: (
        QuotedRow("BTP, paper", _BTP, 0.652, 0.873),
        QuotedRow("BTP, authors' update", f"after {_BTP}", 0.684, _NAN),
        QuotedRow("PointAD", f"{_ZERO_SHOT}; CLIP L/14@336, 9 views", 0.826, 0.741),
        QuotedRow("GS-CLIP", _ZERO_SHOT, 0.841, 0.752),
        QuotedRow("GRIM", "arXiv 2609.35059; cross-domain", 0.917, 0.789),
    ),
}


def quoted_rows(kind: DatasetKind) -> tuple[QuotedRow, ...]:
    """What is published for a dataset, the paper's own rows first."""
    return _ROWS[kind]
