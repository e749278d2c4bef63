"""The window's languages: catalogues in `assets/translations`, one table per context."""

from __future__ import annotations

import ast
import logging
import tomllib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from btp_core.base.assets import asset_path

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "de": "Deutsch"}
SYSTEM = "system"

Catalogue = dict[str, dict[str, str]]


class CatalogueTranslator(QTranslator):
    """Looks texts up in a catalogue; what is missing stays English."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def isEmpty(self) -> bool:
        """Whether there is nothing to look up; Qt skips such a translator."""
        return not self._catalogue

    def translate(
        self, context: str, text: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        """The translation; None lets Qt ask the next translator, where "" would be the answer."""
        return self._catalogue.get(context, {}).get(text)


def load_catalogue(language: str) -> Catalogue:
    """The catalogue of a language; English needs none."""
    if language not in LANGUAGES or language == "en":
        return {}
    try:
        path = asset_path("translations", f"{language}.toml")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        log.warning("the translation %s cannot be read: %s", language, error)
        return {}


def language_of(choice: str) -> str:
    """The language for a choice, which may be the system's."""
    if choice in LANGUAGES:
        return choice
    system = QLocale.system().name().partition("_")[0]
    return system if system in LANGUAGES else "en"


def install_language(choice: str, application: QCoreApplication) -> list[QTranslator]:
    """Translate everything that is made from now on; returns what was installed."""
    language = language_of(choice)
    catalogue = load_catalogue(language)
    if not catalogue:
        return []
    # Qt's own words, on the buttons of its dialogs, come with Qt.
    standard = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    installed: list[QTranslator] = [CatalogueTranslator(catalogue, application)]
    if standard.load(f"qtbase_{language}", folder):
        installed.insert(0, standard)
    for translator in installed:
        application.installTranslator(translator)
    return installed


def source_texts(folder: Path) -> dict[str, set[str]]:
    """All texts to translate in the Python files under ``folder``, by context.

    Found are ``self.tr("...")`` (the context is the class), ``QCoreApplication.translate(context,
    "...")``, ``QT_TRANSLATE_NOOP(context, "...")`` and calls of a module's own ``_tr("...")``.
    """
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for context, text in _texts_of(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(context, set()).add(text)
    return found


def _texts_of(module: ast.Module) -> Iterator[tuple[str, str]]:
    own = _context_of_helper(module)
    classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
    for scope in [*classes, module]:
        for node in ast.walk(scope):
            if not isinstance(node, ast.Call):
                continue
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            texts = [word for word in words if isinstance(word, str)]
            match node.func:
                case ast.Attribute(attr="tr", value=ast.Name(id="self")) if texts:
                    if isinstance(scope, ast.ClassDef):
                        yield scope.name, texts[0]
                case ast.Attribute(attr="tr", value=ast.Name(id="box")) if texts:
                    yield "QMessageBox", texts[0]
                case ast.Attribute(attr="translate") if len(texts) == 2:
                    yield texts[0], texts[1]
                case ast.Name(id="QT_TRANSLATE_NOOP") if len(texts) == 2:
                    yield texts[0], texts[1]
                case ast.Name(id="_tr") if texts and own:
                    yield own, texts[0]


def _context_of_helper(module: ast.Module) -> str:
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == "_tr":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and call.args:
                    first = call.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        return first.value
    return ""
