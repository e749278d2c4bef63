"""One inspected scan as bytes: a small HDF5 file in memory, ready to be copied into the run file.

Workers make it, so that compressing is shared among them and the one writer only moves bytes.
"""

from __future__ import annotations

import io

from btp_core.batch.record import ScanRecord
from btp_core.batch.stored_array import write_array
from btp_core.batch.stored_encoding import points_to_store, write_encoding
from btp_core.inspection.results import ScoreField

LIBVER = ("v108", "v108")
"""Indices and headers with checksums, but no mark of "open for writing" that a kill leaves."""
GROUP = "scan"


def scan_image(
    record: ScanRecord, field: ScoreField | None, *, points: bool, embeddings: bool
) -> bytes:
    """Pack a record and, if it was inspected, its arrays.

    Parameters
    ----------
    record
        The row.
    field
        Scores; None for a failed scan.
    points, embeddings
        Whether to keep the points, and what scoring with other words needs.
    """
    import h5py

    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver=LIBVER) as file:
        group = file.create_group(GROUP)
        record.write(group)
        if field is not None:
            write_array(group, "scores", field.point_scores)
            encoded = field.encoded
            if points:
                stored = points_to_store(encoded.scan, encoded.spacing)
                write_array(group, "points", stored)
            if embeddings:
                write_encoding(group.create_group("encoding"), encoded, points=points)
    return buffer.getvalue()
