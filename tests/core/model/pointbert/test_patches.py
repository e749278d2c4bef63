from __future__ import annotations

import numpy as np
import pytest
import torch

from btp_core.base.errors import ScanGeometryError
from btp_core.model.pointbert.patches import (
    cut_patches,
    farthest_on_accelerator,
    farthest_point_indices,
    nearest_members,
    nearest_on_accelerator,
    prepare_cloud,
)
from tests.core.model.pointbert.numpy_pointbert import cut


def points(count, seed=0):
    return torch.randn(count, 3, generator=torch.Generator().manual_seed(seed))


def test_a_cloud_is_centred_scaled_and_filled_with_grey():
    cloud = prepare_cloud(1000 + 5 * points(50))
    assert cloud.dtype == torch.float32
    assert torch.allclose(cloud[:, :3].mean(dim=0), torch.zeros(3), atol=1e-6)
    assert cloud[:, :3].norm(dim=1).max() == pytest.approx(1.0, abs=1e-6)
    assert (cloud[:, 3:] == 0.4).all()


def test_clouds_far_from_the_origin_keep_their_shape():
    near = points(50).double()
    far = prepare_cloud(near + 1e7)
    assert torch.allclose(far, prepare_cloud(near), atol=1e-6)


def test_colours_stay_with_their_points():
    colours = torch.rand(300, 3, generator=torch.Generator().manual_seed(1))
    cloud = prepare_cloud(points(300), colours)
    patches = cut_patches(cloud[None], 20, 10)
    assert torch.equal(patches.features[0, ..., 3:], cloud[patches.members[0]][..., 3:])
    back = patches.features[0, ..., :3] + patches.centres[0][:, None]
    assert torch.allclose(back, cloud[patches.members[0]][..., :3], atol=1e-6)


def test_patches_agree_with_the_plain_ones():
    cloud = prepare_cloud(points(400))
    ours = cut_patches(cloud[None], 40, 12)
    centres, members, _ = cut(cloud.numpy(), 40, 12)
    assert np.array_equal(ours.centres[0].numpy(), centres)
    for mine, plain in zip(ours.members[0].tolist(), members.tolist(), strict=True):
        assert set(mine) == set(plain)


def test_the_ways_for_accelerators_choose_the_same_points():
    clouds = torch.stack([points(300), points(300, seed=2)])
    chosen = farthest_point_indices(clouds, 64)
    assert torch.equal(farthest_on_accelerator(clouds, 64), chosen)
    centres = clouds.gather(1, chosen[..., None].expand(-1, -1, 3))
    for count in (1, 9):
        members = nearest_members(clouds, centres, count)
        other = nearest_on_accelerator(clouds, centres, count)
        assert members.shape == (2, 64, count)
        assert torch.equal(members.sort(dim=2).values, other.sort(dim=2).values)
    assert torch.equal(nearest_members(clouds, centres, 1)[..., 0], chosen)


@pytest.mark.parametrize(
    ("given", "colours", "word"),
    [
        (torch.zeros(0, 3), None, "shape"),
        (torch.zeros(5, 2), None, "shape"),
        (torch.ones(5, 3), None, "same place"),
        (torch.tensor([[0.0, 0, 0], [torch.nan, 1, 1]]), None, "finite"),
        (points(5), torch.zeros(4, 3), "colours of shape"),
        (points(5), torch.full((5, 3), 255.0), "outside"),
        (points(5), torch.full((5, 3), torch.nan), "outside"),
    ],
)
def test_clouds_that_cannot_be_used_are_refused(given, colours, word):
    with pytest.raises(ScanGeometryError, match=word):
        prepare_cloud(given, colours)


@pytest.mark.parametrize(("count", "patches", "patch_points"), [(30, 40, 8), (30, 8, 31)])
def test_too_few_points_are_refused(count, patches, patch_points):
    cloud = prepare_cloud(points(count))
    with pytest.raises(ScanGeometryError, match=f"needs {max(patches, patch_points)}"):
        cut_patches(cloud[None], patches, patch_points)


def test_repeated_points_do_no_harm():
    cloud = prepare_cloud(points(10).repeat(4, 1))
    patches = cut_patches(cloud[None], 20, 8)
    assert torch.isfinite(patches.features).all()
