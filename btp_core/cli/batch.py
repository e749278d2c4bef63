"""The command ``batch``: a folder of scans to one run file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from btp_core.base.shown_text import shown_text
from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import (
    DesignOption,
    InspectionOptions,
    JsonOption,
    RecordOption,
    SerialOption,
    ThresholdOption,
    WorkersOption,
    load_design,
    with_options,
)
from btp_core.cli.report import make_report
from btp_core.cli.run_table import exit_code_of_rows, print_json, print_rows, print_summary
from btp_core.cli.terminal import say_warnings
from btp_core.cli.threshold import NOT_GIVEN

if TYPE_CHECKING:
    from btp_core.batch.run import BatchResult

SHOWN_ROWS = 20


def register(app: typer.Typer) -> None:
    """Add the command ``batch``."""

    @app.command()
    @with_options
    def batch(
        folder: Annotated[Path, typer.Argument(help="Folder of scans, searched with all in it.")],
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="RUN.h5", help="The run file.")
        ],
        report: Annotated[
            Path | None,
            typer.Option(
                metavar="DIR", help="Also write a report: pages and a PDF (see `report`)."
            ),
        ] = None,
        design: DesignOption = None,
        threshold: ThresholdOption = NOT_GIVEN,
        workers: WorkersOption = None,
        scheduler: Annotated[
            str | None,
            typer.Option(
                metavar="ADDRESS",
                help="Use the workers of this dask scheduler, such as tcp://host:8786.",
            ),
        ] = None,
        resume: Annotated[
            bool, typer.Option("--resume", help="Resume; skip what is done and unchanged.")
        ] = False,
        retry_failed: Annotated[
            bool, typer.Option("--retry-failed", help="With --resume: try again what failed.")
        ] = False,
        points: Annotated[
            bool, typer.Option("--points/--no-points", help="Keep the points of each scan.")
        ] = True,
        embeddings: Annotated[
            bool,
            typer.Option("--embeddings/--no-embeddings", help="Keep what `rescore` needs."),
        ] = True,
        max_seconds: Annotated[
            float | None,
            typer.Option(
                min=1,
                help="End a scan that takes longer; half an hour, or four in fine detail, "
                "unless given.",
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
        record: RecordOption = None,
        serial_pattern: SerialOption = None,
        as_json: JsonOption = False,
        *,
        options: InspectionOptions,
    ) -> None:
        """Inspect all scans of a folder.

        Exit code 0: all passed. 1: at least one failed. 2: none failed, but not all could be
        inspected, or the input is wrong.
        """
        from btp_core.batch.run import run_batch
        from btp_core.batch.settings import BatchSettings
        from btp_core.cli.record import pattern_of
        from btp_core.report.write import check_target

        if report is not None:
            check_target(output, report)  # a night's work later is too late
        if retry_failed and not resume:
            raise typer.BadParameter("--retry-failed needs --resume")
        if scheduler is not None and workers is not None:
            raise typer.BadParameter("--workers is for this machine; with --scheduler dask decides")
        reference = load_design(design)
        settings = BatchSettings(
            folder=folder,
            output=output,
            design=design,
            threshold=threshold.with_design(reference),
            workers=workers,
            max_seconds=max_seconds,
            resume=resume,
            retry_failed=retry_failed,
            points=points,
            embeddings=embeddings,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            scheduler=scheduler,
            record=record,
            serial_pattern=pattern_of(serial_pattern, reference),
            **options.for_batch(reference),
        )
        kept = f"What was finished is in {output}; continue with --resume."
        with stoppable(folder.name, kept) as (progress, cancel):
            result = run_batch(settings, lambda state: progress(str(state), state.fraction), cancel)
        header = result.header
        warnings = [
            *result.warnings,
            *threshold.warnings(header.model_sha256, header.prompts, header.detail, reference),
        ]
        if as_json:
            print_json(
                result.header,
                result.rows,
                n_skipped=result.n_skipped,
                seconds=result.seconds,
                warnings=warnings,
            )
        else:
            say_warnings(warnings)
            _say(result, output)
        if report is not None:
            make_report(output, report, record=record, say=not as_json)
        raise typer.Exit(exit_code_of_rows(result.rows))


def _say(result: BatchResult, output: Path) -> None:
    from rich.console import Console
    from rich.text import Text

    rows = result.rows
    worst = sorted(rows, key=lambda row: (row.status == "done", -row.object_score))
    print_rows(worst[:SHOWN_ROWS])
    if len(rows) > SHOWN_ROWS:
        print(shown_text(f"and {len(rows) - SHOWN_ROWS:,} more: btp-inspect show {output}"))
    print_summary(rows, result.header)
    skipped = f", {result.n_skipped:,} of them done before" if result.n_skipped else ""
    Console(highlight=False).print(
        Text(shown_text(f"wrote {output} in {result.seconds:.1f} s{skipped}")), soft_wrap=True
    )
