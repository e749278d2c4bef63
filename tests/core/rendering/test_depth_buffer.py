from __future__ import annotations

import numpy as np

from btp_core.rendering.depth_buffer import close_gaps, in_front, nearest_points


def test_the_nearer_point_wins_whatever_the_order() -> None:
    column, row = np.array([5, 6, 5]), np.array([5, 5, 5])
    for order in ([0, 1, 2], [2, 1, 0]):
        depth = np.array([1.0, 30.0, 2.0], np.float32)[order]
        index = nearest_points(column[order], row[order], depth, 2, (11, 11))
        assert depth[index[5, 5]] == 30.0
        assert index[0, 0] == -1


def test_neighbours_on_one_surface_meet_half_way() -> None:
    column, row = np.array([2, 8]), np.array([5, 5])
    index = nearest_points(column, row, np.zeros(2, np.float32), 4, (11, 11))
    assert (index[5, :5] <= 0).all()
    assert (index[5, 6:10] == 1).all()


def test_points_at_the_rim_do_not_wrap_around() -> None:
    index = nearest_points(np.array([0]), np.array([0]), np.zeros(1, np.float32), 3, (9, 9))
    assert index[0, 0] == 0
    assert (index[:, 6:] == -1).all()
    assert (index[6:] == -1).all()


def test_a_sheet_hides_what_lies_behind_it_but_a_slope_does_not_hide_itself() -> None:
    x, y = (axis.ravel().astype(np.float32) for axis in np.meshgrid(range(40), range(40)))
    front = np.stack([x, y, np.full_like(x, 100)])
    behind = np.stack([x, y, np.zeros_like(x)])
    shown = in_front(*np.hstack([front, behind]), 1.5)
    assert shown[:1600].all()
    assert not shown[1600:].any()
    assert in_front(x, y, 5 * x, 1.5).all()


def test_gaps_inside_are_closed_and_the_outside_stays_open() -> None:
    index = np.full((20, 20), -1)
    index[5:15, 5:15] = 7
    index[9:11, 9:11] = -1
    close_gaps(index, 4)
    assert (index[5:15, 5:15] == 7).all()
    assert (index == 7).sum() == 100
