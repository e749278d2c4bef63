"""What an empty window shows: what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.theme.icons import pixmap

ICON_PIXELS = 72


class Welcome(QFrame):
    """A card with the ways to begin."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 34, 40, 34)
        layout.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(pixmap("app", "#000000", ICON_PIXELS, self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(picture)
        title = QLabel(self.tr("Open a scan to see where it is defective"))
        title.setObjectName("heading")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        title.setFont(font)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(title)
        hint = QLabel(self.tr("Drop files or folders here, or choose them."))
        hint.setObjectName("muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(hint)
        layout.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch()
        self.open_button = QPushButton(self.tr("Open scan…"))
        self.open_button.setObjectName("primary")
        row.addWidget(self.open_button)
        self.sample_button = QPushButton(self.tr("Try a sample"))
        row.addWidget(self.sample_button)
        row.addStretch()
        layout.addLayout(row)
        self.adjustSize()
