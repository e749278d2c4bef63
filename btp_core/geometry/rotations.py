"""Random rotations."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array


def random_rotation(rng: np.random.Generator) -> Float64Array:
    """``(3, 3)``, drawn uniformly: QR of a normal matrix with its signs fixed."""
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    if np.linalg.det(q) < 0:
        q[:, 0] = -q[:, 0]
    return np.asarray(q, dtype=np.float64)
