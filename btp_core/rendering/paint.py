"""Colours on a drawn layer, at the size of its picture: quick, so that colours can be dragged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from btp_core.base.arrays import BoolArray, Float32Array, IntArray, UInt8Array
from btp_core.rendering.layer import Layer

RIM = 0.69
"""Cover at which a surface ends: 0.3 radii inside of its outermost discs."""
RIM_SLOPE = 0.352
"""Of the cover there, per standard deviation of its smoothing."""
VALUE_SOFTNESS = 0.7
"""Pixels of the layer: enough to round the cells of points, too little to hide a single one."""

LIGHT_SOFTNESS = 0.7
"""Pixels of the layer: a fold must not show their corners."""


@dataclass(frozen=True, eq=False)
class Relief:
    """Light, shade and outline of a layer at the size of its picture.

    Attributes
    ----------
    places
        ``(P,)`` numbers of the pixels that show a surface, row by row.
    brightness
        ``(P,)`` factor of the colour there.
    opacity
        ``(P,)`` 0 to 1; less than 1 at the outline.
    size
        Width and height of the picture.
    """

    places: IntArray
    brightness: Float32Array
    opacity: Float32Array
    size: tuple[int, int]

    @classmethod
    def of(cls, layer: Layer) -> Relief:
        """Bring a layer to the size of its picture."""
        from scipy.ndimage import gaussian_filter  # slow; the window opens before it

        cover = _resized(layer.cover, layer)
        softness = layer.softness * layer.enlarged
        opacity = np.clip(0.5 + (cover - RIM) * np.float32(softness / RIM_SLOPE), 0.0, 1.0)
        places = np.flatnonzero(opacity)
        brightness = layer.brightness
        if layer.enlarged > 1.0:
            # Outside of the surface the light means nothing, and must not be mixed in.
            mask = layer.index >= 0
            brightness = _spread(brightness, mask, max(layer.softness, 1.0))
            brightness = gaussian_filter(brightness, LIGHT_SOFTNESS)
        brightness = _resized(brightness, layer).reshape(-1)[places]
        return cls(places, np.clip(brightness, 0.0, 1.1), opacity.reshape(-1)[places], layer.size)

    def paint(self, rgb: UInt8Array, background: UInt8Array) -> UInt8Array:
        """A picture ``(H, W, 3)`` of colours ``(P, 3)``, or of one ``(3,)``, on a background."""
        picture: UInt8Array = background.copy()
        flat = picture.reshape(-1, 3)
        lit = rgb * self.brightness[:, None]
        np.minimum(lit, 255.0, out=lit)
        rim = np.flatnonzero(self.opacity < 1.0)
        under = flat[self.places[rim]]
        lit[rim] += (under - lit[rim]) * (1.0 - self.opacity[rim, None])
        flat[self.places] = lit
        return picture

    def cut_out(self, rgb: UInt8Array) -> UInt8Array:
        """The same without a background, ``(H, W, 4)`` with opacity."""
        width, height = self.size
        picture = np.zeros((height * width, 4), np.uint8)
        picture[self.places, :3] = np.minimum(rgb * self.brightness[:, None], 255.0)
        picture[self.places, 3] = np.round(255.0 * self.opacity)
        return picture.reshape(height, width, 4)


def lay_values(layer: Layer, relief: Relief, values: Float32Array) -> Float32Array:
    """Values ``(N,)`` of points, NaN for none, at the pixels ``(P,)`` of a relief."""
    mask = layer.index >= 0
    here = values[np.where(mask, layer.index, 0)]
    known = mask & ~np.isnan(here)
    if layer.enlarged > 1.0:
        smooth = _spread(here, known, VALUE_SOFTNESS, blur=True)
        laid = _resized(smooth, layer).reshape(-1)[relief.places]
        if known.sum() < mask.sum():
            none = _spread((~known).astype(np.float32), mask, VALUE_SOFTNESS)
            laid[_resized(none, layer).reshape(-1)[relief.places] > 0.5] = np.nan
        return laid
    laid = np.where(known, here, np.float32(np.nan)).reshape(-1)[relief.places]
    outside = ~mask.reshape(-1)[relief.places]
    if outside.any():
        beside = _spread(here, known, 1.0).reshape(-1)[relief.places]
        laid[outside] = beside[outside]
    return laid


def nearest_numbers(layer: Layer, relief: Relief) -> IntArray:
    """Numbers ``(P,)`` of the points at the pixels of a relief: for what must not be mixed."""
    from scipy.ndimage import distance_transform_edt  # slow; the window opens before it

    index, mask = layer.index, layer.index >= 0
    if not mask.all() and mask.any():
        rows, columns = distance_transform_edt(~mask, return_distances=False, return_indices=True)
        index = index[rows, columns]
    wide = np.asarray(
        Image.fromarray(index.astype(np.int32), "I").resize(layer.size, Image.Resampling.NEAREST)
    )
    return wide.reshape(-1)[relief.places].astype(np.int64)


def ring_around(layer: Layer, relief: Relief, marked: BoolArray, width: int) -> BoolArray:
    """``(H, W)`` bool: pixels around a group of points, ``marked`` ``(N,)``, ``width`` of them."""
    columns, rows = layer.size
    flat = np.zeros(columns * rows, np.uint8)
    flat[relief.places] = 255 * (lay_values(layer, relief, marked.astype(np.float32)) > 0.5)
    inside = flat.reshape(rows, columns)
    wider = Image.fromarray(inside, "L")
    for _ in range(width):
        wider = wider.filter(ImageFilter.MaxFilter(3))
    ring: BoolArray = (np.asarray(wider) > 0) & (inside == 0)
    return ring


def _resized(image: Float32Array, layer: Layer) -> Float32Array:
    width, height = layer.size
    if image.shape == (height, width):
        return image
    wide = Image.fromarray(np.ascontiguousarray(image, np.float32), "F")
    return np.asarray(wide.resize(layer.size, Image.Resampling.BICUBIC))


def _spread(
    image: Float32Array, known: BoolArray, sigma: float, *, blur: bool = False
) -> Float32Array:
    """What is known, with means of what is known nearby where nothing is; smoothed if ``blur``."""
    from scipy.ndimage import gaussian_filter  # slow; the window opens before it

    weight = gaussian_filter(known.astype(np.float32), sigma, truncate=4.0)
    mean = gaussian_filter(np.where(known, image, np.float32(0)), sigma, truncate=4.0)
    mean /= np.maximum(weight, np.float32(1e-6))
    return mean if blur else np.where(known, image, mean)
