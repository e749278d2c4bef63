"""The models on this machine: where they are, in which state, and how they are put there."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from btp_core.base.assets import asset_path
from btp_core.base.checksums import file_sha256
from btp_core.base.errors import ModelError, OutputError
from btp_core.base.files import write_atomically
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json, read_small
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.model.catalogue import Kind, KnownModel

MANIFEST = "placed.json"
SLACK = 1.2
"""A checkpoint may be so much larger than the catalogue says; sizes there are approximate."""
FOLDER_FILES = (
    *("config.json", "model.safetensors", "model.safetensors.index.json", "tokenizer.json"),
    *("tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt"),
)
"""Of a folder only these are taken over, and the parts that the index of the weights names."""


class Status(StrEnum):
    """State of a model on this machine."""

    MISSING = "missing"
    DAMAGED = "damaged"
    READY = "ready"


@dataclass(frozen=True)
class Placed:
    """A file that was put in place: its size and checksum then."""

    size: int
    sha256: str


class ModelStore:
    """Models below one folder, each in a folder of its own name.

    Parameters
    ----------
    root
        The user's data folder unless given.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or platformdirs.user_data_path("btp-inspect", appauthor=False) / "models"

    def path(self, model: KnownModel) -> Path:
        """Where the model is, or would be: a file, or the folder of a ``folder``."""
        if model.kind is Kind.BUNDLED:
            return asset_path(*Path(model.file).parts)
        if model.kind is Kind.CHECKPOINT:
            return self._folder(model) / f"{model.name}.safetensors"
        return self._folder(model) / model.file

    def status(self, model: KnownModel) -> Status:
        """A quick look at names and sizes; :meth:`verify` reads every byte."""
        placed = self._placed(model)
        if placed is None:
            return Status.MISSING
        return Status.READY if self._sizes_fit(model, placed) else Status.DAMAGED

    def verify(
        self,
        model: KnownModel,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
    ) -> Status:
        """Compare every byte with the checksums from when the model was placed."""
        status = self.status(model)
        if status is not Status.READY:
            return status
        placed = self._placed(model) or {}
        for number, (name, file) in enumerate(placed.items()):
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress("verifying", number / len(placed))
            if file_sha256(self._base(model) / name) != file.sha256:
                return Status.DAMAGED
        return Status.READY

    def add(self, model: KnownModel, source: Path, sha256: str = "") -> None:
        """Put a model in place from a file or folder of this machine, which is left as it is.

        Parameters
        ----------
        model
            Any but a bundled one.
        source
            A file or a folder, as the kind of the model says.
        sha256
            Checksum that the file must have; the catalogue's unless given.

        Raises
        ------
        ModelError
            It is not that model.
        OutputError
            It cannot be written.
        """
        if model.kind is Kind.BUNDLED:
            raise ModelError(Message("{title} comes with the program.", title=model.title))
        if model.kind is Kind.CHECKPOINT:
            files = self._convert(model, source, sha256 or model.sha256)
        elif sha256:
            raise ModelError(
                Message("{title} is a folder; a checksum is that of one file.", title=model.title),
                next_step="Leave out --sha256.",
            )
        else:
            files = self._copy_folder(model, source)
        content = {
            name: vars(Placed((self._base(model) / name).stat().st_size, digest))
            for name, digest in files.items()
        }
        write_atomically(self._folder(model) / MANIFEST, json.dumps(content, indent=1).encode())

    def remove(self, model: KnownModel) -> None:
        """Delete what is there of a model; a bundled one stays.

        Raises
        ------
        ModelError
            It is bundled.
        OutputError
            It cannot be deleted.
        """
        if model.kind is Kind.BUNDLED:
            raise ModelError(
                Message("{title} comes with the program and is not removed.", title=model.title)
            )
        folder = self._folder(model)
        if not folder.exists():
            return
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise OutputError(
                Message("Cannot be deleted ({reason}).", reason=error.strerror or error),
                path=folder,
                next_step="Close programs that use it.",
            ) from error

    def _folder(self, model: KnownModel) -> Path:
        return self.root / model.name

    def _base(self, model: KnownModel) -> Path:
        """What names in the manifest are relative to."""
        path = self.path(model)
        return path if model.kind is Kind.FOLDER else path.parent

    def _placed(self, model: KnownModel) -> dict[str, Placed] | None:
        path = self.path(model)
        if model.kind is Kind.BUNDLED:
            return {path.name: Placed(model.size, model.sha256)} if path.exists() else None
        try:
            content = parse_json(read_small(self._folder(model) / MANIFEST))
            placed = {str(name): Placed(**entry) for name, entry in content.items()}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, AttributeError):
            return {MANIFEST: Placed(-1, "")}  # nothing fits that: damaged
        return {name: file for name, file in placed.items() if Path(name).name == name}

    def _sizes_fit(self, model: KnownModel, placed: dict[str, Placed]) -> bool:
        base = self._base(model)
        try:
            return all((base / name).stat().st_size == file.size for name, file in placed.items())
        except OSError:
            return False

    def _convert(self, model: KnownModel, source: Path, sha256: str) -> dict[str, str]:
        from btp_core.model.convert.ulip2 import convert_ulip2

        if source.is_file():
            _check_published(model, source, sha256)
        target = self.path(model)
        convert_ulip2(source, target)
        return {target.name: file_sha256(target)}

    def _copy_folder(self, model: KnownModel, source: Path) -> dict[str, str]:
        from btp_core.text.clip_weights import weight_files

        weights = weight_files(source)
        names = {path.name for path in weights} | {
            name for name in FOLDER_FILES if (source / name).is_file()
        }
        target, part = self.path(model), self.path(model).with_name(f"{model.file}.part")
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            for name in sorted(names):
                shutil.copyfile(source / name, part / name)
            shutil.rmtree(target, ignore_errors=True)
            part.replace(target)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            raise OutputError(
                Message("Cannot be copied ({reason}).", reason=error.strerror or error),
                path=target,
                next_step="Free space on the disk.",
            ) from error
        return {name: file_sha256(target / name) for name in sorted(names)}


def _check_published(model: KnownModel, source: Path, sha256: str) -> None:
    """Raise ``ModelError`` for another file than the published one, by size and checksum."""
    size = source.stat().st_size
    if size > SLACK * model.size:
        cause = Message(
            "It is another file than the published one: {size:,} bytes instead of about "
            "{published:,}.",
            size=size,
            published=model.size,
        )
    elif sha256 and (found := file_sha256(source)) != sha256:
        cause = Message(
            "It is another file than the published one: sha256 {found} instead of {sha256}.",
            found=found,
            sha256=sha256,
        )
    else:
        return
    next_step = Message("Use the file {file} as published.", file=model.file)
    raise ModelError(cause, path=source, next_step=next_step)
