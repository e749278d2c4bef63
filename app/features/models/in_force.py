"""The card above the list of models: which one inspects, and a way to choose another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.features.models.choose import ChooseModelDialog
from app.features.models.selection import ModelSelection
from btp_core.inspection.model_choice import BUNDLED, ModelChoice


class ModelInForce(QFrame):
    """Says which model inspects.

    Parameters
    ----------
    selection
        Knows it, and is asked for another.
    offered
        Gives the backbone and the tower that are ready on this machine.
    """

    def __init__(self, selection: ModelSelection, offered: Callable[[], ModelChoice]) -> None:
        super().__init__()
        self._selection, self._offered = selection, offered
        self.setObjectName("card")
        self.title, self.facts = QLabel(), QLabel()
        self.title.setObjectName("heading")
        self.facts.setObjectName("muted")
        for label in (self.title, self.facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.choose_button = QPushButton(self.tr("Choose a model…"))
        self.bundled_button = QPushButton(self.tr("Use the bundled model"))
        self.choose_button.clicked.connect(self._ask)
        self.bundled_button.clicked.connect(lambda: selection.choose(BUNDLED))
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.bundled_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addLayout(buttons)
        selection.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        choice, waiting = self._selection.choice, self._selection.waiting
        self.title.setText(self.tr("Inspecting with {0}").format(choice.title))
        parts = [(self.tr("Backbone"), choice.backbone), (self.tr("Text tower"), choice.tower)]
        facts = [f"{name}: {path}" for name, path in parts if path is not None]
        if waiting:
            facts.append(self.tr("Another model is being loaded."))
        self.facts.setText("\n".join(facts))
        self.facts.setVisible(bool(facts))
        self.choose_button.setEnabled(not waiting)
        self.bundled_button.setEnabled(not waiting and choice != BUNDLED)

    def _ask(self) -> None:
        dialog = ChooseModelDialog(self._selection.choice, self._offered(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._selection.choose(dialog.answer))
        dialog.open()
