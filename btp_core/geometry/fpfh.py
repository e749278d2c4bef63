"""FPFH descriptors (Rusu et al., ICRA 2009): what GFCM is trained to agree with."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array

RADIUS_IN_SPACINGS = 5.0
MAX_NEIGHBOURS = 64


def fpfh(points: Float32Array, normals: Float32Array, spacing: float) -> Float32Array:
    """``(N, 33)`` descriptors, each of unit length.

    The radius is five times the points' ``spacing``: with a fixed radius, as in the published
    code, sparse clouds have no neighbours and the targets are noise.
    """
    import open3d  # needs libusb-1.0 to import; only training does

    cloud = open3d.geometry.PointCloud(open3d.utility.Vector3dVector(points.astype(np.float64)))
    cloud.normals = open3d.utility.Vector3dVector(normals.astype(np.float64))
    search = open3d.geometry.KDTreeSearchParamHybrid(RADIUS_IN_SPACINGS * spacing, MAX_NEIGHBOURS)
    feature = open3d.pipelines.registration.compute_fpfh_feature(cloud, search)  # type: ignore[call-arg]
    values: Float32Array = np.asarray(feature.data, dtype=np.float32).T
    length = np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(values / np.maximum(length, 1e-6), dtype=np.float32)
