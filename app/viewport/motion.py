"""Whether the view is moving, so that less is drawn until it rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

REST_MILLISECONDS = 120


class Motion(QObject):
    """Joins drags and single nudges into one state.

    A drag moves until it is released; a nudge (a turn of the wheel, a step of the threshold)
    moves for a moment.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dragging = False
        self._moving = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._settle)

    @property
    def moving(self) -> bool:
        """Whether the view moves now."""
        return self._moving

    def begin_drag(self) -> None:
        """The button is down and the pointer moves."""
        self._dragging = True
        self._rest.stop()
        self._set(True)

    def end_drag(self) -> None:
        """The button was released."""
        self._dragging = False
        if self._moving:
            self._rest.start()

    def nudge(self) -> None:
        """Something moved once."""
        self._set(True)
        if not self._dragging:
            self._rest.start()

    def stop(self) -> None:
        """Stop the timer for good."""
        self._rest.stop()

    def _settle(self) -> None:
        self._set(False)

    def _set(self, moving: bool) -> None:
        if moving != self._moving:
            self._moving = moving
            self.changed.emit(moving)
