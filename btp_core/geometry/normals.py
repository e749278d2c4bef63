"""Surface normals of a cloud: directions by plane fits, signs by propagation.

Signs matter (a dent is a bulge seen from the other side) and a file rarely has them.
They are spread along a minimum spanning tree as in Hoppe et al., "Surface Reconstruction
from Unorganized Points", SIGGRAPH 1992, with an edge cost that avoids jumping through
thin walls; each connected piece is then turned so that its outermost points face outward.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree

from btp_core.base.arrays import Float32Array, IntArray

OUTERMOST_DIRECTIONS = 64


def plane_normals(support: Float32Array, neighbours: IntArray) -> Float32Array:
    """Unit normals ``(Q, 3)`` of planes through ``support[neighbours]``, signs arbitrary."""
    patch = torch.from_numpy(support)[torch.from_numpy(neighbours)]
    patch = patch - patch.mean(dim=1, keepdim=True)
    covariance = (patch.transpose(1, 2) @ patch).double()
    size = covariance.diagonal(dim1=1, dim2=2).sum(1).clamp_min(1e-30)
    _, vectors = torch.linalg.eigh(covariance / size[:, None, None])
    normals: Float32Array = vectors[:, :, 0].float().numpy()
    return normals


def orient(points: Float32Array, normals: Float32Array, neighbours: IntArray) -> Float32Array:
    """Turn normals to agree with each other and to face outward.

    Parameters
    ----------
    points, normals
        ``(N, 3)`` float32.
    neighbours
        ``(N, k)`` indices of nearest neighbours, the point itself first.

    Returns
    -------
    Float32Array
        ``(N, 3)`` unit normals. On a piece with no clear outside (a flat sheet) the common
        sign is arbitrary.
    """
    count, k = neighbours.shape
    source = np.repeat(np.arange(count), k - 1)
    target = neighbours[:, 1:].reshape(-1)
    step = points[target] - points[source]
    length = np.linalg.norm(step, axis=1) + 1e-9
    agreement = (normals[source] * normals[target]).sum(axis=1)
    climb = np.abs((step * normals[source]).sum(axis=1)) + np.abs(
        (step * normals[target]).sum(axis=1)
    )
    # A wall's two sides have parallel normals too, but the step between them runs along the normal.
    cost = 1.0 - np.abs(agreement) + 0.5 * climb / length + 1e-3
    graph = coo_matrix((cost, (source, target)), shape=(count, count)).tocsr()
    tree = minimum_spanning_tree(graph.minimum(graph.T) + _one_sided(graph))
    signs = _propagate(normals, tree + tree.T)
    oriented = normals * signs[:, None]
    _, pieces = connected_components(tree, directed=False)
    return np.asarray(oriented * _outward(points, oriented, pieces)[:, None], dtype=np.float32)


def _one_sided(graph: csr_matrix) -> csr_matrix:
    """Edges that only one end lists, which ``minimum`` with the transpose would drop."""
    other = graph.T.tocsr()
    pattern = graph.astype(bool).multiply(other.astype(bool))
    return csr_matrix(graph - graph.multiply(pattern))


def _propagate(normals: Float32Array, tree: csr_matrix) -> Float32Array:
    """Signs that make every tree edge agree, by pointer doubling towards each piece's root."""
    count = len(normals)
    parent = np.arange(count)
    _, pieces = connected_components(tree, directed=False)
    _, roots = np.unique(pieces, return_index=True)
    # Joining the roots by a chain lets one search visit all pieces.
    chain = coo_matrix(
        (np.ones(len(roots) - 1), (roots[:-1], roots[1:])), shape=(count, count)
    ).tocsr()
    _, predecessor = breadth_first_order(tree + chain, int(roots[0]), directed=False)
    known = predecessor >= 0
    parent[known] = predecessor[known]
    sign = np.where((normals * normals[parent]).sum(axis=1) < 0, -1.0, 1.0).astype(np.float32)
    while True:
        grand = parent[parent]
        if np.array_equal(grand, parent):
            return sign
        sign = sign * np.where(parent == grand, 1.0, sign[parent])
        parent = grand


def _outward(
    points: Float32Array, normals: Float32Array, pieces: NDArray[np.int32]
) -> Float32Array:
    """One sign per point, constant on each piece: its extreme points should face outward."""
    index = np.arange(OUTERMOST_DIRECTIONS) + 0.5
    polar = np.arccos(1 - 2 * index / OUTERMOST_DIRECTIONS)
    azimuth = np.pi * (1 + 5**0.5) * index
    directions = np.stack(
        [np.cos(azimuth) * np.sin(polar), np.sin(azimuth) * np.sin(polar), np.cos(polar)], axis=1
    ).astype(np.float32)
    signs = np.ones(len(points), dtype=np.float32)
    order = np.argsort(pieces, kind="stable")
    bounds = np.searchsorted(pieces[order], np.arange(pieces.max() + 2))
    for start, stop in pairwise(bounds):
        members = order[start:stop]
        extreme = members[(points[members] @ directions.T).argmax(axis=0)]
        vote = (normals[extreme] * directions).sum()
        if vote < 0:
            signs[members] = -1.0
    return signs
