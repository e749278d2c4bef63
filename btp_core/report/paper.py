"""Pages of paper: fonts, colours, margins and page numbers of the PDF."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, WrapMode, XPos, YPos

from btp_core.report.content import Outcome, ReportRow

MARGIN = 15.0
WIDTH = 210.0 - 2 * MARGIN
BOTTOM = 297.0 - 18.0
FONT = "report"
MONO = "mono"
INK = (28, 36, 48)
MUTED = (86, 98, 112)
LINE = (213, 217, 224)
OUTCOME_INK: dict[Outcome, tuple[int, int, int]] = {
    "fail": (151, 32, 26),
    "error": (92, 63, 0),
    "not checked": (92, 63, 0),
    "pass": (18, 92, 50),
}
_FONT_FILES = (
    (FONT, "", "DejaVuSans.ttf"),
    (FONT, "B", "DejaVuSans-Bold.ttf"),
    (MONO, "", "DejaVuSansMono.ttf"),
)


def printable(text: str) -> str:
    """The text with characters that the fonts lack written out, e.g. ``\\u90e8``."""
    known = _known_characters()
    return "".join(
        character if ord(character) in known else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


class Paper(FPDF):
    """A4 with a line and a number at the foot of each page.

    Parameters
    ----------
    foot
        What stands beside the page number.
    """

    def __init__(self, foot: str) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self._foot = printable(foot)
        for family, style, file in _FONT_FILES:
            self.add_font(family, style, _font_path(file))
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=False)
        self.c_margin = 0.0
        self._scan_links: dict[int, int] = {}

    def scan_link(self, key: int) -> int:
        """The link to the page of a scan."""
        if key not in self._scan_links:
            self._scan_links[key] = self.add_link()
        return self._scan_links[key]

    def footer(self) -> None:
        """Called by fpdf2 at the end of each page."""
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, 284, MARGIN + WIDTH, 284)
        self.say(MARGIN, 285.5, WIDTH - 30, self._foot, size=7, color=MUTED, lines=1)
        self.set_xy(MARGIN + WIDTH - 40, 285.5)
        self.cell(40, 4, f"{self.page_no()} / {{nb}}", align=Align.R)

    def say(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        size: float = 9,
        bold: bool = False,
        mono: bool = False,
        color: tuple[int, int, int] = INK,
        align: Align = Align.L,
        lines: int | None = None,
        link: int | None = None,
    ) -> float:
        """Write text wrapped to a width, at most so many lines; returns where it ends."""
        self.set_font(MONO if mono else FONT, "B" if bold else "", size)
        self.set_text_color(*color)
        height = 0.50 * size
        wrapped = self.wrapped(width, text)
        if lines is not None and len(wrapped) > lines:
            wrapped = [*wrapped[: lines - 1], wrapped[lines - 1][:-1] + "\N{HORIZONTAL ELLIPSIS}"]
        for line in wrapped:
            self.set_xy(x, y)
            self.cell(width, height, line, align=align, link=link or "")
            y += height
        return y

    def wrapped(self, width: float, text: str) -> list[str]:
        """The lines of a text in the present font; names without blanks are cut anywhere."""
        text = printable(text)
        blank = max((len(word) for word in text.split()), default=0) * self.font_size * 0.75 < width
        lines = self.multi_cell(
            width,
            text=text or " ",
            dry_run=True,
            output="LINES",
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
            wrapmode=WrapMode.WORD if blank else WrapMode.CHAR,
        )
        assert isinstance(lines, list)
        return lines

    def room(self, height: float) -> bool:
        """Begin a new page unless there is room; whether it did."""
        if self.get_y() + height <= BOTTOM:
            return False
        self.add_page()
        return True

    def rule(self, y: float, *, strong: bool = False) -> None:
        """A line across the page."""
        self.set_draw_color(*(INK if strong else LINE))
        self.set_line_width(0.8 if strong else 0.2)
        self.line(MARGIN, y, MARGIN + WIDTH, y)

    def heading(self, text: str, room: float = 30) -> None:
        """A heading with a line above it, and room for what follows."""
        if not self.room(room) and self.get_y() > MARGIN + 1:
            self.set_y(self.get_y() + 6)
        y = self.get_y()
        self.rule(y)
        self.set_y(self.say(MARGIN, y + 2.5, WIDTH, text, size=12, bold=True) + 2)

    def verdict(self, x: float, y: float, row: ReportRow, *, size: float = 8) -> float:
        """Sign and word of an outcome; returns where it ends."""
        color = OUTCOME_INK[row.outcome]
        self.set_fill_color(*color)
        self.rect(x, y + 0.1, 0.9, 0.46 * size, style="F")
        text = f"{row.look.sign} {row.look.label}"
        return self.say(x + 2, y, 40, text, size=size, bold=True, color=color)

    def picture(self, jpeg: bytes, x: float, y: float, width: float) -> None:
        """A picture with its upper left corner there."""
        self.image(io.BytesIO(jpeg), x, y, w=width)


def _font_path(file: str) -> Path:
    """DejaVu comes with matplotlib: no font of the machine is needed."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / file


@lru_cache(maxsize=1)
def _known_characters() -> frozenset[int]:
    known: set[int] | None = None
    for _, _, file in _FONT_FILES:
        with TTFont(_font_path(file), lazy=True) as font:
            own = set(font.getBestCmap())
        known = own if known is None else known & own
    return frozenset(known or ())
