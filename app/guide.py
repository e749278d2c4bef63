"""The user guide, in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from btp_core.assets import guide_path

SIZE = QSize(860, 760)
MARGIN = 40  # pixels of a page beside its pictures


class GuideDialog(QDialog):
    """Shows the guide that came with the program; links to other pages of it are followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("User guide"))
        self.resize(SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.page = _Page(guide_path().parent.parent)
        self.page.setSource(QUrl.fromLocalFile(str(guide_path())))
        column.addWidget(self.page)


class _Page(QTextBrowser):
    """Markdown with pictures as wide as the page, from one folder and nowhere else."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder.resolve()
        self.setObjectName("guide")
        self.setOpenExternalLinks(True)
        self.document().setDocumentMargin(MARGIN / 2)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pages as they are, pictures fitted to the width."""
        url = self.source().resolved(QUrl(name))
        path = Path(url.toLocalFile()).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, url)
        picture = QImage(str(path))
        width = SIZE.width() - 2 * MARGIN
        if picture.width() > width:
            return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return picture
