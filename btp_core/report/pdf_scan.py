"""The page of one scan in the PDF."""

from __future__ import annotations

from collections.abc import Sequence

from fpdf.enums import Align

from btp_core.report.content import ReportContent, ReportRow
from btp_core.report.paper import MARGIN, MUTED, WIDTH, Paper
from btp_core.report.pdf_parts import facts_table, headings, scale
from btp_core.report.pictures import ScanPictures
from btp_core.report.texts import (
    DASH,
    bytes_text,
    deviation_cell,
    length_text,
    score_text,
    seconds_text,
    threshold_text,
)

TIMES = "\N{MULTIPLICATION SIGN}"
_REGION_COLUMNS = (
    (0.0, 8.0, "No."),
    (11.0, 34.0, "Likely type"),
    (45.0, 18.0, "Area"),
    (63.0, 18.0, "Depth"),
    (81.0, 45.0, "Extent"),
    (126.0, 17.0, "Highest"),
    (143.0, 17.0, "Mean"),
    (160.0, 20.0, "Points"),
)


def scan_page(
    paper: Paper,
    content: ReportContent,
    row: ReportRow,
    own: ScanPictures,
    particulars: Sequence[tuple[str, str]] | None = None,
) -> None:
    """What is known of a scan, from the top of a page on.

    With ``particulars``, which stand first and may be none, all of it fits on one page.
    """
    scan, threshold = row.scan, content.header.threshold
    paper.rule(MARGIN, strong=True)
    y = paper.verdict(MARGIN, 20, row, size=9) + 1.5
    if row.folder:
        y = paper.say(MARGIN, y, WIDTH, f"{row.folder}/", size=8, color=MUTED)
    y = paper.say(MARGIN, y, WIDTH, row.file, size=14, bold=True)
    y = paper.say(MARGIN, y + 1, WIDTH, row.error or row.reason) + 3
    if particulars:
        paper.set_y(y - 2)
        facts_table(paper, particulars)
        y = paper.get_y() + 3
    gap = 4.0
    # With a design there are twice as many: scores above, deviations below them.
    across, foot = (2, 7.0) if particulars is None and not row.measured else (3, 13.0)
    width = (WIDTH - (across - 1) * gap) / across
    for place, view in enumerate(own.views):
        x = MARGIN + (place % across) * (width + gap)
        top = y + (place // across) * (0.75 * width + foot)
        paper.picture(view.jpeg, x, top, width)
        paper.say(x, top + 0.75 * width + 1, width, view.caption, size=7.5, color=MUTED, lines=3)
    if own.views:
        y += -(-len(own.views) // across) * (0.75 * width + foot)
        paper.set_y(y)
        scale(paper, threshold)
    elif scan.status == "done":
        paper.set_y(paper.say(MARGIN, y, WIDTH, own.missing, color=MUTED))
    else:
        paper.set_y(y)
    paper.set_y(paper.get_y() + 1.5)
    facts_table(paper, _facts(row, threshold))
    if scan.status == "done":
        # Last: a long table goes on on the next page, where a few facts would stand alone.
        _regions(paper, row, threshold)


def _facts(row: ReportRow, threshold: float) -> list[tuple[str, str]]:
    scan = row.scan
    facts = [("Decision", row.decision)] if row.decision else []
    if scan.status == "done":
        points = f"{scan.n_points:,} in the file, {scan.n_working_points:,} worked on"
        if scan.n_not_checked:
            points += f", {scan.n_not_checked:,} without a measurement"
        score = score_text(scan.object_score, threshold)
        facts += [
            ("Object score", f"{score} at a threshold of {threshold_text(threshold)}"),
            ("Points", points),
            ("Time", seconds_text(scan.seconds)),
        ]
        if row.alignment:
            facts.append(("Alignment", row.alignment))
    if scan.size >= 0:
        facts.append(("File", bytes_text(scan.size)))
    if scan.sha256:
        facts.append(("SHA-256", scan.sha256))
    return [*facts, *(("Note", warning) for warning in row.warnings)]


def _regions(paper: Paper, row: ReportRow, threshold: float) -> None:
    paper.room(30)
    title = "Regions at or above the threshold"
    y = paper.say(MARGIN, paper.get_y() + 3, WIDTH, title, size=10, bold=True)
    if not row.regions:
        paper.set_y(paper.say(MARGIN, y, WIDTH, "None."))
        return
    paper.set_y(y)
    columns = _region_columns(row)
    headings(paper, columns, numbers_from=2)
    for region in row.regions:
        if paper.room(6):
            headings(paper, columns, numbers_from=2)
        y = paper.get_y()
        values = (
            str(region.number),
            region.kind or DASH,
            length_text(region.area),
            deviation_cell(region.deviation) if row.measured else length_text(region.depth),
            f" {TIMES} ".join(map(length_text, region.extent)),
            score_text(region.max_score, threshold),
            score_text(region.mean_score, threshold),
            f"{region.n_points:,}",
        )
        for place, (value, (left, width, _)) in enumerate(
            zip(values, _REGION_COLUMNS, strict=True)
        ):
            align = Align.R if place >= 2 else Align.L
            paper.say(MARGIN + left, y + 0.8, width, value, size=8, align=align, lines=1)
        paper.rule(y + 5.6)
        paper.set_y(y + 5.6)
    note = (
        f"Lengths are in {row.units or 'the units of the scan'}, areas in "
        f"{row.units or 'those units'} squared. Area is an estimate "
        "of the surface, depth the largest distance from a smooth surface through the "
        "surroundings, extent the region's box along its own axes."
    )
    if row.measured:
        squared = f"{row.units}\N{SUPERSCRIPT TWO}"
        note = (
            f"Lengths are in {row.units}, areas in {squared}. Deviation is the largest signed "
            "distance from the design's surface, outward positive; missing material is surface of "
            "the design that the scan should show and does not. Area is an estimate, extent the "
            "region's box along its own axes."
        )
    paper.room(14)
    paper.set_y(paper.say(MARGIN, paper.get_y() + 1.5, 150, note, size=7.5, color=MUTED))


def _region_columns(row: ReportRow) -> Sequence[tuple[float, float, str]]:
    names = {"Likely type": "Kind", "Depth": "Deviation"} if row.measured else {}
    return [(left, width, names.get(name, name)) for left, width, name in _REGION_COLUMNS]
