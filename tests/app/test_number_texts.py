from __future__ import annotations

import pytest

from app.numbers import count_text, score_text


@pytest.mark.parametrize(
    ("score", "threshold", "text"),
    [
        (0.62, 0.5, "0.62"),
        (0.497, 0.5, "0.497"),
        (0.49996, 0.5, "0.5000"),
        (0.4996, 0.5, "0.4996"),
        (0.5, 0.5, "0.50"),
        (0.503, 0.5, "0.503"),
        (float("nan"), 0.5, "nan"),
    ],
)
def test_scores_can_be_told_from_the_threshold(score: float, threshold: float, text: str) -> None:
    assert score_text(score, threshold) == text


def test_thousands_are_grouped() -> None:
    assert count_text(1234567) == "1,234,567"
