"""Typed errors: what went wrong, with which file, and what to do next.

A front-end never needs a traceback for an :class:`InspectError`, since each one names its cause,
the path (if any) and the next step. The command line shows ``str(error)``; the window translates
``error.message`` by the template and the arguments that it carries.
"""

from __future__ import annotations

from pathlib import Path

from btp_core.base.messages import MAX_MESSAGE, sentences
from btp_core.base.shown_text import shortened


class InspectError(Exception):
    """Base of every error that is the input's or the environment's, not ours.

    Parameters
    ----------
    cause
        What is wrong, as a sentence without the file name: a
        :class:`~btp_core.base.messages.Message` if it has arguments.
    path
        The file or folder concerned, if there is one.
    next_step
        What the user can do about it; likewise.
    """

    def __init__(self, cause: str, *, path: Path | str | None = None, next_step: str = "") -> None:
        self.cause = shortened(cause, MAX_MESSAGE)
        self.path = Path(path) if path is not None else None
        self.next_step = next_step
        super().__init__(self.cause, path, next_step)

    @property
    def message(self) -> str:
        """The cause and the next step, without the path."""
        return sentences(self.cause, self.next_step)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path is not None else ""
        return f"{where}{self.message}"


class ScanReadError(InspectError):
    """A scan file is missing, unreadable, damaged or not what its name says."""


class UnknownFormatError(ScanReadError):
    """No reader is registered for the file's extension."""


class LimitExceededError(ScanReadError):
    """The file holds more points or bytes than the limits allow."""


class ScanGeometryError(InspectError):
    """The points cannot be inspected: too few, all equal, or on one line."""


class ModelError(InspectError):
    """Weights are missing, damaged, of another kind, or do not fit together."""


class PromptError(InspectError):
    """A prompt set is empty, malformed or cannot be read."""


class OutputError(InspectError):
    """A result could not be written."""


class OtherSettingsError(OutputError):
    """A run file is there, and its scans were asked something else.

    ``can_rescore`` says that only words, threshold or design differ: what the model saw of the
    scans still serves.
    """

    can_rescore = False


class DataError(InspectError):
    """A data set (auxiliary or benchmark) is missing, damaged or malformed."""


class DesignError(InspectError):
    """A design file is missing, damaged, foreign, or cannot be made from what was given."""


class AlignmentError(InspectError):
    """A scan does not lie on its design: another part, mirrored, other units, too little seen.

    Parameters
    ----------
    kind
        One of "few points", "units", "mirrored", "another part", "too little".
    cause, path, next_step
        As for every :class:`InspectError`.
    """

    def __init__(
        self, kind: str, cause: str, *, path: Path | str | None = None, next_step: str = ""
    ) -> None:
        super().__init__(cause, path=path, next_step=next_step)
        self.kind = kind


class RecordError(InspectError):
    """The inspection record is missing, foreign, damaged, locked, or cannot be written."""


class SettingsError(InspectError):
    """A file of settings is missing, malformed, or holds what nobody knows."""


class TookTooLongError(InspectError):
    """A scan takes longer than it may, so that others have their turn."""


class CancelledError(InspectError):
    """The user cancelled the work."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")
