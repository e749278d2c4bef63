"""Points that the user picked, with all there is to read at them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.documents import Document
from btp_core.files import write_atomically

AROUND = 30
"""Nearest points whose mean score is read beside the point's own."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
HEADINGS = ("number", "scan", "x", "y", "z", "score", "mean score around", "likely type", "share")


@dataclass(frozen=True)
class Pick:
    """One picked point.

    Attributes
    ----------
    number
        Counted from one, in the order of picking.
    document_id, scan
        The scan and its file name.
    position
        In the file's coordinates and units.
    score, around
        Of the point, and the mean of its nearest points; NaN where nothing was checked.
    likely_type, share
        The likeliest defect type there and its share among the types; empty without types.
    """

    number: int
    document_id: int
    scan: str
    position: tuple[float, float, float]
    score: float
    around: float
    likely_type: str = ""
    share: float = float("nan")


def make_pick(document: Document, index: int, number: int) -> Pick | None:
    """Read everything at a shown point; None while the scan has no scores.

    Parameters
    ----------
    index
        Of the point among the points of ``document.scores.shown``.
    """
    if document.scores is None:
        return None
    field = document.scores.shown
    points = field.encoded.scan.points
    offset = points - points[index]
    distance = np.einsum("ij,ij->i", offset, offset)
    distance[~np.isfinite(distance)] = np.inf
    nearest = np.argpartition(distance, min(AROUND, len(distance)) - 1)[:AROUND]
    scores = field.point_scores[nearest]
    known = scores[np.isfinite(scores)]
    likely, share = "", float("nan")
    if field.type_scores is not None and len(field.type_names):
        shares = field.type_scores[index].astype(np.float64)
        likely, share = field.type_names[int(shares.argmax())], float(shares.max())
    x, y, z = (float(value) for value in points[index])
    return Pick(
        number=number,
        document_id=document.document_id,
        scan=document.path.name,
        position=(x, y, z),
        score=float(field.point_scores[index]),
        around=float(known.mean()) if len(known) else float("nan"),
        likely_type=likely,
        share=share,
    )


def picks_csv(picks: Sequence[Pick]) -> str:
    """A table for spreadsheets; a name cannot become a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    for pick in picks:
        table.writerow(
            [
                pick.number,
                _plain(pick.scan),
                *(repr(value) for value in pick.position),
                f"{pick.score:.4f}",
                f"{pick.around:.4f}",
                _plain(pick.likely_type),
                f"{pick.share:.3f}" if pick.likely_type else "",
            ]
        )
    return text.getvalue()


def write_picks(path: Path, picks: Sequence[Pick]) -> None:
    """Write :func:`picks_csv`; raises ``OutputError``."""
    # With a byte order mark, or Excel takes umlauts for something else.
    write_atomically(path, picks_csv(picks).encode("utf-8-sig"))


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
