"""The files of an evaluation: ``metrics.json`` (layout version 1), tables, and a page."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from btp_core.base.files import write_atomically
from btp_core.inspection.results import Provenance
from btp_core.lab.evaluation.gallery import Exhibit, Gallery
from btp_core.lab.evaluation.report import EvaluationReport
from btp_core.lab.evaluation.scan_picture import draw_exhibit, jpeg_bytes
from btp_core.lab.evaluation.steering import SteeringReport
from btp_core.lab.evaluation.tables import HEADINGS, scans_csv, shown, summary_csv, summary_rows
from btp_core.lab.output import page_bytes

SCHEMA_NAME = "btp-inspect/evaluation"
SCHEMA_VERSION = 1


def evaluation_document(
    report: EvaluationReport,
    *,
    folder: Path,
    scorer: str,
    provenance: Provenance | None = None,
    steering: SteeringReport | None = None,
    warnings: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Everything an evaluation found and how to get it again, ready for JSON (no NaN)."""
    made = None
    if provenance is not None:
        made = {**vars(provenance), "prompts": provenance.prompts.to_dict()}
    return {
        "schema": SCHEMA_NAME,
        "schema_version": SCHEMA_VERSION,
        "folder": str(folder),
        "scorer": scorer,
        "provenance": made,
        "warnings": list(warnings),
        **report.to_dict(),
        "steering": None if steering is None else steering.to_dict(),
    }


def evaluation_facts(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of name and value for people, from :func:`evaluation_document`."""
    scans = document["scans"]
    facts = [
        ("scans", f"{len(scans)} from {document['folder']}"),
        ("scored by", document["scorer"]),
        ("seconds a scan", f"{sum(scan['seconds'] for scan in scans) / len(scans):.2f}"),
    ]
    made = document["provenance"]
    if made is not None:
        facts += [
            ("model", f"{made['model_name']} ({made['model_sha256'][:12]})"),
            ("prompts", made["prompts"]["name"]),
            ("device, seed", f"{made['device']}, {made['seed']}"),
            ("software", f"BTP Inspect {made['software_version']}"),
        ]
    return facts + [("warning", warning) for warning in document["warnings"]]


def to_json(document: dict[str, Any]) -> str:
    """The document as text; raises ``ValueError`` on NaN, which JSON does not know."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)


def write_evaluation(
    output: Path,
    report: EvaluationReport,
    gallery: Gallery,
    document: dict[str, Any],
    steering: SteeringReport | None,
) -> Path:
    """Write ``metrics.csv``, ``scans.csv``, ``metrics.json`` and ``index.html`` to a folder.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    OutputError
        The folder or a file cannot be written.
    """
    write_atomically(output / "metrics.json", to_json(document).encode("utf-8"))
    write_atomically(output / "metrics.csv", summary_csv(report))
    write_atomically(output / "scans.csv", scans_csv(report))
    page = page_bytes(
        "evaluation.html",
        {"metric": shown},
        title=f"Evaluation of {Path(document['folder']).resolve().name}",
        facts=evaluation_facts(document),
        headings=HEADINGS,
        rows=summary_rows(report),
        report=report,
        steering=steering,
        misses=[_shown_exhibit(exhibit) for exhibit in gallery.misses],
        false_alarms=[_shown_exhibit(exhibit) for exhibit in gallery.false_alarms],
    )
    write_atomically(output / "index.html", page)
    return output / "index.html"


def _shown_exhibit(exhibit: Exhibit) -> dict[str, Any]:
    encoded = base64.b64encode(jpeg_bytes(draw_exhibit(exhibit))).decode("ascii")
    return {"result": exhibit.result, "picture": f"data:image/jpeg;base64,{encoded}"}
