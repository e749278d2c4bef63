"""What the core says, in German."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app.i18n.core_messages import core_text
from btp_core.base.errors import InspectError
from btp_core.base.messages import Message, of_json, to_json
from btp_core.batch.progress import BatchProgress
from btp_core.inspection.reason import verdict_reason
from btp_core.inspection.results import Region

REGIONS = [
    Region(np.arange(3), (0, 0, 0), (length, 11.8, 3.0), length * 9, 2.9, 0.9, 0.7, "scratch")
    for length in (15.0, 4.0)
]
USABLE = "Only {count} usable points; at least {minimum} are needed."


@pytest.mark.usefixtures("german")
def test_messages_are_translated_with_their_values() -> None:
    assert core_text("All points are equal.") == "Alle Punkte sind gleich."
    assert core_text(verdict_reason(0.42, 0.5, REGIONS)) == (
        "2 Stellen; die größte 15 × 11,8, 2,9 tief, vermutlich: scratch. "  # noqa: RUF001
        "Zu wenige oder zu schwach, um das Teil als Ganzes durchfallen zu lassen; es hat den Wert "
        "0,42."
    )
    # A value that looks like a place is none.
    cause = Message("Files of the kind '{kind}' cannot be read.", kind=".{kind} x. Y")
    assert core_text(cause) == "Dateien der Art „.{kind} x. Y“ können nicht gelesen werden."
    error = InspectError(Message(USABLE, count=3, minimum=16), next_step="Check the name.")
    assert core_text(error.message) == (
        "Nur 3 brauchbare Punkte; mindestens 16 sind nötig. Prüfen Sie den Namen."
    )


@pytest.mark.usefixtures("german")
def test_messages_within_messages_are_translated_too() -> None:
    inner = Message("it announces {count:,} points, but ends before.", count=1_234_567)
    outer = Message("Cannot be read as a {name} file: {reason}", name="LAS", reason=inner)
    assert core_text(outer) == (
        "Kann nicht als LAS-Datei gelesen werden: sie kündigt 1.234.567 Punkte an, endet aber "
        "vorher."
    )
    progress = BatchProgress(done=1500, total=3000, n_failed=1, n_errors=2, seconds=1000.0)
    assert core_text(progress.message) == (
        "1.500 von 3.000, 1,5 Scans/s, noch 16 min 40 s, 2 nicht prüfbar"
    )


@pytest.mark.usefixtures("german")
def test_what_is_not_known_stays_as_it_is() -> None:
    assert core_text("Something new.") == "Something new."
    new = Message("Something new: {what}.", what="x")
    both = InspectError(new, next_step="Check the name.").message
    assert core_text(both) == "Something new: x. Prüfen Sie den Namen."
    assert core_text("") == ""


@pytest.mark.usefixtures("german")
def test_what_a_file_says_is_not_trusted() -> None:
    huge = {"template": "{count:>9999999999}", "arguments": {"count": [1, None]}}
    assert core_text(of_json("one", huge)) == "one"
    other_places = {"template": USABLE, "arguments": {"number": [1, None]}}
    assert core_text(of_json("one", other_places)) == "one"
    other_kind = {"template": "{done:,} of {total:,}", "arguments": {"done": ["x", None]}}
    assert core_text(of_json("one", other_kind)) == "one"


@pytest.mark.usefixtures("german")
def test_stored_messages_are_translated() -> None:
    message = InspectError(
        Message(USABLE, count=3, minimum=16), next_step="Check the name."
    ).message
    stored = json.loads(json.dumps(to_json(message)))
    assert core_text(of_json(str(message), stored)) == core_text(message) != message


def test_in_english_nothing_changes() -> None:
    for message in (
        verdict_reason(0.42, 0.5, REGIONS),
        Message(USABLE, count=3, minimum=16),
        "Any.",
    ):
        assert core_text(message) == message


@pytest.mark.usefixtures("german")
def test_a_number_of_so_many_digits_has_a_comma_in_german() -> None:
    text = core_text(Message("The scan is {ratio:.3g} times as large as the design.", ratio=1.294))
    assert "1,29" in text
