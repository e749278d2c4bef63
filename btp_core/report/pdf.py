"""The report as PDF: the same as the pages, laid out for paper."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from fpdf.enums import Align

from btp_core.base.progress import CancelToken
from btp_core.rendering.colormap import CALM_RGB, NOT_CHECKED_RGB, color_bar
from btp_core.report.content import LOOKS, ReportContent, ReportRow
from btp_core.report.history import CHART_SIZE, MAP_SIZE
from btp_core.report.paper import BOTTOM, MARGIN, MUTED, OUTCOME_INK, WIDTH, Paper
from btp_core.report.pictures import ScanPictures
from btp_core.report.plot import distribution_png
from btp_core.report.texts import (
    DASH,
    bytes_text,
    deviation_cell,
    length_text,
    score_text,
    seconds_text,
    threshold_text,
    time_text,
)

TIMES = "\N{MULTIPLICATION SIGN}"
DOT = "\N{MIDDLE DOT}"
# Left end, width and heading of each column; numbers stand right.
_COLUMNS = (
    (0.0, 18.0, ""),
    (20.0, 70.0, "Scan"),
    (92.0, 28.0, "Verdict"),
    (120.0, 12.0, "Score"),
    (133.0, 15.0, "Regions"),
    (149.0, 17.0, "Points"),
    (166.0, 14.0, "Time"),
)
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


def render_pdf(
    content: ReportContent, pictures: Mapping[int, ScanPictures], cancel: CancelToken
) -> bytes:
    """Lay the report out on A4; ``cancel`` is checked for each scan."""
    paper = Paper(f"Inspection report {DOT} {content.title}")
    paper.set_title(f"Inspection report: {content.title}")
    paper.set_creator("BTP Inspect")
    paper.set_lang("en")
    paper.add_page()
    _cover(paper, content)
    _table(paper, content, pictures, cancel)
    for row in content.rows:
        if row.detailed:
            cancel.raise_if_cancelled()
            paper.add_page()
            paper.set_link(paper.scan_link(row.key), page=paper.page)
            _detail(paper, content, row, pictures[row.key])
    _over_time(paper, content)
    _provenance(paper, content)
    return bytes(paper.output())


def _cover(paper: Paper, content: ReportContent) -> None:
    paper.rule(MARGIN, strong=True)
    paper.start_section("Summary")
    y = paper.say(MARGIN, 22, WIDTH, "INSPECTION REPORT", size=8, bold=True, color=MUTED)
    y = paper.say(MARGIN, y + 1.5, WIDTH, content.title, size=20, bold=True)
    plural = "" if content.n_scans == 1 else "s"
    lead = f"{content.n_scans:,} scan{plural}, {content.n_points:,} points {DOT} "
    y = paper.say(MARGIN, y + 1, WIDTH, lead + time_text(content.header.created), color=MUTED)
    paper.set_y(y + 4)
    paper.heading("Summary")
    y, width = paper.get_y(), WIDTH / len(LOOKS)
    for place, (outcome, look) in enumerate(LOOKS.items()):
        x = MARGIN + place * width
        color = OUTCOME_INK[outcome] if content.counts[outcome] else MUTED
        below = paper.say(x, y, width - 4, f"{content.counts[outcome]:,}", size=20, bold=True)
        label = f"{look.sign} {look.label}"
        below = paper.say(x, below, width - 4, label, bold=True, color=color)
        paper.say(x, below, width - 4, look.meaning, size=7, color=MUTED)
    paper.set_y(y + 24)
    paper.heading("Distribution of object scores", 70)
    y = paper.get_y()
    paper.image(io.BytesIO(distribution_png(content)), MARGIN, y, w=WIDTH)
    y += WIDTH * 2.5 / 8.2 + 2
    note = (
        "The object score is the calibrated probability, from 0 to 1, that the part is defective; "
        "a scan fails when it reaches the threshold. Hatched bars are failed scans."
    )
    paper.set_y(paper.say(MARGIN, y, 140, note, size=7.5, color=MUTED))


def _table(
    paper: Paper,
    content: ReportContent,
    pictures: Mapping[int, ScanPictures],
    cancel: CancelToken,
) -> None:
    paper.heading("Scans", 50)
    paper.start_section("Scans")
    if not content.rows:
        paper.say(MARGIN, paper.get_y(), WIDTH, "The run holds no scan yet.")
        return
    _scale(paper, content.header.threshold)
    _headings(paper, _COLUMNS, numbers_from=3)
    for row in content.rows:
        cancel.raise_if_cancelled()
        _row(paper, content, row, pictures[row.key])
    if content.n_left_out:
        paper.room(10)
        text = f"{content.n_left_out:,} more scans are counted above but not listed: the ones with "
        end = paper.say(
            MARGIN, paper.get_y() + 2, WIDTH, text + "the lowest scores.", size=7.5, color=MUTED
        )
        paper.set_y(end)


def _row(paper: Paper, content: ReportContent, row: ReportRow, own: ScanPictures) -> None:
    record, inspected = row.record, row.record.status == "done"
    paper.set_font("report", "", 8)
    sub = row.error or row.decision or row.folder
    n_lines = min(len(paper.wrapped(70, row.file)), 4) + min(len(paper.wrapped(70, sub)), 3)
    height = max(15.0, 4.0 * n_lines + 3)
    if paper.room(height):
        _headings(paper, _COLUMNS, numbers_from=3)
    y = paper.get_y()
    if own.thumbnail:
        paper.picture(own.thumbnail, MARGIN, y + 0.75, 18)
    link = paper.scan_link(row.key) if row.detailed else None
    below = paper.say(MARGIN + 20, y + 1.5, 70, row.file, size=8, lines=4, link=link)
    if sub:
        paper.say(MARGIN + 20, below, 70, sub, size=7, color=MUTED, lines=3)
    paper.verdict(MARGIN + 92, y + 1.5, row, size=7.5)
    threshold = content.header.threshold
    values = (
        score_text(record.object_score, threshold),
        str(len(row.regions)) if inspected else DASH,
        f"{record.n_points:,}" if inspected else DASH,
        seconds_text(record.seconds) if inspected else DASH,
    )
    for value, (left, width, _) in zip(values, _COLUMNS[3:], strict=True):
        paper.say(MARGIN + left, y + 1.5, width, value, size=8, align=Align.R, lines=1)
    paper.rule(y + height)
    paper.set_y(y + height)


def _detail(paper: Paper, content: ReportContent, row: ReportRow, own: ScanPictures) -> None:
    record, threshold = row.record, content.header.threshold
    paper.rule(MARGIN, strong=True)
    y = paper.verdict(MARGIN, 20, row, size=9) + 1.5
    if row.folder:
        y = paper.say(MARGIN, y, WIDTH, f"{row.folder}/", size=8, color=MUTED)
    y = paper.say(MARGIN, y, WIDTH, row.file, size=14, bold=True)
    y = paper.say(MARGIN, y + 1, WIDTH, row.error or row.reason) + 3
    gap = 4.0
    # With a design there are twice as many: scores above, deviations below them.
    across, foot = (3, 13.0) if row.measured else (2, 7.0)
    width = (WIDTH - (across - 1) * gap) / across
    for place, view in enumerate(own.views):
        x = MARGIN + (place % across) * (width + gap)
        top = y + (place // across) * (0.75 * width + foot)
        paper.picture(view.jpeg, x, top, width)
        paper.say(x, top + 0.75 * width + 1, width, view.caption, size=7.5, color=MUTED, lines=3)
    if own.views:
        y += -(-len(own.views) // across) * (0.75 * width + foot)
        paper.set_y(y)
        _scale(paper, threshold)
    elif record.status == "done":
        paper.set_y(paper.say(MARGIN, y, WIDTH, own.missing, color=MUTED))
    else:
        paper.set_y(y)
    paper.set_y(paper.get_y() + 1.5)
    _facts(paper, _facts_of(row, threshold))
    if record.status == "done":
        # Last: a long table goes on on the next page, where a few facts would stand alone.
        _regions(paper, row, threshold)


def _facts_of(row: ReportRow, threshold: float) -> list[tuple[str, str]]:
    record = row.record
    facts = [("Decision", row.decision)] if row.decision else []
    if record.status == "done":
        points = f"{record.n_points:,} in the file, {record.n_working_points:,} worked on"
        if record.n_not_checked:
            points += f", {record.n_not_checked:,} without a measurement"
        score = score_text(record.object_score, threshold)
        facts += [
            ("Object score", f"{score} at a threshold of {threshold_text(threshold)}"),
            ("Points", points),
            ("Time", seconds_text(record.seconds)),
        ]
        if row.alignment:
            facts.append(("Alignment", row.alignment))
    if record.size >= 0:
        facts.append(("File", bytes_text(record.size)))
    if record.sha256:
        facts.append(("SHA-256", record.sha256))
    facts += [("Note", warning) for warning in row.warnings]
    return facts


def _regions(paper: Paper, row: ReportRow, threshold: float) -> None:
    paper.room(30)
    title = "Regions at or above the threshold"
    y = paper.say(MARGIN, paper.get_y() + 3, WIDTH, title, size=10, bold=True)
    if not row.regions:
        paper.set_y(paper.say(MARGIN, y, WIDTH, "None."))
        return
    paper.set_y(y)
    columns = _region_columns(row)
    _headings(paper, columns, numbers_from=2)
    for region in row.regions:
        if paper.room(6):
            _headings(paper, columns, numbers_from=2)
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
        "Lengths are in the units of the scan, areas in those units squared. Area is an estimate "
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


def _over_time(paper: Paper, content: ReportContent) -> None:
    history = content.history
    if not history.chart:
        return
    paper.add_page()
    paper.start_section("Over time")
    paper.heading("Over time")
    y = paper.get_y() + 2
    paper.picture(history.chart, MARGIN, y, WIDTH)
    y += WIDTH * CHART_SIZE[1] / CHART_SIZE[0] + 2
    text = (
        f"All {history.n_inspections:,} recorded inspections. Filled marks lie beyond a control "
        "limit, open squares end a run of eight or more on one side of the mean; the limits come "
        "from the first 25."
    )
    y = paper.say(MARGIN, y, WIDTH, text, size=7.5, color=MUTED) + 4
    if history.gathering:
        paper.set_y(y)
        paper.heading("Where defects gather")
        y = paper.get_y() + 2
        paper.picture(history.gathering, MARGIN, y, WIDTH)
        y += WIDTH * MAP_SIZE[1] / MAP_SIZE[0] + 2
        text = "Colours tell how many scans had a region at a place; grey is none."
        paper.say(MARGIN, y, WIDTH, text, size=7.5, color=MUTED)


def _provenance(paper: Paper, content: ReportContent) -> None:
    paper.add_page()
    paper.start_section("Provenance")
    paper.heading("Provenance")
    _facts(paper, content.facts)
    paper.heading("Prompts")
    _facts(paper, content.prompts)


def _facts(paper: Paper, facts: Sequence[tuple[str, str]]) -> None:
    for name, value in facts:
        code = "SHA" in name
        paper.set_font("mono" if code else "report", "", 8)
        height = 4.0 * len(paper.wrapped(WIDTH - 42, value)) + 1.8
        paper.room(min(height, BOTTOM - MARGIN))
        y = paper.get_y()
        paper.say(MARGIN, y + 0.8, 38, name, size=8, color=MUTED, lines=1)
        end = paper.say(MARGIN + 42, y + 0.8, WIDTH - 42, value, size=8, mono=code)
        paper.rule(end + 1)
        paper.set_y(end + 1)


def _headings(
    paper: Paper, columns: Sequence[tuple[float, float, str]], *, numbers_from: int
) -> None:
    y = paper.get_y() + 1.5
    for place, (left, width, text) in enumerate(columns):
        align = Align.R if place >= numbers_from else Align.L
        paper.say(MARGIN + left, y, width, text, size=7.5, bold=True, color=MUTED, align=align)
    paper.rule(y + 4.8)
    paper.set_y(y + 4.8)


def _scale(paper: Paper, threshold: float) -> None:
    """The colours of scores."""
    y = paper.get_y() + 0.5
    steps = 40
    paper.say(MARGIN, y, 3, "0", size=7.5, color=MUTED)
    for step, color in enumerate(color_bar(threshold, steps)):
        paper.set_fill_color(*(int(part) for part in color))
        paper.rect(MARGIN + 3 + step, y + 0.4, 1.02, 2.8, style="F")
    place = MARGIN + 3 + steps * min(max(threshold, 0.0), 1.0)
    paper.set_fill_color(28, 36, 48)
    paper.rect(place - 0.2, y - 0.3, 0.4, 4.2, style="F")
    paper.say(MARGIN + 5 + steps, y, 4, "1", size=7.5, color=MUTED)
    keys = (
        (60.0, CALM_RGB, f"below the threshold of {threshold_text(threshold)}"),
        (112.0, NOT_CHECKED_RGB, "no measurement"),
    )
    for left, rgb, text in keys:
        paper.set_fill_color(*rgb)
        paper.rect(MARGIN + left, y + 0.4, 2.8, 2.8, style="F")
        paper.say(MARGIN + left + 4.5, y, 46, text, size=7.5, color=MUTED)
    paper.set_y(y + 5)
