"""Kernels of :mod:`btp_core.geometry.normals`: plane fits, and one sign for each normal."""

from __future__ import annotations

from math import fabs, sqrt

import numpy as np
from numba import boolean, float32, int64, uint64, void

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.geometry.kernels.compiled import compiled, helper, line, rows

_ROUNDS = 12
"""Of Jacobi's method; a symmetric matrix of three rows is done after four or five."""


@helper
def _rotate(matrix: Float64Array, vectors: Float64Array, p: int, q: int) -> None:
    """Jacobi's rotation that makes ``matrix[p, q]`` zero."""
    if matrix[p, q] == 0.0:
        return
    theta = (matrix[q, q] - matrix[p, p]) / (2.0 * matrix[p, q])
    t = 1.0 / (fabs(theta) + sqrt(theta * theta + 1.0))
    if theta < 0.0:
        t = -t
    cosine = 1.0 / sqrt(t * t + 1.0)
    sine = t * cosine
    r = 3 - p - q
    off = matrix[p, q]
    matrix[p, p] -= t * off
    matrix[q, q] += t * off
    matrix[p, q] = matrix[q, p] = 0.0
    first, second = matrix[r, p], matrix[r, q]
    matrix[r, p] = matrix[p, r] = cosine * first - sine * second
    matrix[r, q] = matrix[q, r] = sine * first + cosine * second
    for i in range(3):
        first, second = vectors[i, p], vectors[i, q]
        vectors[i, p] = cosine * first - sine * second
        vectors[i, q] = sine * first + cosine * second


@helper
def _least_direction(matrix: Float64Array, vectors: Float64Array) -> int:
    """Column of ``vectors`` with the eigenvector of the least eigenvalue; ``matrix`` is used up."""
    for i in range(3):
        for j in range(3):
            vectors[i, j] = 1.0 if i == j else 0.0
    for _ in range(_ROUNDS):
        off = matrix[0, 1] ** 2 + matrix[0, 2] ** 2 + matrix[1, 2] ** 2
        if off < 1e-32:
            break
        _rotate(matrix, vectors, 0, 1)
        _rotate(matrix, vectors, 0, 2)
        _rotate(matrix, vectors, 1, 2)
    least = 0
    for i in range(1, 3):
        if matrix[i, i] < matrix[least, least]:
            least = i
    return least


@compiled(void(rows(float32), rows(int64), float32[:, ::1], int64, int64))
def plane_rows(
    support: Float32Array, neighbours: IntArray, out: Float32Array, start: int, stop: int
) -> None:
    """Normals of the planes through the neighbourhoods ``start`` to ``stop``."""
    k = neighbours.shape[1]
    matrix, vectors = np.empty((3, 3)), np.empty((3, 3))
    for q in range(start, stop):
        mx = my = mz = 0.0
        for j in range(k):
            i = neighbours[q, j]
            mx += support[i, 0]
            my += support[i, 1]
            mz += support[i, 2]
        mx, my, mz = mx / k, my / k, mz / k
        xx = xy = xz = yy = yz = zz = 0.0
        for j in range(k):
            i = neighbours[q, j]
            x, y, z = support[i, 0] - mx, support[i, 1] - my, support[i, 2] - mz
            xx += x * x
            xy += x * y
            xz += x * z
            yy += y * y
            yz += y * z
            zz += z * z
        size = max(xx + yy + zz, 1e-30)
        matrix[0, 0], matrix[1, 1], matrix[2, 2] = xx / size, yy / size, zz / size
        matrix[0, 1] = matrix[1, 0] = xy / size
        matrix[0, 2] = matrix[2, 0] = xz / size
        matrix[1, 2] = matrix[2, 1] = yz / size
        least = _least_direction(matrix, vectors)
        for i in range(3):
            out[q, i] = vectors[i, least]


