import numpy as np

from btp_core.geometry.tiles import split_into_tiles


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
