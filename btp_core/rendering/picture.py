"""The pictures of one scan: two views, a close-up, the colour bar and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from btp_core.base.arrays import BoolArray, Float32Array, UInt8Array
from btp_core.base.files import atomic_path
from btp_core.inspection.results import Region, ScoreField, Verdict
from btp_core.rendering.camera import View, choose_closeup, choose_overviews
from btp_core.rendering.colormap import diverging_rgb, heatmap_rgb
from btp_core.rendering.deviation import deviation_limit, draw_deviation_bar, region_text
from btp_core.rendering.lettering import (
    FAINT_INK,
    draw_chip,
    draw_color_bar,
    draw_label,
    draw_scale_bar,
    draw_text,
)
from btp_core.rendering.splat import draw
from btp_core.rendering.surface import Surface, drawable_surface
from btp_core.rendering.tags import Tag, draw_tags
from btp_core.scans.scan import Scan

PAGE_SIZE = (1600, 1000)
PAGE = (255, 255, 255)
PANEL = (240, 242, 245)
MAX_TAGS = 5
# Left, upper, width, height.
MAIN_PANEL = (24, 128, 900, 816)
SIDE_PANELS = ((940, 128, 500, 400), (940, 544, 500, 400))
COLOR_BAR = (1482, 180, 1512, 860)


@dataclass(frozen=True)
class _Panel:
    box: tuple[int, int, int, int]
    title: str
    view: View


def write_picture(path: Path, scan: Scan, field: ScoreField, verdict: Verdict) -> None:
    """Write :func:`render_picture` as png, whole or not at all; raises ``OutputError``."""
    picture = render_picture(scan, field, verdict)
    with atomic_path(Path(path)) as temporary:
        picture.save(temporary, format="png", compress_level=4)


def render_picture(scan: Scan, field: ScoreField, verdict: Verdict) -> Image.Image:
    """Draw a scan with its heatmap on the fixed scale from 0 to 1, below-threshold points grey.

    Parameters
    ----------
    scan
        At least one finite point.
    field, verdict
        Its scores, and the regions to point at.

    Returns
    -------
    Image
        1600 x 1000 pixels.
    """
    if field.divided is not None:
        field = field.divided
        scan = field.encoded.scan
    surface = drawable_surface(scan, field.point_scores)
    rgb = heatmap_rgb(surface.scores, verdict.threshold)
    picture = _page(scan, field, verdict, surface, rgb)
    draw_color_bar(
        picture,
        COLOR_BAR,
        verdict.threshold,
        any_not_checked=bool(np.isnan(field.point_scores).any()),
    )
    return picture


def write_deviation_picture(path: Path, scan: Scan, field: ScoreField, verdict: Verdict) -> None:
    """Write :func:`render_deviation_picture` as png, as :func:`write_picture` does."""
    picture = render_deviation_picture(scan, field, verdict)
    with atomic_path(Path(path)) as temporary:
        picture.save(temporary, format="png", compress_level=4)


def render_deviation_picture(scan: Scan, field: ScoreField, verdict: Verdict) -> Image.Image:
    """Draw how far a scan lies outside (red) or inside (blue) of its design, region by region.

    Parameters
    ----------
    scan, verdict
        As for :func:`render_picture`.
    field
        Scores with a deviation.

    Returns
    -------
    Image
        1600 x 1000 pixels, the same views as those of :func:`render_picture`.
    """
    if field.divided is not None:
        field = field.divided
        scan = field.encoded.scan
    assert field.deviation is not None and field.alignment is not None and field.design is not None
    surface = drawable_surface(scan, field.point_scores)
    deviations = drawable_surface(scan, field.deviation).scores
    units = field.design.units
    largest = [_deviation(region) for region in verdict.regions]
    limit = deviation_limit(largest, field.alignment.residual, surface.diagonal)
    labels = [region_text(_deviation(one), one.missing, units) for one in verdict.regions]
    rgb = diverging_rgb(deviations, limit)
    picture = _page(scan, field, verdict, surface, rgb, labels)
    silent = bool(np.isnan(field.deviation).any())
    draw_deviation_bar(picture, COLOR_BAR, limit, units, any_silent=silent)
    return picture


def _deviation(region: Region) -> float:
    return float("nan") if region.deviation is None else region.deviation


def _page(
    scan: Scan,
    field: ScoreField,
    verdict: Verdict,
    surface: Surface,
    rgb: UInt8Array,
    labels: Sequence[str] = (),
) -> Image.Image:
    """Everything but the colour bar; ``labels`` stand beside the regions' numbers."""
    regions = list(verdict.regions)  # numbered as in the json and on the terminal
    picture = Image.new("RGB", PAGE_SIZE, PAGE)
    for panel in _panels(scan, surface, regions, verdict.threshold):
        _draw_panel(picture, panel, surface, rgb, regions, labels)
    _draw_header(ImageDraw.Draw(picture), scan, field, verdict)
    return picture


