import numpy as np

from btp_core.geometry.tiles import cover_by_neighbourhoods, split_into_tiles


def test_every_point_belongs_to_one_tile_and_sees_its_surroundings():
    points = np.random.default_rng(0).random((5000, 3)) * [10.0, 4.0, 1.0]
    tiles = split_into_tiles(points, capacity=700, margin=0.5)
    assert np.array_equal(np.sort(np.concatenate([t.own for t in tiles])), np.arange(5000))
    assert all(len(tile.own) <= 700 for tile in tiles)
    for tile in tiles:
        box = points[tile.own]
        low, high = box.min(axis=0) - 0.5, box.max(axis=0) + 0.5
        inside = ((points >= low) & (points <= high)).all(axis=1)
        assert np.array_equal(tile.around, np.flatnonzero(inside))


def test_a_small_cloud_is_one_tile_and_equal_points_end():
    points = np.random.default_rng(0).random((100, 3))
    (tile,) = split_into_tiles(points, capacity=100, margin=0.1)
    assert len(tile.own) == len(tile.around) == 100
    (tile,) = split_into_tiles(np.ones((50, 3)), capacity=10, margin=0.1)
    assert len(tile.own) == 50


def test_neighbourhoods_of_one_size_cover_everything():
    points = np.random.default_rng(1).random((6000, 3)).astype(np.float32) * [9, 4, 0.1]
    points = points.astype(np.float32)
    pieces = cover_by_neighbourhoods(points, size=500, capacity=250)
    assert pieces.shape[1] == 500
    assert len(np.unique(pieces)) == 6000
    # Overlapping, but not by far more than asked for.
    assert 6000 / 250 <= len(pieces) < 3 * 6000 / 250
    middle = points[pieces[:, 0]]
    reach = np.linalg.norm(points[pieces] - middle[:, None], axis=2).max(axis=1)
    nearer = np.linalg.norm(points[None] - middle[:, None], axis=2) < reach[:, None] - 1e-5
    assert nearer.sum(axis=1).max() < 500


def test_few_or_equal_points_are_covered_too():
    few = np.random.default_rng(2).random((40, 3)).astype(np.float32)
    assert np.array_equal(np.sort(cover_by_neighbourhoods(few, 500, 250)), [np.arange(40)])
    assert len(cover_by_neighbourhoods(np.ones((30, 3), dtype=np.float32), 4, 2)) <= 30
