"""The settings that a user may change, as the table that the dialog is made from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app import settings as keys
from app.actions import QT_TRANSLATE_NOOP
from app.settings import Setting


@dataclass(frozen=True)
class Field:
    """One row of the dialog; texts are translated when it is made.

    ``choices`` are the names of the setting's choices in their order; ``zero`` is what a
    number's zero stands for.
    """

    group: str
    setting: Setting
    title: str
    tip: str = ""
    choices: tuple[str, ...] = ()
    zero: str = ""


APPEARANCE = QT_TRANSLATE_NOOP("SettingsFields", "Appearance")
VIEW = QT_TRANSLATE_NOOP("SettingsFields", "View")
HEATMAP = QT_TRANSLATE_NOOP("SettingsFields", "Heatmap")
MODEL = QT_TRANSLATE_NOOP("SettingsFields", "Model")
LIKE_SYSTEM = QT_TRANSLATE_NOOP("SettingsFields", "Like the system")

FIELDS = (
    Field(
        APPEARANCE,
        keys.THEME,
        QT_TRANSLATE_NOOP("SettingsFields", "Theme"),
        choices=(
            LIKE_SYSTEM,
            QT_TRANSLATE_NOOP("SettingsFields", "Light"),
            QT_TRANSLATE_NOOP("SettingsFields", "Dark"),
        ),
    ),
    Field(
        APPEARANCE,
        keys.LANGUAGE,
        QT_TRANSLATE_NOOP("SettingsFields", "Language"),
        QT_TRANSLATE_NOOP("SettingsFields", "From the next start on"),
        choices=(LIKE_SYSTEM, "English", "Deutsch"),
    ),
    Field(
        VIEW,
        keys.REDUCE_MOVING,
        QT_TRANSLATE_NOOP("SettingsFields", "Fewer points while moving"),
        QT_TRANSLATE_NOOP("SettingsFields", "All points are drawn once the view rests"),
    ),
    Field(
        VIEW,
        keys.POINT_SIZE,
        QT_TRANSLATE_NOOP("SettingsFields", "Point size"),
        zero=QT_TRANSLATE_NOOP("SettingsFields", "Automatic"),
    ),
    Field(
        HEATMAP,
        keys.COLORMAP,
        QT_TRANSLATE_NOOP("SettingsFields", "Colour map"),
        choices=(
            QT_TRANSLATE_NOOP("SettingsFields", "Heat"),
            "Inferno",
            "Viridis",
            "Cividis",
        ),
    ),
    Field(
        HEATMAP,
        keys.THRESHOLD,
        QT_TRANSLATE_NOOP("SettingsFields", "Threshold"),
        QT_TRANSLATE_NOOP("SettingsFields", "Points at or above this score count as defective"),
    ),
    Field(
        MODEL,
        keys.DETAIL,
        QT_TRANSLATE_NOOP("SettingsFields", "Detail"),
        QT_TRANSLATE_NOOP(
            "SettingsFields",
            "For scans opened from now on; full detail keeps every point of a dense scan and "
            "takes about two seconds for each 40,000 points",
        ),
        choices=(
            QT_TRANSLATE_NOOP("SettingsFields", "Fast overview"),
            QT_TRANSLATE_NOOP("SettingsFields", "Full detail"),
        ),
    ),
    Field(
        MODEL,
        keys.DEVICE,
        QT_TRANSLATE_NOOP("SettingsFields", "Device"),
        QT_TRANSLATE_NOOP("SettingsFields", "From the next start on"),
        choices=(
            QT_TRANSLATE_NOOP("SettingsFields", "The best available"),
            QT_TRANSLATE_NOOP("SettingsFields", "Processor"),
            "CUDA",
            "Metal",
        ),
    ),
)


def translated(text: str) -> str:
    """A text of the table in the window's language."""
    return QCoreApplication.translate("SettingsFields", text) if text else ""
