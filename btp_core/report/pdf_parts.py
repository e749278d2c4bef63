"""What several pages of the PDF have: facts, headings of tables, the colours of scores."""

from __future__ import annotations

from collections.abc import Sequence

from fpdf.enums import Align

from btp_core.rendering.colormap import CALM_RGB, NOT_CHECKED_RGB, color_bar
from btp_core.report.paper import BOTTOM, MARGIN, MUTED, WIDTH, Paper
from btp_core.report.texts import threshold_text


def facts_table(paper: Paper, facts: Sequence[tuple[str, str]]) -> None:
    """Pairs of name and text, a line each."""
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


def headings(
    paper: Paper, columns: Sequence[tuple[float, float, str]], *, numbers_from: int
) -> None:
    """Headings of columns: left end, width and text of each."""
    y = paper.get_y() + 1.5
    for place, (left, width, text) in enumerate(columns):
        align = Align.R if place >= numbers_from else Align.L
        paper.say(MARGIN + left, y, width, text, size=7.5, bold=True, color=MUTED, align=align)
    paper.rule(y + 4.8)
    paper.set_y(y + 4.8)


def scale(paper: Paper, threshold: float) -> None:
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
