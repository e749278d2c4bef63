"""The bundled design: small, and it tells the dented sample from the good one."""

from __future__ import annotations

import pytest

from btp_core.base.assets import asset_path
from btp_core.designs.design import Design
from btp_core.scans.reading import read_scan

SAMPLES = asset_path("samples")
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def flange() -> Design:
    return Design.load(SAMPLES / "flange.design")


def test_it_is_small_and_holds_embeddings_of_two_good_parts(flange: Design) -> None:
    assert (SAMPLES / "flange.design").stat().st_size < MOST_BYTES
    assert (flange.name, flange.n_good) == ("Sample flange", 2)
    assert flange.embeddings is not None


def test_the_dent_fails_and_the_good_part_passes(flange: Design) -> None:
    good = flange.align(read_scan(SAMPLES / "flange_good.npz"))
    dented = flange.align(read_scan(SAMPLES / "flange_dent.npz"))
    assert flange.fuse(good, None).whole < 0.0 < flange.fuse(dented, None).whole


def test_another_part_is_refused(flange: Design) -> None:
    from btp_core.base.errors import AlignmentError

    with pytest.raises(AlignmentError):
        flange.align(read_scan(SAMPLES / "bracket_good.npz"))
