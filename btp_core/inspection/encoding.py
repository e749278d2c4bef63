"""From a scan to its encoding: its surface embedded, then carried to every point of the file."""

from __future__ import annotations

import numpy as np
import torch

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.geometry.canonical import centred_and_scaled
from btp_core.geometry.densify import densify
from btp_core.geometry.neighbours import PointTree, inverse_distance_weights, nearest
from btp_core.inspection.encoded import EncodedScan
from btp_core.model.cloud_encoder import CloudEncoder, EmbeddedCloud, Stages
from btp_core.model.detail import Detail
from btp_core.scans.scan import Scan

LIFT_NEIGHBOURS = 3
FEW_POINTS = 4000
"""Below this the model sees an object far coarser than any it was trained on."""
EMBEDDING_SHARE = 0.9
"""Of the time for an encoding; the rest carries it to the points of the file."""


class ScanEncoder:
    """Encodes scans with any model.

    Parameters
    ----------
    encoder
        Of the model.
    model_sha256
        Of the model's file, kept with every encoding.
    """

    def __init__(self, encoder: CloudEncoder, model_sha256: str) -> None:
        self._encoder = encoder
        self._model_sha256 = model_sha256

    def encode(
        self, scan: Scan, detail: Detail, progress: ProgressCallback, cancel: CancelToken
    ) -> EncodedScan:
        """See :meth:`Inspector.encode <btp_core.inspection.inspector.Inspector.encode>`.

        A mesh with large faces is encoded by its surface in smaller ones.
        """
        stages = Stages()
        with stages.timed("dividing"):
            surface = densify(scan, self._encoder.mesh_points)
        if surface is not scan:
            encoded = self._encode(surface, detail, stages, progress, cancel)
            return encoded.of_vertices(scan, scan.finite_mask())
        stages.seconds.clear()
        return self._encode(scan, detail, stages, progress, cancel)

    def _encode(
        self,
        scan: Scan,
        detail: Detail,
        stages: Stages,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> EncodedScan:
        valid = scan.finite_mask()
        points = scan.points if valid.all() else scan.points[valid]
        try:
            cloud = self._encoder.embed(
                points,
                detail,
                stages,
                lambda stage, fraction: progress(stage, EMBEDDING_SHARE * fraction),
                cancel,
            )
        except ScanGeometryError as error:
            raise ScanGeometryError(
                error.cause, path=scan.path, next_step=error.next_step
            ) from error
        progress("lifting", EMBEDDING_SHARE)
        cancel.raise_if_cancelled()
        encoded = self._carried(cloud, scan, valid, points, stages)
        progress("done", 1.0)
        return encoded

    def _carried(
        self,
        cloud: EmbeddedCloud,
        scan: Scan,
        valid: BoolArray,
        points: Float64Array,
        stages: Stages,
    ) -> EncodedScan:
        """The encoding of ``scan``, whose valid ``points`` are embedded in ``cloud``."""
        overview = None
        if cloud.overview is not None:
            overview = self._carried(cloud.overview, scan, valid, points, stages)
        with stages.timed("lift"):
            index, weights = lift_links(points, cloud.working_index, cloud.spacing)
        return EncodedScan(
            scan=scan,
            valid=valid,
            working_index=np.flatnonzero(valid)[cloud.working_index],
            embeddings=cloud.embeddings,
            whole=cloud.whole,
            lift_index=index,
            lift_weights=weights,
            spacing=cloud.spacing,
            model_sha256=self._model_sha256,
            seconds=sum(stages.seconds.values()),
            stage_seconds=dict(stages.seconds),
            warnings=encoding_warnings(scan, int((~valid).sum())),
            overview=overview,
            patch_shares=cloud.patch_shares,
        )


def lift_links(
    points: Float64Array, chosen: IntArray, spacing: float
) -> tuple[IntArray, Float32Array]:
    """Nearest working points ``(V, 3)`` of all points, and their weights.

    Parameters
    ----------
    points
        ``(V, 3)``, all finite.
    chosen
        ``(W,)`` indices of the working points.
    spacing
        Of the working points, a length to compute in.
    """
    workers = torch.get_num_threads()
    centred = centred_and_scaled(points, spacing, workers)
    distance, index = nearest(PointTree(centred[chosen]), centred, LIFT_NEIGHBOURS, workers)
    return index, inverse_distance_weights(distance, workers)


def encoding_warnings(scan: Scan, invalid: int) -> tuple[str, ...]:
    """What to know about an encoding of ``scan`` with ``invalid`` points left out."""
    warnings = list(scan.warnings)
    if invalid and not any("finite" in warning for warning in warnings):
        warnings.append(
            Message("{count:,} points are not finite and were not checked.", count=invalid)
        )
    usable = scan.n_points - invalid
    if usable < FEW_POINTS:
        warnings.append(
            Message(
                "Only {count:,} points; what lies between them cannot be inspected, and defects "
                "there are not seen. A denser scan gives a better answer.",
                count=usable,
            )
        )
    return tuple(warnings)
