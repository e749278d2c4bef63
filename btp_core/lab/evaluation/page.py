"""The evaluation as one HTML page that needs no other file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from btp_core.lab.evaluation.gallery import Exhibit, Gallery
from btp_core.lab.evaluation.report import EvaluationReport
from btp_core.lab.evaluation.scan_picture import draw_exhibit, jpeg_bytes
from btp_core.lab.evaluation.steering import SteeringReport
from btp_core.lab.evaluation.tables import HEADINGS, shown, summary_rows
from btp_core.report.page_templates import page_environment


def render_page(
    report: EvaluationReport,
    gallery: Gallery,
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    steering: SteeringReport | None = None,
) -> str:
    """Render the page, pictures included.

    Parameters
    ----------
    report, gallery, steering
        What was found; names in them are escaped.
    title
        Heading of the page.
    facts
        Pairs of name and value that say what was evaluated and how to get it again.

    Returns
    -------
    str
        HTML, a few megabytes at most.
    """
    environment = page_environment("btp_core.lab.evaluation")
    environment.filters["metric"] = shown
    return environment.get_template("evaluation.html").render(
        title=title,
        facts=facts,
        headings=HEADINGS,
        rows=summary_rows(report),
        report=report,
        steering=steering,
        misses=[_shown_exhibit(exhibit) for exhibit in gallery.misses],
        false_alarms=[_shown_exhibit(exhibit) for exhibit in gallery.false_alarms],
    )


def _shown_exhibit(exhibit: Exhibit) -> dict[str, Any]:
    encoded = base64.b64encode(jpeg_bytes(draw_exhibit(exhibit))).decode("ascii")
    return {"result": exhibit.result, "picture": f"data:image/jpeg;base64,{encoded}"}
