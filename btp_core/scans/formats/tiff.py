"""Organised xyz images, as of MVTec 3D-AD: a TIFF of height x width x (x, y, z)."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an xyz image: one point a pixel, row by row. Pixels without a measurement become NaN.

    Every pixel stays a row of ``points``, so that scores can be laid out as an image again.
    """
    import imagecodecs
    import tifffile

    try:
        # OME metadata could name other files to be read.
        with tifffile.TiffFile(path, is_ome=False) as file:
            image_series = file.series[0]
            _check(image_series, path.stat().st_size, limits)
            image = image_series.asarray(maxworkers=1)
    except (
        tifffile.TiffFileError,
        imagecodecs.DelayedImportError,
        ValueError,
        ArithmeticError,
        TypeError,
        KeyError,
        IndexError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as error:
        raise DamagedFileError(f"{error}.") from error
    pixels = _as_rows(image)
    # Sensors and MVTec's files write (0, 0, 0) where nothing was measured.
    missing = ~pixels.any(axis=1)
    if missing.all():
        raise DamagedFileError("none of its pixels holds a measurement.")
    pixels[missing] = np.nan
    return Scan(pixels)


def _check(series: Any, file_size: int, limits: ReadLimits) -> None:
    """Check kind and size of an image, which may be one page or as many as it has rows."""
    shape = tuple(int(n) for n in series.shape)
    if len(shape) != 3 or 3 not in (shape[-1], shape[0]):
        raise DamagedFileError(
            "an image of shape {shape} is no xyz image (height x width x 3 real numbers).",
            shape=shape,
        )
    if series.dtype is None or series.dtype.kind != "f":
        raise DamagedFileError("its three channels hold a picture's colours, not coordinates.")
    n_points = shape[0] * shape[1] * shape[2] // 3
    limits.check_points(n_points)
    n_bytes = 3 * n_points * series.dtype.itemsize
    limits.check_bytes(n_bytes)
    # tifffile fills in zeros for parts that lie beyond the end of the file.
    stored = 0
    for page in series.pages:
        if page is None:
            continue
        for offset, size in zip(page.dataoffsets, page.databytecounts, strict=True):
            if offset + size > file_size or size == 0:
                raise DamagedFileError("it ends before its image does.")
            stored += size
    if series.keyframe.compression == 1 and stored < n_bytes:
        raise DamagedFileError("it holds less data than its image needs.")


def _as_rows(image: NDArray[Any]) -> NDArray[np.float64]:
    if image.shape[-1] != 3:  # stored plane after plane
        image = np.moveaxis(image, 0, -1)
    with np.errstate(invalid="ignore"):  # a signalling NaN among the coordinates
        return np.array(image.reshape(-1, 3), dtype=np.float64, order="C")