@compiled(int64(rows(float32), rows(float32), rows(int64), uint64[::1], int64[::1], int64[::1]))
def list_edges(
    points: Float32Array,
    normals: Float32Array,
    neighbours: IntArray,
    keys: np.ndarray,
    sources: IntArray,
    targets: IntArray,
) -> int:
    """List each pair of neighbours once; returns how many there are.

    The ``keys`` sort the pairs by what it costs to give both ends one sign; their lower half is
    the number of the pair, of which the ends stand in ``sources`` and ``targets``.
    """
    count, k = neighbours.shape
    cost = np.empty(1, np.float32)
    bits = cost.view(np.uint32)
    found = 0
    for i in range(count):
        for column in range(1, k):
            j = neighbours[i, column]
            if j == i:
                continue
            if j < i:
                mutual = False
                for other in range(1, k):
                    mutual = mutual or neighbours[j, other] == i
                if mutual:
                    continue
            agreement = climb_i = climb_j = squared = 0.0
            for axis in range(3):
                step = float(points[j, axis]) - float(points[i, axis])
                one, two = float(normals[i, axis]), float(normals[j, axis])
                squared += step * step
                agreement += one * two
                climb_i += step * one
                climb_j += step * two
            climb = fabs(climb_i) + fabs(climb_j)
            # A wall's two sides have parallel normals too, but the step between them runs along
            # the normal.
            cost[0] = max(1.0 - fabs(agreement) + 0.5 * climb / (sqrt(squared) + 1e-9), 0.0) + 1e-3
            keys[found] = (uint64(bits[0]) << uint64(32)) | uint64(found)
            sources[found], targets[found] = i, j
            found += 1
    return found


@helper
def _root(parent: IntArray, flips: BoolArray, i: int) -> tuple[int, bool]:
    """The root of a node, and whether the node's sign is the other one; paths become short."""
    root, flip = i, False
    while parent[root] != root:
        flip = flip != flips[root]
        root = parent[root]
    node, left = i, flip
    while parent[node] != root and node != root:
        following, own = parent[node], flips[node]
        parent[node], flips[node] = root, left
        left = left != own
        node = following
    return root, flip


@compiled(int64(rows(float32), line(uint64), line(int64), line(int64), int64[::1], boolean[::1]))
def spread_signs(
    normals: Float32Array,
    keys: np.ndarray,
    sources: IntArray,
    targets: IntArray,
    pieces: IntArray,
    flips: BoolArray,
) -> int:
    """Join points along the cheapest pairs (Kruskal's spanning tree), with signs that agree.

    Fills ``pieces`` with the number of each point's connected piece, and ``flips`` with whether
    its normal is to be turned to agree with that of the piece's first point. Returns the number
    of pieces.
    """
    count = len(normals)
    parent = np.arange(count)
    size = np.ones(count, np.int64)
    apart = np.zeros(count, np.bool_)
    for key in keys:
        edge = int64(key & uint64(0xFFFFFFFF))
        i, j = sources[edge], targets[edge]
        root_i, flip_i = _root(parent, apart, i)
        root_j, flip_j = _root(parent, apart, j)
        if root_i == root_j:
            continue
        agreement = 0.0
        for axis in range(3):
            agreement += float(normals[i, axis]) * float(normals[j, axis])
        if size[root_i] < size[root_j]:
            root_i, root_j = root_j, root_i
        parent[root_j] = root_i
        size[root_i] += size[root_j]
        apart[root_j] = (flip_i != flip_j) != (agreement < 0.0)
    found = 0
    number = np.full(count, -1)
    first = np.zeros(count, np.bool_)
    for i in range(count):
        root, flip = _root(parent, apart, i)
        if number[root] < 0:
            number[root] = found
            first[found] = flip
            found += 1
        pieces[i] = number[root]
        flips[i] = flip != first[pieces[i]]
    return found


@compiled(
    void(rows(float32), float32[:, ::1], line(int64), int64, rows(float32)),
)
def face_outward(
    points: Float32Array,
    normals: Float32Array,
    pieces: IntArray,
    count: int,
    directions: Float32Array,
) -> None:
    """Turn the ``normals`` of each piece so that its outermost points face outward."""
    votes = np.zeros(count)
    farthest = np.empty(count, np.float32)
    extreme = np.empty(count, np.int64)
    for direction in directions:
        x, y, z = direction
        farthest[:] = -np.inf
        for i in range(len(points)):
            reach = points[i, 0] * x + points[i, 1] * y + points[i, 2] * z
            piece = pieces[i]
            if reach > farthest[piece]:
                farthest[piece] = reach
                extreme[piece] = i
        for piece in range(count):
            i = extreme[piece]
            votes[piece] += normals[i, 0] * x + normals[i, 1] * y + normals[i, 2] * z
    for i in range(len(points)):
        if votes[pieces[i]] < 0:
            for axis in range(3):
                normals[i, axis] = -normals[i, axis]
