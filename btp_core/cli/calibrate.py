"""The command ``calibrate``: a threshold from a folder of good parts."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from btp_core.base.shown_text import shown_text
from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import InspectionOptions, WorkersOption, with_options
from btp_core.cli.run_table import print_rows
from btp_core.cli.terminal import say_warnings

if TYPE_CHECKING:
    from btp_core.batch.run import BatchResult


def register(app: typer.Typer) -> None:
    """Add the command ``calibrate``."""

    @app.command()
    @with_options
    def calibrate(
        folder: Annotated[
            Path, typer.Argument(metavar="GOOD_FOLDER", help="Scans of good parts of one design.")
        ],
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="FILE.toml", help="For --threshold.")
        ],
        false_alarms: Annotated[
            float,
            typer.Option(min=0.001, max=0.5, help="Share of good parts that may fail."),
        ] = 0.05,
        workers: WorkersOption = None,
        *,
        options: InspectionOptions,
    ) -> None:
        """Find a threshold alone, from scans of one design's parts that are known to be good.

        Use it with `inspect` and `batch`: --threshold FILE.toml

        A design is the better way: see `btp-inspect design create`. It is made of the same
        scans, has a threshold of its own, and also aligns and measures each scan.
        """
        from btp_core.batch.run import run_batch
        from btp_core.batch.settings import BatchSettings

        with tempfile.TemporaryDirectory(prefix="btp-calibrate-") as place:
            settings = BatchSettings(
                folder=folder,
                output=Path(place) / "run.h5",
                workers=workers,
                points=False,
                embeddings=False,
                **options.for_batch(),
            )
            with stoppable(folder.name, "No threshold was written.") as (progress, cancel):
                result = run_batch(
                    settings, lambda state: progress(str(state), state.fraction), cancel
                )
            _keep(result, output, false_alarms)


def _keep(result: BatchResult, output: Path, false_alarms: float) -> None:
    from datetime import UTC, datetime

    from btp_core.base.errors import DataError
    from btp_core.inspection.good_parts import GoodParts, threshold_from_good

    say_warnings(result.warnings)
    header = result.header
    scores = [r.object_score for r in result.rows if r.verdict in ("pass", "fail")]
    left_out = [r for r in result.rows if r.verdict not in ("pass", "fail")]
    if left_out:
        print(f"{len(left_out)} scans could not be inspected and do not count:", file=sys.stderr)
        print_rows(left_out)
    if not scores:
        raise DataError("No scan could be inspected.", path=header.folder)
    threshold, expected = threshold_from_good(scores, false_alarms)
    good = GoodParts(
        threshold=threshold,
        expected_false_alarms=expected,
        n_scans=len(scores),
        lowest=min(scores),
        highest=max(scores),
        model_name=header.model_name,
        model_sha256=header.model_sha256,
        prompts=header.prompts,
        detail=header.detail,
        software_version=header.software_version,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    good.save(output)
    print(
        f"threshold {threshold:.3f} from {len(scores)} good scans, whose object scores are "
        f"{good.lowest:.3f} to {good.highest:.3f}; {expected:.1%} of good parts will fail"
    )
    if expected > false_alarms + 1e-9:
        needed = round(1.0 / false_alarms) - 1
        say_warnings([f"For {false_alarms:.1%} false alarms {needed} good scans are needed."])
    print(shown_text(f"wrote {output}"))
