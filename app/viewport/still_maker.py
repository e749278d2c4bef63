"""Work for the view beside the GUI thread, of which only the newest piece matters."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from btp_core.rendering.layer import Stale


class StillMaker(QObject):
    """Does one thing at a time on a thread of its own; what is asked for next makes it stale.

    Attributes
    ----------
    made
        Emitted on the GUI thread with what the work returned.
    """

    made = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="still")
        self._newest: object = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, work: Callable[[Callable[[], bool]], Any]) -> None:
        """Have work done, which is handed a function that says whether it is stale by now."""
        self._newest = ticket = object()
        future = self._pool.submit(work, lambda: self._newest is not ticket)
        future.add_done_callback(lambda done: self._arrived.emit((ticket, done)))

    def drop(self) -> None:
        """Nobody wants what was asked for any more."""
        self._newest = None

    def shutdown(self) -> None:
        """End the thread; what it does is dropped."""
        self.drop()
        self._arrived.disconnect(self._deliver)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, arrived: tuple[object, Future[Any]]) -> None:
        ticket, done = arrived
        if ticket is not self._newest or done.cancelled():
            return
        self._newest = None
        try:
            made = done.result()  # an error of the work is raised here, and told like any other
        except Stale:
            return
        self.made.emit(made)
