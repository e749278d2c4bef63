"""The design panel: which design is in force, how the scan lies on it, and what the view shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.features.designs.place_list import PlaceList
from app.features.designs.range_field import RangeField
from app.features.designs.words import design_text, scan_text
from app.session.open_scan import OpenScan
from app.theme.tokens import Theme
from app.viewport.base import Coloring
from app.widgets.disclosure import Disclosure
from app.widgets.plain import plain_label, plain_tip
from app.widgets.section import Section

if TYPE_CHECKING:
    from btp_core.designs.design import Design

LINES = 3
"""Room for what is said of a scan: what lies under it stays where it is."""


class DesignPanel(Section):
    """Small without a design; with one it says what the scan is compared with.

    Attributes
    ----------
    coloring_chosen
        Emitted with the :class:`~app.viewport.base.Coloring` that the switch was put to.
    compare_requested
        Emitted when the scan in view, judged on its own, is to be compared with the design.
    places, range
        The places with rules of their own, and the range of the colours of deviations.
    """

    coloring_chosen = Signal(object)
    compare_requested = Signal()

    def __init__(self, new: QAction, open_menu: QMenu) -> None:
        super().__init__()
        self.set_title(self.tr("Design"))
        self._design: Design | None = None
        self._open_scan: OpenScan | None = None
        self.none = self._label("muted")
        self.none.setText(self.tr("none"))
        self.none.setToolTip(self.tr("Each scan is judged on its own."))
        self.header.insertWidget(1, self.none)
        self.new_button = self._link(self.tr("New…"), new.toolTip())
        self.new_button.clicked.connect(new.trigger)
        self.open_button = self._link(self.tr("Open ▾"), self.tr("Open a design, or do without"))
        self.open_button.setMenu(open_menu)
        self.open_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.state = self._label("muted")
        self.name, self.facts = self._label("heading"), self._label("muted")
        self.alignment = self._label("")
        self.alignment.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.compare_button = QToolButton()
        self.compare_button.setObjectName("link")
        self.compare_button.setText(self.tr("Compare with the design"))
        self.compare_button.clicked.connect(self.compare_requested)
        self.range = RangeField()
        self.places = PlaceList()
        self.places_part = Disclosure("", self.places)
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.name, self.facts, self.alignment):
            column.addWidget(widget)
        column.addWidget(self.compare_button)
        column.addWidget(self._make_switch())
        column.addWidget(self.range)
        column.addWidget(self.places_part)
        self.column.addWidget(self.state)
        self.column.addWidget(self.body)
        self.show_design(None)

    def say(self, text: str) -> None:
        """Say what is going on, such as that a design is being made; empty: as usual."""
        self.none.setVisible(not text and self._design is None)
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def show_design(self, design: Design | None) -> None:
        """Another design is in force, or none."""
        self._design = design
        self.say("")
        self.body.setVisible(design is not None)
        if design is None:
            return
        self.name.setText(design.name)
        self.facts.setText(design_text(design, self.tr("%n good scan(s)", "", design.n_good)))
        self.places.show_places(design)
        left_out, own = len(design.masks), len(design.bands)
        texts = [self.tr("%n place(s) left out", "", left_out)] if left_out else []
        texts += [self.tr("%n tolerance(s) of a place", "", own)] if own else []
        self.places_part.button.setText(", ".join(texts))
        self.places_part.setVisible(bool(texts))
        self.show_scan(self._open_scan)

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Say how the scan in view lies on the design."""
        self._open_scan = open_scan
        self.range.show_scan(None if open_scan is None else open_scan.scan_id)
        if self._design is None:
            return
        text = scan_text(open_scan, self._design.units)
        self.alignment.setText(text)
        self.alignment.setToolTip(plain_tip(text))
        self.compare_button.setVisible(open_scan is not None and open_scan.without_design)
        scores = None if open_scan is None else open_scan.scores
        aligned = scores is not None and scores.shown.alignment is not None
        for coloring in (Coloring.DEVIATION, Coloring.REFERENCE):
            self.buttons[coloring].setEnabled(aligned or self.buttons[coloring].isChecked())

    def show_coloring(self, coloring: Coloring) -> None:
        """The view is coloured by something else now."""
        shown = coloring if coloring in self.buttons else Coloring.HEATMAP
        with QSignalBlocker(self._group):
            self.buttons[shown].setChecked(True)
        self.range.setVisible(coloring is Coloring.DEVIATION)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in a theme's colours."""
        self.range.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for what is said, in another font or style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.alignment.setMinimumHeight(LINES * self.alignment.fontMetrics().lineSpacing())

    def _make_switch(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._group = QButtonGroup(row)
        self.buttons: dict[Coloring, QToolButton] = {}
        for coloring, text, tip in (
            (Coloring.HEATMAP, self.tr("Score"), self.tr("How likely each point is defective")),
            (
                Coloring.DEVIATION,
                self.tr("Deviation"),
                self.tr("How far the surface lies outside (red) or inside (blue) of the design"),
            ),
            (
                Coloring.REFERENCE,
                self.tr("Reference"),
                self.tr("The design's surface, as it lies on the scan"),
            ),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.clicked.connect(
                lambda _checked=False, coloring=coloring: self.coloring_chosen.emit(coloring)
            )
            self._group.addButton(button)
            layout.addWidget(button)
            self.buttons[coloring] = button
        layout.addStretch()
        self.show_coloring(Coloring.HEATMAP)
        return row

    def _link(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("link")
        button.setText(text)
        button.setToolTip(tip)
        self.header.addWidget(button)
        return button

    def _label(self, name: str) -> QLabel:
        label = plain_label()
        label.setObjectName(name)
        label.setWordWrap(True)
        return label
