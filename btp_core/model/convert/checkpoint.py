"""Reading tensors from somebody else's PyTorch checkpoint, and nothing but tensors."""

from __future__ import annotations

import hashlib
import pickle
import struct
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import torch

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.opening import open_regular
from btp_core.model.matching import printable

MAX_BYTES = 4 * 1024**3
# Names and shapes of a few hundred tensors take kilobytes.
MAX_PICKLE_BYTES = 2 * 1024**2  # lists of tensors; each byte can cost a step of the unpickler
_NEXT = "Download it again from where it was published."
_PREFIX = "module."


class Discarded:
    """Stands for the objects a training script stores beside its tensors; keeps none of them."""

    def __init__(self, *_: object) -> None: ...

    def __new__(cls, *_: object) -> Discarded:
        """Accept any arguments."""
        return super().__new__(cls)

    def __setstate__(self, state: object) -> None:
        """Forget the state."""


# What argument parsers and NumPy leave in checkpoints. The names are known, the objects are not
# made: each of them becomes a `Discarded`.
_DISCARDED = (
    "argparse.Namespace",
    "numpy.dtype",
    "numpy.core.multiarray.scalar",
    "numpy._core.multiarray.scalar",
)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The weights of a checkpoint.

    Attributes
    ----------
    tensors
        Name, without ``module.``, to what is stored under it; not checked yet.
    dropped
        What else the file holds, by name: the optimizer's state, arguments, counters.
    sha256
        Of the whole file.
    """

    tensors: Mapping[str, object]
    dropped: tuple[str, ...]
    sha256: str


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint that ``torch.save`` wrote, with ``weights_only``.

    Parameters
    ----------
    path
        A zip archive as PyTorch writes since 1.6; ``{"state_dict": {...}, ...}`` or the state
        dict itself. ``module.`` in front of all names, from distributed training, is taken off.

    Raises
    ------
    ModelError
        Missing, too large, cut off, not a checkpoint, or with code in it (which is not run).
    """
    path = Path(path)
    try:
        with open_regular(path) as file:
            _check_archive(path, file)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            content = _load(file)
    except OSError as error:
        raise ModelError(
            Message("Cannot be read ({reason}).", reason=error.strerror or error),
            path=path,
            next_step=_NEXT,
        ) from error
    except pickle.UnpicklingError as error:
        raise _refused(path, error) from error
    except (*_DAMAGE, zipfile.BadZipFile) as error:
        raise ModelError(
            Message("The checkpoint is cut off or damaged ({reason}).", reason=_first_line(error)),
            path=path,
            next_step=_NEXT,
        ) from error
    tensors, dropped = _split(content, path)
    return Checkpoint(tensors, dropped, digest)


def _load(file: BinaryIO) -> object:
    stand_ins = [(Discarded, name) for name in _DISCARDED]
    with warnings.catch_warnings(), torch.serialization.safe_globals(stand_ins):  # type: ignore[arg-type]
        # Remarks on how the file was pickled; what cannot be read is an error anyway.
        warnings.simplefilter("ignore", UserWarning)
        return torch.load(file, map_location="cpu", weights_only=True)


# Whatever else a pickle with wrong bytes in it makes the restricted unpickler stumble over.
_DAMAGE = (
    RuntimeError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    OverflowError,
    NotImplementedError,
    struct.error,
)


def _check_archive(path: Path, file: BinaryIO) -> None:
    """Compare sizes before anything is allocated."""
    if path.stat().st_size > MAX_BYTES:
        raise ModelError("The file is too large for a checkpoint.", path=path)
    if not zipfile.is_zipfile(file):
        raise ModelError(
            "Not a PyTorch checkpoint, or one that is cut off.", path=path, next_step=_NEXT
        )
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
    pickles = [e for e in entries if e.filename.endswith(".pkl")]
    if not pickles:
        raise ModelError("Not a PyTorch checkpoint but another archive.", path=path)
    if (
        sum(e.file_size for e in entries) > MAX_BYTES
        or sum(e.file_size for e in pickles) > MAX_PICKLE_BYTES
    ):
        raise ModelError("The checkpoint unpacks to more than it should hold.", path=path)


def _refused(path: Path, error: pickle.UnpicklingError) -> ModelError:
    """Name what the checkpoint wanted to call; listing it runs nothing either."""
    try:
        named = torch.serialization.get_unsafe_globals_in_checkpoint(str(path))
    except (*_DAMAGE, pickle.UnpicklingError, OSError):
        named = []
    wanted = [name for name in named if name not in _DISCARDED]
    what = f"calls {', '.join(wanted)}" if wanted else _first_line(error)
    return ModelError(
        Message(
            "The checkpoint holds code or objects besides tensors ({what}); nothing was run.",
            what=what,
        ),
        path=path,
        next_step="Do not trust it. " + _NEXT,
    )


def _split(content: object, path: Path) -> tuple[dict[str, object], tuple[str, ...]]:
    if not isinstance(content, Mapping):
        raise ModelError("The checkpoint holds no named tensors.", path=path)
    state: Mapping[object, object] = content
    dropped: tuple[str, ...] = ()
    if isinstance(content.get("state_dict"), Mapping):
        state = content["state_dict"]
        dropped = tuple(printable(str(name)) for name in content if name != "state_dict")
    names = [str(name) for name in state]
    cut = len(_PREFIX) if all(name.startswith(_PREFIX) for name in names) else 0
    return {name[cut:]: state[key] for name, key in zip(names, state, strict=True)}, dropped


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:200] or type(error).__name__
