from __future__ import annotations

import pytest

from btp_core.rendering.scale import round_length


@pytest.mark.parametrize(
    ("longest", "length"),
    [(1, 1), (1.99, 1), (2, 2), (4.9, 2), (7, 5), (0.03, 0.02), (1e-9, 1e-9), (99, 50), (1e7, 1e7)],
)
def test_scale_bars_have_round_lengths(longest: float, length: float) -> None:
    assert round_length(longest) == pytest.approx(length)
