"""Drawing a large scan part by part, so that no frame holds the window up.

Each frame adds parts to the picture of the frame before: colours and depths are kept, so that
the picture is the same in the end as if all had been drawn at once.
"""

from __future__ import annotations

FRAME_SECONDS = 0.04
"""What one frame may take; software rendering needs many, a graphics card one."""
GROWTH = 4


class Refinement:
    """Which parts of a scan the next frame draws, by the time that frames took."""

    def __init__(self) -> None:
        self._count = 0
        self._drawn = 0
        self._batch = 1
        self._next = range(0)
        self._spent = 0.0
        self.full_seconds = 0.0

    @property
    def drawn(self) -> int:
        """Number of parts in the picture."""
        return self._drawn

    @property
    def done(self) -> bool:
        """Whether all parts are in the picture."""
        return self._drawn >= self._count

    def begin_scan(self, count: int) -> None:
        """Another scan with ``count`` parts."""
        self._count, self._drawn, self._batch, self.full_seconds = count, 0, 1, 0.0

    def restart(self, *, at_once: bool = False) -> range:
        """The parts for the first frame of a new picture; all of them if ``at_once``."""
        self._drawn, self._spent = 0, 0.0
        self._next = range(self._count if at_once else min(self._batch, self._count))
        return self._next

    def proceed(self) -> range:
        """The parts to add with the next frame."""
        self._next = range(self._drawn, min(self._drawn + self._batch, self._count))
        return self._next

    def frame_took(self, seconds: float) -> None:
        """The frame with the parts asked for last is drawn."""
        size = len(self._next)
        if not size:
            return
        self._drawn = self._next.stop
        self._spent += seconds
        fitting = int(FRAME_SECONDS / max(seconds / size, 1e-6))
        self._batch = max(min(fitting, GROWTH * size), 1)
        self._next = range(0)
        if self.done:
            self.full_seconds = self._spent
