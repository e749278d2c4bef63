"""The picture to save: the scan at a chosen size, what explains its colours, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QPoint, QRect
from PySide6.QtGui import QImage, QImageWriter, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from app.background.job import Event, Job, JobFailed
from app.background.runner import Background
from app.features.view.area import ViewArea
from app.notify import Notifier
from btp_core.base.errors import InspectError, OutputError
from btp_core.base.files import write_atomically

THREAD = "picture-writer"
FORMATS = {".png": b"PNG", ".jpg": b"JPG", ".jpeg": b"JPG"}


@dataclass(frozen=True)
class PictureOptions:
    """Width and height in pixels, and what is in the picture."""

    size: tuple[int, int]
    legend: bool = True
    transparent: bool = False


def make_picture(area: ViewArea, options: PictureOptions) -> QImage:
    """Draw the view at another size; what lies over it grows with it.

    Only for the GUI thread; writing the picture need not be.
    """
    width, height = options.size
    factor = min(width / max(area.width(), 1), height / max(area.height(), 1))
    # Of the screen's pixels, which may be finer than those of the window's layout.
    fine = factor / area.devicePixelRatioF()
    image = area.viewport.picture(
        options.size, fine, centred=not options.legend, transparent=options.transparent
    )
    if options.legend:
        painter = QPainter(image)
        painter.scale(factor, factor)
        room = QRect(0, 0, round(width / factor), round(height / factor))
        if not area.callouts.isHidden():
            # The view is in the middle of a picture that has other proportions.
            spare = room.size() - area.size()
            area.callouts.draw(painter, QPoint(spare.width() // 2, spare.height() // 2))
        for widget in area.explanations():
            place = area.overlay.place(widget, room.size())
            _paint(widget, painter, place)
        painter.end()
    return image


def _paint(widget: QWidget, painter: QPainter, place: QPoint) -> None:
    widget.render(painter, place, QRegion(), QWidget.RenderFlag.DrawChildren)


def write_picture(image: QImage, path: Path, background: Background, notifier: Notifier) -> None:
    """Begin to write, beside the work of the window: compressing a large picture takes seconds.

    The user is told when it is done or has failed. Closing the window does not cancel it.
    """

    def write(_job: Job) -> bool:
        return save_picture(image, path, notifier)

    def receive(_job: Job, event: Event) -> None:
        if isinstance(event, JobFailed):
            notifier.report(event.error)

    background.submit(Job(THREAD, write, receive, must_finish=True))


def save_picture(image: QImage, path: Path, notifier: Notifier) -> bool:
    """Write a picture whole or not at all; tells the user either way."""
    path = path if path.suffix else path.with_suffix(".png")
    try:
        write_atomically(path, encode_picture(image, path))
    except InspectError as error:
        notifier.report(error)
        return False
    notifier.info(QCoreApplication.translate("Pictures", "Picture saved"), str(path))
    return True


def encode_picture(image: QImage, path: Path) -> bytes:
    """The image in the format that the extension names.

    Raises
    ------
    OutputError
        The extension names no format that is known.
    """
    format_name = FORMATS.get(path.suffix.lower())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if format_name is None or not QImageWriter(buffer, QByteArray(format_name)).write(image):
        raise OutputError(
            "This is not a kind of picture that can be written.",
            path=path,
            next_step="Choose a name that ends in .png or .jpg.",
        )
    return bytes(buffer.data().data())
