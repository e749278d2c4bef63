"""Every setting of the window, in one table: its name, default, limits and row of the dialog.

Values are kept in an ini file, so that they can be read, copied and mended by hand.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QSettings

from app.i18n.translation import QT_TRANSLATE_NOOP
from app.setting_kind import Setting
from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.base.opening import read_small, set_aside
from btp_core.rendering.colormap import COLORMAP_TITLES, COLORMAPS, DEFAULT_COLORMAP

MAX_RECENT_FILES = 12

APPEARANCE = QT_TRANSLATE_NOOP("SettingsFields", "Appearance")
VIEW = QT_TRANSLATE_NOOP("SettingsFields", "View")
HEATMAP = QT_TRANSLATE_NOOP("SettingsFields", "Heatmap")
INSPECTION = QT_TRANSLATE_NOOP("SettingsFields", "Model")
RECORD = QT_TRANSLATE_NOOP("SettingsFields", "Record")
LIKE_SYSTEM = QT_TRANSLATE_NOOP("SettingsFields", "Like the system")
NEXT_START = QT_TRANSLATE_NOOP("SettingsFields", "Takes effect after a restart")


THEME = Setting(
    "appearance/theme",
    "system",
    choices=("system", "light", "dark"),
    group=APPEARANCE,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Theme"),
    names=(
        LIKE_SYSTEM,
        QT_TRANSLATE_NOOP("SettingsFields", "Light"),
        QT_TRANSLATE_NOOP("SettingsFields", "Dark"),
    ),
)
LANGUAGE = Setting(
    "appearance/language",
    "system",
    choices=("system", "en", "de"),
    group=APPEARANCE,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Language"),
    tip=NEXT_START,
    names=(LIKE_SYSTEM, "English", "Deutsch"),
)
PARALLEL = Setting(
    "view/parallel_projection",
    False,
    group=VIEW,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Parallel projection"),
    tip=QT_TRANSLATE_NOOP(
        "SettingsFields", "At every start; the key P changes it for this time only"
    ),
)
REDUCE_MOVING = Setting(
    "view/fewer_points_while_moving",
    True,
    group=VIEW,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Fewer points while moving"),
    tip=QT_TRANSLATE_NOOP("SettingsFields", "All points are drawn once the view rests"),
)
UNITS = Setting(
    "view/units",
    "",
    choices=("", "mm", "inch", "m"),
    group=VIEW,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Units of length"),
    tip=QT_TRANSLATE_NOOP(
        "SettingsFields", "Of scans that are judged without a design, which has its own"
    ),
    names=(QT_TRANSLATE_NOOP("SettingsFields", "Not told"), "mm", "inch", "m"),
)
POINT_SIZE = Setting(  # pixels; 0 follows the spacing
    "view/point_size",
    0,
    low=0,
    high=20,
    group=VIEW,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Point size"),
    zero=QT_TRANSLATE_NOOP("SettingsFields", "Automatic"),
)
QT_TRANSLATE_NOOP("SettingsFields", "Heat")  # of the titles; the others are names
COLORMAP = Setting(
    "heatmap/colormap",
    DEFAULT_COLORMAP,
    choices=COLORMAPS,
    group=HEATMAP,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Colour map"),
    names=tuple(COLORMAP_TITLES.values()),
)
THRESHOLD = Setting(
    "heatmap/threshold",
    DEFAULT_THRESHOLD,
    low=0.0,
    high=1.0,
    group=HEATMAP,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Threshold"),
    tip=QT_TRANSLATE_NOOP("SettingsFields", "Points at or above this score count as defective"),
)
LIMIT_LENGTH = Setting("limits/length", 0.0, low=0.0, high=1e6)
LIMIT_DEPTH = Setting("limits/depth", 0.0, low=0.0, high=1e6)
LIMIT_AREA = Setting("limits/area", 0.0, low=0.0, high=1e9)
SPAN_LOW = Setting("heatmap/first_colour", 0.0, low=0.0, high=1.0)
SPAN_HIGH = Setting("heatmap/last_colour", 1.0, low=0.0, high=1.0)
GREY_BELOW = Setting("heatmap/grey_below_threshold", True)
OPACITY = Setting("heatmap/opacity", 1.0, low=0.0, high=1.0)
DETAIL = Setting(
    "model/detail",
    "overview",
    choices=("overview", "fine"),
    group=INSPECTION,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Detail"),
    tip=QT_TRANSLATE_NOOP(
        "SettingsFields",
        "For scans opened from now on; full detail keeps every point of a dense scan and "
        "takes about two seconds for each 40,000 points",
    ),
    names=(
        QT_TRANSLATE_NOOP("SettingsFields", "Fast overview"),
        QT_TRANSLATE_NOOP("SettingsFields", "Full detail"),
    ),
)
DEVICE = Setting(
    "model/device",
    "auto",
    choices=("auto", "cpu", "cuda", "mps"),
    group=INSPECTION,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Device"),
    tip=NEXT_START,
    names=(
        QT_TRANSLATE_NOOP("SettingsFields", "The best available"),
        QT_TRANSLATE_NOOP("SettingsFields", "Processor"),
        "CUDA",
        "Metal",
    ),
)
MODEL = Setting("model/file", "btp-mini")
BACKBONE = Setting("model/backbone", "")
TOWER = Setting("model/tower", "")
RECENT_FILES = Setting("files/recent", [])
LAST_FOLDER = Setting("files/last_folder", "")
PROMPT_FOLDER = Setting("prompts/folder", "")
PROMPT_PAUSE = Setting("prompts/pause_milliseconds", 350, low=0, high=5000)
DESIGN = Setting("design/file", "")
RECENT_DESIGNS = Setting("design/recent", [])
RECORD_KEEP = Setting(
    "record/keep",
    True,
    group=RECORD,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Keep an inspection record"),
    tip=QT_TRANSLATE_NOOP("SettingsFields", "Of every scan that is opened or checked"),
)
INSPECTOR_NAME = Setting(  # who decides, and marks places as no defect
    "design/inspector",
    "",
    group=RECORD,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Your name"),
    tip=QT_TRANSLATE_NOOP("SettingsFields", "Stands beside what you decide"),
)
REASONS = Setting(
    "record/reasons",
    [
        QT_TRANSLATE_NOOP("Reasons", "Dent"),
        QT_TRANSLATE_NOOP("Reasons", "Scratch"),
        QT_TRANSLATE_NOOP("Reasons", "Crack"),
        QT_TRANSLATE_NOOP("Reasons", "Missing material"),
        QT_TRANSLATE_NOOP("Reasons", "Burr"),
        QT_TRANSLATE_NOOP("Reasons", "False alarm"),
        QT_TRANSLATE_NOOP("Reasons", "Within agreement"),
    ],
    group=RECORD,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Reasons"),
    tip=QT_TRANSLATE_NOOP(
        "SettingsFields", "Offered when a part is accepted, rejected or reworked; one a line"
    ),
)
SERIAL_PATTERN = Setting(
    "record/serial_pattern",
    "",
    group=RECORD,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Serial number"),
    tip=QT_TRANSLATE_NOOP(
        "SettingsFields",
        "Regular expression that finds it in a scan's name, such as [0-9]+-[0-9]+; empty: as the "
        "design says",
    ),
)
RECORD_FILE = Setting(
    "record/file",
    "",
    group=RECORD,
    title=QT_TRANSLATE_NOOP("SettingsFields", "Record file"),
    tip=QT_TRANSLATE_NOOP(
        "SettingsFields", "May lie on a network drive and be shared; empty: your own"
    ),
)
LAST_MORNING = Setting("record/last_morning", "")
WATCH_FOLDER = Setting("watch/folder", "")
WATCH_RUN = Setting("watch/run", "")  # of a watch that goes on at the next start
WATCH_DESIGN = Setting("watch/design", "")
WATCH_ONLY_NEW = Setting("watch/only_new", True)
WINDOW_GEOMETRY = Setting("window/geometry", QByteArray())
WINDOW_STATE = Setting("window/state", QByteArray())

ALL_SETTINGS = tuple(value for value in list(globals().values()) if isinstance(value, Setting))
IN_DIALOG = tuple(setting for setting in ALL_SETTINGS if setting.title)
"""In the order of their rows."""


class Settings:
    """Typed access to the settings file; damaged values become the defaults."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config_path("btp-inspect", appauthor=False) / "window.ini"
        self.set_aside: Path | None = None
        """Where a file went that could not be read; None if there was none."""
        self._file = self._opened()

    def _opened(self) -> QSettings:
        """The settings; what is no file of settings is put aside, or left alone and not used."""
        place = self.path
        try:
            sound = not os.path.lexists(place) or b"\0" not in read_small(place)
        except OSError:
            sound = False
        if sound:
            file = QSettings(str(place), QSettings.Format.IniFormat)
            if file.status() is not QSettings.Status.FormatError:
                return file
        self.set_aside = set_aside(place)
        if self.set_aside is None:
            # Nothing is kept then, but the window starts.
            self.set_aside = place
            place = Path(tempfile.mkdtemp(prefix="btp-inspect-")) / place.name
        return QSettings(str(place), QSettings.Format.IniFormat)

    def get(self, setting: Setting) -> Any:
        """The kept value, or the default."""
        return setting.checked(self._file.value(setting.key, setting.default))

    def set(self, setting: Setting, value: Any) -> None:
        """Keep a value."""
        self._file.setValue(setting.key, value)

    def add_recent(self, path: Path, setting: Setting = RECENT_FILES) -> list[str]:
        """Put a file on top of the recent ones; returns the new list."""
        name = str(path)
        names = [name, *(other for other in self.get(setting) if other != name)]
        self.set(setting, names[:MAX_RECENT_FILES])
        return names[:MAX_RECENT_FILES]

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()
