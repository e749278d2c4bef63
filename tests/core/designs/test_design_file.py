"""Design files: whole, the same again, and hostile ones refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from btp_core.base.errors import DesignError, OutputError
from btp_core.designs.design import Design
from btp_core.designs.embeddings import GoodEmbeddings
from btp_core.designs.masks import Place
from btp_core.text.prompts import PromptSet
from tests.core.designs.bracket import good


@pytest.fixture(scope="module")
def saved(bracket_design: Design, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("designs") / "bracket.design"
    design = bracket_design.with_mask(None, Place(((1.0, 2.0, 3.0),), 4.0), "serial", by="me")
    design.save(path)
    return path


def test_a_design_comes_back_as_it_was(bracket_design: Design, saved: Path) -> None:
    loaded = Design.load(saved)
    assert loaded.name == "bracket"
    assert loaded.masks[0].reason == "serial"
    assert loaded.masks[0].place.radius == 4.0
    assert [one.sha256 for one in loaded.sources] == [one.sha256 for one in bracket_design.sources]
    scan = good(40)
    ours, theirs = bracket_design.align(scan, workers=1), loaded.align(scan, workers=1)
    assert np.array_equal(ours.deviation, theirs.deviation, equal_nan=True)
    assert np.array_equal(ours.evidence.ratios, theirs.evidence.ratios)


def test_saving_tells_the_files_sha256(saved: Path, tmp_path: Path) -> None:
    design = Design.load(saved)
    again = design.save(tmp_path / "again.design")
    assert len(again.sha256) == 64
    assert Design.load(tmp_path / "again.design").sha256 == again.sha256


def test_prompts_travel_with_it(bracket_design: Design, tmp_path: Path) -> None:
    path = tmp_path / "worded.design"
    replace(bracket_design, prompts=PromptSet.stock(), serial_pattern=r"SN(\d+)").save(path)
    loaded = Design.load(path)
    assert loaded.prompts == PromptSet.stock()
    assert loaded.serial_pattern == r"SN(\d+)"


@pytest.fixture(scope="module")
def embedded(bracket_design: Design) -> Design:
    """With embeddings of rank 20, as smooth as those of one part are."""
    rng = np.random.default_rng(3)
    places = np.arange(0, len(bracket_design.reference.points), 7)
    means = rng.normal(size=(len(places), 20)) @ rng.normal(size=(20, 96))
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    known = np.ones(len(places), dtype=np.bool_)
    return replace(bracket_design, embeddings=GoodEmbeddings.of(places, means, known, "a" * 64))


def test_embeddings_come_back_bit_by_bit(embedded: Design, tmp_path: Path) -> None:
    embedded.save(tmp_path / "embedded.design")
    loaded = Design.load(tmp_path / "embedded.design").embeddings
    assert loaded is not None
    assert embedded.embeddings is not None
    assert np.array_equal(loaded.means, embedded.embeddings.means)
    assert np.array_equal(loaded.places, embedded.embeddings.places)
    assert loaded.model_sha256 == "a" * 64


def test_a_design_of_the_first_schema_is_read(embedded: Design, tmp_path: Path) -> None:
    path = tmp_path / "old.design"
    embedded.save(path)
    assert embedded.embeddings is not None
    means = embedded.embeddings.means
    with h5py.File(path, "r+") as file:
        file.attrs["schema_version"] = 1
        del file["embeddings/coordinates"], file["embeddings/axes"]
        file["embeddings/means"] = means.astype("<f2")
    loaded = Design.load(path).embeddings
    assert loaded is not None
    assert np.abs(loaded.means - means).max() < 0.005


def test_embeddings_beside_their_axes_are_refused(embedded: Design, tmp_path: Path) -> None:
    path = tmp_path / "odd.design"
    embedded.save(path)
    with h5py.File(path, "r+") as file:
        axes = file["embeddings/axes"][:-1]
        del file["embeddings/axes"]
        file["embeddings/axes"] = axes
    with pytest.raises(DesignError, match="do not fit their axes"):
        Design.load(path)


def test_a_file_spends_few_bytes_on_a_point(saved: Path) -> None:
    design = Design.load(saved)
    points = len(design.reference.points) + sum(len(one.points) for one in design.sources)
    assert saved.stat().st_size < 20 * points


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="cannot be read"):
        Design.load(tmp_path / "none.design")


@pytest.mark.parametrize("content", [b"", b"no HDF5 at all", b"\x89HDF\r\n\x1a\n"])
def test_other_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.design"
    path.write_bytes(content)
    with pytest.raises(DesignError):
        Design.load(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_cut_off(saved: Path, tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.design"
    content = saved.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DesignError):
        Design.load(path)


def edited(saved: Path, tmp_path: Path, edit: Callable[[Any], None]) -> Path:
    path = tmp_path / "edited.design"
    shutil.copy(saved, path)
    with h5py.File(path, "r+") as file:
        edit(file)
    return path


def newer(file: Any) -> None:
    file.attrs["schema_version"] = 99


def foreign(file: Any) -> None:
    file.attrs["format"] = "something else"


def huge(file: Any) -> None:
    del file["reference/points"]
    file.create_dataset("reference/points", shape=(2**40, 3), dtype="<f8", chunks=(1024, 3))


def linked(file: Any) -> None:
    del file["reference/points"]
    file["reference/points"] = h5py.ExternalLink("/etc/passwd", "/points")


def other_type(file: Any) -> None:
    values = file["reference/points"][()]
    del file["reference/points"]
    file["reference/points"] = values.astype("<f4")


def strings(file: Any) -> None:
    del file["reference/support"]
    file.create_dataset("reference/support", data=["a", "b"], dtype=h5py.string_dtype())


def not_finite(file: Any) -> None:
    file["reference/points"][0, 0] = np.nan


def shorter(file: Any) -> None:
    values = file["reference/spread"][:-1]
    del file["reference/spread"]
    file["reference/spread"] = values


def no_source(file: Any) -> None:
    del file["sources/0"]


def document(change: Callable[[dict[str, Any]], None]) -> Callable[[Any], None]:
    def edit(file: Any) -> None:
        content = json.loads(bytes(file["document"][()]))
        change(content)
        del file["document"]
        file["document"] = np.frombuffer(json.dumps(content).encode(), dtype=np.uint8)

    return edit


EDITS = [
    newer,
    foreign,
    huge,
    linked,
    other_type,
    strings,
    not_finite,
    shorter,
    no_source,
    document(lambda content: content.update(threshold="high")),
    document(lambda content: content.update(threshold=7.0)),
    document(lambda content: content.update(version=-1)),
    document(lambda content: content.update(spacing=0.0)),
    document(lambda content: content.update(serial_pattern="(")),
    document(lambda content: content.update(masks=[{"centres": "here"}])),
    document(lambda content: content["masks"][0].update(radius=-3.0)),
    document(lambda content: content.pop("sources")),
]


@pytest.mark.parametrize("edit", EDITS)
def test_hostile_content_is_a_typed_error(
    saved: Path, tmp_path: Path, edit: Callable[[Any], None]
) -> None:
    path = edited(saved, tmp_path, edit)
    with pytest.raises(DesignError) as caught:
        Design.load(path)
    assert caught.value.path == path
    assert caught.value.next_step


def test_a_newer_schema_asks_for_a_newer_program(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="Update the program"):
        Design.load(edited(saved, tmp_path, newer))


def test_a_failed_write_leaves_the_old_file(
    bracket_design: Design, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()
    monkeypatch.setattr("btp_core.designs.file_writing._write", _fail)
    with pytest.raises(OutputError):
        bracket_design.save(saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def _fail(file: Any, design: Design) -> None:
    raise RuntimeError("no space")
