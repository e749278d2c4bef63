import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from btp_core.base.errors import ModelError
from btp_core.model.calibration import Calibration, fit_platt
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.weights import load_pyramid, save_pyramid
from tests.core.small_model import small_model_file


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "small.safetensors"
    save_pyramid(small_model_file(), path)
    return path


def _parts(path):
    with safe_open(path, framework="pt") as file:
        names = list(file.keys())
        return {name: file.get_tensor(name) for name in names}, dict(file.metadata())


def test_a_saved_model_comes_back_in_half_precision(saved):
    original, loaded = small_model_file(), load_pyramid(saved)
    assert loaded.name == "small"
    assert loaded.training == {"seed": 0}
    assert len(loaded.sha256) == 64
    assert list(loaded.sentences) == list(original.sentences)
    for key, tensor in original.model.state_dict().items():
        assert torch.allclose(loaded.model.state_dict()[key], tensor, atol=2e-3), key
    assert not any(p.requires_grad for p in loaded.model.parameters())


def test_tensors_are_stored_in_half_precision(saved):
    tensors, _ = _parts(saved)
    assert {t.dtype for t in tensors.values()} == {torch.float16}


def test_equal_models_are_equal_files(saved, tmp_path):
    # `saved` is of another build; where the order is chance, it is so with each writing.
    written, again = set(), small_model_file()
    for number in range(8):
        path = tmp_path / f"{number}.safetensors"
        save_pyramid(again, path)
        written.add(path.read_bytes())
    assert written == {saved.read_bytes()}


def test_a_file_with_the_format_in_an_entry_of_its_own_is_read_too(saved, tmp_path):
    tensors, metadata = _parts(saved)
    header = json.loads(metadata["header"])
    kept = {"format": header.pop("format"), "header": json.dumps(header)}
    path = tmp_path / "before.safetensors"
    save_file(tensors, path, metadata=kept)
    assert load_pyramid(path).name == "small"


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda t, m: t.pop("mgfem.alpha"), "mgfem.alpha"),
        (lambda t, m: t.update(extra=torch.zeros(2)), "extra"),
        (lambda t, m: t.update({"mgfem.alpha": torch.zeros(9)}), r"alpha \[9\] instead of \[2\]"),
        (lambda t, m: t["encoder.cls"].fill_(float("nan")), "not finite"),
        (lambda t, m: t["stock.embeddings"].fill_(float("inf")), "sentences are not finite"),
        (lambda t, m: t.pop("stock.embeddings"), "do not match"),
        (lambda t, m: m.update(format="other"), "Not a model"),
        (lambda t, m: m.pop("header"), "Not a model"),
        (lambda t, m: m.update(header="{"), "malformed"),
        (lambda t, m: m.update(header="[]"), "malformed"),
        (lambda t, m: m.update(header="[" * 100_000), "malformed"),
        (lambda t, m: m.update(header=m["header"].replace('"version": 1', '"version": 7')), "7"),
        (lambda t, m: m.update(header=m["header"].replace('"blocks": 2', '"blocks": -2')), "block"),
    ],
)
def test_files_that_are_not_this_model_are_refused(saved, tmp_path, damage, word):
    tensors, metadata = _parts(saved)
    damage(tensors, metadata)
    path = tmp_path / "damaged.safetensors"
    save_file(tensors, path, metadata=metadata)
    with pytest.raises(ModelError, match=word) as caught:
        load_pyramid(path)
    assert caught.value.path == path
    assert caught.value.next_step


def test_missing_and_cut_files_are_refused(saved, tmp_path):
    with pytest.raises(ModelError, match="Cannot be read"):
        load_pyramid(tmp_path / "none.safetensors")
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(saved.read_bytes()[:5000])
    with pytest.raises(ModelError):
        load_pyramid(cut)


def test_config_survives_json():
    config = ModelConfig(taps=(1, 3))
    assert ModelConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_platt_scaling_recovers_known_probabilities():
    torch.manual_seed(0)
    logits = torch.randn(20_000) * 3
    truth = torch.rand(20_000) < torch.sigmoid(0.5 * logits - 2.0)
    scale, shift = fit_platt(logits, truth)
    assert scale == pytest.approx(0.5, abs=0.05)
    assert shift == pytest.approx(-2.0, abs=0.1)


def test_platt_scaling_stays_finite_on_separable_data():
    scale, shift = fit_platt(torch.tensor([-1.0, -2.0, 3.0]), torch.tensor([False, False, True]))
    calibration = Calibration(scale, shift)
    assert calibration.points(torch.tensor(3.0)) > 0.5 > calibration.points(torch.tensor(-1.0))
    assert Calibration.from_dict(calibration.to_dict()) == calibration


def test_loading_a_model_does_not_wait_for_torchs_compiler():
    code = (
        "import sys; from btp_core.model.pyramid.weights import load_pyramid\n"
        "load_pyramid('btp-mini'); print('torch._dynamo' in sys.modules)"
    )
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "False"
