"""The command ``batch``: a folder of scans to one run file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.interrupt import cancel_on_ctrl_c
from btp_core.cli.options import (
    DEFAULT_MODEL,
    BackboneOption,
    DetailOption,
    DeviceOption,
    JsonOption,
    MaxPointsOption,
    ModelOption,
    PromptsOption,
    ThresholdOption,
    TowerOption,
    WorkersOption,
)
from btp_core.cli.report import make_report
from btp_core.cli.run_table import exit_code_of_rows, print_json, print_rows, print_summary
from btp_core.cli.terminal import progress_bar, say_warnings
from btp_core.cli.threshold import DEFAULT_THRESHOLD
from btp_core.model.detail import Detail

if TYPE_CHECKING:
    from btp_core.batch.engine import BatchResult, BatchSettings

SHOWN_ROWS = 20


def register(app: typer.Typer) -> None:
    """Add the command ``batch``."""

    @app.command()
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
        prompts: PromptsOption = None,
        threshold: ThresholdOption = DEFAULT_THRESHOLD,
        detail: DetailOption = Detail.OVERVIEW,
        workers: WorkersOption = None,
        scheduler: Annotated[
            str | None,
            typer.Option(
                metavar="ADDRESS",
                help="Use the workers of this dask scheduler, such as tcp://host:8786.",
            ),
        ] = None,
        resume: Annotated[
            bool, typer.Option("--resume", help="Go on; skip what is done and unchanged.")
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
        include: Annotated[
            list[str] | None,
            typer.Option(metavar="PATTERN", help="Only such files; may be repeated."),
        ] = None,
        exclude: Annotated[
            list[str] | None,
            typer.Option(metavar="PATTERN", help="No such files or folders; may be repeated."),
        ] = None,
        max_points: MaxPointsOption = None,
        device: DeviceOption = "auto",
        model: ModelOption = DEFAULT_MODEL,
        backbone: BackboneOption = None,
        tower: TowerOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Inspect all scans of a folder.

        Exit code 0: all passed. 1: at least one failed. 2: none failed, but not all could be
        inspected, or the input is wrong.
        """
        from btp_core import PromptSet
        from btp_core.batch.engine import BatchSettings
        from btp_core.report import check_target

        if report is not None:
            check_target(output, report)  # a night's work later is too late
        if retry_failed and not resume:
            raise typer.BadParameter("--retry-failed needs --resume")
        if scheduler is not None and workers is not None:
            raise typer.BadParameter("--workers is for this machine; with --scheduler dask decides")
        settings = BatchSettings(
            folder=folder,
            output=output,
            prompts=PromptSet.load(prompts) if prompts else PromptSet.stock(),
            threshold=threshold.value,
            model=model,
            device=device,
            workers=workers,
            resume=resume,
            retry_failed=retry_failed,
            points=points,
            embeddings=embeddings,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            max_points=max_points,
            detail=detail,
            scheduler=scheduler,
            backbone=backbone,
            tower=tower,
        )
        result = _run(settings)
        header = result.header
        doubts = threshold.doubts(header.model_sha256, header.prompts, header.detail)
        warnings = [*result.warnings, *doubts]
        if as_json:
            print_json(
                result.header,
                result.records,
                n_skipped=result.n_skipped,
                seconds=result.seconds,
                warnings=warnings,
            )
        else:
            say_warnings(warnings)
            _say(result, output)
        if report is not None:
            make_report(output, report, say=not as_json)
        raise typer.Exit(exit_code_of_rows(result.records))


def _run(settings: BatchSettings) -> BatchResult:
    from btp_core.base.errors import CancelledError
    from btp_core.batch.engine import run_batch

    with cancel_on_ctrl_c() as cancel, progress_bar(settings.folder.name) as progress:
        try:
            return run_batch(settings, lambda state: progress(str(state), state.fraction), cancel)
        except CancelledError:
            print(
                f"Stopped. What was finished is in {settings.output}; go on with --resume.",
                file=sys.stderr,
            )
            raise typer.Exit(ExitCode.INTERRUPTED) from None


def _say(result: BatchResult, output: Path) -> None:
    from rich.console import Console
    from rich.text import Text

    records = result.records
    worst = sorted(records, key=lambda record: (record.status == "done", -record.object_score))
    print_rows(worst[:SHOWN_ROWS])
    if len(records) > SHOWN_ROWS:
        print(f"and {len(records) - SHOWN_ROWS:,} more: btp-inspect show {output}")
    print_summary(records)
    skipped = f", {result.n_skipped:,} of them done before" if result.n_skipped else ""
    Console(highlight=False).print(
        Text(f"wrote {output} in {result.seconds:.1f} s{skipped}"), soft_wrap=True
    )
