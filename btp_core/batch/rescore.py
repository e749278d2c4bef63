"""Other words for a whole run, without touching its scans."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from btp_core.base.errors import (
    CancelledError,
    ModelError,
    OutputError,
)
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.base.version import software_version
from btp_core.batch.in_order import in_order
from btp_core.batch.locks import only_run_on
from btp_core.batch.resources import machine_name
from btp_core.batch.row import ScanRow
from btp_core.batch.run_design import (
    align_as_stored,
    alignment_of,
    check_design,
    design_facts,
    has_points,
)
from btp_core.batch.run_file import RunFile, read_run, read_table
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import (
    GROUP,
    LIBVER,
    RunWriter,
    create_run_file,
    scan_image,
    write_scores,
)
from btp_core.designs.design import Design
from btp_core.inspection.inspector import Inspector
from btp_core.inspection.limits import Limits
from btp_core.inspection.result_file import scan_result
from btp_core.inspection.results import ScoreField
from btp_core.text.prompts import PromptSet

COMMIT_SECONDS = 0.5
"""What is rescored again in so long may be lost to a kill."""


def rescore_run(
    path: Path,
    prompts: PromptSet,
    inspector: Inspector,
    *,
    threshold: float | None = None,
    limits: Limits | None = None,
    output: Path | None = None,
    design: Design | None = None,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[RunHeader, list[ScanRow]]:
    """Score every stored encoding of a run with other prompts.

    Parameters
    ----------
    path
        The run file; it is only read.
    prompts, threshold, limits
        The new ones; the run's own threshold and limits unless given, or the threshold of a
        design the run had not.
    inspector
        With the model that made the run.
    output
        A run file for the new results: scores, and the points that the old one has. Without it
        nothing is written.
    design
        Of a run that was made with one: the same, read from its file again. The scans are not
        aligned again; the stored poses give what a fresh batch gives. A run without one may be
        given one here: then every scan is aligned.
    progress, cancel
        Reported to and checked after every scan.

    Returns
    -------
    tuple
        Header and rows as of a batch with these prompts. Failed scans are handed on. Regions need
        points; where those were not kept, they are empty.

    Raises
    ------
    DataError
        The run is damaged, or its encodings were not kept.
    ModelError
        The run was made by another model.
    DesignError
        The run was made with a design, and this is another one, or none.
    OutputError
        The output exists or cannot be written.
    CancelledError
        If cancelled; scans that were rescored are in the output.
    """
    cancel = cancel or CancelToken()
    header, rows = read_table(path)
    if header.model_sha256 != inspector.file.sha256:
        raise ModelError(
            Message(
                "The run was made by another model ({name}, sha256 {sha256}).",
                name=header.model_name,
                sha256=header.model_sha256[:12],
            ),
            path=path,
            next_step="Name that model by --model, or inspect the folder again.",
        )
    check_design(path, header, design)
    if threshold is None:
        own = design if not header.design_sha256 else None
        threshold = header.threshold if own is None else own.threshold
    new = replace(
        header,
        prompts=prompts,
        threshold=threshold,
        limits=header.limits if limits is None else limits.to_text(),
        **design_facts(design),
        device=inspector.device,
        machine=machine_name(),
        software_version=software_version(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )

    def rescored(row: ScanRow) -> tuple[ScanRow, bytes]:
        cancel.raise_if_cancelled()
        return _rescored(path, row, new, inspector, design, keep=output is not None)

    def results() -> Iterator[tuple[ScanRow, bytes]]:
        with closing(in_order(rescored, rows)) as found:
            for done, result in enumerate(found):
                progress(f"{done:,} of {len(rows):,}", done / len(rows))
                yield result

    if output is None:
        return new, [row for row, _ in results()]
    with only_run_on(output):
        if output.exists():
            raise OutputError(
                "The file exists already.", path=output, next_step="Name another output."
            )
        create_run_file(output, new)
        with RunWriter(output) as writer:
            return new, _write(writer, results())


def _write(writer: RunWriter, results: Iterator[tuple[ScanRow, bytes]]) -> list[ScanRow]:
    rows = []
    committed = time.monotonic()
    try:
        for row, image in results:
            writer.add(row.name, image, commit=False)
            rows.append(row)
            # Flushing the disk takes longer than scoring a scan.
            if time.monotonic() - committed > COMMIT_SECONDS:
                writer.commit()
                committed = time.monotonic()
    except CancelledError:
        writer.commit()
        raise
    writer.commit()
    return rows


def _rescored(
    path: Path,
    row: ScanRow,
    header: RunHeader,
    inspector: Inspector,
    design: Design | None,
    keep: bool,
) -> tuple[ScanRow, bytes]:
    if row.status == "failed":
        return row, scan_image(row, None, points=False, embeddings=False) if keep else b""

    def rescored(run: RunFile) -> tuple[ScanRow, bytes]:
        if row.alignment.get("refusal") is not None:
            # No words make a scan lie on its design.
            return row, _image(run, row, None) if keep else b""
        encoded = run.encoding(row.name)
        if design is not None:
            align_as_stored(path, row, encoded, design)
        field = inspector.score(encoded, header.prompts, design=design)
        judged = _judged(row, field, header, inspector)
        return judged, _image(run, judged, field) if keep else b""

    return read_run(path, rescored)


def _judged(row: ScanRow, field: ScoreField, header: RunHeader, inspector: Inspector) -> ScanRow:
    judged = field
    if not has_points(field.encoded):
        # Without points there are no regions; the verdict needs none.
        unknown = np.full_like(field.shown.point_scores, np.nan)
        judged = replace(field.shown, point_scores=unknown)
    verdict = inspector.judge(judged, header.threshold, limits=Limits.of_text(header.limits))
    result = scan_result(field.encoded.scan, field, verdict)
    return replace(
        row,
        object_score=field.object_score,
        verdict=verdict.status,
        reason=verdict.reason,
        n_not_checked=result["n_points_not_checked"],
        seconds=field.seconds,
        device=header.device,
        warnings=tuple(dict.fromkeys([*row.warnings, *field.warnings])),
        regions=tuple(result["regions"]),
        alignment=alignment_of(result),
    )


def _image(run: RunFile, row: ScanRow, field: ScoreField | None) -> bytes:
    import h5py

    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver=LIBVER) as file:
        group = file.create_group(GROUP)
        row.write(group)
        if field is None:
            run.copy_array(row.name, "scores", group)
        else:
            write_scores(group, field)
        run.copy_array(row.name, "points", group)
    return buffer.getvalue()
