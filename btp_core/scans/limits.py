"""How much a file may hold, and what a format's reader raises.

Limits are checked against what a header says, before any allocation. Readers and their helpers
work on bytes and arrays and know no path, so they say only what is wrong; ``read_scan`` adds the
file's name and the next step. Their errors are no ValueErrors, so that handling a library's errors
never catches them by accident.
"""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.base.messages import Message


class FileFault(Exception):
    """What is wrong with a file's content, as the template and arguments of a message."""

    def __init__(self, template: str, /, **arguments: object) -> None:
        super().__init__(Message(template, **arguments))


class DamagedFileError(FileFault):
    """The content contradicts itself, ends too early, or is not of the format at all."""


class TooLargeError(FileFault):
    """The file announces more points or bytes than the limits allow."""


@dataclass(frozen=True)
class ReadLimits:
    """Limits on one scan file; exceeding one raises ``LimitExceededError``.

    Attributes
    ----------
    max_points
        Points (mesh vertices, image pixels) in the file.
    max_bytes
        Size of the file, and of each array that is unpacked from it.
    max_seconds
        Computing time for reading it; None for what its size makes plausible.
    max_memory
        Bytes that reading it may take; None likewise.
    """

    max_points: int = 20_000_000
    max_bytes: int = 4 * 1024**3
    max_seconds: float | None = None
    max_memory: int | None = None

    def seconds_for(self, n_bytes: int) -> float:
        """Computing time for a file of ``n_bytes``; the slowest formats take a tenth of it."""
        if self.max_seconds is not None:
            return self.max_seconds
        return 2.0 + n_bytes / 1e6

    def memory_for(self, n_bytes: int) -> int:
        """Bytes for a file of ``n_bytes``: text takes up to 20 times its size while it is read."""
        if self.max_memory is not None:
            return self.max_memory
        return (1 << 30) + 40 * n_bytes

    def check_points(self, n_points: int) -> None:
        """Raise :class:`TooLargeError` if ``n_points`` is over the limit."""
        if n_points > self.max_points:
            raise TooLargeError(
                "The file holds {count:,} points; at most {most:,} are read.",
                count=n_points,
                most=self.max_points,
            )

    def check_bytes(self, n_bytes: int) -> None:
        """Raise :class:`TooLargeError` if ``n_bytes`` is over the limit."""
        if n_bytes > self.max_bytes:
            raise TooLargeError(
                "The file takes {count:,} bytes; at most {most:,} are read.",
                count=n_bytes,
                most=self.max_bytes,
            )
