"""Undo and redo of whole prompt sets."""

from __future__ import annotations

from btp_core.text.prompts import PromptSet

MOST_STEPS = 200


class PromptHistory:
    """The prompt sets that were in force, and which one is now."""

    def __init__(self, first: PromptSet) -> None:
        self._sets = [first]
        self._place = 0

    @property
    def current(self) -> PromptSet:
        """The set in force."""
        return self._sets[self._place]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier set."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Whether a set was undone."""
        return self._place + 1 < len(self._sets)

    def add(self, prompts: PromptSet) -> bool:
        """Put a set in force, forgetting what was undone; False if it is in force already."""
        if prompts == self.current:
            return False
        self._sets = [*self._sets[: self._place + 1], prompts][-MOST_STEPS:]
        self._place = len(self._sets) - 1
        return True

    def undo(self) -> PromptSet:
        """Go one step back; stays where there is none."""
        self._place = max(self._place - 1, 0)
        return self.current

    def redo(self) -> PromptSet:
        """Go one step forward; stays where there is none."""
        self._place = min(self._place + 1, len(self._sets) - 1)
        return self.current
