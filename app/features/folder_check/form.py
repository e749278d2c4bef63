"""What to check: a folder, which names in it, where results go, and with which design."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

RUN_NAME = "btp-inspect.h5"


class CheckForm(QWidget):
    """Fields for a folder check; the run file follows the folder until another one is typed.

    Attributes
    ----------
    submitted
        Emitted when Enter is pressed in a field.
    """

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._follows = True
        self._design: Path | None = None
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.folder, self.output, self.include = QLineEdit(), QLineEdit(), QLineEdit()
        self.folder.setPlaceholderText(self.tr("Type or choose a folder of scans"))
        self.include.setPlaceholderText(self.tr("all scans; for example *.ply; left/*"))
        self.output.setPlaceholderText(self.tr("{0} in the folder").format(RUN_NAME))
        self.output.setToolTip(
            self.tr("Results are saved here after every scan. A check that was stopped is resumed.")
        )
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self.choose_folder)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_button)
        form.addRow(self.tr("Folder"), row)
        form.addRow(self.tr("Only names like"), self.include)
        form.addRow(self.tr("Run file"), self.output)
        self.with_design = QCheckBox()
        self.with_design.setToolTip(
            self.tr("The design in force in the main window; its threshold counts as well.")
        )
        form.addRow(self.tr("Design"), self.with_design)
        self.folder.textChanged.connect(self._folder_changed)
        self.output.textEdited.connect(self._output_edited)
        for field in (self.folder, self.output, self.include):
            field.returnPressed.connect(self.submitted)
        self.show_design(None)

    @property
    def folder_path(self) -> Path | None:
        """The folder to check; None while there is none."""
        text = self.folder.text().strip()
        return Path(text).expanduser().absolute() if text else None

    @property
    def output_path(self) -> Path | None:
        """The run file; None while there is no folder either."""
        text = self.output.text().strip()
        if text:
            return Path(text).expanduser().absolute()
        return None if self.folder_path is None else self.folder_path / RUN_NAME

    @property
    def patterns(self) -> tuple[str, ...]:
        """Patterns of names; none for all."""
        return tuple(p.strip() for p in self.include.text().split(";") if p.strip())

    @property
    def design(self) -> Path | None:
        """The design to compare with, if one is in force and it is wanted."""
        return self._design if self.with_design.isChecked() else None

    def set_folder(self, folder: Path) -> None:
        """Choose a folder, and a run file in it."""
        self._follows = True
        self.folder.setText(str(folder))

    def set_run(self, folder: str, output: Path) -> None:
        """Show what an earlier check was asked."""
        self.folder.setText(folder)
        self._follows = False
        self.output.setText(str(output))
        self.include.clear()

    def set_output(self, output: Path) -> None:
        """Choose another run file."""
        self._follows = False
        self.output.setText(str(output))

    def show_design(self, path: Path | None) -> None:
        """Offer the design in force, if there is one: taken unless it is unticked."""
        known = path is not None and path == self._design
        self._design = path
        self.with_design.setText(
            path.name if path is not None else self.tr("none in force in the main window")
        )
        self.set_locked(not self.folder.isEnabled())
        if not known:
            self.with_design.setChecked(path is not None)

    def set_locked(self, locked: bool) -> None:
        """Let nothing be changed while something is under way."""
        for field in (self.folder, self.output, self.include, self.choose_button):
            field.setEnabled(not locked)
        self.with_design.setEnabled(self._design is not None and not locked)

    def choose_folder(self) -> None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Check a folder"), self.folder.text())
        if name:
            self.set_folder(Path(name))

    def _folder_changed(self, text: str) -> None:
        if self._follows:
            folder = text.strip()
            self.output.setText(str(Path(folder) / RUN_NAME) if folder else "")

    def _output_edited(self, text: str) -> None:
        self._follows = not text.strip()
