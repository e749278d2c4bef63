"""A scan as the network reads it: four levels from fine points to patches.

========== ======= ===========================================================================
level      about   what for
========== ======= ===========================================================================
fine       65,536  support of normals and of the smallest neighbourhoods
working    16,384  points that get an embedding of their own; scores are lifted from them
local      4,096   centres of the GFCM's patches of 32 fine points, mid-scale context
patch      512     the point encoder's tokens
========== ======= ===========================================================================

All lengths are in units of the working points' spacing, so that nothing depends on the
scan's units.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.geometry.canonical import canonical_pose, cloud_moments
from btp_core.geometry.evidence import (
    RIM_NEIGHBOURS,
    EvidenceLinks,
    EvidenceSurface,
    surface_evidence,
)
from btp_core.geometry.kernels import prepare
from btp_core.geometry.neighbours import PointTree, inverse_distance_weights, nearest
from btp_core.geometry.normals import orient, plane_normals
from btp_core.geometry.statistics import STATISTICS, neighbourhood_statistics, pair_features
from btp_core.geometry.thinning import farthest_points, spatial_order, thin_to

MIN_POINTS = 64
MIN_THICKNESS = 1e-6
"""A cloud thinner than this share of its size in two directions is a line."""
SPACING_NEIGHBOURS = 5
"""Nearest points, the point itself among them, that tell how far apart points are."""


@dataclass(frozen=True)
class PyramidSettings:
    """Numbers of points per level and neighbours per statistic; whether evidence is gathered."""

    fine: int = 65_536
    working: int = 16_384
    local: int = 4_096
    patches: int = 512
    normal_neighbours: int = 16
    working_scales: tuple[tuple[str, int], ...] = (("fine", 12), ("fine", 32), ("working", 32))
    local_scales: tuple[tuple[str, int], ...] = (("working", 64), ("local", 24), ("local", 80))
    patch_scales: tuple[tuple[str, int], ...] = (("local", 160), ("patch", 32))
    gfcm_neighbours: int = 32
    pool_neighbours: int = 10
    graph_neighbours: int = 12
    patch_neighbours: int = 32
    lift_neighbours: int = 3
    evidence: bool = False

    @property
    def scales(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """By level, which points its statistics are taken over: the nearest of which level."""
        return {
            "working": self.working_scales,
            "local": self.local_scales,
            "patch": self.patch_scales,
        }

    @property
    def working_features(self) -> int:
        """Width of :attr:`Pyramid.working_statistics`."""
        return len(STATISTICS) * len(self.working_scales)

    @property
    def local_features(self) -> int:
        """Width of :attr:`Pyramid.local_statistics`."""
        return len(STATISTICS) * len(self.local_scales)

    @property
    def patch_features(self) -> int:
        """Width of :attr:`Pyramid.patch_statistics`."""
        return len(STATISTICS) * len(self.patch_scales)


@dataclass(eq=False)
class Pyramid:
    """Levels of a cloud with their features and links; all tensors are on the CPU at first.

    Attributes
    ----------
    working_index
        ``(W,)`` int64: which of the given points are the working points.
    working_points, working_normals
        ``(W, 3)`` float32, in units of the working spacing.
    working_statistics, local_statistics, patch_statistics
        ``(W, Cw)``, ``(L, Cl)``, ``(P, Cp)`` float32.
    local_points, local_normals, patch_points, patch_normals
        ``(L, 3)`` and ``(P, 3)`` float32.
    gfcm_pairs
        ``(L, 32, 5)`` float32: fine neighbours of each local centre, see ``pair_features``.
    local_from_working, graph, graph_pairs, patch_from_local
        Links: ``(L, 10)`` int64, ``(L, 12)`` int64, ``(L, 12, 5)`` float32, ``(P, 32)`` int64.
    local_from_patch, local_from_patch_weights, working_from_local, working_from_local_weights
        Interpolation ``(L, 3)`` and ``(W, 3)``.
    evidence
        ``(W, len(EVIDENCE))`` float32, see :mod:`btp_core.geometry.evidence`; ``(W, 0)`` where
        none was asked for.
    spacing
        Scan units per pyramid unit.
    """

    working_index: Tensor
    working_points: Tensor
    working_normals: Tensor
    working_statistics: Tensor
    local_points: Tensor
    local_normals: Tensor
    local_statistics: Tensor
    patch_points: Tensor
    patch_normals: Tensor
    patch_statistics: Tensor
    gfcm_pairs: Tensor
    local_from_working: Tensor
    graph: Tensor
    graph_pairs: Tensor
    patch_from_local: Tensor
    local_from_patch: Tensor
    local_from_patch_weights: Tensor
    working_from_local: Tensor
    working_from_local_weights: Tensor
    evidence: Tensor
    spacing: float

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name."""
        return {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if isinstance(getattr(self, f.name), Tensor)
        }

    def to(self, device: torch.device | str) -> Pyramid:
        """The same pyramid with its tensors on ``device``."""
        moved = {name: tensor.to(device) for name, tensor in self.tensors().items()}
        return Pyramid(**moved, spacing=self.spacing)


