"""A score that needs no training: how far a neighbourhood is from flat.

It fires on every edge and every rough spot, designed or not. It is here to be beaten: whatever a
trained model gains over it is what training brought.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array
from btp_core.geometry.neighbours import PointTree, inverse_distance_weights, nearest
from btp_core.geometry.thinning import thin_to
from btp_core.lab.evaluation.dataset import LabelledScan

NEIGHBOURS = 30
WORKING_POINTS = 16_384
TOP_SHARE = 0.01


def surface_variation(
    points: Float32Array, working_points: int = WORKING_POINTS, neighbours: int = NEIGHBOURS
) -> Float32Array:
    """Surface variation of every point, scaled to [0, 1].

    The smallest eigenvalue of the covariance of the nearest neighbours over the sum of all three
    (Pauly, Gross & Kobbelt, "Efficient simplification of point-sampled surfaces", 2002), which is
    0 on a plane and 1/3 where points spread alike in all directions; times three. Found on a
    thinned cloud and lifted to all points by inverse-distance weights of three neighbours.

    Parameters
    ----------
    points
        ``(N, 3)``, finite.
    working_points
        About how many points the thinned cloud has.
    neighbours
        Size of a neighbourhood, the point itself counted.

    Returns
    -------
    Float32Array
        ``(N,)``.
    """
    centred = points - points.mean(axis=0, dtype=np.float64).astype(np.float32)
    working = centred[thin_to(centred, working_points)]
    tree = PointTree(working)
    patches = working[nearest(tree, working, neighbours)[1]]
    patches -= patches.mean(axis=1, keepdims=True)
    spread = np.linalg.eigvalsh(np.einsum("nki,nkj->nij", patches, patches, dtype=np.float64))
    total = spread.sum(axis=1)
    flat = total <= 0.0  # coinciding points say nothing of the surface
    variation = np.where(flat, 0.0, 3.0 * spread[:, 0] / np.where(flat, 1.0, total))
    variation = np.clip(variation, 0.0, 1.0).astype(np.float32)
    distance, index = nearest(tree, centred, 3)
    lifted: Float32Array = (variation[index] * inverse_distance_weights(distance)).sum(axis=1)
    return lifted


def surface_variation_score(scan: LabelledScan) -> tuple[Float32Array, float]:
    """A score function for :func:`~btp_core.lab.evaluation.evaluate.evaluate`.

    The object's score is the mean of the highest percent of the point scores.
    """
    scores = surface_variation(scan.points)
    n_top = max(1, round(TOP_SHARE * len(scores)))
    return scores, float(np.partition(scores, -n_top)[-n_top:].mean())
