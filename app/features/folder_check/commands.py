"""What the user does with folder checks: starting one, opening one that was made before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.engine import Engine
from app.background.find import Found
from app.background.runner import Background
from app.features.folder_check.closing import ask_to_stop
from app.features.folder_check.window import FolderWindow
from app.notify import Notifier
from app.session.session import Session
from app.settings import Settings
from app.widgets.placement import bring_forward
from btp_core.inspection.model_choice import ModelChoice


class FolderCommands(QObject):
    """Owns the folder-check window; ``model`` says which one inspects."""

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        background: Background,
        session: Session,
        settings: Settings,
        notifier: Notifier,
        model: Callable[[], ModelChoice],
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self.window = FolderWindow(
            engine,
            background,
            notifier,
            lambda: (session.prompts, session.threshold, session.limits, model()),
        )
        session.design_changed.connect(lambda: self.window.show_design(session.design_path))
        self.window.stored_requested.connect(session.open_stored)
        self.window.scan_requested.connect(lambda path: session.open([path]))
        for requested in (self.window.stored_requested, self.window.scan_requested):
            requested.connect(lambda *_scan: bring_forward(window))
        session.found.connect(self._open_runs)
        actions.connect({"check_folder": self.check_folder, "open_run": self.choose_run})

    def check_folder(self) -> None:
        """Show the window, with the folder that was used last."""
        last = self._settings.get(keys.LAST_FOLDER)
        if last and not self.window.form.folder.text():
            self.window.set_folder(Path(last))
        bring_forward(self.window)

    def choose_run(self) -> None:
        """Ask for the run file of an earlier check and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open folder check"),
            self._settings.get(keys.LAST_FOLDER),
            self.tr("Folder checks (*.h5 *.hdf5);;All files (*)"),
        )
        if name:
            self.open_run(Path(name))

    def open_run(self, path: Path) -> None:
        """Show the rows of an earlier check."""
        bring_forward(self.window)
        self.window.open_run(path)

    def _open_runs(self, found: Found) -> None:
        for run in found.runs:
            self.open_run(run)

    def ask_to_stop(self, go_on: Callable[[], object]) -> None:
        """Go on, after asking if that stops a check."""
        if self.window.checking:
            bring_forward(self.window)
            ask_to_stop(self.window, go_on)
        else:
            go_on()

    def close(self) -> None:
        """Close the window for good, asking nothing."""
        self.window.hide()
        self.window.close()
        # It has no parent that would take it along.
        self.window.deleteLater()
