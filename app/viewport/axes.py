"""The small axes in the corner of a view."""

from __future__ import annotations

import pyvista as pv

from app.theme.tokens import Theme


def add_axes(renderer: pv.Renderer) -> None:
    """Add them, in dull colours: bright ones would look like scores."""
    renderer.add_axes(
        interactive=False,
        line_width=3,
        viewport=(0, 0, 0.13, 0.17),
        x_color="#a8787c",
        y_color="#7a9c82",
        z_color="#7a8eb0",
    )


def color_axes(renderer: pv.Renderer, theme: Theme) -> None:
    """Write their letters in a theme's colour."""
    for part in ("x", "y", "z"):
        caption = getattr(renderer.axes_actor, f"Get{part.upper()}AxisCaptionActor2D")()
        caption.GetCaptionTextProperty().SetColor(*pv.Color(theme.text).float_rgb)
