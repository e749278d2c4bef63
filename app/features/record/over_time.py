"""How the parts of a design did over time, and where their defects gather: two pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.features.record.periods import Period, period_text, since
from app.features.record.picture_view import PictureView
from app.features.record.store import RecordStore
from app.features.record.words import moment_text, outcome_text
from app.i18n.numbers import count_text, decimal_point, decimal_text
from app.i18n.translation import translate
from app.theme.tokens import LIGHT, Theme
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, Query, design_files, design_names

if TYPE_CHECKING:
    from btp_core.designs.design import Design
    from btp_core.report.control_picture import ChartPicture

SCORE, DEVIATION = "score", "deviation"


@dataclass(frozen=True)
class Chart:
    """A drawn chart, and the inspections in it by number."""

    picture: ChartPicture
    rows: dict[int, Found]


@dataclass(frozen=True)
class Map:
    """A drawn map of where defects gather, and what it counts."""

    png: bytes
    n_scans: int
    n_regions: int
    types: tuple[tuple[str, int], ...]


class _Page(QWidget):
    """A design, a period, perhaps more to choose, and a picture that follows."""

    number_chosen = Signal(int)

    def __init__(self, store: RecordStore, kind: str) -> None:
        super().__init__()
        self._store, self._kind = store, kind
        self._theme = LIGHT
        self._stale = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        self.row = QHBoxLayout()
        self.design = QComboBox()
        self.design.setMinimumContentsLength(18)
        self.period = QComboBox()
        for period in (Period.ALL, Period.MONTH, Period.WEEK, Period.TODAY):
            self.period.addItem(period_text(period), period)
        for widget in (self.design, self.period):
            widget.currentIndexChanged.connect(self.refresh)
            self.row.addWidget(widget)
        column.addLayout(self.row)
        self.view = PictureView()
        self.view.wanted.connect(self.refresh)
        self.view.chosen.connect(self.number_chosen)
        column.addWidget(self.view, 1)
        self.note = QLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._theme = theme
        self.refresh()

    def set_designs(self, names: list[str]) -> None:
        """Offer these designs."""
        chosen = self.design.currentData()
        self.design.blockSignals(True)
        self.design.clear()
        for name in names:
            self.design.addItem(name or self.tr("Without a design"), name)
        self.design.setCurrentIndex(max(self.design.findData(chosen), 0))
        self.design.blockSignals(False)
        self.refresh()

    def refresh(self, _index: int = 0) -> None:
        """Draw again, if somebody looks."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _ask(self) -> None:
        raise NotImplementedError

    @property
    def _size(self) -> tuple[int, int]:
        size: QSize = self.view.size()
        return max(size.width(), 320), max(size.height(), 240)

    @property
    def _since(self) -> str:
        return since(self.period.currentData())


class ChartPage(_Page):
    """Single values with control limits, their moving range, and the share failed per day."""

    def __init__(self, store: RecordStore) -> None:
        super().__init__(store, "chart")
        self._rows: dict[int, Found] = {}
        self.measure = QComboBox()
        self.measure.addItem(self.tr("Object score"), SCORE)
        self.measure.addItem(self.tr("Largest deviation"), DEVIATION)
        self.measure.currentIndexChanged.connect(self.refresh)
        self.row.addWidget(self.measure)
        self.row.addStretch(1)
        self.view.pointed.connect(self._tell)
        self.note.setText(
            self.tr(
                "Filled marks lie beyond a control limit; open squares end a run of eight or more "
                "on one side of the mean. The limits come from the first 25 inspections in view "
                "that passed. Click a value to see the inspection."
            )
        )

    def _ask(self) -> None:
        design, measure, size = self.design.currentData(), self.measure.currentData(), self._size
        if design is None:
            self.view.show_text(self.tr("The record is empty."))
            return
        query = Query(design=design, since=self._since)
        look, words = _look(self._theme), _chart_words()
        title = self.measure.currentText()

        def draw(record: RecordFile) -> Chart:
            # Imports matplotlib, which the window starts without.
            from btp_core.record.trends import trends
            from btp_core.report.control_picture import ChartLook, chart_picture

            found = trends(record, design, query)
            series = found.scores if measure == SCORE else found.deviations
            named = f"{title} ({found.units})" if measure == DEVIATION and found.units else title
            thresholds = {row.threshold for row in found.rows}
            one = thresholds.pop() if measure == SCORE and len(thresholds) == 1 else None
            picture = chart_picture(
                *(series, found.days, named),
                size=size,
                look=ChartLook(**look),
                words=words,
                threshold=one,
            )
            return Chart(picture, {row.id: row for row in found.rows})

        self._store.look(draw, self._show, None, kind=self._kind)

    def _show(self, chart: Chart | None) -> None:
        if chart is None:
            self.view.show_text(self.tr("The record is empty."))
            return
        self._rows = chart.rows
        self.view.show_picture(chart.picture.png, chart.picture.places, chart.picture.numbers)

    def _tell(self, number: int) -> None:
        row = self._rows.get(number)
        if row is not None:
            words = (row.scan, moment_text(row.time), outcome_text(row.verdict))
            self.view.show_tip("\n".join((*words, decimal_text(row.object_score, 3))))


