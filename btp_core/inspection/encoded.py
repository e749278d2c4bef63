"""A scan's encoding: everything that depends on geometry only, ready for any words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import torch
from scipy.sparse import csr_matrix
from torch import Tensor, nn

from btp_core.base.arrays import BoolArray, Float32Array, IntArray
from btp_core.model.point_embeddings import PointEmbeddings
from btp_core.scans.scan import Scan


@dataclass(frozen=True, eq=False)
class EncodedScan:
    """What :meth:`~btp_core.inspection.inspector.Inspector.encode` returns.

    Attributes
    ----------
    scan
        The scan that was encoded.
    valid
        ``(N,)`` bool: points that were inspected (finite coordinates).
    working_index
        ``(W,)`` int64: the working points among the points of ``shown.scan``.
    embeddings
        Of the working points; or of ``P`` patches of them, where ``patch_shares`` tells which.
    whole
        ``(D,)`` float32 unit vector of the object.
    lift_index, lift_weights
        ``(V, 3)``: for each valid point its nearest working points (positions in
        ``working_index``) and their weights.
    spacing
        Distance between neighbouring working points, in scan units.
    model_sha256
        Of the model that made it; another model's words do not fit.
    seconds, stage_seconds
        Time it took, in all and by stage.
    warnings
        One sentence each.
    divided
        Of a mesh with large faces: the encoding of the same surface in smaller faces, its
        first ``N`` vertices being the file's. None for any other scan.
    overview
        Of a dense scan looked at in tiles: its encoding as a whole. None for any other.
    patch_shares
        ``(W, P)`` sparse float32: how much each patch says about each working point; rows sum to
        one. None where each working point has an embedding of its own.
    """

    scan: Scan
    valid: BoolArray
    working_index: IntArray
    embeddings: PointEmbeddings
    whole: Tensor
    lift_index: IntArray
    lift_weights: Float32Array
    spacing: float
    model_sha256: str
    seconds: float = 0.0
    stage_seconds: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    divided: EncodedScan | None = None
    overview: EncodedScan | None = None
    patch_shares: csr_matrix | None = None

    @property
    def shown(self) -> EncodedScan:
        """The encoding of the surface that was inspected, which is also what to draw."""
        return self.divided or self

    @property
    def n_points(self) -> int:
        """Points (vertices) in the file."""
        return self.scan.n_points

    @property
    def n_working_points(self) -> int:
        """Points the model really looked at one by one."""
        return len(self.working_index)

    def of_vertices(self, scan: Scan, valid: BoolArray) -> EncodedScan:
        """The encoding of a mesh whose divided surface this is.

        Parameters
        ----------
        scan
            The mesh as in its file; its vertices come first here.
        valid
            ``(N,)`` bool: which of them were inspected.
        """
        own = int(valid.sum())
        return replace(
            self,
            scan=scan,
            valid=valid,
            lift_index=self.lift_index[:own],
            lift_weights=self.lift_weights[:own],
            overview=None,
            divided=self,
        )

    def at_working_points(self, values: Tensor) -> Tensor:
        """Carry values ``(P,)`` or ``(P, C)`` of the embeddings to the working points."""
        if self.patch_shares is None:
            return values
        carried = self.patch_shares @ values.float().cpu().numpy()
        return torch.from_numpy(np.asarray(carried, dtype=np.float32)).to(values.device)

    def embedding_at(self, row: int) -> Tensor:
        """``(D,)`` mean embedding at a valid point; ``row`` counts the valid points only."""
        index, weights = self.lift_index[row], self.lift_weights[row]
        if self.patch_shares is not None:
            shares = self.patch_shares[index].T @ weights
            index = np.flatnonzero(shares)
            weights = np.asarray(shares[index], dtype=np.float32)
        return torch.from_numpy(weights) @ self.embeddings[torch.from_numpy(index)].vectors()

    def working_embeddings(self) -> Tensor:
        """``(W, D)`` float32: those of the working points, mixed of patches where need be."""
        return self.at_working_points(self.embeddings.vectors())

    def lift(self, working: Tensor | Float32Array) -> Float32Array:
        """Carry values from the working points to the file's points.

        Parameters
        ----------
        working
            ``(W,)`` or ``(W, C)``.

        Returns
        -------
        Float32Array
            ``(N,)`` or ``(N, C)``, NaN where a point is not valid.
        """
        values = torch.as_tensor(working, dtype=torch.float32)
        flat = values.reshape(len(values), -1)
        lifted = nn.functional.embedding_bag(
            torch.from_numpy(self.lift_index),
            flat,
            per_sample_weights=torch.from_numpy(self.lift_weights),
            mode="sum",
        )
        result = np.full((self.n_points, flat.shape[1]), np.nan, dtype=np.float32)
        result[self.valid] = lifted.numpy()
        return result.reshape(self.n_points, *values.shape[1:])
