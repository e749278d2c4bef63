"""The heatmap panel: threshold, colour map, what is grey."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QWidget,
)

from app.session.open_scan import OpenScan
from app.theme.tokens import Theme
from app.viewport.base import ViewStyle
from app.widgets.number_field import NumberField
from app.widgets.section import Section
from app.widgets.span_field import SpanField
from app.widgets.threshold_slider import ThresholdSlider
from btp_core.rendering.colormap import COLORMAP_TITLES, DEFAULT_COLORMAP


class HeatmapPanel(Section):
    """Edits how scores are coloured, and from which score on a point counts as defective.

    Attributes
    ----------
    threshold_changed
        Emitted with the new threshold, which is also among the looks.
    restyled
        Emitted with the looks that were edited, as keywords of
        :class:`~app.viewport.base.ViewStyle`.
    """

    threshold_changed = Signal(float)
    restyled = Signal(dict)

    def __init__(self, style: ViewStyle) -> None:
        super().__init__()
        self.set_title(self.tr("Heatmap"))
        self._style = style
        caption = QLabel(self.tr("Threshold"))
        caption.setObjectName("muted")
        self.header.addWidget(caption)
        self.number = NumberField()
        self.number.setRange(0.0, 1.0)
        self.number.setSingleStep(0.01)
        self.number.setDecimals(2)
        self.number.setAccessibleName(self.tr("Decision threshold"))
        self.header.addWidget(self.number)
        self.slider = ThresholdSlider()
        self.slider.setToolTip(
            self.tr(
                "Points at or above this score count as defective. Bars: how many points "
                "have which score, on a logarithmic scale."
            )
        )
        self.column.addWidget(self.slider)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.colormap = QComboBox()
        for name, title in COLORMAP_TITLES.items():
            ours = name == DEFAULT_COLORMAP
            self.colormap.addItem(self.tr("Heat (default)") if ours else title, name)
        form.addRow(self.tr("Colour map"), self.colormap)
        self.span = SpanField(style.span, style.theme)
        form.addRow(self.tr("Colours from"), self.span)
        form.addRow(self.tr("Opacity"), self._make_opacity())
        self.column.addLayout(form)
        self.grey_below = QCheckBox(self.tr("Grey below the threshold"))
        self.column.addWidget(self.grey_below)
        self.slider.set_value(style.threshold)
        self.number.setValue(self.slider.value)
        self.colormap.setCurrentIndex(max(self.colormap.findData(style.colormap), 0))
        self.grey_below.setChecked(style.grey_below)
        self.opacity.setValue(round(style.opacity * 100))
        self._recolor()
        self.slider.value_changed.connect(self._slider_moved)
        self.number.valueChanged.connect(self.slider.set_value)
        self.colormap.currentIndexChanged.connect(
            lambda _index: self._restyle(colormap=self.colormap.currentData())
        )
        self.grey_below.toggled.connect(lambda on: self._restyle(grey_below=on))
        self.span.span_changed.connect(lambda low, high: self._restyle(span=(low, high)))
        self.opacity.valueChanged.connect(lambda _: self._restyle(opacity=self.opacity_shown))

    @property
    def threshold(self) -> float:
        """The threshold the handle stands at."""
        return self.slider.value

    @property
    def opacity_shown(self) -> float:
        """Opacity of the heatmap over what is under it."""
        return self.opacity.value() / 100

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Show a scan's histogram."""
        self.slider.set_histogram(open_scan.histogram if open_scan is not None else None)
        self.span.show_scan(open_scan.scan_id if open_scan is not None else None)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._style = replace(self._style, theme=theme)
        self.span.set_theme(theme)
        self._recolor()

    def _make_opacity(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setValue(100)
        self.opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self.opacity.setToolTip(
            self.tr(
                "Lets the scan's own colours (or its plain surface) show through the heatmap. "
                "What is grey below the threshold stays grey."
            )
        )
        self._percent = QLabel("100 %")
        self._percent.setObjectName("muted")
        self._percent.setMinimumWidth(self._percent.sizeHint().width())
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.opacity, 1)
        layout.addWidget(self._percent)
        return row

    def _slider_moved(self, value: float) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(value)
        self.threshold_changed.emit(value)
        self.restyled.emit({"threshold": value})

    def _restyle(self, **changes: Any) -> None:
        self._style = replace(self._style, **changes)
        self._recolor()
        self.restyled.emit(changes)

    def _recolor(self) -> None:
        self._percent.setText(f"{self.opacity.value()} %")
        self.slider.set_style(self._style)
