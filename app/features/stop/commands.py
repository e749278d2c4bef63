"""Esc closes what is open; stopping work asks before scans that wait are dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from app.actions import Actions
from app.features.view.area import ViewArea
from app.features.view.commands import ViewCommands
from app.session.session import Session
from app.widgets.busy import BusyIndicator


class StopCommands(QObject):
    """Carries out Esc, and the commands that stop work."""

    def __init__(
        self,
        window: QWidget,
        area: ViewArea,
        view: ViewCommands,
        session: Session,
        busy: BusyIndicator,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._area, self._view, self._session = window, area, view, session
        self._box: QMessageBox | None = None
        busy.cancel_button.clicked.connect(session.cancel)
        actions.connect({"cancel": session.cancel, "close_what_is_open": self.close_what_is_open})

    def close_what_is_open(self) -> None:
        """Close one thing, the topmost first; with nothing open, stop the work."""
        if self._area.notices.cards:
            self._area.notices.dismiss_all()
        elif not self._view.leave():
            self._stop()

    def _stop(self) -> None:
        """One scan is begun again in seconds; of several, somebody waits for hours of work."""
        count = self._session.n_under_way
        if count <= 1:
            self._session.cancel()
        elif self._box is None:
            self._ask(count)

    def _ask(self, count: int) -> None:
        box = self._box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Stop all work?"))
        box.setText(self.tr("%n scan(s) are not inspected yet.", "", count))
        box.setInformativeText(
            self.tr("They stay in the list; a right click on one tries it again.")
        )
        stop = box.addButton(self.tr("Stop all work"), QMessageBox.ButtonRole.AcceptRole)
        carry_on = box.addButton(self.tr("Carry on"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(carry_on)
        box.finished.connect(lambda _result: self._answered(box.clickedButton() is stop))
        box.open()

    def _answered(self, stop: bool) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if stop:
            self._session.cancel()
