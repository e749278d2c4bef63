"""The prompt panel: what is normal, what is defective, in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from app.panels.section import Section
from btp_core.errors import PromptError
from btp_core.prompts import PromptSet

LEAST_LINES, MOST_LINES = 4, 8


class PhraseEdit(QPlainTextEdit):
    """A field with one phrase per line."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # a scan dropped here is to be opened, not to be typed
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setMaximumHeight(self._height(MOST_LINES))

    def sizeHint(self) -> QSize:
        """A few lines; the layout gives more where there is room."""
        return QSize(super().sizeHint().width(), self._height(LEAST_LINES))

    def minimumSizeHint(self) -> QSize:
        """The same: a phrase field of one line invites one phrase."""
        return QSize(super().minimumSizeHint().width(), self._height(LEAST_LINES))

    def _height(self, lines: int) -> int:
        return QFontMetrics(self.font()).lineSpacing() * lines + 22

    def phrases(self) -> tuple[str, ...]:
        """The lines that are not empty."""
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def set_phrases(self, phrases: tuple[str, ...]) -> None:
        """Replace the text without announcing it."""
        with QSignalBlocker(self):
            self.setPlainText("\n".join(phrases))


class PromptsPanel(Section):
    """Edits a prompt set; announces it once typing pauses and it is a whole one."""

    prompts_changed = Signal(object)

    def __init__(
        self, prompts: PromptSet, pause_milliseconds: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Prompts"))
        self._stock = prompts
        self._prompts = prompts
        self.reset_button = QPushButton(self.tr("Reset"))
        self.reset_button.setObjectName("link")
        self.reset_button.setToolTip(self.tr("Back to the wording that ships with the program"))
        self.reset_button.clicked.connect(self.reset)
        self.header.addWidget(self.reset_button)
        hint = self.tr("One phrase per line; {object} stands for the object's name.")
        self.normal = PhraseEdit(self.tr("Normal phrases"))
        self.defective = PhraseEdit(self.tr("Defective phrases"))
        for title, edit in [
            (self.tr("Normal"), self.normal),
            (self.tr("Defective"), self.defective),
        ]:
            label = QLabel(title)
            label.setBuddy(edit)
            edit.setToolTip(hint)
            edit.setPlaceholderText(hint)
            self.column.addWidget(label)
            self.column.addWidget(edit)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.column.addWidget(self.state)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_milliseconds)
        self._pause.timeout.connect(self._announce)
        self.reset_button.setEnabled(False)
        self._fill(prompts)
        self.normal.textChanged.connect(self._edited)
        self.defective.textChanged.connect(self._edited)

    @property
    def prompts(self) -> PromptSet:
        """The last whole prompt set."""
        return self._prompts

    @property
    def pending(self) -> bool:
        """Whether an edit waits for typing to pause."""
        return self._pause.isActive()

    def reset(self) -> None:
        """Go back to the stock wording at once."""
        self._fill(self._stock)
        self._pause.stop()
        self._announce()

    def show_applied(self, seconds: float) -> None:
        """Say that the heatmap follows the wording now."""
        if not self._pause.isActive():
            self._tell(self.tr("Applied in {0} s").format(f"{seconds:.2f}"), problem=False)

    def stop(self) -> None:
        """Stop the timer for good."""
        self._pause.stop()

    def _fill(self, prompts: PromptSet) -> None:
        self.normal.set_phrases(prompts.normal)
        self.defective.set_phrases(prompts.anomaly)

    def _edited(self) -> None:
        self._pause.start()

    def _announce(self) -> None:
        try:
            prompts = replace(
                self._stock, normal=self.normal.phrases(), anomaly=self.defective.phrases()
            )
        except PromptError as error:
            self._tell(f"{error.cause} {error.next_step}".strip(), problem=True)
            return
        self.reset_button.setEnabled(prompts != self._stock)
        if prompts != self._stock:
            prompts = replace(prompts, name="custom")
        if prompts == self._prompts:
            self._tell("", problem=False)
            return
        self._prompts = prompts
        self._tell(self.tr("Applying…"), problem=False)
        self.prompts_changed.emit(prompts)

    def _tell(self, text: str, *, problem: bool) -> None:
        self.state.setObjectName("problem" if problem else "muted")
        self.state.setText(text)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
