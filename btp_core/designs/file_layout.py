"""Layout of a design file (HDF5, schema version 2): names, kinds and largest sizes.

``document`` holds the plain values as JSON (UTF-8 bytes); ``reference`` the surface;
``sources/<i>`` the thinned good scans and CAD samples; ``embeddings`` those of the good parts.
"""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = "btp-inspect design"
SCHEMA_VERSION = 2
SCALES = 4
MAX_REFERENCE = 200_000
MAX_SOURCES = 21
MAX_SOURCE_POINTS = 200_000
MAX_PLACES = 20_000
MAX_WIDTH = 4_096
MAX_DOCUMENT_BYTES = 32 * 2**20
MAX_FILE_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Layout:
    """A dataset that a design file may hold.

    Attributes
    ----------
    dtype
        As NumPy writes it; any other is refused.
    columns
        Sizes behind the first; -1 for any up to :data:`MAX_WIDTH`.
    most
        Largest first size.
    """

    dtype: str
    columns: tuple[int, ...]
    most: int


REFERENCE: dict[str, Layout] = {
    "points": Layout("<f8", (3,), MAX_REFERENCE),
    "normals": Layout("<f8", (3,), MAX_REFERENCE),
    "bias": Layout("<f4", (SCALES,), MAX_REFERENCE),
    "spread": Layout("<f4", (SCALES,), MAX_REFERENCE),
    "support": Layout("|u1", (), MAX_REFERENCE),
    "symmetries": Layout("<f8", (4, 4), 64),
}
EMBEDDINGS: dict[str, Layout] = {
    "places": Layout("<i8", (), MAX_PLACES),
    "coordinates": Layout("<f2", (-1,), MAX_PLACES),
    "axes": Layout("<f4", (-1,), MAX_WIDTH),
    "known": Layout("|u1", (), MAX_PLACES),
}
EMBEDDINGS_1: dict[str, Layout] = {
    "places": Layout("<i8", (), MAX_PLACES),
    "means": Layout("<f2", (-1,), MAX_PLACES),
    "known": Layout("|u1", (), MAX_PLACES),
}
"""Of schema version 1."""
SOURCE = Layout("<f4", (3,), MAX_SOURCE_POINTS)
DOCUMENT = Layout("|u1", (), MAX_DOCUMENT_BYTES)
