"""The pictures of one scan: a thumbnail, and views of both sides and of the worst region."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageDraw

from btp_core.base.arrays import BoolArray, Float32Array, UInt8Array
from btp_core.rendering.camera import (
    View,
    choose_closeup,
    choose_overviews,
    overview,
    view_axes,
    visible,
)
from btp_core.rendering.colormap import diverging_rgb, heatmap_rgb
from btp_core.rendering.deviation import deviation_limit, draw_deviation_bar, region_text
from btp_core.rendering.lettering import draw_scale_bar
from btp_core.rendering.splat import draw
from btp_core.rendering.surface import Surface, drawable_surface
from btp_core.rendering.tags import Tag, draw_tags
from btp_core.rendering.thumbnail import DIRECTION
from btp_core.report.content import ReportRegion
from btp_core.report.picture_source import NothingToDrawError, PictureSource, drawable_scan
from btp_core.scans.scan import Scan

THUMBNAIL_SIZE = (160, 120)
THUMBNAIL_POINTS = 15_000
VIEW_SIZE = (480, 360)
VIEW_POINTS = 60_000
BACKGROUND = (238, 241, 245)
SCALE_BAR_HEIGHT = 44
"""Of the strip that tags leave free for it."""
BAR_ROOM = 84
"""Width left for the colour bar of deviations."""
MAX_TAGS = 9
MIN_SHOWN_POINTS = 3
MIN_SHOWN_SHARE = 0.25
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, eq=False)
class PictureJob:
    """What a worker needs to draw a scan.

    Attributes
    ----------
    key
        Of the row.
    stored
        The scan; None where the run has nothing of it.
    regions
        To point at.
    threshold
        Scores below it are grey.
    with_views
        Whether to draw more than the thumbnail.
    units, residual
        With a design: the unit of length, and the typical deviation of the scan as a whole.
    """

    key: int
    stored: PictureSource | None
    regions: tuple[ReportRegion, ...]
    threshold: float
    with_views: bool
    units: str = ""
    residual: float = 0.0


@dataclass(frozen=True)
class ViewPicture:
    """A view as JPEG, ``name`` being a word for file names."""

    name: str
    caption: str
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True)
class ScanPictures:
    """What was drawn of a scan; without a thumbnail, ``missing`` says why."""

    thumbnail: bytes = field(default=b"", repr=False)
    views: tuple[ViewPicture, ...] = ()
    missing: str = ""


def draw_pictures(job: PictureJob) -> ScanPictures:
    """Draw one scan; whatever keeps it from being drawn is said in the result."""
    if job.stored is None:
        return ScanPictures(missing="No pictures: the run holds no scores of this scan.")
    try:
        scan = drawable_scan(job.stored)
    except (NothingToDrawError, OSError) as error:
        return ScanPictures(missing=str(error))
    count = VIEW_POINTS if job.with_views else THUMBNAIL_POINTS
    surface = _surface(scan, job.stored.scores, count)
    small = _thinned(surface, THUMBNAIL_POINTS)
    view = overview(view_axes(DIRECTION), small.positions[small.framed])
    heat = heatmap_rgb(small.scores, job.threshold)
    pixels, _ = _drawn(small, heat, view, THUMBNAIL_SIZE)
    views: tuple[ViewPicture, ...] = ()
    if job.with_views:
        deviation = job.stored.deviation
        # Drawn from the same points: which of them are taken does not depend on the values.
        values = None if deviation is None else _surface(scan, deviation, count).scores
        views = _views(surface, values, job)
    return ScanPictures(jpeg_bytes(Image.fromarray(pixels), 84), views)


def jpeg_bytes(picture: Image.Image, quality: int) -> bytes:
    """The picture as JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, format="jpeg", quality=quality, optimize=True)
    return buffer.getvalue()


def _surface(scan: Scan, scores: Float32Array, count: int) -> Surface:
    if not scan.is_mesh and scan.n_points > count:
        # The order of a file means nothing: every n-th point could be one line of the scanner.
        some = np.random.default_rng(0).choice(scan.n_points, count, replace=False)
        if np.isfinite(scan.points[some]).all(axis=1).any():
            scan = replace(scan, points=scan.points[some], colors=None, normals=None)
            scores = scores[some]
    return drawable_surface(scan, scores, mesh_samples=count)


def _thinned(surface: Surface, count: int) -> Surface:
    total = len(surface.positions)
    if total <= count:
        return surface
    some = np.random.default_rng(0).choice(total, count, replace=False)
    if not surface.framed[some].any():
        return surface
    return replace(
        surface,
        positions=surface.positions[some],
        scores=surface.scores[some],
        framed=surface.framed[some],
        spacing=float(surface.spacing * np.sqrt(total / count)),
    )


