"""Embeddings of the good parts at places of the reference: what is hot or odd there by design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.designs.inspector import EncodedLike
from btp_core.designs.quantize import rounded
from btp_core.designs.reference import Reference
from btp_core.geometry.neighbours import exact_nearest
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.thinning import thin_to

PLACES = 5_000
NEIGHBOURS = 3
REACH_IN_PLACES = 1.5
MOST_AXES = 64
"""Directions that embeddings of one part are told in; on real parts 64 leave 0.1 % of them."""
COORDINATE_STEP = 2.0**-10


@dataclass(frozen=True, eq=False)
class GoodEmbeddings:
    """Mean embeddings of the good parts.

    Attributes
    ----------
    places
        ``(P,)`` indices of reference points.
    coordinates, axes
        ``(P, A)`` float16 and ``(A, D)`` float32, rows orthonormal: the means over the good parts
        that showed the place, told in as many directions as they need.
    known
        ``(P,)`` bool: whether any good part did.
    model_sha256
        Of the model that made them.
    """

    places: IntArray
    coordinates: NDArray[np.float16]
    axes: Float32Array
    known: NDArray[np.bool_]
    model_sha256: str

    @classmethod
    def of(
        cls,
        places: IntArray,
        means: Float64Array,
        known: NDArray[np.bool_],
        model_sha256: str,
    ) -> GoodEmbeddings:
        """From the means themselves, ``(P, D)``."""
        _, vectors = np.linalg.eigh(np.einsum("pd,pe->de", means, means))
        axes = np.ascontiguousarray(vectors[:, ::-1].T[:MOST_AXES], dtype=np.float32)
        coordinates = np.einsum("pd,ad->pa", means, axes.astype(np.float64))
        kept = rounded(coordinates, COORDINATE_STEP).astype(np.float16)
        return cls(places, kept, axes, known, model_sha256)

    @cached_property
    def means(self) -> Float32Array:
        """``(P, D)`` the means over the good parts.

        An anomaly logit is linear in the embedding, so the logit of the mean is the mean of the
        logits.
        """
        return np.asarray(np.einsum("pa,ad->pd", self.coordinates.astype(np.float32), self.axes))


def embeddings_at(
    reference: Reference, places: IntArray, encoded: EncodedLike, pose: RigidPose
) -> tuple[Float32Array, NDArray[np.bool_]]:
    """Embeddings ``(P, D)`` of one scan at places of the reference, and which it showed."""
    points = pose.apply(np.asarray(encoded.scan.points[encoded.working_index], dtype=np.float64))
    values = encoded.working_embeddings().numpy()
    distance, index = exact_nearest(cKDTree(points), reference.points[places], NEIGHBOURS)
    weight = 1.0 / (distance**2 + 1e-6 * reference.size**2)
    weight /= weight.sum(axis=1, keepdims=True)
    mean = np.einsum("pk,pkd->pd", weight.astype(np.float32), values[index])
    reach = REACH_IN_PLACES * place_spacing(reference, places)
    return mean, np.asarray(distance[:, 0] < reach, dtype=np.bool_)


def place_spacing(reference: Reference, places: IntArray) -> float:
    """Typical distance between neighbouring places."""
    count = max(len(places), 1)
    return float(reference.spacing * np.sqrt(len(reference.points) / count))


def choose_places(reference: Reference) -> IntArray:
    """Reference points, evenly spread, that embeddings are kept at."""
    local = (reference.points - reference.points.mean(axis=0)) / reference.size
    return thin_to(local.astype(np.float32), PLACES)


def mean_embeddings(
    places: IntArray,
    each: Sequence[tuple[Float32Array, NDArray[np.bool_]]],
    model_sha256: str,
) -> GoodEmbeddings:
    """The mean over good parts, of those that showed each place."""
    total = np.zeros_like(each[0][0], dtype=np.float64)
    count = np.zeros(len(places))
    for values, known in each:
        total[known] += values[known]
        count += known
    means = total / np.maximum(count, 1.0)[:, None]
    return GoodEmbeddings.of(places, means, count > 0, model_sha256)


def compare_embeddings(
    reference: Reference,
    good: GoodEmbeddings,
    encoded: EncodedLike,
    working_index: IntArray,
    reference_index: IntArray,
) -> tuple[IntArray, Float64Array]:
    """Place of each working point of an alignment, and how its embedding differs there.

    Parameters
    ----------
    reference, good
        The design's.
    encoded
        The same scan, encoded.
    working_index, reference_index
        ``(W,)`` of the alignment: points of the scan, and nearest reference points (-1: none).

    Returns
    -------
    place, novelty
        ``(W,)`` position in ``good.places`` (-1: none), and one minus the cosine (NaN: none).
    """
    tree = cKDTree(reference.points[good.places])
    known = reference_index >= 0
    _, place = tree.query(reference.points[np.maximum(reference_index, 0)])
    place = np.where(known & good.known[place], place, -1).astype(np.int64)
    points = np.asarray(encoded.scan.points, dtype=np.float64)
    middle = points[encoded.working_index].mean(axis=0)
    _, nearest = cKDTree(points[encoded.working_index] - middle).query(
        points[working_index] - middle
    )
    values = torch.nn.functional.normalize(encoded.working_embeddings(), dim=1).numpy()
    means = good.means
    means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
    cosine = np.einsum("wd,wd->w", values[nearest], means[np.maximum(place, 0)])
    return place, np.where(place >= 0, 1.0 - cosine, np.nan).astype(np.float64)