class MapPage(_Page):
    """How often a region lay at each place of a design.

    Parameters
    ----------
    store
        The record.
    read_design
        Reads a design file, off the GUI thread.
    """

    def __init__(self, store: RecordStore, read_design: Callable[[Path], Design]) -> None:
        super().__init__(store, "map")
        self._read_design = read_design
        self.row.addStretch(1)

    def _ask(self) -> None:
        design, size, begin = self.design.currentData(), self._size, self._since
        if not design:
            self._show(None)
            return
        colors = _rgb(self._theme.surface), _rgb(self._theme.text)
        other_side = self.tr("other side")

        def draw(record: RecordFile) -> Map | None:
            # Imports scipy, which the window starts without.
            import io

            from btp_core.record.gathering import gather
            from btp_core.rendering.gathering import render_gathering

            files = [path for path in design_files(record, design) if path.exists()]
            if not files:
                return None
            reference = self._read_design(files[0]).reference
            found = gather(record, reference.points, reference.spacing, design=design, since=begin)
            picture = render_gathering(
                *(reference.points, found.counts, reference.spacing),
                size=size,
                background=colors[0],
                ink=colors[1],
                other_side=other_side,
            )
            buffer = io.BytesIO()
            picture.save(buffer, format="png")
            return Map(buffer.getvalue(), found.n_scans, found.n_regions, found.types)

        self._store.look(draw, self._show, None, kind=self._kind)

    def _show(self, found: Map | None) -> None:
        if found is None:
            self.note.clear()
            self.view.show_text(
                self.tr(
                    "A map needs inspections with a design, and the design's file where it was "
                    "then."
                )
            )
            return
        self.view.show_picture(found.png)
        kinds = ", ".join(f"{kind} {count_text(count)}" for kind, count in found.types[:6] if kind)
        text = self.tr(
            "%n scan(s) compared with the design, {0} regions on them. Colours tell how many scans "
            "had a region at a place; grey is none.",
            "",
            found.n_scans,
        ).format(count_text(found.n_regions))
        self.note.setText(f"{text} {kinds}".rstrip())


def names_for_charts(record: RecordFile) -> list[str]:
    """Designs, and an empty name for what was inspected without one; for a page's choice."""
    with record.reading() as connection:
        bare = connection.execute("SELECT 1 FROM inspections WHERE design = '' LIMIT 1").fetchone()
    return [*design_names(record), *([""] if bare else [])]


def _look(theme: Theme) -> dict[str, str]:
    return {
        "background": theme.surface,
        "ink": theme.text,
        "muted": theme.muted,
        "grid": theme.border,
        "line": theme.accent,
        "bad": theme.failed,
    }


def _chart_words() -> dict[str, str]:
    return {
        "order": translate("Chart", "inspections in order of time"),
        "range": translate("Chart", "moving range"),
        "share": translate("Chart", "share failed"),
        "upper": translate("Chart", "upper limit"),
        "lower": translate("Chart", "lower limit"),
        "centre": translate("Chart", "mean"),
        "threshold": translate("Chart", "threshold"),
        "nothing": translate("Chart", "Nothing to show yet."),
        "point": decimal_point(),
        "few": translate("Chart", "Limits are shown from ten inspections on."),
    }


def _rgb(color: str) -> Any:
    from btp_core.rendering.colormap import rgb_of

    return rgb_of(color)
