"""Weights of the fusion, as fitted; see :mod:`btp_core.lab.evaluation.design_fit`.

Origin: 74 scans of 15 auxiliary designs of ``synthesize_designs`` (seed 14, shapes from
``train_meshes``), words with ``btp-mini`` 2a8cd227 and the stock prompts on 11 of them. Never
fitted on scans that designs are measured on.
"""

from __future__ import annotations

Weights = tuple[tuple[float, ...], float]
"""Weights of some features, and a shift."""

GEOMETRY: Weights = (
    (0.3094, 0.5903, 0.5493, 0.5491, 0.7158, 0.0114, 0.0225, 1.8514, 0.488),
    -5.6304,
)
"""Of ``GEOMETRY_FEATURES``."""

WITH_WORDS: Weights = (
    (
        0.0026,
        0.4383,
        0.4432,
        0.5093,
        0.5673,
        0.0116,
        0.0231,
        1.8968,
        0.4799,
        0.6157,
        0.1202,
        0.0,
        0.0,
    ),
    -3.4154,
)
"""Of ``GEOMETRY_FEATURES`` and ``WORD_FEATURES``."""

OBJECT: Weights = ((0.0, 0.3002, 0.4063, 0.2058), -1.3882)
"""Of ``object_features``."""
