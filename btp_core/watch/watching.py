"""Watching a folder: each good file is inspected once, whatever happens in between."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from btp_core.base.errors import CancelledError, DataError, InspectError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken
from btp_core.batch.find import find_scans, unchanged
from btp_core.batch.jobs import DesignFile, Executor, ScanJob, ScanOutcome
from btp_core.batch.locks import only_run_on
from btp_core.batch.recording import Recording
from btp_core.batch.row import ScanRow
from btp_core.batch.run_writer import RunWriter
from btp_core.batch.steps import (
    ExecutorFactory,
    existing_run,
    make_executor,
    outcome_of_lost,
    prepare_run_file,
    start_recording,
)
from btp_core.record.file import RecordFile
from btp_core.watch.being_written import being_written
from btp_core.watch.left_alone import list_path, read_list, write_list
from btp_core.watch.news import (
    ScanWatched,
    WatchCallback,
    WatchStarted,
    WatchState,
    WatchWarning,
)
from btp_core.watch.settings import WatchSettings
from btp_core.watch.settling import FileState, Settling

LISTING_SHARE = 0.05
"""Of the time may go into listing the folder: a slow share with many files is listed less often."""
LONGEST_PAUSE = 10.0
"""Seconds between two looks, however long they take."""
REPORT_SHARE = 0.1
"""Likewise for writing the report while nothing waits."""
_TURN_SECONDS = 0.2
"""How soon a stop is noticed."""


def watch_folder(
    settings: WatchSettings,
    tell: WatchCallback,
    stop: CancelToken,
    executor: ExecutorFactory | None = None,
) -> None:
    """Inspect what comes into a folder until ``stop`` is cancelled, which is the regular end.

    Parameters
    ----------
    settings
        What to watch, and how.
    tell
        Called with what happens, in this thread.
    stop
        Noticed within a fraction of a second; a scan under way is dropped, and done at the next
        start.
    executor
        Makes the workers; processes of this machine unless given.

    Raises
    ------
    InspectError
        The folder is not there at the start, the model, the design, the run file or the record
        cannot be used, or a result cannot be stored. Scans that cannot be read, and a folder
        that goes away later, are no errors.
    """
    batch = replace(settings.batch, resume=True)
    find_scans(batch.folder, include=(".nothing",))  # or say why not
    design = None if batch.design is None else DesignFile.of(batch.design)
    with only_run_on(batch.output):
        before = existing_run(batch, design)
        if batch.record is not None:
            RecordFile(batch.record, create=True, cancel=stop).close()
        with make_executor(batch, design, batch.workers or 1, executor) as workers:
            facts = workers.start()
            header = prepare_run_file(batch, before[0] if before else None, facts)
            rows = tuple(before[1]) if before else ()
            tell(WatchStarted(header, rows))
            recording = None
            if batch.record is not None:
                recording = start_recording(batch, header, "watch", stop)
                # A watch that was killed may have stored what it did not come to record.
                recording.add(rows)
            with RunWriter(batch.output) as writer:
                watch = _Watch(settings, rows, workers, writer, recording, tell, stop)
                watch.run()
            for warning in [] if recording is None else recording.finish():
                tell(WatchWarning(warning))
    watch.write_report()


class _Watch:
    """The part of a watch that has workers and an open file."""

    def __init__(
        self,
        settings: WatchSettings,
        rows: tuple[ScanRow, ...],
        workers: Executor,
        writer: RunWriter,
        recording: Recording | None,
        tell: WatchCallback,
        stop: CancelToken,
    ) -> None:
        self._settings, self._batch = settings, settings.batch
        self._workers, self._writer, self._recording = workers, writer, recording
        self._tell, self._stop = tell, stop
        self._rows = {row.name: row for row in rows}
        finished = {row.name: FileState(row.size, row.mtime_ns) for row in rows}
        self._settling = Settling(settings.settle, settings.patience, finished)
        self._in_flight: dict[str, FileState] = {}
        self._attempts: Counter[str] = Counter()
        self._states: dict[str, FileState] = {}
        self._ready: list[str] = []
        self._list_at = 0.0
        self._there = True
        self._told: WatchState | None = None
        self._warned: set[str] = set()
        self._report_due = False
        self._report_at = 0.0

    def run(self) -> None:
        if self._settings.only_new:
            self._leave_old_ones()
        while not self._stop.cancelled:
            self._look()
            self._submit()
            if self._in_flight:
                self._collect()
            elif self._report_due and not self._settling.n_waiting:
                self._report()
            else:
                self._stop.wait(_TURN_SECONDS)

    def _leave_old_ones(self) -> None:
        """What was there at the very first start; a later start finds the list."""
        path = list_path(self._batch.output)
        old = read_list(path)
        if old is None:
            old = {name: at for name, at in self._list().items() if name not in self._rows}
            write_list(path, old)
        for name, state in old.items():
            if name not in self._rows:
                self._settling.finish(name, state)

    # Looking

    def _look(self) -> None:
        """List the folder when it is time, and see which files are ready."""
        now = time.monotonic()
        if now < self._list_at:
            return
        self._states = self._list()
        taken = time.monotonic() - now
        pause = max(self._settings.poll, min(taken / LISTING_SHARE, LONGEST_PAUSE))
        self._list_at = time.monotonic() + pause
        self._ready = self._settling.look(self._states, now)
        state = WatchState(self._settling.n_waiting, self._there)
        if state != self._told:
            self._told = state
            self._tell(state)

    def _list(self) -> dict[str, FileState]:
        """All scans of the folder; the ones known before while the folder is away."""
        try:
            found = find_scans(
                self._batch.folder,
                include=self._batch.include,
                exclude=self._batch.exclude,
                leave_out=[self._batch.output],
            )
        except DataError as error:
            self._folder_is(there=False, why=error)
            return self._states
        self._folder_is(there=True)
        self._warn(found.warnings)
        return {
            name: FileState(*state) for name, state in zip(found.names, found.states, strict=True)
        }

    def _folder_is(self, *, there: bool, why: DataError | None = None) -> None:
        if self._there and not there:
            self._tell(WatchWarning(Message("{reason} Waiting for it.", reason=why)))
        elif there and not self._there:
            self._settling.start_over()  # what could not be read was perhaps only away
        self._there = there

    def _warn(self, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                self._tell(WatchWarning(warning))

    # Inspecting

    def _submit(self) -> None:
        while self._ready and self._there and len(self._in_flight) < self._workers.capacity:
            name = self._ready.pop(0)
            state, path = self._states[name], self._batch.folder / name
            if name in self._in_flight or not _looks_like(path, state) or being_written(path):
                continue
            before = self._rows.get(name)
            if before is not None and unchanged(path, before):
                self._settling.finish(name, state)  # only its time changed
            else:
                self._workers.submit(ScanJob(name, str(path)))
                self._in_flight[name] = state

    def _collect(self) -> None:
        for job, result in self._workers.finished(_TURN_SECONDS):
            outcome = result
            if not isinstance(outcome, ScanOutcome):
                lost = outcome_of_lost(job, outcome, self._attempts)
                if lost is None:
                    self._workers.submit(job)
                    continue
                outcome = lost
            self._take(outcome)

    def _take(self, outcome: ScanOutcome) -> None:
        row = outcome.row
        self._attempts.pop(row.name, None)
        state = self._in_flight.pop(row.name)
        seen = FileState(row.size, row.mtime_ns)
        final = seen == state and self._settling.is_last_try(row.name)
        if row.status == "failed" and not final:
            # Still growing, gone, or changed meanwhile: only time tells.
            self._settling.try_later(row.name, state)
            return
        self._writer.add(row.name, outcome.image)
        self._rows[row.name] = row
        self._settling.finish(row.name, seen)
        added = self._recording.add([row]) if self._recording is not None else []
        self._report_due = True
        self._tell(ScanWatched(row, added[-1].inspection if added else None))

    # Reporting

    def _report(self) -> None:
        """Bring the report up to date, if it is time."""
        if time.monotonic() < self._report_at:
            self._stop.wait(_TURN_SECONDS)
            return
        started = time.monotonic()
        with suppress(CancelledError):
            self.write_report(self._stop)
        self._report_at = time.monotonic() + (time.monotonic() - started) / REPORT_SHARE

    def write_report(self, cancel: CancelToken | None = None) -> None:
        """Write the report if there is something new; what goes wrong is a warning."""
        target = self._settings.report
        if target is not None and self._report_due:
            from btp_core.report.write import write_report

            try:
                write_report(self._batch.output, target, record=self._batch.record, cancel=cancel)
            except CancelledError:
                raise
            except InspectError as error:
                self._tell(WatchWarning(str(error)))
        self._report_due = False


def _looks_like(path: Path, state: FileState) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return FileState(status.st_size, status.st_mtime_ns) == state
