"""Procedural parts: closed, scaled, repeatable, and never failing."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.lab.synth.shapes import FAMILIES, make_part
from btp_core.lab.synth.shapes.part import DIAGONAL, MAX_FACES


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(3))
def test_part_is_closed_scaled_and_of_its_family(family: str, seed: int) -> None:
    part = make_part(np.random.default_rng(seed), family)
    assert part.family == family
    assert part.mesh.is_watertight
    assert part.mesh.volume > 0
    assert 4 <= len(part.mesh.faces) <= MAX_FACES
    assert np.linalg.norm(part.mesh.extents) == pytest.approx(DIAGONAL, rel=1e-9)
    np.testing.assert_allclose(part.mesh.bounds.sum(axis=0), 0.0, atol=1e-6)


def test_same_seed_same_part_and_other_seed_another() -> None:
    first, again, other = (make_part(np.random.default_rng(s), "compound") for s in (5, 5, 6))
    np.testing.assert_array_equal(first.mesh.vertices, again.mesh.vertices)
    np.testing.assert_array_equal(first.mesh.faces, again.mesh.faces)
    assert first.mesh.vertices.shape != other.mesh.vertices.shape


def test_drawn_families_are_varied() -> None:
    families = {make_part(np.random.default_rng(seed)).family for seed in range(40)}
    assert len(families) >= 6
    assert families <= set(FAMILIES)


def test_unknown_family_is_refused() -> None:
    with pytest.raises(KeyError):
        make_part(np.random.default_rng(0), "teapot")
