"""The settings dialog, made from the table of settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.i18n.translation import translate
from app.setting_kind import Setting
from app.settings import IN_DIALOG, Settings
from app.widgets.number_field import NumberField
from app.widgets.placement import fitted
from app.widgets.plain import plain_label
from app.widgets.scrolled import scrolled

LIST_LINES = 5
"""In view at once; more are scrolled to."""


class SettingsDialog(QDialog):
    """Shows what is kept; every change is announced at once, there is nothing to confirm.

    Attributes
    ----------
    changed
        Emitted with a :class:`~app.settings.Setting` and its new value.
    editors
        The widget of each setting, by the setting's key.
    """

    changed = Signal(object, object)

    def __init__(self, settings: Settings, caches: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.editors: dict[str, QWidget] = {}
        body = QWidget()
        body.setObjectName("dialogBody")
        form = QFormLayout(body)
        form.setContentsMargins(24, 14, 24, 8)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        group = ""
        for setting in IN_DIALOG:
            if setting.group != group:
                group = setting.group
                self._add_heading(form, translated(group))
            editor = self._editor(setting, settings.get(setting))
            editor.setToolTip(translated(setting.tip))
            editor.setAccessibleName(translated(setting.title))
            self.editors[setting.key] = editor
            form.addRow(translated(setting.title), editor)
        self._add_heading(form, self.tr("Folders"))
        for title, path in [
            (self.tr("Caches"), caches),
            (self.tr("Settings"), settings.path.parent),
        ]:
            label = plain_label(str(path))
            label.setObjectName("muted")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(title, label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_button = QPushButton(self.tr("Reset to defaults"))
        buttons.addButton(self.reset_button, QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_button.clicked.connect(self.reset)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(body), 1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 10, 24, 18)
        row.addWidget(buttons)
        layout.addLayout(row)
        self.resize(fitted(self.sizeHint(), self.screen().availableGeometry().size()))

    def reset(self) -> None:
        """Give every setting of the dialog its default."""
        for setting in IN_DIALOG:
            show_value(self.editors[setting.key], setting.default)

    def _add_heading(self, form: QFormLayout, text: str) -> None:
        label = QLabel(text)
        label.setObjectName("heading")
        label.setContentsMargins(0, 8, 0, 0)
        form.addRow(label)

    def _editor(self, setting: Setting, value: Any) -> QWidget:
        editor: QComboBox | QCheckBox | QSpinBox | QDoubleSpinBox | QLineEdit
        if setting.choices:
            editor = QComboBox()
            for choice, name in zip(setting.choices, setting.names, strict=True):
                editor.addItem(translated(name), choice)
            changed = editor.currentIndexChanged
        elif isinstance(setting.default, bool):
            editor = QCheckBox()
            changed = editor.toggled
        elif isinstance(setting.default, int):
            editor = QSpinBox()
            editor.setRange(int(setting.low), int(setting.high))
            editor.setSpecialValueText(translated(setting.zero))
            editor.setSuffix(" px")
            changed = editor.valueChanged
        elif isinstance(setting.default, list):
            return self._list_editor(setting, value)
        elif isinstance(setting.default, str):
            editor = QLineEdit()
            changed = editor.textEdited
        else:
            editor = NumberField()
            editor.setRange(setting.low, setting.high)
            editor.setSingleStep(0.01)
            changed = editor.valueChanged
        show_value(editor, value)
        changed.connect(lambda _value: self.changed.emit(setting, value_of(editor)))
        return editor

    def _list_editor(self, setting: Setting, value: list[str]) -> QPlainTextEdit:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(LIST_LINES * editor.fontMetrics().lineSpacing() + 12)
        show_value(editor, value)
        editor.textChanged.connect(lambda: self.changed.emit(setting, value_of(editor)))
        return editor


def translated(text: str) -> str:
    """A text of the table in the window's language."""
    return translate("SettingsFields", text) if text else ""


def show_value(editor: QWidget, value: Any) -> None:
    """Put a value into the widget of its kind."""
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(editor.findData(value))
    elif isinstance(editor, QCheckBox):
        editor.setChecked(value)
    elif isinstance(editor, QSpinBox | QDoubleSpinBox):
        editor.setValue(value)
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText("\n".join(value))
    elif isinstance(editor, QLineEdit):
        editor.setText(value)
        editor.textEdited.emit(value)  # for a reset: setting a text is no edit to Qt


def value_of(editor: QWidget) -> Any:
    """The value in a widget."""
    if isinstance(editor, QComboBox):
        return editor.currentData()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QPlainTextEdit):
        lines = (line.strip() for line in editor.toPlainText().splitlines())
        return [line for line in dict.fromkeys(lines) if line]
    if isinstance(editor, QLineEdit):
        return editor.text()
    assert isinstance(editor, QSpinBox | QDoubleSpinBox)
    return editor.value()
