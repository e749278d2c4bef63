"""How much a file may hold. Checked against what its header says, before any allocation."""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.scans.faults import TooLargeError


@dataclass(frozen=True)
class ReadLimits:
    """Limits on one scan file; exceeding one raises ``LimitExceededError``.

    Attributes
    ----------
    max_points
        Points (mesh vertices, image pixels) in the file.
    max_bytes
        Size of the file, and of each array that is unpacked from it.
    """

    max_points: int = 20_000_000
    max_bytes: int = 4 * 1024**3

    def check_points(self, n_points: int) -> None:
        """Raise :class:`TooLargeError` if ``n_points`` is over the limit."""
        if n_points > self.max_points:
            raise TooLargeError(f"Holds {n_points:,} points; at most {self.max_points:,} are read.")

    def check_bytes(self, n_bytes: int) -> None:
        """Raise :class:`TooLargeError` if ``n_bytes`` is over the limit."""
        if n_bytes > self.max_bytes:
            raise TooLargeError(f"Takes {n_bytes:,} bytes; at most {self.max_bytes:,} are read.")
