"""The HTML of a report: an index, and a page or a section for each scan that did not pass."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup

from btp_core.rendering.colormap import CALM_RGB, NOT_CHECKED_RGB, color_bar, hex_of
from btp_core.report.content import LOOKS, ReportContent, ReportRow
from btp_core.report.page_templates import page_environment
from btp_core.report.pictures import ScanPictures
from btp_core.report.plot import distribution_svg
from btp_core.report.texts import (
    bytes_text,
    deviation_cell,
    length_text,
    score_text,
    seconds_text,
    threshold_text,
    time_text,
)

INDEX = "index.html"
PAGES = "scans"
PICTURES = "pictures"
PDF = "report.pdf"
GENERATOR = "BTP Inspect report"
_SCALE_STEPS = 20


@dataclass(frozen=True)
class Places:
    """Where things are, seen from the page that is being made.

    Attributes
    ----------
    embedded
        Pictures are part of the page, and so are the sections of single scans.
    to_top
        From the page to the report's folder: ``""`` or ``"../"``.
    pictures
        By the rows' keys.
    """

    embedded: bool
    to_top: str
    pictures: Mapping[int, ScanPictures]

    def page(self, row: ReportRow) -> str:
        """Address of a scan's page or section."""
        return f"#scan-{row.key}" if self.embedded else f"{self.to_top}{PAGES}/{row.key}.html"

    def index(self) -> str:
        """Address of the table."""
        return "#scans" if self.embedded else f"{self.to_top}{INDEX}"

    def picture(self, row: ReportRow, name: str) -> str:
        """Address of a picture, or the picture itself."""
        if not self.embedded:
            return f"{self.to_top}{PICTURES}/{picture_name(row.key, name)}"
        own = self.pictures[row.key]
        found = {view.name: view.jpeg for view in own.views} | {"thumbnail": own.thumbnail}
        return f"data:image/jpeg;base64,{base64.b64encode(found[name]).decode('ascii')}"


def picture_name(key: int, name: str) -> str:
    """The file of a picture."""
    return f"{key}-{name}.jpg"


def render_index(
    content: ReportContent,
    pictures: Mapping[int, ScanPictures],
    *,
    embedded: bool,
    with_pdf: bool = False,
) -> str:
    """The first page.

    Parameters
    ----------
    content, pictures
        What to show; every name in it is escaped.
    embedded
        One page that needs no other file, with a section for each scan in detail.
    with_pdf
        Whether the same report lies beside it as PDF.
    """
    return (
        _environment()
        .get_template("index.html")
        .render(
            **_common(content, Places(embedded, "", pictures)),
            plot=Markup(distribution_svg(content)),
            script=Markup(_text("table.js")),
            pdf=PDF if with_pdf else "",
        )
    )


def render_scan(
    content: ReportContent, row: ReportRow, pictures: Mapping[int, ScanPictures]
) -> str:
    """The page of one scan, for the folder :data:`PAGES`."""
    # Keys count from 1, and the detailed rows come first.
    rows = content.rows
    after = rows[row.key] if row.key < len(rows) else None
    return (
        _environment()
        .get_template("scan.html")
        .render(
            **_common(content, Places(False, "../", pictures)),
            row=row,
            before=rows[row.key - 2] if row.key > 1 else None,
            after=after if after is not None and after.detailed else None,
        )
    )


def render_one_scan(
    content: ReportContent, own: ScanPictures, particulars: Sequence[tuple[str, str]]
) -> str:
    """One page about one scan, which needs no other file; ``particulars`` are the operator's."""
    (row,) = content.rows
    return (
        _environment()
        .get_template("one_scan.html")
        .render(
            **_common(content, Places(True, "", {row.key: own})), row=row, particulars=particulars
        )
    )


def _common(content: ReportContent, places: Places) -> dict[str, object]:
    threshold = content.header.threshold
    return {
        "content": content,
        "threshold": threshold,
        "places": places,
        "pictures": places.pictures,
        "looks": LOOKS,
        "generator": GENERATOR,
        "policy": _policy(),
        "chart": _address(content.history.chart),
        "gathering": _address(content.history.gathering),
        "style": Markup(_text("report.css")),
        "scale": _scale(threshold),
        "calm": hex_of(CALM_RGB),
        "not_checked": hex_of(NOT_CHECKED_RGB),
    }


def _address(png: bytes) -> str:
    """A picture as part of the page; empty for none."""
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}" if png else ""


def _policy() -> str:
    """What a browser may do for the page: nothing over the network, no script but ours."""
    digest = base64.b64encode(hashlib.sha256(_text("table.js").encode("utf-8")).digest())
    return (
        "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest.decode('ascii')}'; base-uri 'none'; form-action 'none'"
    )


def _scale(threshold: float) -> list[str]:
    """Colours of scores from 0 to 1 in even steps."""
    return [hex_of(color) for color in color_bar(threshold, _SCALE_STEPS)]


@lru_cache(maxsize=4)
def _text(name: str) -> str:
    return (files("btp_core.report") / "templates" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = page_environment("btp_core.report")
    environment.filters["score"] = score_text
    environment.filters["measure"] = length_text
    environment.filters["deviation"] = deviation_cell
    environment.filters["seconds"] = seconds_text
    environment.filters["bytes"] = bytes_text
    environment.filters["threshold"] = threshold_text
    environment.filters["moment"] = time_text
    environment.filters["count"] = lambda value: f"{value:,}"
    return environment
