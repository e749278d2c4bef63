"""The window's languages: `assets/translations` holds a ``.ts`` file and its ``.qm`` for each.

``make translations`` brings them up to date with the sources.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from btp_core.base.assets import asset_path

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "de": "Deutsch"}
SYSTEM = "system"

translate = QCoreApplication.translate
"""For texts outside of a QObject, whose ``tr`` names its class as the context."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for the translators; it is translated when it is used."""
    return text


def language_of(choice: str) -> str:
    """The language for a choice, which may be the system's."""
    if choice in LANGUAGES:
        return choice
    system = QLocale.system().name().partition("_")[0]
    return system if system in LANGUAGES else "en"


def locale_of(language: str) -> QLocale:
    """How numbers and dates are written; the system's own way if it speaks that language."""
    locale = QLocale(language)
    system = QLocale.system()
    return system if system.language() == locale.language() else locale


def install_language(choice: str, application: QCoreApplication) -> list[QTranslator]:
    """Translate everything that is made from now on; returns what was installed.

    English has a file, too: it tells one scan from two.
    """
    language = language_of(choice)
    QLocale.setDefault(locale_of(language))
    # Qt's own words, on the buttons of its dialogs, come with Qt.
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own_folder = str(asset_path("translations"))
    installed = []
    for name, folder in ((f"qtbase_{language}", qt_folder), (language, own_folder)):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
            installed.append(translator)
        else:
            log.warning("the translation %s cannot be read", name)
    return installed
