from __future__ import annotations

import numpy as np
import pytest

from app.theme.tokens import DARK, LIGHT, Theme
from btp_core.rendering.colormap import TABLE_SIZE, colormap_table, rgb_of, to_oklab


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_below_not_checked_and_defective_can_be_told_apart(theme: Theme) -> None:
    body, unchecked = to_oklab(np.array([rgb_of(theme.body), rgb_of(theme.no_measurement)]) / 255)
    assert np.linalg.norm(body - unchecked) > 0.15
    upper = to_oklab(colormap_table("heat")[TABLE_SIZE // 2 :] / 255.0)
    assert np.linalg.norm(upper - body, axis=1).min() > 0.12
    assert np.linalg.norm(upper - unchecked, axis=1).min() > 0.08


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_has_contrast_enough_to_be_read(theme: Theme) -> None:
    def luminance(color: str) -> float:
        channels = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    def contrast(one: str, other: str) -> float:
        high, low = sorted([luminance(one), luminance(other)], reverse=True)
        return (high + 0.05) / (low + 0.05)

    # WCAG 2.1, level AA for normal text.
    for text in (theme.text, theme.muted, theme.passed, theme.failed, theme.warning, theme.accent):
        for ground in (theme.surface, theme.raised):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(theme.accent_text, theme.accent) >= 4.5
