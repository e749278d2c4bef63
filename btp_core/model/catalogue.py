"""What models the program knows of, as data: `assets/models/catalogue.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from btp_core.base.assets import asset_path
from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_toml, read_small, reason_of

MAX_FILE_BYTES = 1_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What a model consists of.

    ``bundled``: comes with the program. ``checkpoint``: one file, which is converted once it is
    there. ``folder``: a folder as ``transformers`` writes it.
    """

    BUNDLED = "bundled"
    CHECKPOINT = "checkpoint"
    FOLDER = "folder"


@dataclass(frozen=True)
class KnownModel:
    """One entry of the catalogue.

    Attributes
    ----------
    name
        What commands call it: small letters, digits, dots and dashes.
    title, purpose, licence, source
        Shown to the user; ``source`` says which published file or folder is meant.
    kind
        See :class:`Kind`.
    file
        Name of the published file; of a bundled one, its place below the assets.
    size
        Bytes, to be shown and checked: exact of a bundled file, approximate of any other.
    sha256
        Of the published file; empty where it is not known to us.
    """

    name: str
    title: str
    purpose: str
    licence: str
    source: str
    kind: Kind
    file: str
    size: int
    sha256: str = ""

    def __post_init__(self) -> None:
        """Raise :class:`ModelError` for what would be unsafe to act on."""
        parts = Path(self.file).parts
        inside = bool(parts) and not Path(self.file).is_absolute() and ".." not in parts
        if self.kind is not Kind.BUNDLED:
            inside = inside and len(parts) == 1 and "\\" not in self.file
        sound = {
            "name": _NAME.fullmatch(self.name) is not None,
            "file": inside,
            "size": self.size > 0,
            "sha256": not self.sha256 or _SHA256.fullmatch(self.sha256) is not None,
        }
        if wrong := [name for name, right in sound.items() if not right]:
            raise ModelError(
                Message("An entry of the catalogue has an impossible {wrong}.", wrong=wrong[0])
            )


def load_catalogue(path: Path | None = None) -> tuple[KnownModel, ...]:
    """Read a catalogue, the bundled one unless another is named.

    Raises
    ------
    ModelError
        It cannot be read, or an entry is malformed.
    """
    path = path or asset_path("models", "catalogue.toml")
    try:
        entries = parse_toml(read_small(path, MAX_FILE_BYTES))["models"]
        models = tuple(_entry(entry) for entry in entries)
        if len({model.name for model in models}) != len(models):
            raise ValueError("two models have one name")
    except ModelError as error:
        raise ModelError(error.cause, path=path) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            Message("The catalogue of models cannot be read ({reason}).", reason=reason_of(error)),
            path=path,
        ) from error
    return models


def find_model(name: str, models: tuple[KnownModel, ...]) -> KnownModel:
    """The model of that name; raises :class:`ModelError`, which lists them all, otherwise."""
    for model in models:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in models)
    raise ModelError(
        Message("No model is called {name!r}.", name=name),
        next_step=Message("Known are: {known}.", known=known),
    )


def _entry(entry: dict[str, Any]) -> KnownModel:
    kinds = {field.name: field.type for field in fields(KnownModel)}
    for key, value in entry.items():
        if key not in kinds:
            raise ValueError(f"unknown key {key!r}")
        if not isinstance(value, int if key == "size" else str):
            raise ValueError(f"{key!r} is of another kind")
    return KnownModel(**{**entry, "kind": Kind(entry["kind"])})
