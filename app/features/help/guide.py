"""The user guide, in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QShowEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from app.widgets.placement import fitted
from btp_core.base.assets import guide_path

SIZE = QSize(860, 760)
MARGIN = 40  # pixels of a page beside its pictures
FIRST_CHAPTER = "The window"
"""Who reads the guide here has the window in view, not the command line."""


class GuideDialog(QDialog):
    """Shows the guide that came with the program; links to other pages of it are followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("User guide"))
        size = fitted(SIZE, (parent or self).screen().availableGeometry().size())
        self.resize(size)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.page = _Page(guide_path().parent.parent, size.width() - 2 * MARGIN)
        self.page.setSource(QUrl.fromLocalFile(str(guide_path())))
        column.addWidget(self.page)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the chapter about the window, once the page has its width."""
        super().showEvent(event)
        if not event.spontaneous():
            self.page.scroll_to(FIRST_CHAPTER)


class _Page(QTextBrowser):
    """Markdown from one folder and nowhere else, with pictures no wider than a width."""

    def __init__(self, folder: Path, picture_width: int) -> None:
        super().__init__()
        self._folder, self._picture_width = folder.resolve(), picture_width
        self.setObjectName("guide")
        self.setOpenExternalLinks(True)
        self.document().setDocumentMargin(MARGIN / 2)

    def scroll_to(self, heading: str) -> None:
        """Bring a heading to the top; Markdown has no anchors."""
        layout = self.document().documentLayout()
        layout.documentSize()  # lays out what lies above, pictures included
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                self.verticalScrollBar().setValue(round(layout.blockBoundingRect(block).top()))
                return
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pages as they are, pictures fitted to the width."""
        url = self.source().resolved(QUrl(name))
        path = Path(url.toLocalFile()).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, url)
        picture = QImage(str(path))
        if picture.width() > self._picture_width:
            return picture.scaledToWidth(
                self._picture_width, Qt.TransformationMode.SmoothTransformation
            )
        return picture
