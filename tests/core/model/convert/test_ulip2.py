from __future__ import annotations

import argparse
import hashlib
import io
import json
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from btp_core.base.errors import ModelError, OutputError
from btp_core.model.convert.ulip2 import convert_ulip2
from btp_core.model.pointbert.files import FORMAT, load_backbone
from tests.core.model.pointbert.random_weights import SMALL, random_weights


def published(path, weights, prefix="module.", **more):
    """A checkpoint as a training script leaves it, with much besides the weights."""
    content = {
        "epoch": 250,
        "state_dict": {prefix + name: tensor for name, tensor in weights.items()},
        "optimizer": {"state": {0: {"exp_avg": torch.randn(5)}}, "param_groups": [{"lr": 1e-3}]},
        "best_acc1": np.float64(50.6),
        "args": argparse.Namespace(model="ULIP2_PointBERT_Colored", npoints=10_000),
    }
    torch.save({**content, **more}, path)
    return path


@pytest.fixture
def target(tmp_path):
    return tmp_path / "out" / "ulip2.safetensors"


@pytest.fixture
def converted(tmp_path, target):
    convert_ulip2(published(tmp_path / "ulip2.pt", random_weights(SMALL)), target, SMALL)
    return target


@pytest.mark.parametrize("prefix", ["module.", ""])
def test_every_number_arrives_and_everything_else_is_dropped(tmp_path, target, prefix):
    weights = random_weights(SMALL)
    source = published(tmp_path / "ulip2.pt", weights, prefix)
    done = convert_ulip2(source, target, SMALL)
    assert set(done.dropped) == {"epoch", "optimizer", "best_acc1", "args"}
    loaded = load_backbone(target)
    assert loaded.name == "ulip2-pointbert"
    assert loaded.source_sha256 == done.source_sha256
    assert done.source_sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert loaded.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert loaded.model.config == SMALL
    assert not loaded.model.training
    assert not any(p.requires_grad for p in loaded.model.parameters())
    state = loaded.model.state_dict()
    assert set(state) == set(weights)
    assert all(torch.equal(state[name], weights[name]) for name in weights)
    assert [p.name for p in target.parent.iterdir()] == [target.name]


def test_a_bare_state_dict_and_half_precision_are_read_too(tmp_path, target):
    weights = {
        name: tensor.half() if tensor.is_floating_point() else tensor
        for name, tensor in random_weights(SMALL).items()
    }
    torch.save(weights, tmp_path / "bare.pt")
    convert_ulip2(tmp_path / "bare.pt", target, SMALL)
    projection = load_backbone(target).model.pc_projection
    assert projection.dtype == torch.float32
    assert torch.equal(projection, weights["pc_projection"].float())


def refused(source, target, config=SMALL):
    with pytest.raises(ModelError) as caught:
        convert_ulip2(source, target, config)
    assert caught.value.path == source
    assert not target.exists()
    assert not target.parent.exists() or not list(target.parent.iterdir())
    return str(caught.value)


def test_every_fault_of_a_checkpoint_is_named_at_once(tmp_path, target):
    weights = random_weights(SMALL)
    for name in ("logit_scale", "point_encoder.norm.bias"):
        del weights[name]
    weights["point_encoder.reduce_dim.weight"] = torch.zeros(3, 9)
    weights["pc_projection"] = torch.zeros(24, 17)
    weights["visual.proj"] = torch.zeros(1)
    weights["cls_head.0.weight"] = torch.zeros(1)
    weights["point_encoder.cls_pos"] = torch.full((1, 1, 12), torch.nan)
    weights["point_encoder.norm.weight"] = torch.ones(12, dtype=torch.int64)
    message = refused(published(tmp_path / "faulty.pt", weights), target)
    for part in (
        "missing: logit_scale, point_encoder.norm.bias",
        "unexpected: visual.proj, cls_head.0.weight",
        "pc_projection [24, 17] instead of [24, 16]",
        "point_encoder.reduce_dim.weight [3, 9] instead of [12, 9]",
        "not plain numbers: point_encoder.norm.weight",
        "not finite: point_encoder.cls_pos",
    ):
        assert part in message


def test_another_models_checkpoint_is_refused_with_names(tmp_path, target):
    other = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)).state_dict()
    message = refused(published(tmp_path / "other.pt", other), target)
    wanted = list(random_weights(SMALL))
    assert f"0 of {len(wanted)} tensors" in message
    assert all(name in message for name in other)
    # Too many to tell them all: those at the beginning, and what was found instead at the end.
    assert ", ".join(wanted[:5]) in message


