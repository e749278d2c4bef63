"""The prompt panel: what is normal, what is defective, in words."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from app.features.prompts.history import PromptHistory
from app.features.prompts.type_editor import TypeEditor
from app.i18n.core_messages import core_text
from app.i18n.numbers import decimal_text
from app.theme.style import repolish
from app.widgets.disclosure import Disclosure
from app.widgets.phrase_edit import PhraseEdit
from app.widgets.section import Section
from btp_core.base.errors import PromptError
from btp_core.text.prompts import PromptSet

STOCK_SETS = ("general", "typed")


class PromptsPanel(Section):
    """Edits a prompt set; announces it once typing pauses and it is a whole one.

    Attributes
    ----------
    history
        The prompt sets that were in force.
    prompts_changed
        Emitted with every whole prompt set that differs from the one before.
    shown_types_changed
        Emitted when another choice of types is to be seen in the type view.
    """

    prompts_changed = Signal(object)
    shown_types_changed = Signal()

    def __init__(self, prompts: PromptSet, pause_milliseconds: int) -> None:
        super().__init__()
        self.set_title(self.tr("Normal"))
        self._stock = prompts
        self.history = PromptHistory(prompts)
        self.menu = QMenu(self)
        self.sets_button = QToolButton()
        self.sets_button.setObjectName("link")
        self.sets_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sets_button.setMenu(self.menu)
        self.sets_button.setToolTip(self.tr("Stock wordings, files, undo"))
        self.header.addWidget(self.sets_button)
        self._make_fields()
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.column.addWidget(self.state)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_milliseconds)
        self._pause.timeout.connect(self._announce)
        self._fill(prompts)
        for edit in (self.normal, self.defective, self.templates):
            edit.textChanged.connect(self._edited)
        self.object_name.textChanged.connect(self._edited)
        self.types.edited.connect(self._edited)
        self.types.shown_changed.connect(self.shown_types_changed)

    @property
    def prompts(self) -> PromptSet:
        """The last whole prompt set."""
        return self.history.current

    @property
    def pending(self) -> bool:
        """Whether an edit waits for typing to pause."""
        return self._pause.isActive()

    def type_colors(self, names: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
        """Name and colour of types by name; no colour for those not to be shown."""
        hidden = self.types.hidden()
        colors = {defect.name: defect.color for defect in self.prompts.types}
        return tuple((name, None if name in hidden else colors.get(name)) for name in names)

    def set_prompts(self, prompts: PromptSet) -> None:
        """Put another prompt set in force at once."""
        self.finish_edit()
        if self.history.add(prompts):
            self._put_in_force(prompts)

    def reset(self) -> None:
        """Go back to the wording the window began with."""
        self.set_prompts(self._stock)

    def undo(self) -> None:
        """Go back to the wording before the last change."""
        self.finish_edit()
        if self.history.can_undo:
            self._put_in_force(self.history.undo())

    def redo(self) -> None:
        """Take an undone change up again."""
        if not self.pending and self.history.can_redo:
            self._put_in_force(self.history.redo())

    def show_applied(self, seconds: float) -> None:
        """Say that the heatmap follows the wording now."""
        if not self._pause.isActive():
            self._tell(self.tr("Applied in {0} s").format(decimal_text(seconds, 2)), problem=False)

    def finish_edit(self) -> None:
        """Count an edit that waits for its pause as a step of its own."""
        if self._pause.isActive():
            self._pause.stop()
            self._announce()

    def stop(self) -> None:
        """Stop the timer for good."""
        self._pause.stop()

    def _make_fields(self) -> None:
        hint = self.tr("One phrase per line; {object} stands for the object's name.")
        self.normal = PhraseEdit(self.tr("Normal phrases"))
        self.defective = PhraseEdit(self.tr("Defective phrases"))
        for edit in (self.normal, self.defective):
            edit.setToolTip(hint)
            edit.setPlaceholderText(hint)
        self.column.addWidget(self.normal)
        self._labelled(self.column, self.tr("Defective"), self.defective).setObjectName("heading")
        self.types = TypeEditor()
        self.types_part = Disclosure(self.tr("Defect types"), self.types)
        self.column.addWidget(self.types_part)
        more = QWidget()
        column = QVBoxLayout(more)
        column.setContentsMargins(0, 0, 0, 0)
        self.object_name = QLineEdit()
        self.object_name.setToolTip(
            self.tr("What {object} becomes in every phrase, for example “casting”")
        )
        self._labelled(column, self.tr("Object name"), self.object_name)
        self.templates = PhraseEdit(self.tr("Templates"), lines=2)
        self.templates.setToolTip(
            self.tr("One template per line; every phrase is put into each at {phrase}.")
        )
        self._labelled(column, self.tr("Templates"), self.templates)
        self.more_part = Disclosure(self.tr("Object and templates"), more)
        self.column.addWidget(self.more_part)

    def _labelled(self, column: QVBoxLayout, title: str, edit: QWidget) -> QLabel:
        label = QLabel(title)
        label.setBuddy(edit)
        column.addWidget(label)
        column.addWidget(edit)
        return label

    def _fill(self, prompts: PromptSet) -> None:
        self.normal.set_phrases(prompts.normal)
        self.defective.set_phrases(prompts.anomaly)
        self.templates.set_phrases(prompts.templates)
        with QSignalBlocker(self.object_name):
            self.object_name.setText(prompts.object_name)
        self.types.set_types(prompts.types)
        if prompts.types:
            self.types_part.set_open(True)
        self._show_name(prompts)

    def _put_in_force(self, prompts: PromptSet) -> None:
        self._pause.stop()
        self._fill(prompts)
        self._emit(prompts)

    def _edited(self) -> None:
        self._pause.start()

    def _announce(self) -> None:
        try:
            prompts = self._edited_set()
        except PromptError as error:
            self._tell(core_text(error.message), problem=True)
            return
        if not self.history.add(prompts):
            self._tell("", problem=False)
            return
        self._emit(prompts)

    def _edited_set(self) -> PromptSet:
        """The set in the fields; raises ``PromptError`` while it is not whole."""
        content = {
            "normal": self.normal.phrases(),
            "anomaly": self.defective.phrases(),
            "object_name": self.object_name.text().strip() or self._stock.object_name,
            "templates": self.templates.phrases(),
            "types": self.types.types(),
        }
        before = self.history.current
        unchanged = all(getattr(before, key) == value for key, value in content.items())
        return before if unchanged else PromptSet(name="custom", **content)  # type: ignore[arg-type]

    def _emit(self, prompts: PromptSet) -> None:
        self._show_name(prompts)
        self._tell(self.tr("Applying…"), problem=False)
        self.prompts_changed.emit(prompts)

    def _show_name(self, prompts: PromptSet) -> None:
        names = {
            "general": self.tr("General"),
            "typed": self.tr("With types"),
            "custom": self.tr("Edited"),
        }
        self.sets_button.setText(f"{names.get(prompts.name, prompts.name)} ▾")

    def _tell(self, text: str, *, problem: bool) -> None:
        self.state.setObjectName("problem" if problem else "muted")
        self.state.setText(text)
        repolish(self.state)
