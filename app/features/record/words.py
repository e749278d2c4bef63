"""Verdicts, decisions and moments of the record, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Qt

from app.i18n.translation import translate
from btp_core.record.entries import Choice, Outcome

SIGNS: dict[Outcome, str] = {"fail": "✕", "not checked": "?", "error": "!", "pass": "✓"}


def outcome_text(outcome: Outcome) -> str:
    """The machine's verdict with its sign."""
    words = {
        "fail": translate("Record", "Fail"),
        "not checked": translate("Record", "Not checked"),
        "error": translate("Record", "Not inspected"),
        "pass": translate("Record", "Pass"),
    }
    return f"{SIGNS[outcome]} {words[outcome]}"


def decided_text(choice: str) -> str:
    """A decision as a state of the part; empty for none."""
    words = {
        "accept": translate("Record", "Accepted"),
        "reject": translate("Record", "Rejected"),
        "rework": translate("Record", "Rework"),
    }
    return words.get(choice, "")


def choice_text(choice: Choice) -> str:
    """What is to be decided, as a button says it."""
    words = {
        "accept": translate("Record", "Accept…"),
        "reject": translate("Record", "Reject…"),
        "rework": translate("Record", "Rework…"),
    }
    return words[choice]


def source_text(source: str) -> str:
    """Which use of the program inspected."""
    words = {
        "window": translate("Record", "in the window"),
        "inspect": translate("Record", "on the command line"),
        "batch": translate("Record", "in a folder check"),
        "watch": translate("Record", "in a watched folder"),
    }
    return words.get(source, source)


def moment_text(moment: str) -> str:
    """A moment of the record in local time, the same everywhere; as it stands if it is none."""
    local = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return local.toString("yyyy-MM-dd HH:mm") if local.isValid() else moment