def test_a_prefix_on_some_names_only_is_not_taken_off(tmp_path, target):
    weights = random_weights(SMALL)
    weights["module.logit_scale"] = weights.pop("logit_scale")
    message = refused(published(tmp_path / "mixed.pt", weights, prefix=""), target)
    assert "missing: logit_scale; unexpected: module.logit_scale" in message


@pytest.mark.parametrize(
    "value",
    [
        [1.0, 2.0],
        "text",
        argparse.Namespace(shape=()),
        torch.tensor(1j),
        torch.tensor(1.0, device="meta"),
        torch.tensor([1.0]).to_sparse(),
    ],
    ids=["list", "text", "object", "complex", "meta", "sparse"],
)
def test_values_that_are_no_plain_tensors_are_refused(tmp_path, target, value):
    weights = {**random_weights(SMALL), "logit_scale": value}
    assert "logit_scale" in refused(published(tmp_path / "odd.pt", weights), target)


class Malicious:
    """Writes a file when unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


class MaliciousSystem(Malicious):
    def __reduce__(self):
        return exec, (f"open({str(self.path)!r}, 'w').close()",)


@pytest.mark.parametrize("kind", [Malicious, MaliciousSystem])
@pytest.mark.parametrize("place", ["args", "state_dict"])
def test_code_in_a_checkpoint_is_named_and_never_run(tmp_path, target, kind, place):
    trace = tmp_path / "trace"
    weights = random_weights(SMALL)
    source = tmp_path / "malicious.pt"
    if place == "args":
        published(source, weights, args=kind(trace))
    else:
        published(source, {**weights, "logit_scale": kind(trace)})
    message = refused(source, target)
    assert not trace.exists()
    assert "nothing was run" in message
    assert "exec" in message or "Path" in message
    # The trap works: it is the reader that did not step into it.
    torch.load(source, weights_only=False)
    assert trace.exists()


def test_a_plain_pickle_is_not_even_opened(tmp_path, target):
    trace = tmp_path / "trace"
    source = tmp_path / "plain.pt"
    source.write_bytes(pickle.dumps(MaliciousSystem(trace)))
    assert "Not a PyTorch checkpoint" in refused(source, target)
    assert not trace.exists()


def test_cut_files_are_refused_wherever_the_cut_is(tmp_path, target):
    whole = published(tmp_path / "whole.pt", random_weights(SMALL)).read_bytes()
    source = tmp_path / "cut.pt"
    for part in (0.0, 0.001, 0.1, 0.5, 0.9, 0.999):
        source.write_bytes(whole[: int(part * len(whole))])
        refused(source, target)


def test_wrong_bytes_never_raise_anything_but_a_model_error(tmp_path, target):
    whole = published(tmp_path / "whole.pt", random_weights(SMALL)).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        content = {entry: archive.read(entry) for entry in archive.infolist()}
    pickled = next(entry for entry in content if entry.filename.endswith("data.pkl"))
    rng = np.random.default_rng(0)
    source = tmp_path / "flipped.pt"
    refusals = 0
    for _ in range(60):
        damaged = bytearray(content[pickled])
        for place in rng.integers(0, len(damaged), 3):
            damaged[place] = rng.integers(0, 256)
        with zipfile.ZipFile(source, "w") as archive:
            for entry, data in content.items():
                archive.writestr(entry.filename, bytes(damaged) if entry is pickled else data)
        try:
            convert_ulip2(source, target, SMALL)
        except ModelError:
            refusals += 1
    assert refusals > 20


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(tmp_path, target):
    source = tmp_path / "bomb.pt"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(65 * 1024**2))
    assert "unpacks to more" in refused(source, target)


def test_other_archives_folders_and_missing_files_are_refused(tmp_path, target):
    with zipfile.ZipFile(tmp_path / "other.pt", "w") as archive:
        archive.writestr("letter.txt", "Dear Sir")
    assert "another archive" in refused(tmp_path / "other.pt", target)
    assert "Cannot be read" in refused(tmp_path / "missing.pt", target)
    assert "Cannot be read" in refused(tmp_path, target)
    torch.save([torch.zeros(3)], tmp_path / "list.pt")
    assert "no named tensors" in refused(tmp_path / "list.pt", target)


def test_names_cannot_write_on_the_terminal(tmp_path, target):
    weights = {**random_weights(SMALL), "\x1b[2Jgone\n": torch.zeros(1)}
    message = refused(published(tmp_path / "rude.pt", weights), target)
    assert "gone" in message
    assert "\x1b" not in message
    assert "\n" not in message


def test_the_output_must_be_named_and_writable(tmp_path):
    source = published(tmp_path / "ulip2.pt", random_weights(SMALL))
    with pytest.raises(OutputError, match=r"end in \.safetensors"):
        convert_ulip2(source, tmp_path / "out.pt", SMALL)
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="taken"):
        convert_ulip2(source, tmp_path / "taken" / "out.safetensors", SMALL)


def test_a_failed_conversion_leaves_an_older_file_alone(tmp_path, converted):
    before = converted.read_bytes()
    (tmp_path / "bad.pt").write_bytes(b"bad")
    with pytest.raises(ModelError):
        convert_ulip2(tmp_path / "bad.pt", converted, SMALL)
    assert converted.read_bytes() == before


def parts(path):
    with safe_open(path, framework="pt") as file:
        names = list(file.keys())
        return {name: file.get_tensor(name) for name in names}, dict(file.metadata())


def change_header(metadata, **changes):
    metadata[FORMAT] = json.dumps({**json.loads(metadata[FORMAT]), **changes})


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda t, m: t.pop("pc_projection"), "missing: pc_projection"),
        (lambda t, m: t.update(extra=torch.zeros(2)), "unexpected: extra"),
        (lambda t, m: t.update(logit_scale=torch.zeros(9)), r"logit_scale \[9\]"),
        (lambda t, m: t["pc_projection"].fill_(torch.inf), "not finite"),
        (lambda t, m: m.update({"btp-inspect model": m.pop(FORMAT)}), "Not a backbone"),
        (lambda t, m: m.update({"format": FORMAT}), "malformed"),
        (lambda t, m: m.update({FORMAT: "[" * 100_000}), "malformed"),
        (lambda t, m: change_header(m, version=2), "version is 2"),
        (lambda t, m: change_header(m, config={}), "does not fit"),
        (lambda t, m: change_header(m, config={**SMALL.to_dict(), "width": 15}), "instead of"),
        (lambda t, m: change_header(m, config={**SMALL.to_dict(), "blocks": 10**9}), "blocks"),
        (lambda t, m: change_header(m, source_sha256="?"), "checksum"),
    ],
)
def test_a_header_that_lies_is_found_out(converted, damage, word):
    tensors, metadata = parts(converted)
    damage(tensors, metadata)
    save_file(tensors, converted, metadata=metadata)
    with pytest.raises(ModelError, match=word) as caught:
        load_backbone(converted)
    assert caught.value.path == converted
    assert "convert ulip2" in caught.value.next_step


def test_the_same_checkpoint_gives_the_same_bytes(tmp_path, converted):
    again = [tmp_path / f"{number}.safetensors" for number in range(4)]
    for path in again:
        convert_ulip2(tmp_path / "ulip2.pt", path, SMALL)
    assert {path.read_bytes() for path in again} == {converted.read_bytes()}


def test_files_of_the_earlier_layout_are_read(converted):
    tensors, metadata = parts(converted)
    save_file(tensors, converted, metadata={"format": FORMAT, "header": metadata[FORMAT]})
    assert load_backbone(converted).model.config == SMALL


def rewrite_header(path, change):
    """Change the header of a safetensors file without a thought for the data behind it."""
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    change(header)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length :])


@pytest.mark.parametrize(
    "change",
    [
        lambda h: h["pc_projection"].update(shape=[10**9, 10**9]),
        lambda h: h["pc_projection"].update(data_offsets=[0, 2**60]),
        lambda h: h["pc_projection"].update(dtype="F64"),
        lambda h: h["pc_projection"].update(data_offsets=h["logit_scale"]["data_offsets"]),
        lambda h: h.pop("pc_projection"),
    ],
    ids=["shape", "offset", "type", "overlap", "hole"],
)
def test_offsets_that_do_not_fit_the_file_are_found_out(converted, change):
    rewrite_header(converted, change)
    with pytest.raises(ModelError) as caught:
        load_backbone(converted)
    assert caught.value.path == converted


def test_cut_and_missing_backbones_are_refused(converted, tmp_path):
    content = converted.read_bytes()
    for length in (0, 4, 100, len(content) - 1):
        converted.write_bytes(content[:length])
        with pytest.raises(ModelError):
            load_backbone(converted)
    converted.write_bytes(struct.pack("<Q", 2**62) + content[8:])
    with pytest.raises(ModelError):
        load_backbone(converted)
    with pytest.raises(ModelError, match="Cannot be read"):
        load_backbone(tmp_path / "none.safetensors")
