"""What an empty window shows: what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.theme.icons import pixmap

ICON_PIXELS = 72


class Welcome(QFrame):
    """A card with the ways to begin."""

    open_requested = Signal()
    sample_requested = Signal()

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
        choose = QPushButton(self.tr("Open scan…"))
        choose.setObjectName("primary")
        choose.clicked.connect(self.open_requested)
        row.addWidget(choose)
        self.sample_button = QPushButton(self.tr("Try a sample"))
        self.sample_button.clicked.connect(self.sample_requested)
        row.addWidget(self.sample_button)
        row.addStretch()
        layout.addLayout(row)
        self.adjustSize()
