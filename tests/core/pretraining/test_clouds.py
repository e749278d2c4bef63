from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from btp_core.backbones.patches import COLOURLESS
from btp_core.errors import DataError
from btp_core.pretraining.batch import load_patches
from btp_core.pretraining.captions import ANOMALY, NORMAL, CaptionBook, group_of, part_word
from btp_core.pretraining.clouds import prepare_clouds
from btp_core.training.phrases import load_phrases
from tests.core.pretraining.data_for_tests import DENT, RECIPE, typed_plates
from tests.core.published.data_for_tests import TINY, plates


@pytest.fixture(scope="module")
def clouds(tmp_path_factory):
    return prepare_clouds(typed_plates(2), tmp_path_factory.mktemp("clouds"), RECIPE, TINY)


def test_clouds_say_what_they_show(clouds):
    dent = group_of(DENT)
    assert {cloud.part for cloud in clouds} == {"plate0", "plate1"}
    assert {cloud.word for cloud in clouds} == {"jar cap"}
    wholes = [cloud for cloud in clouds if cloud.whole]
    assert [cloud.groups for cloud in wholes] == [(NORMAL,), (dent,)] * 2
    tiles = [cloud.groups for cloud in clouds if not cloud.whole]
    assert (dent,) in tiles
    assert (NORMAL,) in tiles


def test_a_defect_without_a_type_is_a_defect(tmp_path):
    scans = [replace(scan, types=None) for scan in typed_plates(1)]
    groups = {cloud.groups for cloud in prepare_clouds(scans, tmp_path, RECIPE, TINY)}
    assert groups == {(NORMAL,), (ANOMALY,)}


def test_small_scans_are_left_out_and_damaged_files_named(tmp_path, caplog):
    assert prepare_clouds(plates(1, points=3000), tmp_path, RECIPE, TINY) == []
    assert "left out" in caplog.text
    (cloud, *_) = prepare_clouds(typed_plates(1), tmp_path, RECIPE, TINY)
    cloud.path.write_bytes(b"nothing of the kind")
    with pytest.raises(DataError, match=cloud.path.name):
        prepare_clouds(typed_plates(1), tmp_path, RECIPE, TINY)


def test_patches_are_turned_as_a_whole_and_some_left_out(clouds):
    read = [load_patches(clouds[:3], TINY, 24, np.random.default_rng(seed)) for seed in (0, 0, 1)]
    assert torch.equal(read[0].features, read[1].features)
    assert not torch.allclose(read[0].centres, read[2].centres)
    assert read[0].features.shape == (3, 24, TINY.patch_points, 6)
    assert bool((read[0].features[..., 3:] == COLOURLESS).all())
    # A patch's own centre is among its points.
    nearest = read[0].features[..., :3].norm(dim=3).amin(dim=2)
    assert float(nearest.max()) == 0.0
    every = [
        load_patches(clouds[:1], TINY, TINY.patches, np.random.default_rng(seed)) for seed in (0, 1)
    ]
    shape = [
        torch.cdist(p.centres, p.centres, compute_mode="donot_use_mm_for_euclid_dist")
        for p in every
    ]
    assert torch.allclose(*shape, atol=1e-4)


def test_sentences_name_the_part_and_the_defect(tower):
    assert part_word("jar_cap") == "jar cap"
    assert part_word("mesh") == part_word(None) == "part"
    book = CaptionBook(tower, {"jar cap"})
    phrases = load_phrases().groups()[group_of(DENT)]
    known = tower.embed(
        [phrase.replace("{object}", "jar cap") for phrase in phrases],
        torch.zeros(0, tower.context_width),
    )
    drawn = book.draw("jar cap", group_of(DENT), np.random.default_rng(0))
    assert float((known - drawn).norm(dim=1).min()) < 1e-5
    assert book.directions().shape == (2 + 9, tower.width)
