"""Saving what the view shows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from app.notify import Notifier
from btp_core.base.errors import InspectError, OutputError
from btp_core.base.files import write_atomically

FORMATS = {".png": b"PNG", ".jpg": b"JPG", ".jpeg": b"JPG"}


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
