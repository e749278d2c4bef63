"""An encoding in a run file: what scoring with other words needs, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from btp_core.base.arrays import Float32Array
from btp_core.base.errors import DataError
from btp_core.base.foreign_hdf5 import ForeignGroup
from btp_core.batch.journaled_file import JournaledFile
from btp_core.batch.stored_array import read_array, write_array
from btp_core.batch.stored_coordinates import read_coordinates, write_coordinates
from btp_core.inspection.encoded import EncodedScan
from btp_core.model.point_embeddings import PointEmbeddings
from btp_core.scans.scan import Scan

_MAX_DEPTH = 3
_MAX_POINTS = 1_000_000_000
COARSEST_ERROR = 0.01
"""Points are float32 where that moves none by more than this share of the working spacing."""


def points_to_store(scan: Scan, spacing: float) -> NDArray[Any]:
    """``(N, 3)`` float32, or float64 where float32 would blur the surface (large offsets)."""
    with np.errstate(over="ignore"):
        single = scan.points.astype(np.float32)
    with np.errstate(invalid="ignore"):
        error = np.abs(single.astype(np.float64) - scan.points)
    valid = scan.finite_mask()
    if valid.any() and not error[valid].max() <= COARSEST_ERROR * spacing:
        return scan.points
    return single


def _exact_points(scan: Scan) -> NDArray[Any]:
    """``(N, 3)`` float32 where that is what the points are, else float64."""
    with np.errstate(over="ignore", invalid="ignore"):
        single = scan.points.astype(np.float32)
    return single if np.array_equal(single, scan.points, equal_nan=True) else scan.points


def _is_rounded(encoded: EncodedScan) -> bool:
    """Whether the run file's points of the scan are not quite the scan's."""
    stored = points_to_store(encoded.scan, encoded.spacing)
    return stored.dtype == np.float32 and _exact_points(encoded.scan).dtype != np.float32


def write_encoding(group: Any, encoded: EncodedScan, *, points: bool) -> None:
    """Store an encoding in an empty group.

    Parameters
    ----------
    group
        An ``h5py.Group``.
    encoded
        The encoding. Of a mesh with large faces, the divided surface is stored with its own
        points; of a dense scan, the overview below it.
    points
        Whether to store points, which regions need: those of a divided surface, and those of a
        scan that the run file rounds.
    """
    group.attrs["n_points"] = encoded.n_points
    group.attrs["n_valid"] = int(encoded.valid.sum())
    if not encoded.valid.all():
        write_array(group, "valid", encoded.valid)
    if encoded.divided is not None:
        below = group.create_group("divided")
        write_encoding(below, encoded.divided, points=False)
        if points:
            write_array(below, "points", _exact_points(encoded.divided.scan))
        return
    if points and _is_rounded(encoded):
        write_array(group, "points", encoded.scan.points)
    group.attrs["spacing"] = encoded.spacing
    write_array(group, "working_index", encoded.working_index.astype(np.int32))
    # Directions and fractions are noise to gzip: it saves little and costs the most time.
    if encoded.embeddings.axes is None:
        group.create_dataset("embeddings", data=encoded.embeddings.values.numpy())
    else:
        write_coordinates(group, encoded.embeddings.values.numpy())
    group.create_dataset("whole", data=encoded.whole.numpy())
    group.create_dataset("lift_weights", data=encoded.lift_weights)
    write_array(group, "lift_index", encoded.lift_index.astype(np.int32))
    if encoded.patch_shares is not None:
        below = group.create_group("patch_shares")
        for name in ("data", "indices", "indptr"):
            write_array(below, name, getattr(encoded.patch_shares, name))
    if encoded.overview is not None:
        write_encoding(group.create_group("overview"), encoded.overview, points=False)


def read_encoding(
    group: ForeignGroup,
    points: NDArray[Any] | None,
    sha256: str,
    axes: Float32Array | None = None,
    file: JournaledFile | None = None,
) -> EncodedScan:
    """Rebuild an encoding for scoring.

    Parameters
    ----------
    group
        What :func:`write_encoding` filled.
    points
        ``(N, 3)`` points of the scan, or None where they were not stored: those of the scan are
        then NaN, which scoring does not mind and judging does. More exact ones in the group go
        before.
    sha256
        Of the model that made it.
    axes
        ``(C, D)`` that coordinates in the group are along; None where there are none.
    file
        The file that it is in, if it is one of ours; reading is faster with it.

    Raises
    ------
    DataError
        The arrays do not fit together.
    """
    of_run = _OfRun(sha256, None if axes is None else torch.from_numpy(axes), file)
    encoded = _read(group, points, of_run)
    for part in (encoded, encoded.divided, encoded.overview):
        if part is not None:
            _check(part)
    return encoded


@dataclass(frozen=True)
class _OfRun:
    """What all encodings of a run have in common."""

    model_sha256: str
    axes: torch.Tensor | None
    file: JournaledFile | None


def _read(
    group: ForeignGroup,
    points: NDArray[Any] | None,
    of_run: _OfRun,
    depth: int = 0,
) -> EncodedScan:
    file = of_run.file
    if depth > _MAX_DEPTH:
        raise _damaged()
    n_points = group.attrs.integer("n_points")
    valid = _valid(group, n_points)
    if "points" in group:
        points = read_array(group.array("points"), file)
    scan = _scan(n_points, points)
    if "divided" in group:
        divided = _read(group.group("divided"), None, of_run, depth + 1)
        return divided.of_vertices(scan, valid)
    overview = None
    if "overview" in group:
        overview = _read(group.group("overview"), points, of_run, depth + 1)
    embeddings = _read_embeddings(group, of_run)
    return EncodedScan(
        scan=scan,
        valid=valid,
        working_index=read_array(group.array("working_index"), file).astype(np.int64),
        embeddings=embeddings,
        whole=torch.from_numpy(read_array(group.array("whole"))),
        lift_index=read_array(group.array("lift_index"), file).astype(np.int64),
        lift_weights=read_array(group.array("lift_weights"), file),
        spacing=group.attrs.number("spacing"),
        model_sha256=of_run.model_sha256,
        overview=overview,
        patch_shares=_read_shares(group, len(embeddings)) if "patch_shares" in group else None,
    )


def _read_embeddings(group: ForeignGroup, of_run: _OfRun) -> PointEmbeddings:
    if "coordinates" not in group:  # of a model that has no axes, or of an earlier program
        stored = read_array(group.array("embeddings"), of_run.file)
        if stored.dtype != np.float16:
            raise _damaged()
        return PointEmbeddings(torch.from_numpy(stored))
    values = read_coordinates(group)
    if of_run.axes is None or values.shape[1] != len(of_run.axes):
        raise _damaged()
    return PointEmbeddings(torch.from_numpy(values), of_run.axes)


def _valid(group: ForeignGroup, n_points: int) -> NDArray[np.bool_]:
    if "valid" in group:
        stored = group.array("valid")
        if stored.shape != (n_points,):
            raise _damaged()
        return read_array(stored).astype(np.bool_)
    # Where all are valid, each has its row of links, here or in what it was divided into.
    links = None if "divided" in group else group.array("lift_index").shape[0]
    if not 0 <= n_points <= _MAX_POINTS or links not in (None, n_points):
        raise _damaged()
    return np.ones(n_points, dtype=np.bool_)


def _read_shares(group: ForeignGroup, patches: int) -> csr_matrix:
    below, working = group.group("patch_shares"), len(group.array("working_index"))
    parts = tuple(read_array(below.array(name)) for name in ("data", "indices", "indptr"))
    try:
        shares = csr_matrix(parts, shape=(working, patches))
        shares.check_format()
    except (ValueError, TypeError, IndexError) as error:
        raise _damaged() from error
    return shares


def _scan(n_points: int, points: NDArray[Any] | None) -> Scan:
    if points is None:
        # One NaN seen n_points times: no memory.
        return Scan(np.broadcast_to(np.float64(np.nan), (n_points, 3)))
    return Scan(np.asarray(points, dtype=np.float64))


def _check(encoded: EncodedScan) -> None:
    count = encoded.n_points
    working = len(encoded.working_index)
    embeddings = working if encoded.patch_shares is None else encoded.patch_shares.shape[1]
    lift = (int(encoded.valid.sum()), 3)
    sound = (
        encoded.valid.shape == (count,)
        and encoded.scan.points.shape == (count, 3)
        and encoded.embeddings.values.ndim == 2
        and (len(encoded.embeddings), encoded.embeddings.width) == (embeddings, len(encoded.whole))
        and encoded.lift_index.shape[:1] == lift[:1]
        and encoded.lift_index.shape == encoded.lift_weights.shape
        and _within(encoded.lift_index, working)
        and _within(encoded.working_index, encoded.shown.n_points)
    )
    if not sound:
        raise _damaged()


def _damaged() -> DataError:
    return DataError(
        "A stored encoding is damaged.", next_step="Inspect the scan again with `batch`."
    )


def _within(index: NDArray[Any], end: int) -> bool:
    return index.size == 0 or (index.min() >= 0 and index.max() < end)
