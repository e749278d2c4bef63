"""Labelled plates with types and sources, and a recipe of two steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from btp_core.evaluation.dataset import LabelledScan
from btp_core.pretraining.recipe import PretrainingRecipe
from tests.core.published.data_for_tests import plates

RECIPE = PretrainingRecipe(
    steps=4,
    batch=4,
    wholes_per_scan=1,
    tiles_per_scan=2,
    patches_kept=24,
    held_out=0.3,
    validate_every=2,
)
DENT = 2
"""The type's id in labels."""


def typed_plates(count: int = 4) -> list[LabelledScan]:
    """Good and dented plates, of enough points for wholes and tiles."""
    return [
        replace(
            scan,
            types=np.where(scan.labels, DENT, 0).astype(np.uint8),
            kinds=("dent",) if scan.defective else (),
            source="jar_cap",
        )
        for scan in plates(count, points=4200)
    ]
