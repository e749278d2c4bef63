"""Points that the user picked, with all there is to read at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from app.i18n.numbers import column_texts
from app.session.open_scan import OpenScan
from btp_core.base.arrays import Float64Array, IntArray
from btp_core.base.csv_text import csv_text
from btp_core.base.files import write_atomically
from btp_core.inspection.results import ScoreField

DISTANCE_DIGITS = 4
AROUND = 30
"""Nearest points whose mean score is read beside the point's own."""
HEADINGS = (
    "number",
    "scan",
    "x",
    "y",
    "z",
    "score",
    "mean score around",
    "likely type",
    "share",
    "wording",
)


@dataclass(frozen=True)
class Pick:
    """One picked point.

    Attributes
    ----------
    number
        Counted from one, in the order of picking.
    scan_id, scan
        The scan and its file name.
    position
        In the file's coordinates and units.
    score, around
        Of the point, and the mean of its nearest points; NaN where nothing was checked.
    likely_type, share
        The likeliest defect type there and its share among the types; empty without types.
    point, nearest, n_points
        Numbers of the point and of its nearest points, among so many points.
    revision
        Number of the wording that the scores are of.
    outdated
        Whether another wording is in force by now.
    """

    number: int
    scan_id: int
    scan: str
    position: tuple[float, float, float]
    score: float
    around: float
    likely_type: str = ""
    share: float = float("nan")
    point: int = 0
    nearest: tuple[int, ...] = field(default=(), repr=False)
    n_points: int = 0
    revision: int = -1
    outdated: bool = False


def make_pick(open_scan: OpenScan, index: int, number: int) -> Pick | None:
    """Read everything at a shown point; None while the scan has no scores.

    Parameters
    ----------
    index
        Of the point among the points of ``open_scan.scores.shown``.
    """
    if open_scan.scores is None:
        return None
    points = open_scan.scores.shown.encoded.scan.points
    nearest = _by_distance(points, points[index], AROUND)
    x, y, z = (float(value) for value in points[index])
    return _read(
        open_scan,
        open_scan.scores.shown,
        Pick(
            number=number,
            scan_id=open_scan.scan_id,
            scan=open_scan.path.name,
            position=(x, y, z),
            score=float("nan"),
            around=float("nan"),
            point=index,
            nearest=tuple(nearest.tolist()),
            n_points=len(points),
        ),
    )


def read_again(pick: Pick, open_scan: OpenScan) -> Pick:
    """A pick with the values that its scan has there now."""
    if open_scan.scores is None:
        return pick
    points = open_scan.scores.shown.encoded.scan.points
    if len(points) == pick.n_points and tuple(points[pick.point]) == pick.position:
        return _read(open_scan, open_scan.scores.shown, pick)  # without looking for neighbours
    place = np.asarray(pick.position)
    return make_pick(open_scan, int(_by_distance(points, place, 1)[0]), pick.number) or pick


def _read(open_scan: OpenScan, scores: ScoreField, pick: Pick) -> Pick:
    around = scores.point_scores[list(pick.nearest)]
    known = around[np.isfinite(around)]
    likely, share = "", float("nan")
    if scores.type_scores is not None and len(scores.type_names):
        shares = scores.type_scores[pick.point].astype(np.float64)
        likely, share = scores.type_names[int(shares.argmax())], float(shares.max())
    return replace(
        pick,
        score=float(scores.point_scores[pick.point]),
        around=float(known.mean()) if len(known) else float("nan"),
        likely_type=likely,
        share=share,
        revision=open_scan.scores_revision,
    )


def _by_distance(points: Float64Array, place: Float64Array, count: int) -> IntArray:
    offset = points - place
    distance = np.einsum("ij,ij->i", offset, offset)
    distance[~np.isfinite(distance)] = np.inf
    return np.argpartition(distance, min(count, len(distance)) - 1)[:count]


def distance_text(first: Pick, second: Pick, units: str) -> str:
    """How far two picks are apart, in a line and along each axis."""
    apart = np.subtract(second.position, first.position)
    values = (float(np.linalg.norm(apart)), *(abs(float(along)) for along in apart))
    whole, *along = column_texts(values, digits=DISTANCE_DIGITS)
    minus = ["\N{MINUS SIGN}" if value < 0 else "" for value in apart]
    steps = ", ".join(
        f"d{letter} {sign}{text}" for letter, sign, text in zip("xyz", minus, along, strict=True)
    )
    return f"{first.number} \N{RIGHTWARDS ARROW} {second.number}:  {whole} {units}".rstrip() + (
        f"   ({steps})"
    )


def picks_csv(picks: Sequence[Pick], units: str = "") -> str:
    """A table for spreadsheets; ``units`` of the coordinates, if they are known."""
    headings = [f"{name} ({units})" if units and name in "xyz" else name for name in HEADINGS]
    rows = (
        (
            pick.number,
            pick.scan,
            *pick.position,
            f"{pick.score:.4f}",
            f"{pick.around:.4f}",
            pick.likely_type,
            f"{pick.share:.3f}" if pick.likely_type else "",
            "earlier" if pick.outdated else "current",
        )
        for pick in picks
    )
    return csv_text(headings, rows)


def write_picks(path: Path, picks: Sequence[Pick], units: str = "") -> None:
    """Write :func:`picks_csv`; raises ``OutputError``."""
    # With a byte order mark, or Excel takes umlauts for something else.
    write_atomically(path, picks_csv(picks, units).encode("utf-8-sig"))
