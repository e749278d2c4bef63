"""The dialog that asks how a picture is to be saved."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from app.features.pictures.maker import PictureOptions

SCALES = (1, 2, 4)
MOST_PIXELS = 16_384
"""Of a side; graphics systems draw no larger pictures."""


class PictureDialog(QDialog):
    """Size, background and legend; ``accepted`` once they are chosen."""

    def __init__(self, view: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save picture"))
        self._view = view
        form = QFormLayout(self)
        form.setContentsMargins(24, 20, 24, 18)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(10)
        self.scale = QComboBox()
        for scale in SCALES:
            if max(view.width(), view.height()) * scale <= MOST_PIXELS:
                times = self.tr("{0} × the view")  # noqa: RUF001
                self.scale.addItem(times.format(scale), scale)
        self.scale.addItem(self.tr("Own size"), 0)
        self.width_box, self.height_box = QSpinBox(), QSpinBox()
        for box, name in [
            (self.width_box, self.tr("Width")),
            (self.height_box, self.tr("Height")),
        ]:
            box.setRange(64, MOST_PIXELS)
            box.setAccessibleName(name)
            box.setSuffix(" px")
        sides = QWidget()
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.width_box)
        row.addWidget(QLabel("\N{MULTIPLICATION SIGN}"))
        row.addWidget(self.height_box)
        row.addStretch()
        self.background = QComboBox()
        self.background.addItem(self.tr("As in the window"), False)
        self.background.addItem(self.tr("Transparent (png)"), True)
        self.legend = QCheckBox(self.tr("With colour bar and scale"))
        self.legend.setChecked(True)
        self.legend.setToolTip(
            self.tr("Colours without their scale cannot be read by anybody else.")
        )
        form.addRow(self.tr("Size"), self.scale)
        form.addRow("", sides)
        form.addRow(self.tr("Background"), self.background)
        form.addRow("", self.legend)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = QPushButton(self.tr("Choose file…"))
        self.save_button.setObjectName("primary")
        self.save_button.setDefault(True)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.scale.currentIndexChanged.connect(self._scale_chosen)
        self._scale_chosen()

    @property
    def options(self) -> PictureOptions:
        """What was chosen."""
        return PictureOptions(
            (self.width_box.value(), self.height_box.value()),
            self.legend.isChecked(),
            bool(self.background.currentData()),
        )

    def _scale_chosen(self, _index: int = 0) -> None:
        scale = self.scale.currentData()
        for box, side in [
            (self.width_box, self._view.width()),
            (self.height_box, self._view.height()),
        ]:
            box.setEnabled(scale == 0)
            if scale:
                box.setValue(side * scale)
