"""The sheet of keys and mouse gestures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

SPACE_BETWEEN_BLOCKS = 8
NATIVE = QKeySequence.SequenceFormat.NativeText

Row = tuple[str, str]


class ShortcutsDialog(QDialog):
    """Every command of some menus that has a key, in columns, and what the mouse does.

    Parameters
    ----------
    columns
        Menus, with their titles, that stand below each other in a column.
    """

    def __init__(
        self, columns: Sequence[Sequence[tuple[str, QMenu]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 20, 26, 22)
        row.setSpacing(44)
        layouts = []
        for menus in columns:
            column = QVBoxLayout()
            column.setSpacing(18)
            for title, menu in menus:
                if rows := list(_rows(menu)):
                    column.addLayout(_group(title, rows))
            row.addLayout(column)
            layouts.append(column)
        layouts[0].addLayout(_group(self.tr("Mouse in the view"), self._gestures()))
        for column in layouts:
            column.addStretch()

    def _gestures(self) -> list[Row | None]:
        return [
            (self.tr("Read a point"), self.tr("Click")),
            (self.tr("Turn"), self.tr("Drag")),
            (self.tr("Shift"), self.tr("Shift + drag")),
            (self.tr("Roll"), self.tr("Ctrl + drag")),
            (self.tr("Closer, farther"), self.tr("Wheel")),
        ]


def _rows(menu: QMenu) -> Iterator[Row | None]:
    """Texts and keys of a menu and the menus in it; None between its blocks."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _rows(inner)
        elif action.isSeparator():
            yield None
        elif keys := action.shortcut().toString(NATIVE):
            yield action.text().replace("&", "").rstrip("…. "), keys


def _group(title: str, rows: Sequence[Row | None]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    heading = QLabel(title)
    heading.setObjectName("heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    place = 1
    for row in rows:
        if row is None:
            grid.setRowMinimumHeight(place, SPACE_BETWEEN_BLOCKS)
        else:
            text, keys = QLabel(row[0]), QLabel(row[1])
            keys.setObjectName("keycap")
            grid.addWidget(text, place, 0)
            grid.addWidget(keys, place, 1, Qt.AlignmentFlag.AlignRight)
        place += 1
    return grid
