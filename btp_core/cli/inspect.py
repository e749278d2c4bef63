"""The command ``inspect``: one scan to a verdict, a picture, a scored ply and a json file."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from btp_core.cli.exit_codes import exit_code_of
from btp_core.cli.options import (
    DesignOption,
    InspectionOptions,
    JsonOption,
    RecordOption,
    SerialOption,
    ThresholdOption,
    load_design,
    load_prompts,
    with_options,
)
from btp_core.cli.terminal import progress_bar, say_warnings
from btp_core.cli.threshold import NOT_GIVEN, Threshold

if TYPE_CHECKING:
    from btp_core.base.progress import ProgressCallback
    from btp_core.report.result_files import ResultPaths

SHOWN_REGIONS = 8


def register(app: typer.Typer) -> None:
    """Add the command ``inspect``."""

    @app.command()
    @with_options
    def inspect(
        scan: Annotated[Path, typer.Argument(metavar="SCAN", help="Scan to inspect.")],
        output: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="DIR",
                help="Folder for STEM.heatmap.png, STEM.scored.ply and STEM.json, and with a "
                "design STEM.deviation.png.",
            ),
        ] = None,
        design: DesignOption = None,
        threshold: ThresholdOption = NOT_GIVEN,
        record: RecordOption = None,
        serial_pattern: SerialOption = None,
        as_json: JsonOption = False,
        *,
        options: InspectionOptions,
    ) -> None:
        """Inspect a scan: where is it defective, and does it pass?

        Exit code 0: it passes. 1: it fails. 2: it could not be inspected, or does not lie on the
        design.
        """
        recording = None
        if record is not None:
            recording = ScanRecording(record, scan, options.detail.value, design, serial_pattern)
        with progress_bar(scan.name) as progress:
            result, paths = inspect_scan(
                scan, options, threshold, output, progress, design_path=design
            )
        if recording is not None:
            recording.add(result)
        if as_json:
            from btp_core.inspection.result_file import to_json

            sys.stdout.write(to_json(result))
        else:
            say_warnings(result["warnings"])
            _say_result(result, paths)
        raise typer.Exit(exit_code_of(result["verdict"]))


class ScanRecording:
    """Puts the inspection of a scan into the record; what is wrong with that is told at once.

    Raises ``RecordError`` when made, and ``ScanReadError`` where the file changed meanwhile.
    """

    def __init__(
        self, record: Path, scan: Path, detail: str, design: Path | None, pattern: str | None
    ) -> None:
        from btp_core.batch.find import fingerprint
        from btp_core.cli.record import pattern_of
        from btp_core.record.file import RecordFile

        self._record, self._detail, self._design = record, detail, design
        self._pattern = pattern_of(pattern, load_design(design))
        self._scan, self._seen = scan, None
        RecordFile(record, create=True).close()
        if scan.is_file():  # otherwise reading it says what it is
            self._seen = fingerprint(scan)

    def add(self, result: dict[str, Any]) -> None:
        """Record the result."""
        from btp_core.base.errors import ScanReadError
        from btp_core.batch.find import same_state
        from btp_core.record.file import RecordFile
        from btp_core.record.from_result import entry_of_result

        if self._seen is None or not same_state(self._scan, self._seen):
            raise ScanReadError(
                "The file changed while it was read.",
                path=self._scan,
                next_step="Inspect it again once it is complete.",
            )
        entry = entry_of_result(
            result,
            sha256=self._seen.sha256,
            size=self._seen.size,
            source="inspect",
            serial_pattern=self._pattern,
            detail=self._detail,
            design_path=self._design,
        )
        with RecordFile(self._record, create=True) as opened:
            opened.add(entry)


def inspect_scan(
    path: Path,
    options: InspectionOptions,
    threshold: Threshold,
    output: Path | None,
    progress: ProgressCallback,
    *,
    design_path: Path | None = None,
) -> tuple[dict[str, Any], ResultPaths | None]:
    """Read, encode, score, judge and write; raises ``InspectError``.

    Returns
    -------
    tuple
        The result, and where the files are (None without a folder for them).
    """
    from btp_core import read_scan
    from btp_core.inspection.result_file import scan_result
    from btp_core.report.result_files import write_results
    from btp_core.scans.limits import ReadLimits

    # The cheap things that can go wrong come before the slow ones.
    design = load_design(design_path)
    prompts = load_prompts(options.prompts, design)
    most = options.max_points
    limits = ReadLimits() if most is None else ReadLimits(max_points=most)
    progress("reading", 0.0)
    started = time.perf_counter()
    scan = read_scan(path, limits)
    read_seconds = time.perf_counter() - started
    progress("loading the model", 0.05)
    inspector = options.load()
    inspector.check_words(prompts)
    encoded = inspector.encode(
        scan,
        progress=lambda stage, fraction: progress(stage, 0.1 + 0.7 * fraction),
        detail=options.detail,
    )
    if design is not None:
        progress("aligning with the design", 0.8)
    field = inspector.score(encoded, prompts, design=design)
    progress("scoring", 0.85)
    more = threshold.warnings(inspector.file.sha256, prompts, options.detail, design)
    field = replace(field, warnings=(*field.warnings, *more))
    verdict = inspector.judge(field, threshold=threshold.with_design(design), limits=options.limits)
    result = scan_result(scan, field, verdict, read_seconds=read_seconds)
    paths = None
    if output is not None:
        progress("writing", 0.9)
        paths = write_results(scan, field, verdict, result, output)
    return result, paths


def _say_result(result: dict[str, Any], paths: ResultPaths | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from btp_core.base.shown_text import shown_text
    from btp_core.inspection.result_file import MISSING

    console = Console(highlight=False)
    styles = {"pass": "bold green", "fail": "bold red"}
    verdict = Text(result["verdict"].upper(), style=styles.get(result["verdict"], "bold"))
    name = Path(result["scan"]).name if result["scan"] else "scan"
    console.print(verdict, Text(shown_text(f"{name}: {result['reason']}")), soft_wrap=True)
    console.print(
        f"object score {_score(result['object_score'])}, "
        f"threshold {result['threshold']:.2f}, "
        f"{result['n_points']:,} points, {result['n_working_points']:,} worked on, "
        f"{result['seconds']['total']:.2f} s on {result['provenance']['device']}",
        markup=False,
        soft_wrap=True,
    )
    design = result["design"]
    if design is not None:
        where = design["alignment"].get("quality", "the scan does not lie on it")
        line = f"design {design['name']}, version {design['version']}: {where}"
        console.print(Text(shown_text(line)), soft_wrap=True)
    if result["regions"]:
        depth = "depth" if design is None else "deviation"
        table = Table("region", "likely type", "points", "area", depth, "highest score", "centre")
        for number, region in enumerate(result["regions"][:SHOWN_REGIONS], start=1):
            table.add_row(
                str(number),
                Text(
                    MISSING
                    if region["kind"] == MISSING
                    else shown_text(region["likely_type"] or "-")
                ),
                f"{region['n_points']:,}",
                _number(region["area"]),
                _depth(region, design),
                _score(region["max_score"]),
                ", ".join(_number(value) for value in region["centroid"]),
            )
        console.print(table)
        more = len(result["regions"]) - SHOWN_REGIONS
        if more > 0:
            console.print(f"and {more} more regions")
    if paths is not None:
        for path in paths.all:
            console.print(Text(shown_text(f"wrote {path}")), soft_wrap=True)


def _depth(region: dict[str, Any], design: dict[str, Any] | None) -> str:
    """The real depth against a design, or the one against the region's own surroundings."""
    from btp_core.base.shown_text import shown_text

    if design is None:
        return _number(region["depth"])
    known = region["deviation"] is not None
    return f"{region['deviation']:+.3g} {shown_text(design['units'])}" if known else "-"


def _score(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"
