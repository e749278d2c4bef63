"""Marks of known depth really have it, and a trial says what is right."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.lab.evaluation.design_depth import PARTS, DepthTrial, _marked
from btp_core.lab.synth.shapes import FAMILIES, make_part
from btp_core.lab.synth.visibility import MeshScene


def test_all_parts_are_of_known_families() -> None:
    assert {family for family, _ in PARTS} <= set(FAMILIES)


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_mark_has_its_depth_in_the_middle(sign: float) -> None:
    mesh = make_part(np.random.default_rng(5), "flange").mesh
    marked, middle, radius, depth = _marked(mesh, MeshScene(mesh), sign, np.random.default_rng(0))
    distance = np.linalg.norm(np.asarray(marked.mesh.vertices) - middle, axis=1)
    assert distance.min() == pytest.approx(depth, rel=0.05)
    assert radius > depth


@pytest.mark.parametrize(
    ("truth", "measured", "right"),
    [(-1.0, -0.81, True), (-1.0, -0.79, False), (1.0, -1.0, False), (0.5, float("nan"), False)],
)
def test_a_depth_within_a_tenth_of_a_millimetre_and_of_itself_is_right(
    truth: float, measured: float, right: bool
) -> None:
    kind = "dent" if truth < 0 else "bulge"
    assert DepthTrial("flange", kind, 4.0, truth, measured).right == right
