"""What the user does with files: opening scans, saving pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.find import MAX_FILES_PER_FOLDER, Found
from app.background.runner import Background
from app.features.pictures.dialog import PictureDialog
from app.features.pictures.maker import PictureOptions, make_picture, write_picture
from app.features.view.area import ViewArea
from app.i18n.numbers import count_text
from app.menus import fill_recent
from app.notify import Notifier
from app.session.open_scan import OpenScan
from app.session.samples import first_sample, is_sample, sample_scans
from app.session.session import Session
from app.settings import Settings
from btp_core.model.detail import Detail


class FileCommands(QObject):
    """Carries the commands of the File menu out."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        area: ViewArea,
        recent: QMenu,
        extensions: frozenset[str],
        background: Background,
        settings: Settings,
        notifier: Notifier,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._area = window, session, area
        self.recent, self._extensions, self._background = recent, extensions, background
        self._settings, self._notifier, self._actions = settings, notifier, actions
        fill_recent(recent, settings.get(keys.RECENT_FILES), self._open_one)
        session.opened.connect(self._remember)
        session.found.connect(self._warn_of_folders)
        area.welcome.sample_button.setVisible(bool(sample_scans()))
        area.welcome.open_button.clicked.connect(self.choose_files)
        area.welcome.sample_button.clicked.connect(self.open_first_sample)
        actions["sample"].setEnabled(bool(sample_scans()))
        actions.connect(
            {
                "open": self.choose_files,
                "open_folder": self.choose_folder,
                "sample": lambda: self.open(sample_scans()),
                "save_image": self.ask_for_picture,
                "close_scan": self.close_scan,
                "look_again": self.look_again,
            }
        )

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Offer what can be done with the scan in view."""
        for name in ("close_scan", "save_image"):
            self._actions[name].setEnabled(open_scan is not None)
        scored = open_scan is not None and open_scan.scores is not None
        overview = open_scan is not None and open_scan.detail != Detail.FINE
        looking = open_scan is not None and self._session.looks_again(open_scan)
        self._actions["look_again"].setEnabled(scored and overview and not looking)

    def open(self, paths: list[Path]) -> None:
        """Open files and folders."""
        self._session.open([path.absolute() for path in paths])

    def choose_files(self) -> None:
        """Ask for files and open them."""
        patterns = " ".join(f"*{extension}" for extension in sorted(self._extensions))
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Open scans"),
            self._settings.get(keys.LAST_FOLDER),
            self.tr("Scans ({0});;All files (*)").format(patterns),
        )
        self.open([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder and open all scans in it."""
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open folder"), self._settings.get(keys.LAST_FOLDER)
        )
        if name:
            self.open([Path(name)])

    def open_first_sample(self) -> None:
        """Open the sample that shows best what the program does."""
        if (sample := first_sample()) is not None:
            self.open([sample])

    def close_scan(self) -> None:
        """Close the scan in view."""
        if (current := self._session.open_scans.current) is not None:
            self._session.close(current)

    def look_again(self) -> None:
        """Look at the scan in view in full detail."""
        if (current := self._session.open_scans.current) is not None:
            self._session.look_again(current)

    def ask_for_picture(self) -> None:
        """Ask how large a picture is to be and what is in it, then for its file."""
        ratio = self._area.devicePixelRatioF()
        dialog = PictureDialog(self._area.size() * ratio, self._window)
        dialog.accepted.connect(lambda: self._choose_picture_file(dialog.options))
        dialog.open()

    def save_picture(self, options: PictureOptions, path: Path) -> None:
        """Draw a picture and begin to write it."""
        image = make_picture(self._area, options)
        write_picture(image, path, self._background, self._notifier)

    def _choose_picture_file(self, options: PictureOptions) -> None:
        current = self._session.open_scans.current
        stem = current.path.stem if current is not None else "view"
        suggestion = Path(self._settings.get(keys.LAST_FOLDER)) / f"{stem}.png"
        kinds = (
            self.tr("Pictures (*.png)")
            if options.transparent
            else self.tr("Pictures (*.png *.jpg)")
        )
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save picture"), str(suggestion), kinds
        )
        if name:
            self.save_picture(options, Path(name))

    def _warn_of_folders(self, found: Found) -> None:
        for folder in found.empty:
            self._notifier.warn(folder.name, self.tr("No scan was found in this folder."))
        for folder in found.cut:
            text = self.tr(
                "Only its first {0} scans were opened. 'Check folder' inspects them all."
            )
            self._notifier.warn(folder.name, text.format(count_text(MAX_FILES_PER_FOLDER)))

    def _open_one(self, path: Path) -> None:
        self.open([path])

    def _remember(self, path: Path) -> None:
        # Samples have an entry of their own, and their folder is the program's: nobody is to be
        # led to save or check anything there.
        if is_sample(path):
            return
        self._settings.set(keys.LAST_FOLDER, str(path.parent))
        fill_recent(self.recent, self._settings.add_recent(path), self._open_one)
