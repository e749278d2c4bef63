"""Every network behind one interface, and nobody who asks which of them it is."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
import torch

import btp_core
from btp_core.base.errors import ScanGeometryError
from btp_core.base.progress import CancelToken, no_progress
from btp_core.model.cloud_encoder import Stages
from btp_core.model.detail import Detail
from btp_core.model.load import load_model
from btp_core.model.pyramid.weights import save_pyramid
from tests.core.model.over_backbone.data_for_tests import tiny_model
from tests.core.shapes_for_tests import dented_plate
from tests.core.small_model import small_model_file

POINTS = 3500


@pytest.fixture(scope="module", params=["pyramid", "over a backbone"])
def file(request, tmp_path_factory, tower):
    folder = tmp_path_factory.mktemp("models")
    if request.param == "over a backbone":
        return load_model(tiny_model(folder, tower)[1])
    save_pyramid(small_model_file(), folder / "small.safetensors")
    return load_model(folder / "small.safetensors")


def embed(file, points, detail):
    encoder, stages, token = file.encoder("cpu"), Stages(), CancelToken()
    return encoder.embed(points, detail, stages, no_progress, token), stages


@pytest.mark.parametrize("detail", list(Detail))
def test_a_cloud_is_embedded_in_every_detail_that_is_supported(file, detail):
    if detail not in file.details:
        assert detail is Detail.POINTS_2048
        return
    points = dented_plate(POINTS)[0]
    cloud, stages = embed(file, points, detail)
    said = len(cloud.working_index) if cloud.patch_shares is None else cloud.patch_shares.shape[1]
    assert cloud.embeddings.vectors().shape == (said, file.model.text_width)
    assert (len(cloud.embeddings), cloud.embeddings.width) == (said, file.model.text_width)
    assert cloud.whole.dtype == torch.float32
    assert cloud.embeddings.vectors().norm(dim=1).numpy() == pytest.approx(1.0, abs=2e-3)
    assert float(cloud.whole.norm()) == pytest.approx(1.0, abs=1e-4)
    assert len(np.unique(cloud.working_index)) == len(cloud.working_index)
    assert 0 <= cloud.working_index.min() <= cloud.working_index.max() < POINTS
    assert 0.0 < cloud.spacing < 1.0
    assert {"geometry", "network"} <= set(stages.seconds)


def test_what_makes_no_surface_is_refused(file):
    with pytest.raises(ScanGeometryError, match="Only 3 usable"):
        embed(file, np.eye(3), Detail.OVERVIEW)


def test_scores_need_nothing_but_what_every_network_has(file):
    sentences = torch.nn.functional.normalize(torch.randn(2, file.model.text_width), dim=1)
    normal, anomaly = file.model.text(sentences)
    patches = torch.nn.functional.normalize(torch.randn(300, file.model.text_width), dim=1)
    logits = file.model.similarity.anomaly_logits(patches, normal, anomaly)
    whole = file.model.similarity.anomaly_logits(patches[0], normal, anomaly)
    assert 0.0 < float(file.calibration.whole(file.model.object_logit(logits, whole))) < 1.0
    assert file.model.object_logit(logits, whole).shape == ()


def test_it_says_what_it_stands_between(file):
    assert (file.backbone is None) == (file.tower is None)
    if file.tower is not None and file.backbone is not None:
        assert str(file.backbone) == "tiny, in the model"
        assert str(file.tower).endswith(f"sha256 {file.tower.sha256}")
        assert file.tower.width == file.model.text_width


def test_nobody_asks_which_network_it_is():
    kinds = {"BTP", "PublishedBTP", "PyramidFile", "PublishedFile"}
    asking = []
    for path in Path(btp_core.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "isinstance":
                names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                asking += [path.name] if names & kinds else []
    assert asking == []
