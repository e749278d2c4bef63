"""Every text of the window exists in every language, and is used."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.i18n.translation import LANGUAGES, language_of
from app.main_window import MainWindow
from app.session.recovery import LastSession, RestoreQuestion
from app.settings import LANGUAGE, Settings
from app.widgets.welcome import Welcome
from btp_core.base.assets import asset_path
from btp_core.text.prompts import PromptSet
from scripts.translations import core_templates, update
from tests.app.conftest import Opened

FOLDER = asset_path("translations")
PLACES = re.compile(r"\{[^{}]*\}|%n|\*\.\w+")


@dataclass(frozen=True)
class Entry:
    """A message of a ``.ts`` file; several translations are its plural forms."""

    context: str
    source: str
    translations: tuple[str, ...]
    mark: str


def entries(path: Path) -> list[Entry]:
    found = []
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = translation.findall("numerusform") or [translation]
            texts = tuple(form.text or "" for form in forms)
            mark = translation.get("type", "")
            name, source = context.findtext("name"), message.findtext("source")
            found.append(Entry(name, source, texts, mark))
    return found


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as they would be after `make translations`."""
    folder = tmp_path_factory.mktemp("translations")
    for language in LANGUAGES:
        shutil.copy(FOLDER / f"{language}.ts", folder)
    update(folder)
    return folder


def test_the_texts_are_found() -> None:
    found = {(entry.context, entry.source) for entry in entries(FOLDER / "de.ts")}
    assert ("Welcome", "Open scan…") in found
    assert ("Actions", "&Open scan…") in found
    assert ("Stages", "Reading") in found
    assert ("Core", "Only {count} usable points; at least {minimum} are needed.") in found
    assert len(found) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_up_to_date(updated: Path, language: str) -> None:
    """If this fails, run `make translations`."""
    there, now = (entries(folder / f"{language}.ts") for folder in (FOLDER, updated))
    assert set(now) - set(there) == set()
    assert set(there) - set(now) == set()
    built = (updated / f"{language}.qm").read_bytes()
    assert (FOLDER / f"{language}.qm").read_bytes() == built


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    for entry in entries(FOLDER / f"{language}.ts"):
        assert not entry.mark, entry
        assert all(text.strip() for text in entry.translations), entry


def test_the_messages_of_the_core_are_those_of_the_catalogue() -> None:
    known = {e.source for e in entries(FOLDER / "de.ts") if e.context == "Core"}
    said = core_templates()
    assert said - known == set()
    assert known - said == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_survive_translation(language: str) -> None:
    for entry in entries(FOLDER / f"{language}.ts"):
        places = sorted(PLACES.findall(entry.source))
        for form, text in enumerate(entry.translations):
            found = PLACES.findall(text)
            if len(entry.translations) > 1 and form == 0 and "%n" not in found:
                found.append("%n")  # "the scan", for one
            assert sorted(found) == places, entry
            assert entry.source.count("&") == text.count("&"), entry


@pytest.mark.usefixtures("german")
def test_widgets_speak_the_language() -> None:
    assert "Beispiel" in Welcome().sample_button.text()
    # What has no translation stays as it is.
    assert QCoreApplication.translate("Welcome", "not in the catalogue") == "not in the catalogue"
    # Qt's own dialogs follow.
    assert "bbrechen" in QCoreApplication.translate("QPlatformTheme", "Cancel")


def check_letters(window: MainWindow) -> None:
    for top in window.menuBar().actions():
        letters = re.findall("&(.)", " ".join(a.text() for a in top.menu().actions()))
        lower = [letter.lower() for letter in letters]
        assert len(lower) == len(set(lower)), (top.text(), letters)


def test_no_two_entries_of_a_menu_have_the_same_letter(opened: Opened) -> None:
    check_letters(opened.window)


def test_nor_in_german(german: None, opened: Opened) -> None:
    check_letters(opened.window)


def test_the_choice_is_kept_for_the_next_start(opened: Opened, settings: Settings) -> None:
    action = opened.window.languages.group.actions()[-1]
    action.trigger()
    assert settings.get(LANGUAGE) == action.data() == "de"
    assert len(opened.notices) == 1


def question(count: int) -> str:
    """What is asked after a crash with so many open scans."""
    last = LastSession(tuple(Path(f"{number}.ply") for number in range(count)), PromptSet.stock())
    parent = QWidget()
    return RestoreQuestion(last, parent).informativeText()


def test_one_scan_is_told_from_two() -> None:
    assert question(1) == "Open the scan again, with the wording you used?"
    assert question(3) == "Open the 3 scans again, with the wording you used?"


@pytest.mark.usefixtures("german")
def test_one_scan_is_told_from_two_in_german() -> None:
    assert question(1).startswith("1 Scan mit")
    assert question(3).startswith("3 Scans mit")


def test_a_language_that_is_not_there_is_the_systems_or_english() -> None:
    assert language_of("de") == "de"
    assert language_of("system") in LANGUAGES
    assert language_of("xx") in LANGUAGES
