"""Asks which open scans are good, and what the design of their part is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.designs import DesignOrder, GoodScan
from app.session.open_scan import OpenScan, Stage
from app.widgets.chip import verdict_text
from app.widgets.plain import plain_label, plain_tip
from btp_core.model.detail import Detail

SUFFIX = ".design"
UNITS = ("mm", "inch", "m")
MOST_SCANS = 20
WIDTH = 560
ROWS = 6


class NewDesignDialog(QDialog):
    """Everything is filled in for the simple case: the scans that pass, and a name for them.

    Parameters
    ----------
    scans
        The open scans.
    folder
        Where the file is suggested.
    """

    def __init__(
        self, scans: Sequence[OpenScan], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New design"))
        self._scans = [scan for scan in scans if scan.stage is not Stage.FAILED]
        self._folder = folder
        self._own_file = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        hint = QLabel(
            self.tr(
                "Tick scans of parts that are known to be good; three are a good beginning. Scans "
                "are compared with them from then on, wherever they lie."
            )
        )
        hint.setWordWrap(True)
        hint.setObjectName("muted")
        layout.addWidget(hint)
        self.list = self._make_list()
        layout.addWidget(self.list, 1)
        layout.addLayout(self._make_form())
        self.problem = plain_label()
        self.problem.setObjectName("muted")
        self.problem.setWordWrap(True)
        layout.addWidget(self.problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(self.tr("Make design"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("primary")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.name.setText(common_name([scan.path.stem for scan in self.ticked]))
        self.name.textChanged.connect(self._suggest_file)
        self.file.textEdited.connect(self._file_typed)
        for field in (self.name, self.file, self.cad):
            field.textChanged.connect(self._check)
        self.list.itemChanged.connect(self._check)
        self._suggest_file()
        self._check()
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    @property
    def ticked(self) -> list[OpenScan]:
        """The scans that are good."""
        states = (self.list.item(row).checkState() for row in range(self.list.count()))
        return [
            scan
            for scan, state in zip(self._scans, states, strict=True)
            if state is Qt.CheckState.Checked
        ]

    def order(self, created_by: str) -> DesignOrder:
        """What is in the fields."""
        cad = self.cad.text().strip()
        return DesignOrder(
            output=self._output(),
            name=self.name.text().strip(),
            good=tuple(
                GoodScan(
                    scan.path,
                    scan.scan,
                    # Places have the embeddings of the overview, as on the command line.
                    scan.encoded if scan.detail == Detail.OVERVIEW and not scan.stored else None,
                )
                for scan in self.ticked
            ),
            cad=Path(cad) if cad else None,
            units=self.units.currentText(),
            part_number=self.part_number.text().strip(),
            created_by=created_by,
        )

    def _make_list(self) -> QListWidget:
        rows = QListWidget()
        rows.setAccessibleName(self.tr("Good scans"))
        for scan in self._scans:
            status = scan.verdict.status if scan.verdict is not None else None
            text = scan.path.name + (f"   {verdict_text(status)}" if status else "")
            item = QListWidgetItem(text)
            item.setToolTip(plain_tip(str(scan.path)))
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled)
            good = status == "pass"
            item.setCheckState(Qt.CheckState.Checked if good else Qt.CheckState.Unchecked)
            rows.addItem(item)
        rows.setMinimumHeight(ROWS * (rows.fontMetrics().height() + 8))
        return rows

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name, self.part_number = QLineEdit(), QLineEdit()
        self.cad, self.file = QLineEdit(), QLineEdit()
        self.units = QComboBox()
        self.units.addItems(UNITS)
        self.units.setToolTip(self.tr("Units of length that the scans are in"))
        self.part_number.setPlaceholderText(self.tr("optional"))
        self.cad.setPlaceholderText(self.tr("optional: stl, obj, ply or off, in the same units"))
        first = QHBoxLayout()
        first.addWidget(self.name, 1)
        first.addWidget(QLabel(self.tr("Units")))
        first.addWidget(self.units)
        form.addRow(self.tr("Name"), first)
        form.addRow(self.tr("Part number"), self.part_number)
        form.addRow(self.tr("CAD mesh"), self._with_button(self.cad, self._choose_cad))
        form.addRow(self.tr("Save as"), self._with_button(self.file, self._choose_file))
        return form

    def _with_button(self, field: QLineEdit, ask: object) -> QHBoxLayout:
        button = QPushButton(self.tr("Choose…"))
        button.setAutoDefault(False)
        button.clicked.connect(ask)
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(button)
        return row

    def _choose_cad(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("CAD mesh"),
            self.cad.text() or str(self._folder),
            self.tr("Meshes (*.stl *.obj *.ply *.off);;All files (*)"),
        )
        if name:
            self.cad.setText(name)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save design"), self.file.text(), self.tr("Designs (*.design)")
        )
        if name:
            self._own_file = True
            self.file.setText(name)

    def _output(self) -> Path:
        path = Path(self.file.text().strip()).absolute()
        return path if path.suffix.lower() == SUFFIX else Path(f"{path}{SUFFIX}")

    def _file_typed(self, _text: str) -> None:
        self._own_file = True

    def _suggest_file(self) -> None:
        """A file of the design's name that is not there yet."""
        if self._own_file:
            return
        stem = "".join(c if c not in '\\/:*?"<>|' else "_" for c in self.name.text().strip())
        path = self._folder / f"{stem or 'part'}{SUFFIX}"
        number = 2
        while path.exists():
            path = self._folder / f"{stem or 'part'}-{number}{SUFFIX}"
            number += 1
        self.file.setText(str(path))

    def _check(self) -> None:
        ticked, cad = len(self.ticked), bool(self.cad.text().strip())
        text = ""
        if not ticked and not cad:
            text = self.tr("Tick a good scan, or name a CAD mesh.")
        elif ticked > MOST_SCANS:
            text = self.tr("At most {0} scans; more do not make a design better.").format(
                MOST_SCANS
            )
        elif self.file.text().strip() and self._output().exists():
            text = self.tr("This file is there already and will be replaced.")
        self.problem.setText(text)
        named = self.name.text().strip() and self.file.text().strip()
        self.ok.setEnabled(bool(named) and (cad or ticked > 0) and ticked <= MOST_SCANS)


def common_name(stems: Sequence[str]) -> str:
    """What the names of scans of one part have in common, without the number that follows."""
    common = stems[0] if stems else ""
    for stem in stems:
        while not stem.startswith(common):
            common = common[:-1]
    if len(stems) > 1:
        common = common.rstrip("0123456789")
    return common.rstrip(" _-.(#") or (stems[0] if stems else "")
