"""The heatmap panel: threshold, colour map, what is grey."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QWidget,
)

from app.session.open_scan import OpenScan
from app.theme.tokens import Theme
from app.widgets.section import Section
from app.widgets.span_field import SpanField
from app.widgets.threshold_slider import ThresholdSlider
from btp_core.rendering.colormap import COLORMAPS


class HeatmapPanel(Section):
    """Edits how scores are coloured, and from which score on a point counts as defective."""

    threshold_changed = Signal(float)
    colormap_changed = Signal(str)
    grey_below_changed = Signal(bool)
    span_changed = Signal(float, float)
    opacity_changed = Signal(float)

    def __init__(
        self,
        threshold: float,
        colormap: str,
        grey_below: bool,
        theme: Theme,
        span: tuple[float, float] = (0.0, 1.0),
        opacity: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Heatmap"))
        self._theme = theme
        caption = QLabel(self.tr("Threshold"))
        caption.setObjectName("muted")
        self.header.addWidget(caption)
        self.number = QDoubleSpinBox()
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
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.colormap = QComboBox()
        titles = {
            "heat": self.tr("Heat (default)"),
            "inferno": self.tr("Inferno"),
            "viridis": self.tr("Viridis"),
            "cividis": self.tr("Cividis"),
        }
        for name in COLORMAPS:
            self.colormap.addItem(titles[name], name)
        form.addRow(self.tr("Colour map"), self.colormap)
        self.span = SpanField(span, theme)
        form.addRow(self.tr("Colours from"), self.span)
        form.addRow(self.tr("Opacity"), self._make_opacity())
        self.column.addLayout(form)
        self.grey_below = QCheckBox(self.tr("Grey below the threshold"))
        self.column.addWidget(self.grey_below)
        self.slider.set_value(threshold)
        self.number.setValue(self.slider.value)
        self.colormap.setCurrentIndex(max(self.colormap.findData(colormap), 0))
        self.grey_below.setChecked(grey_below)
        self.opacity.setValue(round(opacity * 100))
        self._recolor()
        self.slider.value_changed.connect(self._slider_moved)
        self.number.valueChanged.connect(self.slider.set_value)
        self.colormap.currentIndexChanged.connect(self._colormap_chosen)
        self.grey_below.toggled.connect(self._grey_toggled)
        self.span.span_changed.connect(self._span_edited)
        self.opacity.valueChanged.connect(self._opacity_moved)

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
        self._theme = theme
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

    def _opacity_moved(self, percent: int) -> None:
        self._recolor()
        self.opacity_changed.emit(percent / 100)

    def _span_edited(self, low: float, high: float) -> None:
        self._recolor()
        self.span_changed.emit(low, high)

    def _slider_moved(self, value: float) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(value)
        self.threshold_changed.emit(value)

    def _colormap_chosen(self, _index: int) -> None:
        self._recolor()
        self.colormap_changed.emit(self.colormap.currentData())

    def _grey_toggled(self, checked: bool) -> None:
        self._recolor()
        self.grey_below_changed.emit(checked)

    def _recolor(self) -> None:
        below = self._theme.body if self.grey_below.isChecked() else None
        self._percent.setText(f"{self.opacity.value()} %")
        self.slider.set_colors(
            self._theme,
            self.colormap.currentData(),
            below,
            self.span.span,
            self.opacity_shown,
        )
