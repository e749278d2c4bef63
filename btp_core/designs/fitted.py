"""Weights of the fusion, as fitted; see :mod:`btp_core.lab.evaluation.design_fit`.

Origin: 74 scans of 15 auxiliary designs of ``synthesize_designs`` (seed 14, shapes from
``train_meshes``), words with ``btp-mini`` 2a8cd227 and the stock prompts on 11 of them. Never
fitted on scans that designs are measured on.
"""

from __future__ import annotations

Weights = tuple[tuple[float, ...], float]
"""Weights of some features, and a shift."""

GEOMETRY: Weights = ((1.4517, 1.7801, 0.3065, 2.6677, 0.0, 0.2052, 0.4262, 8.5633, 2.0551), -8.0949)
"""Of ``GEOMETRY_FEATURES``."""

WITH_WORDS: Weights = (
    (0.86, 1.6162, 0.0468, 2.4263, 0.0, 0.0739, 0.232, 7.3553, 1.3353, 0.4034, 0.2837, 0.0, 0.0),
    -6.2032,
)
"""Of ``GEOMETRY_FEATURES`` and ``WORD_FEATURES``."""

OBJECT: Weights = ((0.0, 0.5425, 0.0515, 0.2683), -2.8481)
"""Of ``object_features``."""
