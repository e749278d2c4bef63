"""Weights of the fusion, as fitted; see :mod:`btp_core.lab.evaluation.design_fit`.

Origin: auxiliary designs of `synthesize_designs` (seed 14) from ``train_meshes``; never the
scans that designs are measured on.
"""

from __future__ import annotations

GEOMETRY: tuple[tuple[float, ...], float] = (
    (0.3, 0.5, 0.5, 0.5, 0.5, 1.0, 1.0, 0.0, 0.0),
    -5.0,
)
"""Weights of ``GEOMETRY_FEATURES``, and shift."""

WITH_WORDS: tuple[tuple[float, ...], float] = (
    (0.3, 0.5, 0.5, 0.5, 0.5, 1.0, 1.0, 0.0, 0.0, 0.1, 0.3, 1.0, 0.3),
    -5.0,
)
"""Weights of ``GEOMETRY_FEATURES`` and ``WORD_FEATURES``, and shift."""

OBJECT: tuple[tuple[float, ...], float] = ((0.3, 0.4, 0.3), -2.0)
"""Weights of the object features, and shift."""