def build_pyramid(
    points: Float64Array,
    settings: PyramidSettings | None = None,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
    workers: int = -1,
) -> Pyramid:
    """Thin, orient and describe a cloud.

    Parameters
    ----------
    points
        ``(N, 3)`` float64, all finite, any units, any order.
    settings
        Sizes of the levels.
    progress, cancel
        Reported to and checked between steps.
    workers
        Threads of the neighbour searches, -1 for all.

    Raises
    ------
    ScanGeometryError
        Fewer than 64 points, all points equal, or all on one line.
    CancelledError
        If cancelled.
    """
    settings = settings or PyramidSettings()
    cancel = cancel or CancelToken()

    def step(name: str, fraction: float) -> None:
        cancel.raise_if_cancelled()
        progress(name, fraction)

    prepare(progress)
    step("sampling", 0.0)
    check_shape(points, workers)
    cloud = canonical_pose(points, workers)
    canonical = cloud.apply(points, workers)
    fine_index = thin_to(canonical, settings.fine)
    # Neighbours in space become neighbours in memory: tree searches run up to twice as fast,
    # and the order of the file's points no longer matters.
    fine_index = fine_index[spatial_order(canonical[fine_index])]
    fine = canonical[fine_index]
    chosen = thin_to(fine, settings.working)
    spacing = typical_spacing(fine[chosen], workers)
    fine = fine / np.float32(spacing)
    fine_tree = PointTree(fine)

    step("normals", 0.2)
    _, around = nearest(fine_tree, fine, settings.normal_neighbours, workers)
    fine_normals = orient(fine, plane_normals(fine, around, workers), around[:, :9])

    step("working points", 0.45)
    local_index = thin_to(fine[chosen], settings.local)
    patch_index = farthest_points(fine[chosen][local_index], settings.patches)
    levels = {
        "fine": _Level(fine, fine_normals, fine_tree),
        "working": _Level.of(fine[chosen], fine_normals[chosen]),
    }
    levels["local"] = levels["working"].take(local_index)
    levels["patch"] = levels["local"].take(patch_index)
    working, local, patch = levels["working"], levels["local"], levels["patch"]

    links = _Links(levels, settings, workers)
    statistics = {}
    for done, (name, wanted) in enumerate(settings.scales.items()):
        step("local geometry", 0.55 + 0.12 * done)
        statistics[name] = torch.cat(
            [links.statistics(name, source, k) for source, k in wanted], dim=1
        )

    step("links", 0.9)
    gfcm = links.indices("local", "fine", settings.gfcm_neighbours)
    graph = links.indices("local", "local", settings.graph_neighbours + 1)[:, 1:]
    from_patch, from_patch_weights = links.blend("local", "patch", settings.lift_neighbours)
    from_local, from_local_weights = links.blend("working", "local", settings.lift_neighbours)
    local_from_working = links.indices("local", "working", settings.pool_neighbours)
    evidence = torch.zeros((len(working.points), 0))
    if settings.evidence:
        step("self-comparison", 0.93)
        apart, _ = links.nearest("local", "local", SPACING_NEIGHBOURS)
        evidence = surface_evidence(
            EvidenceSurface(working.points, working.normals, working.tree, statistics["working"]),
            EvidenceSurface(local.points, local.normals, local.tree, statistics["local"]),
            EvidenceLinks(
                local_from_working.numpy(),
                graph.numpy(),
                from_local.numpy(),
                links.nearest("working", "working", RIM_NEIGHBOURS + 1)[1][:, 1:],
            ),
            float(apart[:, 1:].mean()),
            workers,
        )
    step("links", 1.0)
    return Pyramid(
        working_index=torch.from_numpy(fine_index[chosen]),
        working_points=torch.from_numpy(working.points),
        working_normals=torch.from_numpy(working.normals),
        working_statistics=statistics["working"],
        local_points=torch.from_numpy(local.points),
        local_normals=torch.from_numpy(local.normals),
        local_statistics=statistics["local"],
        patch_points=torch.from_numpy(patch.points),
        patch_normals=torch.from_numpy(patch.normals),
        patch_statistics=statistics["patch"],
        gfcm_pairs=links.pairs("local", "fine", gfcm),
        local_from_working=local_from_working,
        graph=graph,
        graph_pairs=links.pairs("local", "local", graph),
        patch_from_local=links.indices("patch", "local", settings.patch_neighbours),
        local_from_patch=from_patch,
        local_from_patch_weights=from_patch_weights,
        working_from_local=from_local,
        working_from_local_weights=from_local_weights,
        evidence=evidence,
        spacing=spacing * cloud.scale,
    )


