from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from btp_core.base.assets import asset_path
from btp_core.base.checksums import file_sha256
from btp_core.base.errors import ModelError
from btp_core.model.catalogue import Kind, KnownModel, find_model, load_catalogue
from btp_core.model.pointbert.config import ULIP2
from btp_core.model.store import MANIFEST, ModelStore, Status
from tests.core.model.pointbert.random_weights import random_weights


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    folder = tmp_path / "clip"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "run_me.py").write_text("print('never')")
    return folder


def entry(name: str) -> KnownModel:
    return find_model(name, load_catalogue())


def test_the_bundled_model_is_ready_and_is_the_one_of_the_catalogue(store: ModelStore) -> None:
    mini = entry("btp-mini")
    assert store.verify(mini) is Status.READY
    assert store.path(mini) == asset_path("weights", "btp-mini.safetensors")
    assert file_sha256(store.path(mini)) == mini.sha256
    assert store.status(replace(mini, size=mini.size + 1)) is Status.DAMAGED
    assert store.verify(replace(mini, sha256="0" * 64)) is Status.DAMAGED
    with pytest.raises(ModelError, match="comes with the program"):
        store.remove(mini)


def test_a_folder_is_placed_without_what_does_not_belong_there(
    store: ModelStore, clip: Path
) -> None:
    model = entry("clip-vit-bigg-14-text")
    assert store.status(model) is Status.MISSING
    store.add(model, clip)
    assert store.verify(model) is Status.READY
    assert sorted(p.name for p in store.path(model).iterdir()) == [
        "config.json",
        "model.safetensors",
    ]
    # The same size with other bytes: only reading them tells.
    (store.path(model) / "model.safetensors").write_bytes(b"WEIGHTS")
    assert store.status(model) is Status.READY
    assert store.verify(model) is Status.DAMAGED
    (store.path(model) / "model.safetensors").unlink()
    assert store.status(model) is Status.DAMAGED
    store.add(model, clip)
    assert store.verify(model) is Status.READY
    store.remove(model)
    assert store.status(model) is Status.MISSING
    store.remove(model)


def test_a_folder_that_is_no_model_leaves_nothing(store: ModelStore, tmp_path: Path) -> None:
    model = entry("clip-vit-bigg-14-text")
    with pytest.raises(ModelError, match="no safetensors"):
        store.add(model, tmp_path)
    assert store.status(model) is Status.MISSING


def test_a_manifest_that_lies_or_is_damaged_means_damaged(store: ModelStore, clip: Path) -> None:
    model = entry("clip-vit-bigg-14-text")
    store.add(model, clip)
    manifest = store.root / model.name / MANIFEST
    for content in ("", "[]", '{"config.json": 3}', '{"config.json": {"size": 2}}'):
        manifest.write_text(content)
        assert store.status(model) is Status.DAMAGED, content
    # Names that lead elsewhere are not followed.
    manifest.write_text(json.dumps({"../../x": {"size": 1, "sha256": ""}}))
    assert store.verify(model) in (Status.DAMAGED, Status.READY)


def test_a_checkpoint_of_another_model_is_refused(store: ModelStore, tmp_path: Path) -> None:
    other = tmp_path / "other.pt"
    other.write_bytes(b"PK no checkpoint")
    model = entry("ulip2-pointbert")
    with pytest.raises(ModelError):
        store.add(model, other)
    with pytest.raises(ModelError, match="another file than the published one: sha256"):
        store.add(replace(model, sha256="0" * 64), other)
    with pytest.raises(ModelError, match="another file than the published one: sha256"):
        store.add(model, other, sha256="0" * 64)
    with pytest.raises(ModelError, match="another file than the published one: 16 bytes"):
        store.add(replace(model, size=13), other)
    assert store.status(model) is Status.MISSING
    assert not store.root.exists()


def test_a_checkpoint_with_the_right_checksum_is_placed(store: ModelStore, tmp_path: Path) -> None:
    source = tmp_path / "ulip2.pt"
    torch.save({"state_dict": random_weights(ULIP2)}, source)
    model = replace(entry("ulip2-pointbert"), sha256="0" * 64)
    store.add(model, source, sha256=file_sha256(source))
    assert store.verify(model) is Status.READY
    assert [path.name for path in store.path(model).parent.glob("*.safetensors")] == [
        "ulip2-pointbert.safetensors"
    ]


def test_the_checksum_of_a_folder_is_none(store: ModelStore, clip: Path) -> None:
    with pytest.raises(ModelError, match="checksum is that of one file"):
        store.add(entry("clip-vit-bigg-14-text"), clip, sha256="0" * 64)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("name", "../x"),
        ("name", "A"),
        ("file", "../../etc/passwd"),
        ("file", "/etc/passwd"),
        ("file", "a/b.pt"),
        ("file", "..\\b.pt"),
        ("file", ""),
        ("size", 0),
        ("sha256", "xyz"),
    ],
)
def test_entries_that_would_lead_elsewhere_are_refused(change: str, value: object) -> None:
    model = entry("ulip2-pointbert")
    with pytest.raises(ModelError, match=change):
        replace(model, **{change: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"models = 3",
        b'[[models]]\nname = "a"',
        b'[[models]]\nname = "a"\nodd = 1',
        b'[[models]]\nname = "a"\ntitle = 3',
    ],
)
def test_a_malformed_catalogue_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"catalogue\.toml"):
        load_catalogue(path)
    with pytest.raises(ModelError):
        load_catalogue(tmp_path / "missing.toml")


def test_the_kinds_are_what_the_store_can_place() -> None:
    assert {model.kind for model in load_catalogue()} == set(Kind)
