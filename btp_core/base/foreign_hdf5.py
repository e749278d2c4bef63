"""HDF5 files that somebody else may have written: run files, scans, designs, encodings.

Nothing else opens such a file for reading. A name leads to what lies in the file itself and to
nothing else: links to other places and files, and arrays whose values lie in other files, are not
there. Attributes are numbers and texts of a bounded size. Before memory is taken for an array, its
shape is compared with what is stored of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from btp_core.base.opening import check_regular

if TYPE_CHECKING:
    import io

DAMAGE = (OSError, RuntimeError, KeyError, ValueError, TypeError, OverflowError, MemoryError)
"""What h5py makes of HDF5's errors, whichever comes closest, and what is refused here."""
MAX_TEXT_BYTES = 64 << 20
"""Of an attribute: the regions of a scan, as JSON, are the largest."""
_MOST_UNPACKED = 1032
"""No byte of a deflate stream stands for more."""
_FREE_BYTES = 1 << 20
"""So much may be missing of an array: HDF5 fills it in."""
_MAX_DEPTH = 128
_FILTERS = frozenset({1, 2, 3, 32000})
"""deflate, shuffle, fletcher32 and lzf; others would be looked for among installed plugins."""


@contextmanager
def open_foreign(source: Path | io.RawIOBase | BinaryIO) -> Iterator[ForeignGroup]:
    """Open a file, a path or what is open already, and yield its root.

    Raises
    ------
    OSError
        It is no regular file, or no HDF5 file; what else it may raise is in :data:`DAMAGE`.
    """
    import h5py

    if isinstance(source, Path):
        check_regular(source)
    with h5py.File(source, "r") as file:
        yield ForeignGroup(file)


class ForeignGroup:
    """A group, of which there is only what lies in the file itself.

    Parameters
    ----------
    group
        An ``h5py.Group``.
    """

    def __init__(self, group: Any) -> None:
        self._group = group
        self.attrs = ForeignAttributes(group.attrs)

    def __contains__(self, path: str) -> bool:
        try:
            self._find(path)
        except KeyError:
            return False
        return True

    def __getitem__(self, path: str) -> Any:
        """A group or an array, see :func:`check_array`, by its path.

        Raises
        ------
        KeyError
            There is none, or a link on the way leads elsewhere.
        ValueError
            It is an array whose values are not in the file, or not complete.
        """
        import h5py

        place = self._find(path)
        if isinstance(place, h5py.Group):
            return ForeignGroup(place)
        if not isinstance(place, h5py.Dataset):
            raise ValueError(f"{path!r} is neither a group nor an array")
        check_array(place, path)
        return place

    def _find(self, path: str) -> Any:
        import h5py

        place = self._group
        for part in path.split("/"):
            if not part or not isinstance(place, h5py.Group):
                raise KeyError(f"there is no {path!r}")
            if not isinstance(place.get(part, getlink=True), h5py.HardLink):
                raise KeyError(f"{path!r} is no part of the file itself")
            place = place[part]
        return place

    def __iter__(self) -> Iterator[str]:
        """Names of what lies in the file itself; those that are no text are left out."""
        import h5py

        for name in self._group:
            if not is_text(name):
                continue
            if isinstance(self._group.get(name, getlink=True), h5py.HardLink):
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def group(self, path: str) -> ForeignGroup:
        """A group; raises as indexing does, and where it is none."""
        found = self[path]
        if not isinstance(found, ForeignGroup):
            raise ValueError(f"{path!r} is no group")
        return found

    def array(self, path: str) -> Any:
        """An array, as an ``h5py.Dataset``; raises as indexing does, and where it is none."""
        found = self[path]
        if isinstance(found, ForeignGroup):
            raise ValueError(f"{path!r} is no array")
        return found

    def walk(
        self, most: int, enter: Callable[[str, ForeignGroup], bool] = lambda *_: True
    ) -> Iterator[tuple[str, ForeignGroup | Any]]:
        """Groups and arrays below this one with their paths, each object once, parents first.

        Parameters
        ----------
        most
            Objects; more are a ``ValueError``.
        enter
            Whether to look into a group, by its path.

        Yields
        ------
        tuple
            A path, and a group or an array as it is stored: :func:`check_array` has not seen it.

        Raises
        ------
        ValueError
            There are more than ``most``, or they are nested too deeply.
        """
        import h5py

        seen = {_place(self._group)}
        waiting = [("", self)]
        while waiting:
            prefix, group = waiting.pop()
            below = []
            for name in group:
                if "/" in name:
                    continue
                item = group._group[name]
                if not isinstance(item, h5py.Group | h5py.Dataset) or _place(item) in seen:
                    continue
                seen.add(_place(item))
                if len(seen) > most:
                    raise ValueError(f"it holds more than {most:,} parts")
                path = prefix + name
                if isinstance(item, h5py.Dataset):
                    yield path, item
                    continue
                if path.count("/") >= _MAX_DEPTH:
                    raise ValueError("its groups are nested too deeply")
                inner = ForeignGroup(item)
                yield path, inner
                if enter(path, inner):
                    below.append((path + "/", inner))
            waiting += reversed(below)

    def copy_to(self, path: str, target: Any, name: str) -> None:
        """Copy an array as it is stored into a group of a file of ours."""
        self._group.copy(self.array(path), target, name=name)


