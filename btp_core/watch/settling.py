"""Which files of a watched folder are there whole, judged by how they look from time to time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FileState:
    """Size in bytes and time of the last change of a file."""

    size: int
    mtime_ns: int


@dataclass
class _Seen:
    state: FileState
    since: float
    tried: bool = False


class Settling:
    """Remembers files until they are finished with; knows neither clock nor disk.

    A file is ready when its state has not changed for ``settle`` seconds. One that could not be
    read may still be growing, slowly: it is ready again when it changed, and once more, for the
    last time, when it has stayed the same for ``patience`` seconds.

    Parameters
    ----------
    settle, patience
        Seconds.
    finished
        Files that are finished with already, and their states then.
    """

    def __init__(
        self, settle: float, patience: float, finished: Mapping[str, FileState] | None = None
    ) -> None:
        self._settle, self._patience = settle, max(patience, settle)
        self._finished = dict(finished or {})
        self._seen: dict[str, _Seen] = {}

    @property
    def n_waiting(self) -> int:
        """Files that are there and not finished with."""
        return len(self._seen)

    def look(self, states: Mapping[str, FileState], now: float) -> list[str]:
        """Take in how all files look at a time; returns those that are ready, the oldest first.

        Files that are gone are forgotten; one that comes back changed is looked at again.
        """
        for name in [name for name in self._seen if name not in states]:
            del self._seen[name]
        for name, state in states.items():
            if self._finished.get(name) == state:
                self._seen.pop(name, None)
                continue
            seen = self._seen.get(name)
            if seen is None or seen.state != state:
                self._seen[name] = _Seen(state, now)
        ready = [
            (seen.since, name)
            for name, seen in self._seen.items()
            if now - seen.since >= (self._patience if seen.tried else self._settle)
        ]
        return [name for _, name in sorted(ready)]

    def start_over(self) -> None:
        """Look anew at all files that are not finished with."""
        self._seen.clear()

    def is_last_try(self, name: str) -> bool:
        """Whether a file that cannot be read now is not tried again until it changes."""
        seen = self._seen.get(name)
        return seen is not None and seen.tried

    def try_later(self, name: str, state: FileState) -> None:
        """A file could not be read in this state; it may still be growing."""
        seen = self._seen.get(name)
        if seen is not None and seen.state == state:
            seen.tried = True

    def finish(self, name: str, state: FileState) -> None:
        """A file needs no more attention as long as it looks like this."""
        self._finished[name] = state
        seen = self._seen.get(name)
        if seen is not None and seen.state == state:
            del self._seen[name]
