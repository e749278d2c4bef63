"""Help, User guide: the guide that came with the program, with its pictures."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, QUrl
from PySide6.QtGui import QTextDocument

from app.features.help.guide import GuideDialog
from app.widgets.placement import fitted
from btp_core.base.assets import guide_path
from tests.app.conftest import Opened


def test_the_guide_opens_with_pictures_and_reads_nothing_else(opened: Opened) -> None:
    opened.window.actions_by_name["guide"].trigger()
    dialog = opened.window.findChild(GuideDialog)
    assert dialog is not None
    page = dialog.page
    assert "The threshold" in page.toPlainText()
    image, html = QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.HtmlResource
    picture = page.loadResource(image.value, QUrl("../images/window-folder.png"))
    assert 400 < picture.width() < dialog.width()  # type: ignore[attr-defined]
    assert page.loadResource(image.value, QUrl("../../assets/icons/app.svg")) is None
    assert page.loadResource(html.value, QUrl.fromLocalFile("/etc/passwd")) is None
    page.setSource(QUrl("../formats.md"))
    assert "ply" in page.toPlainText()
    dialog.close()


def test_the_guide_fits_the_screen_and_begins_at_the_window(opened: Opened) -> None:
    opened.window.actions_by_name["guide"].trigger()
    dialog = opened.window.findChild(GuideDialog)
    assert dialog is not None
    room = opened.window.screen().availableGeometry()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
    assert dialog.page.cursorForPosition(QPoint(60, 10)).block().text() == "The window"
    dialog.close()


def test_a_window_is_no_larger_than_its_screen() -> None:
    size = QSize(860, 760)
    assert fitted(size, QSize(1920, 1080)) == size
    small = fitted(size, QSize(1366, 720))
    assert small.width() == 860
    assert 600 < small.height() < 700


def test_every_picture_and_page_of_the_guide_is_there() -> None:
    import re

    text = guide_path().read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    assert len(targets) > 5
    missing = [target for target in targets if not (guide_path().parent / target).is_file()]
    assert missing == []
