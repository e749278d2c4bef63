"""What the user does with the view: how it looks, what it compares, where it looks from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal

from app import settings as keys
from app.actions import Actions
from app.features.prompts.panel import PromptsPanel
from app.features.view.area import Comparison, ViewArea
from app.features.view.looks import KEPT
from app.menus import VIEWS
from app.notify import Notifier
from app.session.open_scan import OpenScan
from app.session.session import Session
from app.settings import Settings
from app.viewport.base import CameraPreset, Coloring

CHECKED_BY = {
    "original": Coloring.ORIGINAL,
    "types": Coloring.TYPES,
    "deviation": Coloring.DEVIATION,
    "reference": Coloring.REFERENCE,
}
"""The action of each colouring that has one."""


class ViewCommands(QObject):
    """Carries the commands of the View menu out.

    Attributes
    ----------
    coloring_changed
        Emitted with the :class:`~app.viewport.base.Coloring` that was chosen.
    """

    coloring_changed = Signal(object)

    def __init__(
        self,
        area: ViewArea,
        session: Session,
        prompts: PromptsPanel,
        actions: Actions,
        settings: Settings,
        notifier: Notifier,
    ) -> None:
        super().__init__(area)
        self._area, self._session, self._prompts = area, session, prompts
        self._actions, self._settings, self._notifier = actions, settings, notifier
        actions["parallel"].setChecked(settings.get(keys.PARALLEL))
        actions["reduce_moving"].setChecked(settings.get(keys.REDUCE_MOVING))
        actions.connect(
            {
                "original": lambda on: self.choose_coloring(Coloring.ORIGINAL, on),
                "types": lambda on: self.choose_coloring(Coloring.TYPES, on),
                "deviation": lambda on: self.choose_coloring(Coloring.DEVIATION, on),
                "reference": lambda on: self.choose_coloring(Coloring.REFERENCE, on),
                "compare": self.compare,
                "fit": area.viewport.fit,
                # Only the settings dialog keeps it: a slip of the finger is gone at the next start.
                "parallel": lambda on: self.restyle(parallel=on),
                "reduce_moving": lambda on: self._keep("reduce_moving", on),
                "larger_points": lambda: self.grow_points(1),
                "smaller_points": lambda: self.grow_points(-1),
                "automatic_points": lambda: self.set_point_size(0),
                "clip": area.viewport.set_clipping,
                "reset_clip": area.viewport.reset_clipping,
            }
        )
        area.viewport.clipping_changed.connect(self._clipping_changed)
        self._clipping_changed(False)
        for name in VIEWS:
            preset = CameraPreset[name.upper()]
            actions[name].triggered.connect(
                lambda _checked=False, preset=preset: area.viewport.set_camera(preset)
            )
        prompts.shown_types_changed.connect(self.show_types)
        prompts.prompts_changed.connect(lambda _prompts: self.show_types())

    def restyle(self, **changes: Any) -> None:
        """Change some of the view's looks."""
        self._area.set_style(replace(self._area.style_shown, **changes))

    def choose_coloring(self, coloring: Coloring, on: bool) -> None:
        """Colour by something else than the score, or by the score again."""
        self._show_map(Comparison.AFTER)
        self._check(coloring if on else Coloring.HEATMAP)
        self.restyle(coloring=coloring if on else Coloring.HEATMAP)
        self.coloring_changed.emit(coloring if on else Coloring.HEATMAP)

    def compare(self) -> None:
        """Show the map of the wording before, then the difference, then this one again."""
        open_scan = self._session.open_scans.current
        if open_scan is None or open_scan.scores_before is None:
            self._notifier.info(
                self.tr("Nothing to compare yet"),
                self.tr("Change the wording; this key then shows the map before and after."),
            )
            return
        comparison = self._area.comparison.next()
        difference = comparison is Comparison.DIFFERENCE
        self._check(Coloring.HEATMAP)
        self._show_map(comparison)
        self.restyle(coloring=Coloring.DIFFERENCE if difference else Coloring.HEATMAP)
        self.coloring_changed.emit(self._area.style_shown.coloring)

    def show_types(self) -> None:
        """Give the types of the wording whose scores are in view their colours."""
        current = self._session.open_scans.current
        scores = None if current is None else current.scores
        names = () if scores is None else scores.type_names
        self.restyle(types=self._prompts.type_colors(names))

    def set_point_size(self, pixels: int) -> None:
        """Draw points of another size from now on; 0 follows their spacing."""
        self._keep("point_size", pixels)

    def grow_points(self, pixels: int) -> None:
        """Draw points larger or smaller than they are now."""
        now = round(self._area.viewport.point_size())
        self.set_point_size(int(min(max(now + pixels, 1), keys.POINT_SIZE.high)))

    def leave(self) -> bool:
        """Leave the comparison of wordings, or else the clipping box; whether there was one."""
        if self._area.comparison is not Comparison.AFTER:
            self.choose_coloring(Coloring.HEATMAP, True)
            return True
        if self._actions["clip"].isChecked():
            self._area.viewport.set_clipping(False)
            return True
        return False

    def follow_scan(self) -> None:
        """Another scan comes into view: it is shown as it is now."""
        if self._area.comparison is not Comparison.AFTER:
            self._show_map(Comparison.AFTER)
            self.restyle(coloring=Coloring.HEATMAP)
        self.show_types()

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Offer what can be seen of the scan in view."""
        for name in ("fit", "original", "types", "compare", "clip"):
            self._actions[name].setEnabled(open_scan is not None)
        scores = None if open_scan is None else open_scan.scores
        compared = scores is not None and scores.shown.deviation is not None
        aligned = scores is not None and scores.shown.alignment is not None
        for name, possible in (("deviation", compared), ("reference", aligned)):
            # What is on can always be switched off again.
            self._actions[name].setEnabled(possible or self._actions[name].isChecked())

    def _show_map(self, comparison: Comparison) -> None:
        if self._area.comparison is not comparison:
            self._area.set_comparison(comparison, self._session.open_scans.current)

    def _check(self, coloring: Coloring) -> None:
        for name, other in CHECKED_BY.items():
            with QSignalBlocker(self._actions[name]):
                self._actions[name].setChecked(other is coloring)

    def _clipping_changed(self, on: bool) -> None:
        with QSignalBlocker(self._actions["clip"]):
            self._actions["clip"].setChecked(on)
        self._actions["reset_clip"].setEnabled(on)

    def _keep(self, look: str, value: Any) -> None:
        self._settings.set(KEPT[look], value)
        self.restyle(**{look: value})