class ForeignAttributes:
    """Attributes of a group: whole numbers, finite ones or NaN, and text.

    Parameters
    ----------
    attributes
        Of h5py.
    """

    def __init__(self, attributes: Any) -> None:
        self._attributes = attributes

    def __contains__(self, name: str) -> bool:
        return name in self._attributes

    def __getitem__(self, name: str) -> int | float | str:
        """The value of an attribute.

        Raises
        ------
        KeyError
            There is none.
        ValueError
            It is neither a number nor a text, or it is infinite or too long.
        """
        import h5py

        stored = self._attributes.get_id(name)
        if stored.get_space().get_simple_extent_type() == h5py.h5s.NULL or stored.shape != ():
            raise ValueError(f"{name!r} is not one value")
        if stored.get_storage_size() > MAX_TEXT_BYTES:
            raise ValueError(f"{name!r} is too long")
        value = self._attributes[name]
        if isinstance(value, bytes):
            return value.decode("utf-8")
        if isinstance(value, str):
            return value
        value = value.item() if isinstance(value, np.generic) else value
        if isinstance(value, bytes):
            return value.decode("utf-8")
        if isinstance(value, bool | int):
            return int(value)
        if not isinstance(value, float) or math.isinf(value):
            raise ValueError(f"{name!r} is no number")
        return value

    def get(self, name: str, default: int | float | str | None = None) -> int | float | str | None:
        """The value of an attribute, or another one where there is none."""
        if name not in self:
            return default
        return self[name]

    def text(self, name: str) -> str:
        """A text; raises ``ValueError`` for a number."""
        value = self[name]
        if not isinstance(value, str):
            raise ValueError(f"{name!r} is no text")
        return value

    def number(self, name: str) -> float:
        """A number, which may be NaN; raises ``ValueError`` for a text."""
        value = self[name]
        if isinstance(value, str):
            raise ValueError(f"{name!r} is no number")
        return float(value)

    def integer(self, name: str) -> int:
        """A whole number of at most 64 bits; raises ``ValueError`` for anything else."""
        value = self[name]
        if isinstance(value, str) or not float(value).is_integer():
            raise ValueError(f"{name!r} is no whole number")
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"{name!r} is too large")
        return int(value)


def is_plain(dataset: Any) -> bool:
    """Whether an array has a shape, holds numbers, and lies in this very file."""
    if dataset.shape is None or dataset.dtype.hasobject:
        return False
    return not dataset.is_virtual and not dataset.external


def check_array(dataset: Any, name: str = "an array") -> None:
    """Raise ``ValueError`` unless an array is plain, and its values can be in the file."""
    if not is_plain(dataset):
        raise ValueError(f"{name!r} is no array of the file itself")
    stored = min(int(dataset.id.get_storage_size()), int(dataset.file.id.get_filesize()))
    most = stored
    if dataset.chunks is not None:
        filters = dataset.id.get_create_plist()
        numbers = {filters.get_filter(i)[0] for i in range(filters.get_nfilters())}
        if not numbers <= _FILTERS:
            raise ValueError(f"{name!r} is packed in an unknown way")
        if math.prod(dataset.chunks) > max(4 * math.prod(dataset.shape), 1 << 22):
            raise ValueError(f"{name!r} has impossible chunks")
        most = _MOST_UNPACKED * stored
    if n_bytes(dataset) > most + _FREE_BYTES:
        raise ValueError(f"an array of shape {dataset.shape} is announced, but not complete")


def n_bytes(dataset: Any) -> int:
    """Bytes of an array's values; exact also where 64 bits would overflow."""
    return math.prod(int(n) for n in dataset.shape) * int(dataset.dtype.itemsize)


def values_of(dataset: Any) -> NDArray[Any]:
    """All values of an array that :func:`check_array` found sound."""
    return np.asarray(dataset[()])


def is_text(name: object) -> bool:
    """Whether a name of a part of a file is text that can be written elsewhere."""
    if not isinstance(name, str):
        return False
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in name


def _place(item: Any) -> tuple[int, int]:
    import h5py

    info = h5py.h5o.get_info(item.id)
    return int(info.fileno), int(info.addr)
