"""What the user does with designs: making, choosing, marking places, looking at deviations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.designs import DesignOrder
from app.background.engine import Engine
from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed, Progress
from app.background.service import InspectionService
from app.features.designs.new_dialog import NewDesignDialog
from app.features.designs.panel import DesignPanel
from app.features.designs.place_commands import PlaceCommands, aligned_scores
from app.features.designs.range_field import round_length
from app.features.view.area import ViewArea
from app.menus import fill_recent
from app.notify import Notifier
from app.session.open_scan import OpenScan
from app.session.samples import is_sample
from app.session.session import Session
from app.settings import Settings
from app.viewport.base import Coloring
from app.viewport.geometry import DisplayGeometry, prepare_geometry
from btp_core.base.errors import InspectError
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.designs.design import Design

SUFFIX = ".design"
RANGE_IN_SPREADS = 10.0
LEAST_RANGE = 0.002
"""Of the design's size: a design of a CAD mesh alone knows no spread."""


class DesignCommands(QObject):
    """Keeps which design is in force, and does what is asked of it.

    Attributes
    ----------
    adopted
        Emitted with a threshold that is to be in force, and prompts or None.
    limit_changed
        Emitted with the deviation of the last colour and its unit.
    """

    adopted = Signal(float, object)
    limit_changed = Signal(float, str)

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        service: InspectionService,
        session: Session,
        area: ViewArea,
        actions: Actions,
        recent: QMenu,
        settings: Settings,
        notifier: Notifier,
    ) -> None:
        super().__init__(window)
        self._window, self._engine, self._service = window, engine, service
        self._session, self._area, self._actions = session, area, actions
        self._settings, self._notifier = settings, notifier
        self._recent = recent
        self._threshold_before: float | None = None
        self._saving: tuple[Path, Design] | None = None
        self._reference_of: object = None
        menu = QMenu(window)
        menu.addAction(actions["open_design"])
        menu.addMenu(recent)
        menu.addAction(actions["without_design"])
        self.panel = DesignPanel(actions["new_design"], menu)
        self.panel.coloring_chosen.connect(self._choose_coloring)
        self.panel.compare_requested.connect(lambda: self._compare_current(with_design=True))
        self.panel.range.limit_changed.connect(self.limit_changed)
        self.places = PlaceCommands(window, session, settings, self.alter)
        self.panel.places.lift_requested.connect(self.places.lift)
        actions["without_design"].setEnabled(False)
        self.dialog: NewDesignDialog | None = None
        fill_recent(recent, settings.get(keys.RECENT_DESIGNS), self.open)
        actions.connect(
            {
                "new_design": self.ask_for_new,
                "open_design": self.choose_file,
                "without_design": self.do_without,
            }
        )

    # Choosing

    def open_last(self) -> None:
        """Go on with the design of the last time, if there was one and it is still there."""
        name = self._settings.get(keys.DESIGN)
        if name and Path(name).exists():
            self.open(Path(name))

    def choose_file(self) -> None:
        """Ask for a design file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open design"),
            self._settings.get(keys.DESIGN) or self._settings.get(keys.LAST_FOLDER),
            self.tr("Designs (*.design);;All files (*)"),
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Read a design file and put it in force."""
        path = path.absolute()
        self.panel.say(self.tr("Reading {0}…").format(path.name))
        self._service.aside(
            lambda _job: self._engine.read_design(path), partial(self._receive, path)
        )

    def do_without(self) -> None:
        """Judge scans on their own again, at the threshold of before."""
        if self._session.design is None:
            return
        self._settings.set(keys.DESIGN, "")
        self._actions["without_design"].setEnabled(False)
        self.panel.show_design(None)
        self._choose_coloring(Coloring.HEATMAP)
        threshold = self._session.threshold
        if self._threshold_before is not None:
            threshold, self._threshold_before = self._threshold_before, None
            self.adopted.emit(threshold, None)
        self._session.set_design(None, None, threshold)

    def do_without_for_this(self) -> None:
        """Judge the scan in view on its own, the others as before."""
        self._compare_current(with_design=False)
        if self._area.style_shown.coloring in (Coloring.DEVIATION, Coloring.REFERENCE):
            self._choose_coloring(Coloring.HEATMAP)

    def _compare_current(self, *, with_design: bool) -> None:
        if (current := self._session.open_scans.current) is not None:
            self._session.compare(current, with_design=with_design)
            self.panel.show_scan(current)

    def keep(self) -> None:
        """The design's threshold is not the user's own: keep the one of before."""
        if self._threshold_before is not None:
            self._settings.set(keys.THRESHOLD, self._threshold_before)

    # Making

    def ask_for_new(self) -> None:
        """Ask what a new design is to be made from."""
        self.dialog = NewDesignDialog(list(self._session.open_scans), self._folder(), self._window)
        self.dialog.accepted.connect(self._make_asked)
        self.dialog.open()

    def make(self, order: DesignOrder) -> None:
        """Begin to make a design; it is in force when it is there."""
        self.panel.say(self.tr("{0} is being made…").format(order.name))

        def work(job: Job, inspector: object) -> Design:
            return self._engine.make_design(
                order, inspector, self._engine.read_scan, job.progress, job.token
            )

        self._service.with_model(work, partial(self._receive, order.output))

    def _make_asked(self) -> None:
        if self.dialog is not None:
            self.make(self.dialog.order(self._settings.get(keys.INSPECTOR_NAME)))

    def _folder(self) -> Path:
        """Where a new design goes: beside the scans, unless they are the program's own."""
        paths = [scan.path for scan in self._session.open_scans if not is_sample(scan.path)]
        last = self._settings.get(keys.LAST_FOLDER)
        return paths[0].parent if paths else Path(last) if last else Path.home()

    # Saving

    def alter(self, altered: Callable[[Design], Design]) -> None:
        """Save what is altered of the design in force as its next version, which judges anew."""
        design, path = self._session.design, self._session.design_path
        if design is None or path is None:
            return
        if self._saving is not None and self._saving[0] == path:
            # The version before is still being written: what it changed must not be lost.
            design = self._saving[1]
        try:
            changed = altered(design)
        except InspectError as error:
            self._notifier.report(error)
            return
        self._saving = path, changed
        self.panel.say(self.tr("Saving version {0}…").format(changed.version))
        self._service.aside(
            lambda _job: changed.save(path), partial(self._receive, path), must_finish=True
        )

    # News

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Another scan is in view, or there is more to say about it."""
        self.panel.show_scan(open_scan)
        if self._area.style_shown.coloring is Coloring.REFERENCE:
            self._prepare_reference()

    def show_coloring(self, coloring: Coloring) -> None:
        """The view is coloured by something else now."""
        self.panel.show_coloring(coloring)
        if coloring is Coloring.REFERENCE:
            self._prepare_reference()

    def _receive(self, path: Path, _job: Job, event: Event) -> None:
        match event:
            case Progress(stage=stage, fraction=fraction):
                self._session.progress.emit(None, stage, fraction)
            case JobDone(result=design):
                if self._saving is not None and self._saving[1].version == design.version:  # type: ignore[attr-defined]
                    self._saving = None
                self._put_in_force(design, path)  # type: ignore[arg-type]
            case JobFailed(error=error):
                self._saving = None
                self.panel.say("")
                self._notifier.report(error)
            case JobCancelled():
                self._saving = None
                self.panel.say("")

    def _put_in_force(self, design: Design, path: Path) -> None:
        before, same_file = self._session.design, self._session.design_path == path
        if not is_sample(path):
            # The sample is to be tried, not to judge the user's own parts at the next start.
            self._settings.set(keys.DESIGN, str(path))
            names = self._settings.add_recent(path, keys.RECENT_DESIGNS)
            fill_recent(self._recent, names, self.open)
        self._actions["without_design"].setEnabled(True)
        self.panel.show_design(design)
        threshold = self._session.threshold
        if before is None or not same_file:
            # Of a new version only what was altered is new.
            if self._threshold_before is None:
                self._threshold_before = threshold
            threshold = design.threshold
            self.panel.range.begin(usual_range(design), design.units)
            self.adopted.emit(threshold, design.prompts)
            self._tell(design)
        self._session.set_design(design, path, threshold)

    def _tell(self, design: Design) -> None:
        """The panel says all else; a wording that was replaced is told."""
        if design.prompts is not None:
            self._notifier.info(
                self.tr("Compared with {0}, version {1}").format(design.name, design.version),
                self.tr("Its own wording is in force: {0}").format(design.prompts.name),
            )

    # The view

    def _choose_coloring(self, coloring: Coloring) -> None:
        for name, other in (
            ("deviation", Coloring.DEVIATION),
            ("reference", Coloring.REFERENCE),
        ):
            action = self._actions[name]
            if other is coloring:
                action.setChecked(True)
                return
            if coloring is Coloring.HEATMAP:
                action.setChecked(False)

    def _prepare_reference(self) -> None:
        """Lay the design's surface on the scan in view, unless that is done."""
        current, design = self._session.open_scans.current, self._session.design
        field = aligned_scores(self._session)
        if current is None or design is None or field is None or current.geometry is None:
            return
        alignment, geometry = field.shown.alignment, current.geometry
        assert alignment is not None
        if self._reference_of is alignment:
            return
        self._reference_of = alignment
        reference = design.reference

        def work(_job: Job) -> DisplayGeometry:
            return prepare_geometry(Scan(alignment.to_scan(reference.points)), geometry)

        def receive(_job: Job, event: Event) -> None:
            match event:
                case JobDone(result=made):
                    self._area.set_reference(current, made)  # type: ignore[arg-type]
                case JobFailed(error=error):
                    self._notifier.report(error)

        self._service.aside(work, receive)


def usual_range(design: Design) -> float:
    """A range of colours that shows a defect and leaves the good parts' differences calm."""
    reference = design.reference
    spread = float(np.nanmedian(reference.spread[:, 0]))
    return round_length(max(RANGE_IN_SPREADS * spread, LEAST_RANGE * reference.size))
