"""Where notices are shown: over the view, or in a dialog if they were not expected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.features.help.dialogs import ErrorDialog
from app.features.view.area import ViewArea
from app.log import log_file
from app.notify import Level, Notice
from app.session.open_scan import Stage
from app.session.open_scans import OpenScans


def show_notice(notice: Notice, area: ViewArea, open_scans: OpenScans, window: QWidget) -> None:
    """Show a notice; one on a scan that the list shows as failed leaves by itself."""
    if notice.level is Level.UNEXPECTED:
        ErrorDialog(notice, log_file(), window).open()
        return
    open_scan = open_scans.by_path(notice.path) if notice.path is not None else None
    passing = open_scan is not None and open_scan.stage is Stage.FAILED
    area.notices.show_notice(notice, passing=passing)
