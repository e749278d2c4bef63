from __future__ import annotations

import pytest

from app.i18n.numbers import column_texts, count_text, score_text, signed_text


@pytest.mark.parametrize(
    ("score", "threshold", "text"),
    [
        (0.62, 0.5, "0.62"),
        (0.497, 0.5, "0.497"),
        (0.49996, 0.5, "0.5000"),
        (0.4996, 0.5, "0.4996"),
        (0.5, 0.5, "0.50"),
        (0.503, 0.5, "0.503"),
        (float("nan"), 0.5, "—"),
    ],
)
def test_scores_can_be_told_from_the_threshold(score: float, threshold: float, text: str) -> None:
    assert score_text(score, threshold) == text


def test_thousands_are_grouped() -> None:
    assert count_text(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([15.0, 11.8, 5.69, 0.917], ["15.0", "11.8", "5.7", "0.9"]),
        ([136123.4, 20.4], ["136,123", "20"]),
        ([0.0421, 0.0077], ["0.0421", "0.0077"]),
        ([12.0, 0.004, 0.0], ["12.000", "0.004", "0.000"]),
        ([8.5e-9, 4.2e-7], ["8.5e-09", "4.2e-07"]),
        ([2.5e7, 1.3e9], ["2.5e+07", "1.3e+09"]),
        ([2.5e7, 1.0], ["25,000,000", "1"]),
        ([float("nan"), 3.0], ["—", "3.00"]),
        ([], []),
        ([0.0], ["0.00"]),
    ],
)
def test_numbers_of_a_column_have_as_many_decimals(values: list[float], texts: list[str]) -> None:
    assert column_texts(values) == texts


def test_a_column_may_ask_for_more_digits() -> None:
    assert column_texts([-104.52371, 3.25], digits=5) == ["-104.52", "3.25"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.44, "\N{MINUS SIGN}1.4"), (0.0231, "+0.023"), (0.0, "0.0"), (float("nan"), "—")],
)
def test_deviations_have_a_sign(value: float, text: str) -> None:
    assert signed_text(value, digits=2) == text


@pytest.mark.usefixtures("german")
def test_a_comma_in_german() -> None:
    assert signed_text(-1.44, digits=2) == "\N{MINUS SIGN}1,4"
