"""What a format's reader raises; ``read_scan`` adds the file's name and the next step.

The readers and their helpers work on bytes and arrays and know no path, so they say only what is
wrong. These are no ValueErrors, so that handling a library's errors never catches them by accident.
"""

from __future__ import annotations


class DamagedFileError(Exception):
    """The content contradicts itself, ends too early, or is not of the format at all."""


class TooLargeError(Exception):
    """The file announces more points or bytes than the limits allow."""