def _views(
    surface: Surface, deviations: Float32Array | None, job: PictureJob
) -> tuple[ViewPicture, ...]:
    """Three views of the scores and, if there are deviations ``(M,)``, the same of these."""
    framed = surface.positions[surface.framed]
    hot = surface.scores[surface.framed] >= job.threshold
    front, back = choose_overviews(framed, hot)
    regions = [region for region in job.regions if np.isfinite(region.centroid).all()]
    close, what = _closeup(surface, job, regions)
    views: tuple[tuple[str, str, View, list[ReportRegion]], ...] = (
        ("front", "Overview", front, regions[:MAX_TAGS]),
        ("back", "Other side", back, regions[:MAX_TAGS]),
        ("close", what, close, []),
    )
    heat = heatmap_rgb(surface.scores, job.threshold)
    pictures = []
    for name, title, view, tagged in views:
        picture = _view_picture(surface, heat, view, _tags(surface, view, job.threshold, tagged))
        caption = f"{title}, seen from {_direction(view)}"
        pictures.append(ViewPicture(name, caption, jpeg_bytes(picture, 87)))
    if deviations is None:
        return tuple(pictures)
    limit = deviation_limit([one.deviation for one in regions], job.residual, surface.diagonal)
    rgb = diverging_rgb(deviations, limit)
    silent = bool(np.isnan(deviations).any())
    for name, title, view, tagged in views:
        tags = _tags(surface, view, job.threshold, tagged, job.units)
        picture = _view_picture(surface, rgb, view, tags, room=BAR_ROOM)
        box = (VIEW_SIZE[0] - BAR_ROOM + 12, 64, VIEW_SIZE[0] - BAR_ROOM + 28, VIEW_SIZE[1] - 56)
        draw_deviation_bar(picture, box, limit, job.units, any_silent=False, size=13)
        gaps = "; dark where the design says nothing" if silent else ""
        caption = f"Deviation from the design: {title.lower()}, seen from {_direction(view)}{gaps}"
        pictures.append(ViewPicture(f"deviation-{name}", caption, jpeg_bytes(picture, 87)))
    return tuple(pictures)


def _view_picture(
    surface: Surface, rgb: UInt8Array, view: View, tags: Sequence[Tag], *, room: int = 0
) -> Image.Image:
    """A view with its scale bar and tags, and ``room`` pixels left free on the right."""
    width, height = VIEW_SIZE[0] - room, VIEW_SIZE[1]
    pixels, scale = _drawn(surface, rgb, view, (width, height))
    picture = Image.new("RGB", VIEW_SIZE, BACKGROUND)
    picture.paste(Image.fromarray(pixels), (0, 0))
    pen = ImageDraw.Draw(picture)
    draw_scale_bar(pen, (18, height - 18), scale, width // 4)
    # As much less above as below, where the scale bar is: the middle stays the view's.
    draw_tags(pen, (0, SCALE_BAR_HEIGHT, width, height - 2 * SCALE_BAR_HEIGHT), view, scale, tags)
    return picture


def _tags(
    surface: Surface,
    view: View,
    threshold: float,
    regions: Sequence[ReportRegion],
    units: str | None = None,
) -> list[Tag]:
    """Tags of the regions that the view shows, at the middle of what it shows of them.

    With ``units``, each says its deviation.
    """
    seen = visible(surface.positions, view)
    hot = surface.scores >= threshold
    tags = []
    for region in regions:
        # Around missing material there need be nothing above the threshold.
        own = _near(surface, region) & (hot | region.missing)
        points = surface.positions[own & seen]
        if len(points) >= max(MIN_SHOWN_POINTS, MIN_SHOWN_SHARE * np.count_nonzero(own)):
            length = float(np.nan_to_num(region.extent[0]))
            text = "" if units is None else region_text(region.deviation, region.missing, units)
            tags.append(Tag(region.number, np.median(points, axis=0), length, text))
    return tags


def _near(surface: Surface, region: ReportRegion) -> BoolArray:
    """``(M,)`` which points lie where the region is."""
    middle = (np.asarray(region.centroid) - surface.origin).astype(np.float32)
    reach = 0.6 * float(np.nan_to_num(region.extent[0]))
    near: BoolArray = np.linalg.norm(surface.positions - middle, axis=1) <= reach
    return near


def _closeup(
    surface: Surface, job: PictureJob, regions: Sequence[ReportRegion]
) -> tuple[View, str]:
    if not regions:
        # Nothing to point at: show where the score is highest, which may still be low.
        hottest = surface.positions[[int(np.argmax(np.nan_to_num(surface.scores, nan=-1.0)))]]
        return _close(surface, hottest), "Highest score"
    worst = regions[0]
    shown = surface.positions[_near(surface, worst) & (surface.scores >= job.threshold)]
    if not len(shown):
        shown = (np.asarray(worst.centroid) - surface.origin).astype(np.float32)[None]
    return _close(surface, shown), f"Region {worst.number}"


def _close(surface: Surface, shown: Float32Array) -> View:
    """A closer view of some points, but never from farther away than all of the scan needs."""
    framed = surface.positions[surface.framed]
    close = choose_closeup(framed, shown, surface.diagonal)
    whole = overview(close.axes, framed)
    return whole if max(whole.half_size) < max(close.half_size) else close


def _drawn(
    surface: Surface, rgb: UInt8Array, view: View, size: tuple[int, int]
) -> tuple[UInt8Array, float]:
    return draw(
        surface.positions,
        rgb,
        view,
        size,
        spacing=surface.spacing,
        background=BACKGROUND,
    )


def _direction(view: View) -> str:
    """Where the viewer stands, by the scan's axes, e.g. ``"+x -y +z"``."""
    toward = view.axes[2]
    strongest = float(np.abs(toward).max())
    parts = [
        f"{'+' if value > 0 else MINUS}{axis}"
        for axis, value in zip("xyz", toward, strict=True)
        if abs(value) > 0.3 * strongest
    ]
    return " ".join(parts)
