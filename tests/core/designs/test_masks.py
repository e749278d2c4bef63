"""Places left out, and places with a tolerance of their own."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import DesignError
from btp_core.designs.alignment import Alignment
from btp_core.designs.design import Design
from btp_core.designs.masks import Place
from tests.core.designs.bracket import displaced, pose, scanned, surface


@pytest.fixture(scope="module")
def dented(bracket_design: Design) -> Alignment:
    return bracket_design.align(scanned(displaced(surface(seed=30), -1.0), 30), workers=1)


def at_dent(radius: float) -> Place:
    """In the dented scan's frame."""
    rotation, shift = pose(30)
    x, y, z = np.array([25.0, 28.0, 6.0]) @ rotation.T + shift
    return Place(((float(x), float(y), float(z)),), radius)


def test_a_mask_silences_its_place_and_can_be_lifted(
    bracket_design: Design, dented: Alignment
) -> None:
    before = bracket_design.fuse(dented, None)
    masked = bracket_design.with_mask(dented, at_dent(7.0), "serial number", by="qa")
    after = masked.fuse(dented, None)
    assert after.whole < before.whole
    assert after.points.max() < before.points.max()
    assert masked.version == bracket_design.version + 1
    lifted = masked.without(masked.masks[0].key)
    assert lifted.fuse(dented, None).whole == before.whole


def test_a_band_allows_up_to_its_limit_and_no_more(
    bracket_design: Design, dented: Alignment
) -> None:
    wide = bracket_design.with_band(dented, at_dent(7.0), 2.0).fuse(dented, None)
    narrow = bracket_design.with_band(dented, at_dent(7.0), 0.5).fuse(dented, None)
    assert wide.whole < narrow.whole
    assert narrow.points.max() > 0.0


def test_an_unknown_key_is_an_error(bracket_design: Design) -> None:
    with pytest.raises(DesignError, match="no mask"):
        bracket_design.without("nothing")


@pytest.mark.parametrize("radius", [0.0, -1.0, float("nan"), float("inf")])
def test_a_place_has_a_size(radius: float) -> None:
    with pytest.raises(DesignError):
        Place(((0.0, 0.0, 0.0),), radius)
