"""Truth beside heatmap: the whole scan, and close to what matters."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from btp_core.base.arrays import Float32Array, UInt8Array
from btp_core.lab.evaluation.gallery import Exhibit
from btp_core.lab.evaluation.regions import point_spacing
from btp_core.rendering.camera import choose_closeup, choose_overviews
from btp_core.rendering.colormap import CALM_RGB, heatmap_rgb
from btp_core.rendering.lettering import draw_label
from btp_core.rendering.splat import draw

PANEL_SIZE = (420, 340)
GAP = 6
BACKGROUND = (240, 242, 245)
DEFECT_RGB = (200, 30, 45)
_NEAREST = 50


def draw_exhibit(exhibit: Exhibit) -> Image.Image:
    """Draw four panels: truth above, heatmap below; the whole scan left, a close-up right.

    The close-up shows the region that is found least or, on a good scan, where scores are highest.
    Heatmap colours span 0 to 1 in every picture.
    """
    scan = exhibit.scan
    points = (scan.points - np.median(scan.points, axis=0)).astype(np.float32)
    truth = np.empty((len(points), 3), np.uint8)
    truth[:] = CALM_RGB
    truth[scan.labels] = DEFECT_RGB
    heat = heatmap_rgb(exhibit.scores, None)
    focus = _focus(exhibit, points)
    hot = scan.labels if scan.defective else exhibit.scores > 0.5
    whole, _ = choose_overviews(points, hot)
    close = choose_closeup(points, focus, float(np.linalg.norm(np.ptp(points, axis=0))))
    spacing = point_spacing(points)

    width, height = PANEL_SIZE
    picture = Image.new("RGB", (2 * width + GAP, 2 * height + GAP), "white")
    pen = ImageDraw.Draw(picture)
    rows: list[tuple[str, UInt8Array]] = [("truth", truth), ("score", heat)]
    for row, (title, rgb) in enumerate(rows):
        for column, view in enumerate((whole, close)):
            corner = (column * (width + GAP), row * (height + GAP))
            pixels, _ = draw(points, rgb, view, PANEL_SIZE, spacing=spacing, background=BACKGROUND)
            picture.paste(Image.fromarray(pixels), corner)
            draw_label(pen, (corner[0] + 12, corner[1] + 10), title)
    return picture


def jpeg_bytes(picture: Image.Image) -> bytes:
    """The picture as JPEG: a page holds a score of them."""
    buffer = io.BytesIO()
    picture.save(buffer, format="jpeg", quality=86)
    return buffer.getvalue()


def _focus(exhibit: Exhibit, points: Float32Array) -> Float32Array:
    scan, scores = exhibit.scan, exhibit.scores
    if not scan.defective:
        hottest = points[int(scores.argmax())]
        nearest = np.linalg.norm(points - hottest, axis=1).argsort()[:_NEAREST]
        return np.asarray(points[nearest])
    defective = scan.regions >= 0
    numbers = scan.regions[defective]
    sizes = np.bincount(numbers)
    means = np.bincount(numbers, weights=scores[defective]) / sizes
    # Stray points at a region's rim are not what a close-up is for.
    means[sizes < 0.1 * sizes.max()] = np.inf
    return np.asarray(points[scan.regions == int(means.argmin())])
