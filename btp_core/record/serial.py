"""The serial number of a part, found in the name of its scan's file."""

from __future__ import annotations

import regex

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message

SECONDS = 0.2
"""A pattern comes from a design file: a bad one must not hold up a night's work."""


def check_pattern(pattern: str) -> None:
    """Raise :class:`RecordError` for what is no regular expression."""
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise RecordError(
            Message("This is no regular expression ({reason}).", reason=error),
            next_step="For example [0-9]+-[0-9]+ finds 4711-0382.",
        ) from error


def serial_number(name: str, pattern: str | None) -> str:
    """The first group of the pattern's first match in a file's name, or the whole match.

    Empty where nothing matches, the pattern is none, or it takes too long.
    """
    if not pattern:
        return ""
    try:
        found = regex.search(pattern, name.replace("\\", "/").rpartition("/")[2], timeout=SECONDS)
    except (regex.error, TimeoutError, RecursionError):
        return ""
    if found is None:
        return ""
    groups = [group for group in found.groups() if group]
    return str(groups[0] if groups else found[0])
