"""Arrays in a run file, packed and unpacked beside HDF5, which lets in one thread at a time.

What is written is plain HDF5, with its own filters; only the work is done here, where several
threads can do it at once.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.batch.journaled_file import JournaledFile

LEVEL = 1
"""Higher ones take several times as long and save a few per cent."""
CHUNK_ROWS = 65_536
_COMPRESSION = {"compression": "gzip", "compression_opts": LEVEL, "shuffle": True}
_MOST_UNPACKED = 1032
"""No byte of a deflate stream stands for more."""


def write_array(
    group: Any,
    name: str,
    values: NDArray[Any],
    *,
    rows: int | None = None,
    strategy: int | None = None,
) -> None:
    """Store an array compressed, in chunks of rows.

    Parameters
    ----------
    group
        An ``h5py.Group``.
    name
        Of the new dataset.
    values
        Numbers of any shape but ``()``.
    rows
        Of a chunk; ``CHUNK_ROWS`` unless given.
    strategy
        Of zlib; by the kind of numbers unless given.
    """
    if values.size == 0:
        group.create_dataset(name, data=values)
        return
    rows = min(len(values), rows or CHUNK_ROWS)
    dataset = group.create_dataset(
        name,
        shape=values.shape,
        dtype=values.dtype,
        chunks=(rows, *values.shape[1:]),
        **_COMPRESSION,
    )
    for start in range(0, len(values), rows):
        chunk = values[start : start + rows]
        if len(chunk) < rows:  # the last one is stored whole
            chunk = np.resize(chunk, (rows, *chunk.shape[1:]))
        dataset.id.write_direct_chunk(_place(dataset, start), _packed(chunk, strategy))


def read_array(dataset: Any, file: JournaledFile | None = None) -> NDArray[Any]:
    """Values of a dataset.

    Parameters
    ----------
    dataset
        An ``h5py.Dataset``, of any layout; those that this program writes are read faster.
    file
        The file that it is in; what is not compressed is read faster with it.

    Raises
    ------
    ValueError, OSError
        It is damaged, or larger than what is stored of it can be.
    """
    if _is_plain(dataset):
        if dataset.chunks is not None:
            return _unpacked(dataset)
        if file is not None:
            return _contiguous(dataset, file)
    values: NDArray[Any] = dataset[()]
    return values


def _is_plain(dataset: Any) -> bool:
    """Whether its bytes are those of a NumPy array, as :func:`write_array` or HDF5 lays them."""
    import h5py

    kind: np.dtype[Any] = dataset.dtype
    if kind.kind not in "iuf" or not dataset.shape or not dataset.size:
        return False
    if not dataset.id.get_type().equal(h5py.h5t.py_create(kind)):
        return False
    filters = dataset.id.get_create_plist()
    names = [filters.get_filter(number)[0] for number in range(filters.get_nfilters())]
    if dataset.chunks is None:
        return not names and dataset.id.get_offset() is not None
    count = -(-len(dataset) // dataset.chunks[0])
    return (
        names == [h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_DEFLATE]
        and dataset.chunks[1:] == dataset.shape[1:]
        and dataset.id.get_num_chunks() == count
    )


def _contiguous(dataset: Any, file: JournaledFile) -> NDArray[Any]:
    place, length = dataset.id.get_offset(), dataset.nbytes
    if place + length > file.size:
        raise ValueError("an array ends behind the end of the file")
    values = np.empty(dataset.shape, dataset.dtype)
    file.seek(place)
    file.readinto(values.reshape(-1).view(np.uint8).data)
    return values


def _unpacked(dataset: Any) -> NDArray[Any]:
    rows, item = dataset.chunks[0], dataset.dtype.itemsize
    length = rows * int(np.prod(dataset.shape[1:], dtype=np.int64)) * item
    chunks = []
    for start in range(0, len(dataset), rows):
        left_out, packed = dataset.id.read_direct_chunk(_place(dataset, start))
        if left_out or length > _MOST_UNPACKED * len(packed):
            raise ValueError("a chunk is too short for its array")
        stream = zlib.decompressobj()
        try:
            planes = stream.decompress(packed, length)
        except zlib.error as error:
            raise ValueError("a chunk cannot be unpacked") from error
        if len(planes) != length:
            raise ValueError("a chunk is too short for its array")
        # HDF5's shuffle: all first bytes of the numbers, then all second ones, and so on.
        numbers = np.frombuffer(planes, np.uint8).reshape(item, -1)
        if dataset.dtype == np.uint16:  # half of a run file, and so twice as fast
            chunk = np.left_shift(numbers[1], 8, dtype=np.uint16)
            chunk |= numbers[0]
        else:
            chunk = np.ascontiguousarray(numbers.T).view(dataset.dtype)
        chunks.append(chunk.reshape(rows, *dataset.shape[1:]))
    values = chunks[0] if len(chunks) == 1 else np.concatenate(chunks)
    return values[: len(dataset)]


def _packed(chunk: NDArray[Any], strategy: int | None) -> bytes:
    numbers = np.ascontiguousarray(chunk).reshape(-1).view(np.uint8)
    planes = np.ascontiguousarray(numbers.reshape(-1, chunk.dtype.itemsize).T)
    # Measured numbers repeat nothing: looking for it takes twice the time, and gains no byte.
    if strategy is None:
        strategy = zlib.Z_HUFFMAN_ONLY if chunk.dtype.kind == "f" else zlib.Z_DEFAULT_STRATEGY
    stream = zlib.compressobj(LEVEL, strategy=strategy)
    return stream.compress(planes.data) + stream.flush()


def _place(dataset: Any, row: int) -> tuple[int, ...]:
    return (row, *(0 for _ in dataset.shape[1:]))
