"""Which scans are kept for looking at, and how they are drawn."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from btp_core.lab.evaluation.evaluate import evaluate
from btp_core.lab.evaluation.gallery import Gallery
from btp_core.lab.evaluation.scan_picture import DEFECT_RGB, PANEL_SIZE, draw_exhibit, jpeg_bytes


def graded(scan):
    """The later the name, the better the map of a defect and the louder that of a good plate."""
    quality = int(scan.name[-1])
    scores = np.zeros(len(scan.points), dtype=np.float32)
    if scan.defective:
        scores[np.flatnonzero(scan.labels)[: 4 * quality]] = 0.9
    else:
        scores[: 10 * quality] = 0.9
    return scores, 0.5


def test_the_worst_are_kept_in_order(plate):
    scans = [plate(f"d{n}", ("dent",)) for n in (3, 1, 4, 2)]
    scans += [plate(f"g{n}") for n in (2, 4, 1, 3)]
    gallery = Gallery(2)
    evaluate(scans, graded, observe=gallery)
    assert [exhibit.result.name for exhibit in gallery.misses] == ["d1", "d2"]
    assert [exhibit.result.name for exhibit in gallery.false_alarms] == ["g4", "g3"]


def test_equally_bad_scans_are_kept_without_comparing_arrays(plate):
    gallery = Gallery(3)
    evaluate([plate(f"g{n}1") for n in range(4)], graded, observe=gallery)
    assert [e.result.name for e in gallery.false_alarms] == ["g01", "g11", "g21"]


def test_no_room_keeps_nothing(plate):
    gallery = Gallery(0)
    evaluate([plate("g1"), plate("d1", ("dent",))], graded, observe=gallery)
    assert gallery.misses == gallery.false_alarms == []


def test_the_picture_shows_truth_above_and_scores_below(plate):
    gallery = Gallery(1)
    evaluate([plate("d0", ("dent",)), plate("g9")], graded, observe=gallery)
    width, height = PANEL_SIZE
    for exhibit in (*gallery.misses, *gallery.false_alarms):
        picture = draw_exhibit(exhibit)
        pixels = np.asarray(picture).astype(int)
        reddish = (pixels[..., 0] > 2 * pixels[..., 1]) & (pixels[..., 0] > 2 * pixels[..., 2])
        share = reddish[:height].mean(), reddish[-height:].mean()
        assert picture.width > 2 * width
        if exhibit.result.defective:
            assert share[0] > 0.01 > share[1]
        else:
            assert share[0] == 0.0
        read = Image.open(io.BytesIO(jpeg_bytes(picture)))
        assert read.size == picture.size
    assert DEFECT_RGB[0] > 2 * DEFECT_RGB[1]
