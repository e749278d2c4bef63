"""Lofted outlines, threads and field surfaces against volumes known in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from manifold3d import CrossSection

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.helix import thread
from btp_core.lab.synth.shapes.implicit import solid_from_field
from btp_core.lab.synth.shapes.loft import edge_profile, fillet_profile, loft
from btp_core.lab.synth.shapes.part import ShapeError


def test_chamfered_block_has_the_volume_of_a_block_less_its_rims() -> None:
    solid = loft(CrossSection.square((10.0, 10.0), True), edge_profile(5.0, top=1.0, bottom=1.0))
    frustum = (100.0 + 64.0 + 80.0) / 3
    assert solid.volume() == pytest.approx(300.0 + 2 * frustum)


def test_hole_grows_where_the_outline_shrinks() -> None:
    outline = CrossSection.square((10.0, 10.0), True) - CrossSection.square((2.0, 2.0), True)
    top = loft(outline, edge_profile(4.0, top=1.0)).slice(3.999)
    assert top.area() == pytest.approx(64.0 - 16.0, rel=0.01)


def test_inset_that_would_break_the_outline_falls_back_to_a_plain_extrusion() -> None:
    thin = CrossSection.square((10.0, 1.0), True)
    assert loft(thin, [(0.0, 0.0), (3.0, 0.8)]).volume() == pytest.approx(30.0)


def test_fillet_flares_at_the_foot_only() -> None:
    solid = loft(CrossSection.circle(3.0, 64), fillet_profile(6.0, 1.0))
    assert solid.slice(0.001).area() > 1.5 * solid.slice(3.0).area()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("starts", [1, 3])
def test_thread_is_one_closed_piece_between_root_and_crest(seed: int, starts: int) -> None:
    solid = thread(Dice(np.random.default_rng(seed)), 8.0, 20.0, 2.5, starts)
    crest, root = 20.0 * math.pi * 8.0**2, 20.0 * math.pi * (8.0 - 0.6 * 2.5) ** 2
    assert 0.95 * root < solid.volume() < crest
    assert solid.genus() == 0
    assert len(solid.decompose()) == 1


def test_field_of_a_sphere_gives_a_sphere() -> None:
    def field(points: Float64Array) -> Float64Array:
        return np.asarray(np.linalg.norm(points, axis=1) - 5.0)

    solid = solid_from_field(field, np.full(3, -6.0), np.full(3, 6.0), 30)
    assert solid.volume() == pytest.approx(4 / 3 * math.pi * 125, rel=0.01)


def test_field_without_a_surface_is_refused() -> None:
    with pytest.raises(ShapeError):
        solid_from_field(lambda p: np.ones(len(p)), np.zeros(3), np.ones(3), 8)
