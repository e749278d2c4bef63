"""What a network makes of a cloud, and what every encoder must be able to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from scipy.sparse import csr_matrix
from torch import Tensor

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.model.detail import Detail
from btp_core.model.point_embeddings import PointEmbeddings


@dataclass
class Stages:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of a block to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


@dataclass(frozen=True, eq=False)
class EmbeddedCloud:
    """A cloud in the joint space of points and sentences.

    Attributes
    ----------
    working_index
        ``(W,)`` int64: which of the given points are the working points.
    embeddings
        Of the ``W`` working points; or of ``P`` patches of them, where ``patch_shares`` tells
        which.
    whole
        ``(D,)`` float32 unit vector of the object. On the CPU.
    spacing
        Distance between neighbouring working points, in the unit of the cloud.
    patch_shares
        ``(W, P)`` sparse float32: how much each patch says about each working point; rows sum to
        one. None where each working point has an embedding of its own.
    overview
        Of a cloud looked at in tiles: the same cloud as a whole. None for any other.
    """

    working_index: IntArray
    embeddings: PointEmbeddings
    whole: Tensor
    spacing: float
    patch_shares: csr_matrix | None = None
    overview: EmbeddedCloud | None = None


class CloudEncoder(Protocol):
    """Embeds clouds with one network, with as many threads as torch was given."""

    @property
    def mesh_points(self) -> int:
        """Points that a mesh is to have at least; one with large faces is divided."""

    def embed(
        self,
        points: Float64Array,
        detail: Detail,
        stages: Stages,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> EmbeddedCloud:
        """Embed a cloud.

        Parameters
        ----------
        points
            ``(V, 3)``, all finite, in any unit.
        detail
            One of those that the model supports.
        stages
            Where the time of each stage is noted.
        progress, cancel
            Reported to and checked between stages.

        Raises
        ------
        ScanGeometryError
            Too few points, all equal, or all on one line.
        CancelledError
            If cancelled.
        """
