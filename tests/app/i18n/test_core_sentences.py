"""What the core says, in German."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import btp_core
from app.i18n.core_sentences import SENTENCES, core_text
from app.i18n.translation import install_language
from btp_core.model.catalogue import load_catalogue


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translators = install_language("de", qapp)
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def texts_of_the_core() -> set[str]:
    """Patterns of all texts in the core's source and its catalogue of models."""
    found = set()
    for path in Path(btp_core.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                found.add(
                    "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                        for part in node.values
                    ).removeprefix(re.escape(" "))
                )
    for model in load_catalogue():
        found |= {re.escape(text) for text in (model.purpose, model.licence, model.source)}
    return found


def test_the_core_really_says_all_of_them() -> None:
    patterns = [re.compile(text) for text in texts_of_the_core() if len(text) > 8]
    unsaid = [s for s in SENTENCES if not any(p.fullmatch(s) for p in patterns)]
    assert unsaid == []


@pytest.mark.usefixtures("german")
def test_known_sentences_are_translated_with_their_values() -> None:
    assert core_text("All points are equal.") == "Alle Punkte sind gleich."
    text = "The object score 0.42 stays below the threshold 0.50. 2 region(s) of points reach it: "
    assert core_text(f"{text}have a look.") == (
        "Der Gesamtwert 0.42 bleibt unter der Schwelle 0.50. Bereiche, die sie erreichen: 2. "
        "Sehen Sie hin."
    )
    cause = "Files of the kind '.{1} x. Y' cannot be read."
    assert core_text(cause) == "Dateien der Art „.{1} x. Y“ können nicht gelesen werden."


@pytest.mark.usefixtures("german")
def test_what_is_not_known_stays_as_it_is() -> None:
    assert core_text("Something new. Check the name.") == "Something new. Prüfen Sie den Namen."
    assert core_text("") == ""


def test_in_english_nothing_changes() -> None:
    for sentence in SENTENCES:
        assert core_text(sentence) == sentence
