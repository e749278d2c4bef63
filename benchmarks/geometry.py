"""Processor time of the steps of the geometry, one thread: ``python -m benchmarks.geometry``.

Of the synthetic plate of ``btp-inspect bench``; each step is done three times, the best counts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch

from btp_core.geometry.canonical import canonical_pose
from btp_core.geometry.neighbours import PointTree, inverse_distance_weights, nearest
from btp_core.geometry.normals import orient, plane_normals
from btp_core.geometry.pyramid import PyramidSettings, build_pyramid
from btp_core.geometry.statistics import neighbourhood_statistics, pair_features
from btp_core.geometry.thinning import farthest_points, spatial_order, thin_to
from btp_core.lab.synthetic_scan import plate_points

_T = TypeVar("_T")


def main() -> int:
    """Print a line a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    points = plate_points(parser.parse_args().points).astype(np.float64)
    torch.set_num_threads(1)
    with_evidence = PyramidSettings(evidence=True)
    cloud = _timed("pose", lambda: canonical_pose(points).apply(points))
    index = _timed("thinning to 65,536", lambda: thin_to(cloud, 65_536))
    fine = cloud[index[_timed("order in space", lambda: spatial_order(cloud[index]))]]
    working = fine[thin_to(fine, 16_384)]
    local = working[thin_to(working, 4_096)]
    _timed("512 farthest of 4,096", lambda: farthest_points(local, 512))
    tree = _timed("tree of the fine points", lambda: PointTree(fine))
    _, around = _timed("16 nearest of 65,536", lambda: nearest(tree, fine, 16, 1))
    flat = _timed("planes", lambda: plane_normals(fine, around))
    normals = _timed("signs", lambda: orient(fine, flat, around[:, :9]))
    _, links = _timed("32 nearest of 16,384", lambda: nearest(tree, working, 32, 1))
    one = torch.from_numpy(working), torch.from_numpy(normals[links[:, 0]])
    two = torch.from_numpy(fine), torch.from_numpy(normals)
    about = torch.from_numpy(links)
    _timed("statistics of 16,384 by 32", lambda: neighbourhood_statistics(*one, *two, about))
    _timed("pair features of 16,384 by 32", lambda: pair_features(*one, *two, about))
    coarse = PointTree(working)
    distance, _ = _timed("3 nearest of all points", lambda: nearest(coarse, cloud, 3, 1))
    _timed("their weights", lambda: inverse_distance_weights(distance))
    _timed("the whole pyramid", lambda: build_pyramid(points, with_evidence, workers=1))
    return 0


def _timed(step: str, work: Callable[[], _T]) -> _T:
    seconds = []
    for _ in range(3):
        before = time.process_time()
        result = work()
        seconds.append(time.process_time() - before)
    print(f"{step:32} {min(seconds):.3f} s", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
