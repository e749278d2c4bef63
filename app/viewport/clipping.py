"""A box with handles: what lies outside is not drawn."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from vtkmodules.vtkCommonCore import vtkCommand
from vtkmodules.vtkCommonDataModel import vtkPlane, vtkPlaneCollection
from vtkmodules.vtkInteractionWidgets import vtkBoxRepresentation, vtkBoxWidget2
from vtkmodules.vtkRenderingCore import vtkRenderWindowInteractor

from app.theme.tokens import Theme
from btp_core.base.arrays import Float64Array

ROOM = 1.04  # a box that touches the scan would clip its outermost points by rounding
HANDLE_PIXELS = 8.0
LEAST_EXTENT = 1e-3  # of the longest side, so that a flat scan has a box with handles apart


class ClippingBox:
    """VTK's box widget over six planes that the mappers of the scan share.

    Clipping is done by the graphics, point by point and pixel by pixel: no part of the scan is
    rebuilt. PyVista's ``add_box_widget`` wraps the older widget, which takes every drag
    that begins over the box; this one is told of drags that begin on a handle only, so that the
    rest of the view still turns the scan.
    """

    def __init__(self, interactor: vtkRenderWindowInteractor) -> None:
        self.planes = vtkPlaneCollection()
        self._planes = [vtkPlane() for _ in range(6)]
        for number, plane in enumerate(self._planes):
            normal = [0.0, 0.0, 0.0]
            normal[number // 2] = 1.0 if number % 2 == 0 else -1.0
            plane.SetNormal(normal)
        self._half_extents = np.ones(3)
        self.is_on = False
        self._shape = vtkBoxRepresentation()
        self._shape.SetPlaceFactor(1.0)
        self._shape.HandlesOn()
        self._shape.SetHandleSize(HANDLE_PIXELS)
        self._shape.OutlineCursorWiresOff()
        self._widget = vtkBoxWidget2()
        self._widget.SetInteractor(interactor)
        self._widget.SetRepresentation(self._shape)
        self._widget.RotationEnabledOff()
        self._widget.ScalingEnabledOff()
        # Keys are the window's; VTK's "i" would switch the box on behind its back.
        self._widget.KeyPressActivationOff()
        self._widget.ProcessEventsOff()
        self._observer = self._widget.AddObserver(vtkCommand.InteractionEvent, self._dragged)

    @property
    def bounds(self) -> Float64Array | None:
        """``(2, 3)`` lowest and highest coordinates in the box; None while it is off."""
        if not self.is_on:
            return None
        return np.array(self._shape.GetBounds()).reshape(3, 2).T

    @property
    def corners(self) -> Float64Array:
        """``(8, 3)``, of the box, on or off."""
        sides = np.array(self._shape.GetBounds()).reshape(3, 2)
        return np.array(list(itertools.product(*sides)))

    def begin_scan(self, half_extents: Float64Array) -> None:
        """Another scan, whose box reaches from minus to plus ``half_extents``."""
        self._half_extents = half_extents
        self.reset()

    def reset(self) -> None:
        """Put the box around the whole scan."""
        longest = max(float(self._half_extents.max()), 1e-9)
        half = np.maximum(self._half_extents, LEAST_EXTENT * longest) * ROOM
        self._shape.PlaceWidget(np.column_stack([-half, half]).ravel().tolist())
        self._move_planes()

    def set_on(self, on: bool) -> None:
        """Clip or do not clip."""
        self.is_on = on
        self._widget.SetEnabled(on)
        self.planes.RemoveAllItems()
        if on:
            for plane in self._planes:
                self.planes.AddItem(plane)
        self._move_planes()

    def grab(self, x: int, y: int) -> bool:
        """Whether a press at a place in device pixels, y upwards, takes a handle."""
        state = self._shape.ComputeInteractionState(x, y, 0) if self.is_on else 0
        on_handle = vtkBoxRepresentation.MoveF0 <= state <= vtkBoxRepresentation.Translating
        self._widget.SetProcessEvents(on_handle)
        return on_handle

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        accent, text = (_unit(color) for color in (theme.accent, theme.text))
        # Not in the accent, which is the colour of picked points.
        self._shape.GetHandleProperty().SetColor(text)
        self._shape.GetSelectedHandleProperty().SetColor(accent)
        self._shape.GetOutlineProperty().SetColor(accent)
        self._shape.GetSelectedOutlineProperty().SetColor(text)
        for outline in (self._shape.GetOutlineProperty(), self._shape.GetSelectedOutlineProperty()):
            outline.SetLineWidth(1.5)
            outline.LightingOff()

    def close(self) -> None:
        """Let the interactor go, before it goes itself."""
        self._widget.RemoveObserver(self._observer)
        self._widget.SetEnabled(False)
        self._widget.SetInteractor(None)  # type: ignore[arg-type]

    def _dragged(self, *_: Any) -> None:
        self._move_planes()

    def _move_planes(self) -> None:
        bounds = self._shape.GetBounds()
        for number, plane in enumerate(self._planes):
            origin = [0.0, 0.0, 0.0]
            origin[number // 2] = bounds[number]
            plane.SetOrigin(origin)
        self.planes.Modified()


def _unit(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
