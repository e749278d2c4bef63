"""The report as PDF: the same as the pages, laid out for paper."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from fpdf.enums import Align

from btp_core.base.progress import CancelToken
from btp_core.base.shown_text import shown_text
from btp_core.report.content import LOOKS, ReportContent, ReportRow
from btp_core.report.history import CHART_SIZE, MAP_SIZE
from btp_core.report.paper import MARGIN, MUTED, OUTCOME_INK, WIDTH, Paper
from btp_core.report.pdf_parts import facts_table, headings, scale
from btp_core.report.pdf_scan import scan_page
from btp_core.report.pictures import ScanPictures
from btp_core.report.plot import distribution_png
from btp_core.report.texts import DASH, score_text, seconds_text, time_text

TIMES = "\N{MULTIPLICATION SIGN}"
FEWEST_FOR_PLOT = 10
"""Scores of fewer scans are read in the table, which has the room then."""
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
            scan_page(paper, content, row, pictures[row.key])
    _over_time(paper, content)
    _provenance(paper, content)
    return bytes(paper.output())


def render_scan_pdf(
    content: ReportContent, own: ScanPictures, particulars: Sequence[tuple[str, str]]
) -> bytes:
    """One scan on a page of A4; ``particulars`` are the operator's."""
    (row,) = content.rows
    title = f"Inspection report {DOT} {time_text(content.header.created)}"
    paper = Paper(title)
    paper.set_title(f"Inspection report: {row.file}")
    paper.set_creator("BTP Inspect")
    paper.set_lang("en")
    paper.add_page()
    scan_page(paper, content, row, own, particulars)
    header, design = content.header, content.design
    made_by = [f"BTP Inspect {header.software_version}", f"model {header.model_name}"]
    if design:
        made_by.append(f"design {design}")
    facts = [("Inspected by", ", ".join(made_by)), ("Prompts", header.prompts.name)]
    paper.set_y(paper.get_y() + 3)
    facts_table(paper, [(name, shown_text(value)) for name, value in facts])
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
    if content.n_scans < FEWEST_FOR_PLOT:
        return
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
    scale(paper, content.header.threshold)
    headings(paper, _COLUMNS, numbers_from=3)
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
    scan, inspected = row.scan, row.scan.status == "done"
    paper.set_font("report", "", 8)
    sub = row.error or row.decision or row.folder
    n_lines = min(len(paper.wrapped(70, row.file)), 4) + min(len(paper.wrapped(70, sub)), 3)
    height = max(15.0, 4.0 * n_lines + 3)
    if paper.room(height):
        headings(paper, _COLUMNS, numbers_from=3)
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
        score_text(scan.object_score, threshold),
        str(len(row.regions)) if inspected else DASH,
        f"{scan.n_points:,}" if inspected else DASH,
        seconds_text(scan.seconds) if inspected else DASH,
    )
    for value, (left, width, _) in zip(values, _COLUMNS[3:], strict=True):
        paper.say(MARGIN + left, y + 1.5, width, value, size=8, align=Align.R, lines=1)
    paper.rule(y + height)
    paper.set_y(y + height)


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
        "from the first 25 that passed."
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
    paper.start_section("Provenance")
    paper.heading("Provenance", 110)
    facts_table(paper, content.facts)
    paper.heading("Prompts")
    facts_table(paper, content.prompts)
