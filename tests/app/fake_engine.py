"""A stand-in for the core: quick, deterministic, and stoppable at any stage.

Its inspector has what the window uses of :class:`btp_core.Inspector`; the tests in ``tests/e2e``
use the real one.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from app.background.designs import DesignOrder
from app.background.engine import Engine
from app.background.folder import FolderRequest, Run
from app.background.watch import WatchRequest
from btp_core.base.arrays import UInt8Array
from btp_core.base.errors import (
    CancelledError,
    DataError,
    DesignError,
    ModelError,
    OtherSettingsError,
    ScanReadError,
    UnknownFormatError,
)
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.batch.progress import BatchCallback, BatchProgress
from btp_core.batch.row import ScanRow
from btp_core.batch.run import BatchResult
from btp_core.batch.run_header import RunHeader
from btp_core.batch.stored_scan import StoredScan
from btp_core.inspection.explain import PhraseStrength
from btp_core.inspection.limits import Limits
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.inspection.results import DesignLabel, Provenance, Region, ScoreField, Verdict
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet
from btp_core.watch.news import WatchStarted
from tests.app.fake_design import FakeDesign

GATES = (
    "read",
    "load",
    "words",
    "encode",
    "score",
    "judge",
    "folder",
    "loading",
    "stored",
    "write",
    "align",
    "make",
)
RUN = "btp-inspect.h5"
EXTENSIONS = frozenset({".npy", ".npz", ".ply"})


@dataclass(frozen=True)
class FakeEncoded:
    """What the window reads of an encoded scan."""

    scan: Scan
    n_points: int
    n_working_points: int
    seconds: float = 0.01
    warnings: tuple[str, ...] = ()
    divided: None = None
    model: str = "fake"
    stage_seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def shown(self) -> FakeEncoded:
        """What was worked on: itself."""
        return self


@dataclass
class Gate:
    """A stage that can be held: the worker waits in it until it is opened or cancelled."""

    entered: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)
    steps: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    held: bool = False

    def hold(self) -> None:
        """Make the worker wait here from now on."""
        self.held = True

    def release(self) -> None:
        """Let the worker go on."""
        self.held = False
        self.opened.set()

    def step(self) -> None:
        """Let the worker go on to where it comes here again."""
        self.steps.release()

    def cross(self, cancel: CancelToken | None = None) -> None:
        """Called by the worker."""
        self.entered.set()
        while self.held and not self.opened.wait(0.005) and not self.steps.acquire(blocking=False):
            if cancel is not None and cancel.cancelled:
                raise CancelledError


class FakeInspector:
    """Scores are high where z is large; the first defective phrase shifts where that begins."""

    device = "fake"
    model_sha256 = "0" * 64

    def __init__(
        self, gates: dict[str, Gate], scored: list[PromptSet], model_name: str = "fake"
    ) -> None:
        self._gates = gates
        self._scored = scored
        self.model_name = model_name

    def check_words(self, prompts: PromptSet) -> None:
        """All words are known."""

    def load_words(self) -> None:
        self._gates["words"].cross()

    def encode(
        self, scan: Scan, *, progress: ProgressCallback, cancel: CancelToken, detail: str
    ) -> Any:
        for step in range(5):
            progress("encoding", step / 5)
            self._gates["encode"].cross(cancel)
            cancel.raise_if_cancelled()
        worked_on = scan.n_points if detail == "fine" else min(scan.n_points, 1000)
        return FakeEncoded(scan, scan.n_points, worked_on, model=self.model_name)

    def align(
        self, encoded: Any, design: Any, progress: ProgressCallback, cancel: CancelToken
    ) -> Any:
        progress("aligning", 0.5)
        self._gates["align"].cross(cancel)
        cancel.raise_if_cancelled()
        return design.align(encoded.scan)

    def score(self, encoded: Any, prompts: PromptSet, *, design: Any = None) -> ScoreField:
        field = self._score(encoded, prompts)
        return field if design is None else cast(ScoreField, design.judged(field))

    def _score(self, encoded: Any, prompts: PromptSet) -> ScoreField:
        self._gates["score"].cross()
        if encoded.model != self.model_name:
            raise ModelError("The scan was encoded by another model.", next_step="Encode it again.")
        if "explode" in prompts.anomaly:
            raise RuntimeError("the fake inspector was told to explode")
        self._scored.append(prompts)
        z = encoded.scan.points[:, 2]
        low, high = np.nanmin(z), np.nanmax(z)
        reach = 0.9 if len(prompts.anomaly[0]) < 60 else 0.3
        scores = ((z - low) / max(high - low, 1e-9) * reach).astype(np.float32)
        scores[~encoded.scan.finite_mask()] = np.nan
        provenance = Provenance("0", "fake", "0" * 64, self.device, 0, prompts)
        names = tuple(defect.name for defect in prompts.types)
        types = None
        if names:
            # Points right of the middle take after the first type, the others after the second.
            x = encoded.scan.points[:, 0]
            types = np.zeros((len(x), len(names)), dtype=np.float16)
            right = x > (np.nanmin(x) + np.nanmax(x)) / 2
            types[np.arange(len(x)), np.where(right, 0, 1)] = 1.0
        return ScoreField(
            scores, float(np.nanmax(scores)), names, types, encoded, provenance, seconds=0.001
        )

    def explain(self, encoded: Any, prompts: PromptSet, point: int) -> tuple[PhraseStrength, ...]:
        return tuple(
            PhraseStrength("defective", phrase, len(phrase) / 100) for phrase in prompts.anomaly
        )

    def judge(
        self, field: ScoreField, *, threshold: float, cancel: CancelToken, limits: Limits
    ) -> Verdict:
        self._gates["judge"].cross()
        cancel.raise_if_cancelled()
        if field.refusal is not None:
            nothing = field.refusal.message
            return Verdict("not checked", threshold, field.object_score, (), nothing)
        scan = cast(FakeEncoded, field.encoded).scan
        hit = np.flatnonzero(field.point_scores >= threshold)
        regions: tuple[Region, ...] = ()
        if len(hit):
            points = scan.points[hit]
            likely = None
            if field.type_scores is not None:
                likely = field.type_names[int(field.type_scores[hit].mean(axis=0).argmax())]
            extent = np.sort(np.ptp(points, axis=0))[::-1]
            regions = (
                Region(
                    hit,
                    tuple(points.mean(axis=0)),
                    tuple(extent),
                    float(extent[0] * extent[1]),
                    float(extent[2]),
                    float(field.point_scores[hit].max()),
                    float(field.point_scores[hit].mean()),
                    likely,
                    None if field.deviation is None else float(np.nanmax(field.deviation[hit])),
                ),
            )
        status = "fail" if any(map(limits.exceeded_by, regions)) else "pass"
        reason = f"{len(regions)} regions at or above {threshold:.2f}."
        return Verdict(status, threshold, field.object_score, regions, reason)


def _header(folder: Path) -> RunHeader:
    prompts = PromptSet(normal=("kept good",), anomaly=("kept bad",), name="kept")
    return RunHeader(
        software_version="0",
        model_name="fake",
        model_sha256="0" * 64,
        device="fake",
        seed=0,
        prompts=prompts,
        threshold=0.61,
        detail="overview",
        folder=str(folder),
        created="2026-01-02T03:04:05+00:00",
    )


class FakeEngine:
    """Makes an :class:`~app.background.engine.Engine` and keeps what happened to it."""

    def __init__(self) -> None:
        self.gates = {name: Gate() for name in GATES}
        self.keeps_encodings = True
        self.folder_pause_after = 0
        self.scored: list[PromptSet] = []
        self.read: list[Path] = []
        self.folder_requests: list[FolderRequest] = []
        self.kept_rows: list[ScanRow] = []
        self.loads = 0
        self.rescored: list[tuple[Path, FolderRequest]] = []
        self.drawn: list[str] = []
        self.stored_design: DesignLabel | None = None
        self.other_settings = ""
        self.warnings: tuple[str, ...] = ()
        self.broken_model = False
        self.refused: set[str] = set()
        self.orders: list[DesignOrder] = []
        self.design = FakeDesign()
        self.watch_requests: list[WatchRequest] = []
        self.arrived: queue.Queue[object] = queue.Queue()

    def engine(self) -> Engine:
        """The engine to give to a window."""
        return Engine(
            self._load,
            self._read,
            EXTENSIONS,
            self._run_folder,
            self._read_run,
            self._read_stored,
            self._read_design,
            self._make_design,
            self._rescore,
            self._draw_stored,
            self._watch,
        )

    def _watch(
        self,
        request: WatchRequest,
        tell: Callable[[object], None],
        stop: CancelToken,
        begin: Callable[[Path], None],
    ) -> None:
        """Reports what the test puts into ``arrived``, until stopped."""
        self.watch_requests.append(request)
        if not request.folder.is_dir():
            raise DataError("There is no such folder.", path=request.folder)
        begin(request.output or request.folder.with_suffix(".h5"))
        tell(WatchStarted(_header(request.folder), ()))
        while not stop.wait(0.01):
            while not self.arrived.empty():
                tell(self.arrived.get())

    def _read_design(self, path: Path) -> Any:
        if not path.exists():
            raise DesignError("There is no such file.", path=path, next_step="Choose another.")
        return self.design

    def _make_design(
        self,
        order: DesignOrder,
        inspector: Any,
        _read_scan: Any,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> Any:
        assert isinstance(inspector, FakeInspector)
        self.orders.append(order)
        progress("encoding the good parts", 0.5)
        self.gates["make"].cross(cancel)
        cancel.raise_if_cancelled()
        return replace(self.design, name=order.name, units=order.units).save(order.output)

    def release(self) -> None:
        """Let the worker go on wherever it waits."""
        for gate in self.gates.values():
            gate.release()

    def _run_folder(
        self, request: FolderRequest, progress: BatchCallback, cancel: CancelToken
    ) -> BatchResult:
        """Every second scan fails, and one whose name says so cannot be inspected."""
        self.folder_requests.append(request)
        names = sorted(path.name for path in request.folder.iterdir() if path.suffix in EXTENSIONS)
        if self.other_settings and request.output.name == RUN:
            error = OtherSettingsError("The run file was made with other settings: prompts.")
            error.can_rescore = self.other_settings == "prompts"
            raise error
        progress(BatchProgress(0, len(names), 0, 0, 0.0, waiting=tuple(names)))
        self.gates["loading"].cross(cancel)
        rows = []
        for done, name in enumerate(names, start=1):
            self.gates["folder"].cross(cancel)
            cancel.raise_if_cancelled()
            if "broken" in name and not request.retry_failed:
                row = ScanRow(name, "failed", error="Cannot be read. Export it again.")
            else:
                verdict = "fail" if done % 2 else "pass"
                row = ScanRow(
                    name, "done", object_score=done / 10, verdict=verdict, n_points=1000 * done
                )
            rows.append(row)
            errors = sum(r.status == "failed" for r in rows)
            progress(BatchProgress(done, len(names), 0, errors, float(done), row))
            if done == self.folder_pause_after:
                self.folder_pause_after = 0
                self.gates["folder"].hold()
        self.kept_rows = rows
        return BatchResult(None, tuple(rows), 0, 1.0, ())  # type: ignore[arg-type]

    def _rescore(
        self, request: FolderRequest, source: Path, progress: ProgressCallback, cancel: CancelToken
    ) -> Run:
        self.rescored.append((source, request))
        progress("1 of 1", 0.0)
        cancel.raise_if_cancelled()
        return Run(request.output, _header(source.parent), self.kept_rows)

    def _draw_stored(self, _run: Path, name: str) -> UInt8Array:
        self.drawn.append(name)
        return np.full((30, 40, 4), 200, dtype=np.uint8)

    def _read_run(self, run: Path) -> Run:
        return Run(run, _header(run.parent), self.kept_rows)

    def _read_stored(self, run: Path, name: str) -> StoredScan:
        """Every point has the score 0.25, under a wording and a threshold of the run's own."""
        self.gates["stored"].cross()
        header, scan = _header(run.parent), self._read(run.parent / name)
        encoded = cast(Any, FakeEncoded(scan, scan.n_points, min(scan.n_points, 1000)))
        scores = np.full(scan.n_points, 0.25, dtype=np.float32)
        provenance = Provenance("0", "fake", "0" * 64, "fake", 0, header.prompts)
        field = ScoreField(
            scores, 0.25, (), None, encoded, provenance, seconds=0.0, design=self.stored_design
        )
        verdict = Verdict("pass", header.threshold, 0.25, (), "As it was told.")
        row = ScanRow(name, "done", object_score=0.25, verdict="pass")
        kept = encoded if self.keeps_encodings else None
        return StoredScan(header, row, scan, field, verdict, kept)

    def _load(self, choice: ModelChoice) -> FakeInspector:
        self.gates["load"].cross()
        if self.broken_model:
            raise ModelError("The weights are missing.", next_step="Install the program again.")
        if choice.model in self.refused:
            raise ModelError("It needs a backbone.", next_step="Name it.")
        self.loads += 1
        name = "fake" if choice == BUNDLED else choice.title
        return FakeInspector(self.gates, self.scored, name)

    def _read(self, path: Path, cancel: CancelToken | None = None) -> Scan:
        self.gates["read"].cross(cancel)
        self.read.append(path)
        if path.suffix not in EXTENSIONS:
            raise UnknownFormatError(
                f"Files of the kind '{path.suffix}' cannot be read.",
                path=path,
                next_step="Save it as ply.",
            )
        try:
            data = np.load(path, allow_pickle=False)
            if isinstance(data, np.ndarray):
                points = np.asarray(data, dtype=np.float64)
                return Scan(points, path=path, warnings=self.warnings)
            faces = data.get("faces")
            colors = data.get("colors")
            return Scan(np.asarray(data["points"], dtype=np.float64), faces, colors, path=path)
        except (OSError, ValueError, KeyError) as error:
            raise ScanReadError(
                "The file is damaged.", path=path, next_step="Export it again."
            ) from error
