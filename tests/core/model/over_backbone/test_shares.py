from __future__ import annotations

import numpy as np
import pytest

from btp_core.model.over_backbone.sampling import even_sample
from btp_core.model.over_backbone.shares import RIM_WEIGHT, blending_weights, patch_shares


def test_points_take_the_weighted_mean_of_their_patches_and_lost_ones_the_nearest():
    points = np.array([[0, 0, 0], [1, 0, 0], [2, 0, 0], [9, 0, 0]], dtype=np.float32)
    members = np.array([[0, 1], [1, 2]])
    shares = patch_shares(points, members, np.array([0, 2]), np.array([3.0, 1.0], np.float32))
    assert np.allclose(shares.toarray(), [[1, 0], [0.75, 0.25], [0, 1], [0, 1]])


def test_a_patch_at_the_rim_counts_least():
    weights = blending_weights(np.array([0.0, 0.5, 1.0], dtype=np.float32))
    assert weights == pytest.approx([1.0, 0.75, RIM_WEIGHT])


@pytest.mark.parametrize("count", [500, 2048, 2500, 9000])
def test_a_sample_has_exactly_the_size_wanted_and_is_even(count):
    points = np.random.default_rng(0).random((count, 3)).astype(np.float32)
    chosen = even_sample(points)
    assert len(np.unique(chosen)) == len(chosen) == min(count, 2048)
