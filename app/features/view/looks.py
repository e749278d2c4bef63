"""The looks of the view: as they were kept, and kept soon after they change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app import settings as keys
from app.features.view.heatmap_panel import HeatmapPanel
from app.settings import Settings
from app.theme.tokens import Theme
from app.viewport.base import ViewStyle

PAUSE_MILLISECONDS = 300

KEPT = {
    "colormap": keys.COLORMAP,
    "threshold": keys.THRESHOLD,
    "grey_below": keys.GREY_BELOW,
    "opacity": keys.OPACITY,
    "point_size": keys.POINT_SIZE,
    "reduce_moving": keys.REDUCE_MOVING,
}
"""The parts of a :class:`~app.viewport.base.ViewStyle` that are kept as they are."""


def kept_style(settings: Settings, theme: Theme) -> ViewStyle:
    """The looks of the view as they were kept."""
    low, high = settings.get(keys.SPAN_LOW), settings.get(keys.SPAN_HIGH)
    return ViewStyle(
        theme=theme,
        span=(low, high) if low < high else (keys.SPAN_LOW.default, keys.SPAN_HIGH.default),
        parallel=settings.get(keys.PARALLEL),
        **{look: settings.get(setting) for look, setting in KEPT.items()},
    )


class LookKeeper(QObject):
    """Writes the looks into the settings: a program that is killed has them at its next start.

    Parameters
    ----------
    settings
        Where they are kept.
    heatmap
        Knows the span of all scans; one that a single scan was given is not kept.
    style
        Gives the looks as they are now.

    Attributes
    ----------
    written
        Emitted when the settings have them.
    """

    written = Signal()

    def __init__(
        self,
        settings: Settings,
        heatmap: HeatmapPanel,
        style: Callable[[], ViewStyle],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._heatmap, self._style = settings, heatmap, style
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._write)
        heatmap.restyled.connect(self.keep_soon)

    def keep_soon(self, _changes: object = None) -> None:
        """Write the looks once they rest."""
        self._pause.start()

    def keep(self) -> None:
        """Write the looks as they are now."""
        self._pause.stop()
        style, span = self._style(), self._heatmap.span.common
        for look, setting in KEPT.items():
            self._settings.set(setting, getattr(style, look))
        self._settings.set(keys.THRESHOLD, self._heatmap.threshold)
        self._settings.set(keys.SPAN_LOW, span[0])
        self._settings.set(keys.SPAN_HIGH, span[1])
        self.written.emit()

    def _write(self) -> None:
        self.keep()
        self._settings.save()
