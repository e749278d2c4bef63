"""Opens the dialog of models, made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.background.runner import Background
from app.features.models.selection import ModelSelection
from app.notify import Notifier

if TYPE_CHECKING:
    from app.features.models.dialog import ModelsDialog
    from btp_core.model.store import ModelStore


class ModelCommands:
    """The window's side of the models.

    Parameters
    ----------
    window
        The dialog's parent.
    background
        Does what takes time.
    notifier
        Told of errors.
    selection
        Which model inspects.
    store
        Where models are; the user's data folder unless given.
    """

    def __init__(
        self,
        window: QWidget,
        background: Background,
        notifier: Notifier,
        selection: ModelSelection,
        store: ModelStore | None = None,
    ) -> None:
        self._window, self._background = window, background
        self._notifier, self._store = notifier, store
        self.selection = selection
        self.dialog: ModelsDialog | None = None

    def show(self) -> None:
        """Show the dialog."""
        if self.dialog is None:
            # Imported here: the window starts without what adding a model needs.
            from app.features.models.choose import ready_parts
            from app.features.models.dialog import ModelsDialog
            from app.features.models.in_force import ModelInForce
            from btp_core.model.catalogue import load_catalogue
            from btp_core.model.store import ModelStore

            models = load_catalogue()
            store = self._store or ModelStore()
            card = ModelInForce(self.selection, lambda: ready_parts(store, models))
            self.dialog = ModelsDialog(
                self._background, store, models, card, self._notifier, self._window
            )
            self.selection.changed.connect(self._show_refusal)
        self.dialog.show()
        self.dialog.raise_()

    def _show_refusal(self) -> None:
        if self.dialog is not None:
            self.dialog.state.setText(self.selection.refusal)

    def close(self) -> None:
        """Close the dialog."""
        if self.dialog is not None:
            self.dialog.close()