@dataclass(frozen=True, eq=False)
class _Level:
    points: Float32Array
    normals: Float32Array
    tree: PointTree

    @classmethod
    def of(cls, points: Float32Array, normals: Float32Array) -> _Level:
        return cls(points, normals, PointTree(points))

    def take(self, index: IntArray) -> _Level:
        return _Level.of(self.points[index], self.normals[index])

    def tensors(self) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(self.points), torch.from_numpy(self.normals)


class _Links:
    """What leads from the points of a level to their nearest of another, searched for once."""

    def __init__(self, levels: dict[str, _Level], settings: PyramidSettings, workers: int) -> None:
        self._levels, self._workers = levels, workers
        self._widest = _widest(settings)
        self._found: dict[tuple[str, str], tuple[Float32Array, IntArray]] = {}

    def nearest(self, level: str, source: str, k: int) -> tuple[Float32Array, IntArray]:
        """Distances and indices ``(n, k)`` of the nearest points of ``source``."""
        pair = level, source
        if pair not in self._found:
            widest = self._widest[pair]
            points, tree = self._levels[level].points, self._levels[source].tree
            self._found[pair] = nearest(tree, points, widest, self._workers)
        distance, index = self._found[pair]
        return distance[:, :k], index[:, :k]

    def indices(self, level: str, source: str, k: int) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(self.nearest(level, source, k)[1]))

    def blend(self, level: str, source: str, k: int) -> tuple[Tensor, Tensor]:
        distance, index = self.nearest(level, source, k)
        weights = inverse_distance_weights(distance, self._workers)
        return torch.from_numpy(index), torch.from_numpy(weights)

    def statistics(self, level: str, source: str, k: int) -> Tensor:
        surfaces = *self._levels[level].tensors(), *self._levels[source].tensors()
        return neighbourhood_statistics(*surfaces, self.indices(level, source, k), self._workers)

    def pairs(self, level: str, source: str, index: Tensor) -> Tensor:
        surfaces = *self._levels[level].tensors(), *self._levels[source].tensors()
        return pair_features(*surfaces, index, self._workers)


def _widest(settings: PyramidSettings) -> dict[tuple[str, str], int]:
    """The most neighbours that are asked for between two levels."""
    wanted = [
        ("local", "fine", settings.gfcm_neighbours),
        ("local", "local", max(settings.graph_neighbours + 1, SPACING_NEIGHBOURS)),
        ("local", "patch", settings.lift_neighbours),
        ("working", "local", settings.lift_neighbours),
        ("local", "working", settings.pool_neighbours),
        ("patch", "local", settings.patch_neighbours),
        ("working", "working", RIM_NEIGHBOURS + 1),
    ]
    wanted += [(level, *scale) for level, scales in settings.scales.items() for scale in scales]
    widest: dict[tuple[str, str], int] = {}
    for level, source, k in wanted:
        widest[level, source] = max(k, widest.get((level, source), 0))
    return widest


def check_shape(points: Float64Array, workers: int = 1) -> None:
    """Raise :class:`ScanGeometryError` for points that make no surface."""
    if len(points) < MIN_POINTS:
        raise ScanGeometryError(
            Message(
                "Only {count} usable points; at least {minimum} are needed.",
                count=len(points),
                minimum=MIN_POINTS,
            ),
            next_step="Scan the part at a higher density.",
        )
    moments = cloud_moments(points, workers)
    if moments.radius == 0.0:
        raise ScanGeometryError(
            "All points are equal.", next_step="Check the scanner's export; there is no surface."
        )
    values = np.sqrt(np.maximum(np.linalg.eigvalsh(moments.second / len(points)), 0.0))
    if values[1] < MIN_THICKNESS * values[2]:
        raise ScanGeometryError(
            "All points lie on one line.", next_step="A surface is needed: export the full scan."
        )


def typical_spacing(points: Float32Array, workers: int) -> float:
    """Median distance to the fourth neighbour, about 1.3 times the spacing of an even cloud."""
    distance, _ = nearest(PointTree(points), points, SPACING_NEIGHBOURS, workers)
    spacing = float(np.median(distance[:, 4])) / 1.3
    # Many duplicates can make the median zero; the bounding radius is 1 here.
    return max(spacing, 1e-4)
