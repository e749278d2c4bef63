"""Forms that scroll: the wheel moves the form, and never the value of a field under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QScrollArea,
    QScrollBar,
    QWidget,
)

LEAST_HEIGHT = 120


class _FormArea(QScrollArea):
    """Scrolls up and down only, and would rather not scroll at all."""

    def sizeHint(self) -> QSize:
        """As large as its form."""
        body = self.widget()
        hint = super().sizeHint() if body is None else body.sizeHint()
        return hint + QSize(self.verticalScrollBar().sizeHint().width(), 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as its form."""
        return QSize(self.sizeHint().width(), LEAST_HEIGHT)


def scrolled(body: QWidget) -> QScrollArea:
    """An area that shows a form, and scrolls it where it is too high."""
    area = _FormArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    keep_from_wheel(body)
    # As the dialog itself: a form in it is no sheet of its own.
    area.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    return area


class _WheelGuard(QObject):
    """Hands turns of the wheel on to what scrolls."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the parent have it."""
        if event.type() is not QEvent.Type.Wheel:
            return super().eventFilter(watched, event)
        event.ignore()
        return True


def keep_from_wheel(body: QWidget) -> None:
    """Let no field in a form that scrolls be changed by the wheel.

    Who scrolls past the threshold would move it, and not see that scans pass now that failed.
    """
    guard = _WheelGuard(body)
    fields: list[QWidget] = [
        *body.findChildren(QAbstractSpinBox),
        *body.findChildren(QComboBox),
        *body.findChildren(QAbstractSlider),
    ]
    for field in fields:
        if not isinstance(field, QScrollBar):
            field.installEventFilter(guard)
            if field.focusPolicy() is Qt.FocusPolicy.WheelFocus:
                field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
