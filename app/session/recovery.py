"""What was open, kept on disk while the window lives, so that a crash loses nothing."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from app.session.session import Session
from btp_core.base.errors import InspectError
from btp_core.base.files import write_atomically
from btp_core.base.opening import check_regular, parse_json, read_small, set_aside
from btp_core.text.prompts import PromptSet

log = logging.getLogger(__name__)

PAUSE_MILLISECONDS = 500
MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class LastSession:
    """What a window that did not close had open."""

    paths: tuple[Path, ...]
    prompts: PromptSet
    design: Path | None = None


class Recovery(QObject):
    """Keeps the open scans, the wording and the design in a file; a clean end deletes it.

    Of several windows the first one keeps its session; a lock tells them apart, and is free
    again when its owner crashed.
    """

    def __init__(self, session: Session, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._path = session, path
        self.set_aside: Path | None = None
        """Where a file went that could not be read; None if there was none."""
        lock = lock_path(path)
        self._lock = QLockFile(str(lock))
        self.owns = _may_lock(path, lock) and self._lock.tryLock(0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.keep)
        self.last = self._read() if self.owns else None
        if self.owns:
            session.open_scans.added.connect(self.session_changed)
            session.open_scans.removed.connect(self.session_changed)

    def offer(self, parent: QWidget, restore: Callable[[LastSession], None]) -> bool:
        """Ask whether to resume where a crash ended the work; False when there was none."""
        last = self.last
        if last is None:
            return False
        box = RestoreQuestion(last, parent)
        box.accepted.connect(lambda: restore(last))
        box.open()
        return True

    def session_changed(self, _what: object = None) -> None:
        """Scans, wording or design are others than they were: write the file soon."""
        if self.owns:
            self._pause.start()

    def keep(self) -> None:
        """Write the file now."""
        paths = [str(open_scan.path) for open_scan in self._session.open_scans]
        design = self._session.design_path
        content = {
            "paths": paths,
            "prompts": self._session.prompts.to_dict(),
            "design": None if design is None else str(design),
        }
        try:
            write_atomically(self._path, json.dumps(content).encode("ascii"))
        except InspectError as error:
            # Not worth a notice: nothing is lost unless the program crashes as well.
            log.warning("the session cannot be kept: %s", error)

    def close(self) -> None:
        """The window ends as it should: forget the session."""
        self._pause.stop()
        if self.owns:
            try:
                self._path.unlink(missing_ok=True)
            except OSError as error:  # a folder in its place, say: no reason not to close
                log.warning("the session file cannot be deleted: %s", error)
            self._lock.unlock()
            self.owns = False

    def _read(self) -> LastSession | None:
        if not os.path.lexists(self._path):
            return None
        try:
            content = parse_json(read_small(self._path, MAX_BYTES))
            paths = tuple(Path(str(name)) for name in content["paths"])
            prompts = PromptSet.from_dict(content["prompts"])
            design = Path(str(content["design"])) if content.get("design") else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, InspectError) as error:
            log.warning("the last session cannot be read: %s", error)
            self.set_aside = set_aside(self._path)
            return None
        return LastSession(paths, prompts, design) if paths else None


def lock_path(path: Path) -> Path:
    """The lock of a session file: one that a kill leaves behind does not litter the settings."""
    name = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:16]
    return Path(QDir.tempPath()) / f"btp-inspect-{name}.lock"


def _may_lock(path: Path, lock: Path) -> bool:
    """Whether a lock can be there; what is no file would be waited for."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(lock):
            check_regular(lock)
    except OSError as error:
        log.warning("the session is not kept: %s", error)
        return False
    return True


class RestoreQuestion(QMessageBox):
    """Whether to open again what was open; ``accepted`` means yes."""

    def __init__(self, last: LastSession, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Resume where you left off?"))
        self.setIcon(QMessageBox.Icon.Question)
        self.setText(self.tr("BTP Inspect did not close properly last time."))
        self.setInformativeText(
            self.tr("Open the %n scan(s) again, with the wording you used?", "", len(last.paths))
        )
        self.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        self.button(QMessageBox.StandardButton.Yes).setText(self.tr("Open again"))
