"""Every text of the window exists in every language, and is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

import app
from app.i18n.translation import (
    LANGUAGES,
    CatalogueTranslator,
    install_language,
    language_of,
    load_catalogue,
    source_texts,
)
from app.main_window import MainWindow
from app.settings import LANGUAGE, Settings
from app.widgets.welcome import Welcome
from tests.app.conftest import Opened

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def texts() -> dict[str, set[str]]:
    return source_texts(Path(app.__file__).parent)


def test_the_texts_are_found(texts: dict[str, set[str]]) -> None:
    assert "Open scan…" in texts["Welcome"]
    assert "&Open scan…" in texts["Actions"]
    assert "Reading" in texts["Stages"]
    assert sum(map(len, texts.values())) > 150


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing_and_nothing_is_left_over(
    texts: dict[str, set[str]], language: str
) -> None:
    catalogue = load_catalogue(language)
    known = {(context, text) for context, table in catalogue.items() for text in table}
    wanted = {(context, text) for context, table in texts.items() for text in table}
    assert wanted - known == set()
    assert known - wanted == set()


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_survive_translation(language: str) -> None:
    fields = re.compile(r"\{\w*\}|%n|\*\.\w+")
    for table in load_catalogue(language).values():
        for text, translated in table.items():
            assert translated.strip()
            assert sorted(fields.findall(text)) == sorted(fields.findall(translated)), text
            assert text.count("&") == translated.count("&"), text


@pytest.fixture
def german(qapp: QApplication) -> Iterator[CatalogueTranslator]:
    translators = install_language("de", qapp)
    yield translators[-1]
    for translator in translators:
        qapp.removeTranslator(translator)


def test_widgets_speak_the_language(german: CatalogueTranslator) -> None:
    assert "Beispiel" in Welcome().sample_button.text()
    assert german.translate("Welcome", "not in the catalogue") is None
    # Qt's own dialogs follow.
    assert "bbrechen" in QCoreApplication.translate("QPlatformTheme", "Cancel")


def check_letters(window: MainWindow) -> None:
    for top in window.menuBar().actions():
        letters = re.findall("&(.)", " ".join(a.text() for a in top.menu().actions()))
        lower = [letter.lower() for letter in letters]
        assert len(lower) == len(set(lower)), (top.text(), letters)


def test_no_two_entries_of_a_menu_have_the_same_letter(opened: Opened) -> None:
    check_letters(opened.window)


def test_nor_in_german(german: CatalogueTranslator, opened: Opened) -> None:
    check_letters(opened.window)


def test_the_choice_is_kept_for_the_next_start(opened: Opened, settings: Settings) -> None:
    action = opened.window.languages.group.actions()[-1]
    action.trigger()
    assert settings.get(LANGUAGE) == action.data() == "de"
    assert len(opened.notices) == 1


def test_english_needs_no_catalogue(qapp: QApplication) -> None:
    assert install_language("en", qapp) == []
    assert load_catalogue("xx") == {}
    assert language_of("de") == "de"
    assert language_of("system") in LANGUAGES
