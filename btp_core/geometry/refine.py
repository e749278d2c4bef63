"""Conforming refinement of triangle meshes: long edges are split, the surface stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError

MAX_ROUNDS = 24

Values = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class RefinedMesh:
    """A refined mesh; the vertices of the old one come first and keep their numbers.

    Attributes
    ----------
    vertices, faces
        ``(V', 3)`` and ``(F', 3)``.
    rounds
        For each round of splitting ``(K, 2)``: between which earlier vertices the new ones lie.
    """

    vertices: Float64Array
    faces: IntArray
    rounds: tuple[IntArray, ...]

    def carry(self, values: Values, join: Callable[[Values, Values], Values]) -> Values:
        """From values of the old vertices ``(V, ...)`` to all; a new one joins its two ends'."""
        for ends in self.rounds:
            values = np.concatenate([values, join(values[ends[:, 0]], values[ends[:, 1]])])
        return values


def split_edges(
    vertices: Float64Array,
    faces: IntArray,
    too_long: Callable[[Float64Array, IntArray], BoolArray],
    max_faces: int,
) -> RefinedMesh:
    """Halve edges until none is too long; faces that share an edge are split alike.

    Parameters
    ----------
    vertices, faces
        ``(V, 3)`` and ``(F, 3)``.
    too_long
        From vertices and edges ``(E, 2)`` to ``(E,)`` bool.
    max_faces
        More are refused.

    Raises
    ------
    ScanGeometryError
        The mesh would get more than ``max_faces`` faces.
    """
    done: list[IntArray] = []
    rounds: list[IntArray] = []
    active = faces
    for _ in range(MAX_ROUNDS):
        edges = np.sort(active[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
        keys = edges[:, 0] * np.int64(len(vertices)) + edges[:, 1]
        unique_keys, inverse = np.unique(keys, return_inverse=True)
        unique = np.stack(np.divmod(unique_keys, np.int64(len(vertices))), axis=1)
        split = too_long(vertices, unique)
        marks = split[inverse].reshape(-1, 3)
        chosen = marks.any(axis=1)
        done.append(active[~chosen])
        if not split.any():
            break
        number = np.full(len(unique), -1, dtype=np.int64)
        number[split] = len(vertices) + np.arange(int(split.sum()))
        rounds.append(unique[split])
        vertices = np.concatenate([vertices, vertices[unique[split]].mean(axis=1)])
        middle = number[inverse].reshape(-1, 3)
        active = _split_faces(active[chosen], middle[chosen], marks[chosen])
        if sum(map(len, done)) + len(active) > max_faces:
            raise ScanGeometryError("The mesh cannot be refined to a reasonable size.")
    else:
        done.append(active)
    return RefinedMesh(vertices, np.concatenate(done), tuple(rounds))


def _split_faces(faces: IntArray, middle: IntArray, marks: BoolArray) -> IntArray:
    """Replace faces (F, 3) by two, three or four each; ``middle`` (F, 3) names the midpoints."""
    count = marks.sum(axis=1)
    # Turn each face so that a single mark lies on its first edge and a single gap on its last.
    turn = np.where(count == 1, marks.argmax(axis=1), (np.argmin(marks, axis=1) + 1) % 3)
    order = (turn[:, None] + np.arange(3)) % 3
    v = np.take_along_axis(faces, order, axis=1)
    m = np.take_along_axis(middle, order, axis=1)
    one, two, three = count == 1, count == 2, count == 3
    pieces = [
        np.stack([v[one, 0], m[one, 0], v[one, 2]], axis=1),
        np.stack([m[one, 0], v[one, 1], v[one, 2]], axis=1),
        np.stack([m[two, 0], v[two, 1], m[two, 1]], axis=1),
        np.stack([v[two, 0], m[two, 0], m[two, 1]], axis=1),
        np.stack([v[two, 0], m[two, 1], v[two, 2]], axis=1),
        np.stack([v[three, 0], m[three, 0], m[three, 2]], axis=1),
        np.stack([m[three, 0], v[three, 1], m[three, 1]], axis=1),
        np.stack([m[three, 2], m[three, 1], v[three, 2]], axis=1),
        np.stack([m[three, 0], m[three, 1], m[three, 2]], axis=1),
    ]
    return np.concatenate(pieces)
