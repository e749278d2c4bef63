"""The colours of the window, light and dark, each with one job."""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.rendering.colormap import CALM_RGB, NOT_CHECKED_RGB, hex_of


@dataclass(frozen=True)
class Theme:
    """Colours as ``#rrggbb``.

    Attributes
    ----------
    window, surface, raised, border
        Behind everything; panels and cards; buttons and fields; hairlines.
    text, muted
        Text, and secondary text.
    accent, accent_text
        Focus, selection and the one main action; text on it.
    passed, failed, unchecked, warning
        Verdicts and warnings; never the only carrier of their meaning.
    view_top, view_bottom
        Background of the 3D view.
    body, no_measurement
        A surface with a score below the threshold; a point that was not checked. The light ones
        are those of pictures and reports.
    """

    name: str
    window: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    passed: str
    failed: str
    unchecked: str
    warning: str
    view_top: str
    view_bottom: str
    body: str
    no_measurement: str


LIGHT = Theme(
    name="light",
    window="#eef0f3",
    surface="#fafbfc",
    raised="#ffffff",
    border="#d5d9e0",
    text="#1c2430",
    muted="#5f6b7a",
    accent="#1f5fd0",
    accent_text="#ffffff",
    passed="#17733f",
    failed="#b3261e",
    unchecked="#5f6b7a",
    warning="#8a5300",
    view_top="#fdfdfe",
    view_bottom="#dde2ea",
    body=hex_of(CALM_RGB),
    no_measurement=hex_of(NOT_CHECKED_RGB),
)

DARK = Theme(
    name="dark",
    window="#15181d",
    surface="#1c2027",
    raised="#262b34",
    border="#343b47",
    text="#e6e9ee",
    muted="#98a2b1",
    accent="#6ea2ff",
    accent_text="#0d1420",
    passed="#6fd39a",
    failed="#ff8b80",
    unchecked="#98a2b1",
    warning="#f0b45c",
    view_top="#2a303a",
    view_bottom="#14171c",
    body="#8d949f",
    no_measurement="#3f4856",
)
