"""The gate for small files: whatever lies in their place ends at once, in one kind of error."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import InspectError
from btp_core.base.opening import (
    open_regular,
    parse_json,
    parse_toml,
    read_small,
    set_aside,
)
from btp_core.base.tensor_files import read_tensor_file
from btp_core.batch.run_file import read_table
from btp_core.designs.design import Design
from btp_core.inspection.good_parts import GoodParts
from btp_core.model.catalogue import load_catalogue
from btp_core.model.convert.checkpoint import read_checkpoint
from btp_core.scans.reading import read_scan
from btp_core.text.prompts import PromptSet

unix_only = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")


def a_pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


def zeros(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def a_circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


def brackets(path: Path) -> Path:
    path.write_text("[" * 200_000)
    return path


def dots(path: Path) -> Path:
    path.write_text("a" + ".a" * 100_000 + " = 1")
    return path


def digits(path: Path) -> Path:
    path.write_text("threshold = " + "9" * 100_000)
    return path


def megabytes(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(1 << 40)
    return path


PLACED = [a_pipe, a_folder, zeros, a_circle, brackets, dots, digits, megabytes]
READERS: dict[str, Callable[[Path], object]] = {
    "prompts.toml": PromptSet.load,
    "threshold.toml": GoodParts.load,
    "catalogue.toml": load_catalogue,
    "part.design": Design.load,
    "run.h5": read_table,
    "weights.pt": read_checkpoint,
    "model.safetensors": lambda path: read_tensor_file(path, 10_000, "a model", "Choose."),
    "scan.ply": read_scan,
}


@unix_only
@pytest.mark.parametrize("place", PLACED, ids=lambda place: place.__name__)
@pytest.mark.parametrize("name", READERS)
def test_what_lies_in_the_place_of_a_file(
    tmp_path: Path, name: str, place: Callable[[Path], Path]
) -> None:
    path = place(tmp_path / name)
    started = time.monotonic()
    with pytest.raises(InspectError) as caught:
        READERS[name](path)
    assert time.monotonic() - started < 20.0  # most of it is the load of the machine
    assert caught.value.path == path
    assert str(path) not in caught.value.message


@unix_only
@pytest.mark.parametrize("place", [a_pipe, a_folder, zeros])
def test_only_regular_files_are_opened(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    path = place(tmp_path / "a")
    for read in (open_regular, read_small, file_sha256):
        with pytest.raises(OSError, match="regular"):
            read(path)


def test_a_name_that_is_none() -> None:
    with pytest.raises(OSError, match="no file name"):
        open_regular(Path("a\0b"))


def test_size_is_checked_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_small(path, 5) == b"12345"
    with pytest.raises(OSError, match="too large, more than 4 bytes"):
        read_small(path, 4)


@pytest.mark.parametrize(
    "text",
    ["[" * 65 + "]" * 65, "[" * 100_000, "9" * 30, "1e999", "-Infinity", "[1" + "0" * 5000 + "]",
     b"\xff\xfe", "", "nul", "9" * 5000 + ".0"],
)  # fmt: skip
def test_json_that_nobody_meant(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_json(text)


def test_json_that_somebody_meant() -> None:
    nested = "[" * 60 + "]" * 60
    assert parse_json('{"a": [1, -2.5, "x", null, true]}') == {"a": [1, -2.5, "x", None, True]}
    assert parse_json(nested) is not None
    assert math.isnan(parse_json("NaN"))
    assert parse_json(str(2**63)) == 2**63
    assert parse_json("\ufeff[1]".encode()) == [1]


def test_toml_that_nobody_meant() -> None:
    for text in ("a = " + "[" * 5000, "a" + ".a" * 5000 + " = 1", "a = 1\na = 2", b"\xff"):
        with pytest.raises(ValueError, match=r".+"):
            parse_toml(text)


def test_toml_that_somebody_meant() -> None:
    line = "# " + "." * 100
    assert parse_toml(f"{line}\n[a.b]\nc = 'so. it. is.'") == {"a": {"b": {"c": "so. it. is."}}}


def test_a_broken_file_is_put_beside(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / "a.json"
        path.write_text(str(number))
        aside = set_aside(path)
        assert aside is not None
        assert aside.read_text() == str(number)
        assert not path.exists()
    assert set_aside(tmp_path / "none") is None
