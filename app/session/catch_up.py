"""Bringing open scans up to date that are not in view, while nobody waits for anything else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from app.session.documents import Document, DocumentStore


class CatchUp:
    """The scans that wait for the wording and the threshold in force, each once for a change.

    What fails or was given back is done when it comes into view; a stored map stays what it is.

    Parameters
    ----------
    documents
        The open scans.
    bring
        Begins the work on one of them.
    """

    def __init__(self, documents: DocumentStore, bring: Callable[[Document], None]) -> None:
        self._documents, self._bring = documents, bring
        self._behind: deque[Document] = deque()

    def begin(self) -> None:
        """Words or threshold have changed: take all that is outdated and not in view."""
        current = self._documents.current
        self._behind = deque(d for d in self._documents if d.outdated and d is not current)

    def stop(self) -> None:
        """Leave the rest as it is."""
        self._behind.clear()

    def go_on(self, is_busy: Callable[[], bool]) -> None:
        """Begin with the next one unless something is under way."""
        while self._behind and not is_busy():
            document = self._behind.popleft()
            held = document.encoded is not None and document.scores is not None
            is_open = self._documents.get(document.document_id) is document
            if is_open and held and document.stored is None and document.outdated:
                self._bring(document)
