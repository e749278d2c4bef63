"""The command ``watch``: new scans of a folder are inspected as they come."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from btp_core.cli.interrupt import cancel_on_ctrl_c
from btp_core.cli.options import (
    DesignOption,
    InspectionOptions,
    RecordOption,
    SerialOption,
    ThresholdOption,
    WorkersOption,
    load_design,
    with_options,
)
from btp_core.cli.terminal import say_warnings
from btp_core.cli.threshold import NOT_GIVEN

if TYPE_CHECKING:
    from btp_core.base.progress import CancelToken
    from btp_core.watch.after import AfterCommand
    from btp_core.watch.news import ScanWatched, WatchNews


def register(app: typer.Typer) -> None:
    """Add the command ``watch``."""

    @app.command()
    @with_options
    def watch(
        folder: Annotated[Path, typer.Argument(help="Folder to watch, with all in it.")],
        output: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="RUN.h5",
                help="The run file; one of its own on this machine unless named.",
            ),
        ] = None,
        report: Annotated[
            Path | None,
            typer.Option(metavar="DIR", help="Keep a report up to date (see `report`)."),
        ] = None,
        record: RecordOption = None,
        serial_pattern: SerialOption = None,
        design: DesignOption = None,
        threshold: ThresholdOption = NOT_GIVEN,
        settle: Annotated[
            float,
            typer.Option(min=0, help="Seconds in which a file must not have changed."),
        ] = 2.0,
        patience: Annotated[
            float,
            typer.Option(
                min=0, help="Seconds after which a file that cannot be read counts as broken."
            ),
        ] = 60.0,
        only_new: Annotated[
            bool, typer.Option("--only-new", help="Leave alone what is there at the first start.")
        ] = False,
        after: Annotated[
            str | None,
            typer.Option(
                metavar="COMMAND",
                help="Call this program with the file of each result (JSON); without a shell.",
            ),
        ] = None,
        include: Annotated[
            list[str] | None,
            typer.Option(metavar="PATTERN", help="Only such files; may be repeated."),
        ] = None,
        exclude: Annotated[
            list[str] | None,
            typer.Option(metavar="PATTERN", help="No such files or folders; may be repeated."),
        ] = None,
        workers: WorkersOption = 1,
        as_json: Annotated[
            bool, typer.Option("--json", help="Print a line of JSON for each result.")
        ] = False,
        *,
        options: InspectionOptions,
    ) -> None:
        """Inspect scans as they come into a folder, until Ctrl-C.

        A file is inspected once it is whole. What was inspected is not inspected again, also
        after a stop and a new start.
        """
        from dataclasses import replace

        from btp_core.batch.settings import BatchSettings
        from btp_core.cli.record import pattern_of
        from btp_core.report.write import check_target
        from btp_core.watch.after import AfterCommand
        from btp_core.watch.settings import WatchSettings, default_run_file
        from btp_core.watch.watching import watch_folder

        reference = load_design(design)
        batch = BatchSettings(
            folder=folder,
            output=output or Path(),
            design=design,
            threshold=threshold.with_design(reference),
            workers=workers,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            record=record,
            serial_pattern=pattern_of(serial_pattern, reference),
            **options.for_batch(reference),
        )
        if output is None:
            batch = replace(batch, output=default_run_file(batch))
        if report is not None:
            check_target(batch.output, report)
        command = AfterCommand(after) if after is not None else None
        settings = WatchSettings(
            batch, settle=settle, patience=patience, report=report, only_new=only_new
        )
        teller = _Teller(batch.output, command, as_json=as_json)
        with _stop_by_signal() as stop:
            watch_folder(settings, teller, stop)
        teller.say(f"stopped; results are in {batch.output}")


class _Teller:
    """Says what happens: results on standard output, all else on standard error."""

    def __init__(self, output: Path, command: AfterCommand | None, *, as_json: bool) -> None:
        self._output, self._command, self._as_json = output, command, as_json

    def __call__(self, news: WatchNews) -> None:
        from btp_core.watch.news import ScanWatched, WatchStarted, WatchState, WatchWarning

        match news:
            case WatchStarted(header=header, rows=rows):
                known = f", {len(rows):,} inspected before" if rows else ""
                self.say(f"watching {header.folder} into {self._output}{known}; Ctrl-C ends it")
            case WatchState(folder_there=True, n_waiting=waiting) if waiting:
                self.say(f"{waiting:,} waiting")
            case WatchWarning(text=text):
                say_warnings([text])
            case ScanWatched():
                self._tell_result(news)

    def say(self, text: str) -> None:
        from btp_core.base.shown_text import shown_text

        if sys.stderr.isatty() or not self._as_json:
            print(shown_text(text), file=sys.stderr, flush=True)

    def _tell_result(self, news: ScanWatched) -> None:
        from btp_core.base.shown_text import shown_text

        row = news.row
        document = _document(news, self._output)
        if self._as_json:
            print(json.dumps(document), flush=True)
        else:
            score = "" if row.status != "done" else f"  {row.object_score:.3f}"
            why = f": {row.error}" if row.error else ""
            verdict = row.verdict or "error"
            print(shown_text(f"{verdict:<12}{score}  {row.name}{why}"), flush=True)
        if self._command is not None and (warning := self._command(document)):
            say_warnings([f"{shown_text(row.name)}: {warning}"])


def _document(news: ScanWatched, output: Path) -> dict[str, Any]:
    return {
        "schema": "btp-inspect/watched",
        "schema_version": 1,
        **news.row.to_dict(),
        "inspection": news.inspection,
        "run_file": str(output.absolute()),
    }


@contextmanager
def _stop_by_signal() -> Iterator[CancelToken]:
    """Ctrl-C stops, and so does what a service manager sends."""
    with cancel_on_ctrl_c() as stop:
        before = signal.signal(signal.SIGTERM, lambda *_: stop.cancel())
        try:
            yield stop
        finally:
            signal.signal(signal.SIGTERM, before)