def _panels(
    scan: Scan, surface: Surface, regions: list[Region], threshold: float
) -> tuple[_Panel, ...]:
    framed = surface.positions[surface.framed]
    hot: BoolArray = surface.scores[surface.framed] >= threshold
    front, other = choose_overviews(framed, hot)
    if regions:
        shown = _finite_points(scan, regions[0], surface)
        kind = "missing material" if regions[0].missing else regions[0].likely_type
        title = f"region 1: {kind}" if kind else "region 1"
    else:
        # Nothing to point at: show where the score is highest, which may still be low.
        scores = np.nan_to_num(surface.scores, nan=-1.0)
        shown = surface.positions[[int(np.argmax(scores))]]
        title = f"highest score: {max(float(scores.max()), 0.0):.2f}"
    closeup = choose_closeup(framed, shown, surface.diagonal)
    return (
        _Panel(MAIN_PANEL, "", front),
        _Panel(SIDE_PANELS[0], title, closeup),
        _Panel(SIDE_PANELS[1], "other side", other),
    )


def _finite_points(scan: Scan, region: Region, surface: Surface) -> Float32Array:
    points = scan.points[region.point_indices] - surface.origin
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):  # of missing material, which may have no scan points around it
        points = np.asarray(region.centroid)[None] - surface.origin
    return points.astype(np.float32)


def _draw_panel(
    picture: Image.Image,
    panel: _Panel,
    surface: Surface,
    rgb: UInt8Array,
    regions: list[Region],
    labels: Sequence[str],
) -> None:
    left, top, width, height = panel.box
    pixels, scale = draw(
        surface.positions,
        rgb,
        panel.view,
        (width, height),
        spacing=surface.spacing,
        background=PANEL,
    )
    picture.paste(Image.fromarray(pixels), (left, top))
    pen = ImageDraw.Draw(picture)
    if panel.title:
        draw_label(pen, (left + 12, top + 10), panel.title)
    else:
        tags = [
            Tag(
                number,
                np.asarray(region.centroid) - surface.origin,
                region.extent[0],
                labels[number - 1] if labels else "",
            )
            for number, region in enumerate(regions[:MAX_TAGS], start=1)
        ]
        draw_tags(pen, panel.box, panel.view, scale, tags)
    draw_scale_bar(pen, (left + 18, top + height - 20), scale, width // 4)


def _draw_header(pen: ImageDraw.ImageDraw, scan: Scan, field: ScoreField, verdict: Verdict) -> None:
    name = scan.path.name if scan.path is not None else scan.name
    end = draw_chip(pen, (24, 22), verdict.status)
    width = PAGE_SIZE[0] - end - 40
    draw_text(pen, (end + 18, 18), name, size=28, width=width, bold=True)
    draw_text(pen, (end + 18, 54), verdict.reason, size=16, width=width, fill=FAINT_INK)
    regions = f"{len(verdict.regions)} region" + ("s" if len(verdict.regions) != 1 else "")
    score = field.object_score
    facts = [
        f"object score {score:.2f}" if np.isfinite(score) else "no object score",
        f"threshold {verdict.threshold:.2f}",
        regions,
        f"{scan.n_points:,} points shown, {field.encoded.n_working_points:,} worked on",
    ]
    if scan.is_mesh and scan.faces is not None:
        facts.append(f"mesh of {len(scan.faces):,} faces")
    draw_text(pen, (24, 88), "   \N{MIDDLE DOT}   ".join(facts), size=19, width=PAGE_SIZE[0] - 48)
    made = field.provenance
    footer = f"BTP Inspect {made.software_version}  \N{MIDDLE DOT}  {made.model_name} "
    footer += f"{made.model_sha256[:12]}  \N{MIDDLE DOT}  {made.device}"
    footer += f"  \N{MIDDLE DOT}  prompts: {made.prompts.name}"
    if field.design is not None:
        footer += f"  \N{MIDDLE DOT}  design: {field.design.name}, version {field.design.version}"
    draw_text(pen, (24, 962), footer, size=14, width=PAGE_SIZE[0] - 48, fill=FAINT_INK)
