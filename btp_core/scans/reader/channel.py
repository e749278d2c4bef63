"""What goes between this process and its reader: small JSON messages, and arrays beside them.

Nothing is unpickled: whatever a decoder was made to do, the other side gets numbers and text, whose
sizes it checks. Arrays lie in memory that both sides map, so that a scan is not copied; where a
handle of it cannot be passed on (Windows), they follow the message as bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.scans.shared_array import SHARED, shared_file

_LENGTH = struct.Struct("<Q")
_MAX_MESSAGE = 4 << 20
_ALIGNMENT = 64
_COPIED_BYTES = 2 << 20
"""Arrays up to this size together are copied: a mapping keeps a file handle, and those are few."""

Wait = Callable[[socket.socket], None]
"""Called before each receiving; returns when there is something, raises if it should not be."""


class BrokenChannelError(Exception):
    """The other side is gone, or says what makes no sense."""


def _wait_for_ever(_: socket.socket) -> None:
    """Let the socket itself wait."""


class Channel:
    """One end of the connection.

    Parameters
    ----------
    connection
        A stream socket.
    shared
        Whether arrays go by shared memory; both ends must agree.
    """

    def __init__(self, connection: socket.socket, *, shared: bool | None = None) -> None:
        self._socket = connection
        self._shared = hasattr(socket, "send_fds") if shared is None else shared

    def close(self) -> None:
        """Close this end, which the other one notices."""
        self._socket.close()

    def send(self, message: Mapping[str, Any], arrays: Sequence[NDArray[Any]] = ()) -> None:
        """Send a message, and arrays of plain numbers with it.

        Raises
        ------
        OSError
            The other side is gone.
        """
        places, size = [], 0
        for array in arrays:
            places.append([array.dtype.str, list(array.shape), size])
            size += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
        text = json.dumps({"message": message, "arrays": places, "bytes": size}).encode()
        if size and self._shared:
            handle, written = _memory_for(arrays, size)
            try:
                _write(handle, arrays[written:], places[written:])
                socket.send_fds(self._socket, [_LENGTH.pack(len(text))], [handle])
            finally:
                os.close(handle)
            self._socket.sendall(text)
            return
        self._socket.sendall(_LENGTH.pack(len(text)) + text)
        if size:
            memory_of_own = bytearray(size)
            _fill(memory_of_own, arrays, places)
            self._socket.sendall(memory_of_own)

    def receive(self, wait: Wait = _wait_for_ever) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """The next message and its arrays.

        Raises
        ------
        BrokenChannelError
            There is none, or it is not one.
        """
        handles: list[int] = []
        try:
            return self._receive(wait, handles)
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise BrokenChannelError(str(error)) from error
        finally:
            for handle in handles:
                os.close(handle)

    def _receive(self, wait: Wait, handles: list[int]) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        (length,) = _LENGTH.unpack(self._octets(_LENGTH.size, wait, handles))
        if length > _MAX_MESSAGE:
            raise ValueError("a message is too long")
        envelope = json.loads(bytes(self._octets(length, wait)))
        size = int(envelope["bytes"])
        memory: Any = b""
        if size and handles:
            if os.fstat(handles[0]).st_size < size:
                raise ValueError("an array is not complete")
            # A private mapping: writing into a scan changes this process's copy alone.
            memory = mmap.mmap(handles[0], size, access=mmap.ACCESS_COPY)
        elif size:
            memory = self._octets(size, wait)
        arrays = [_array(memory, *place) for place in envelope["arrays"]]
        if size <= _COPIED_BYTES:
            arrays = [array.copy() for array in arrays]
        return dict(envelope["message"]), arrays

    def _octets(self, count: int, wait: Wait, handles: list[int] | None = None) -> bytearray:
        octets = bytearray(count)
        view, at = memoryview(octets), 0
        while at < count:
            wait(self._socket)
            if handles is not None and self._shared:
                data, passed, _, _ = socket.recv_fds(self._socket, count - at, 1)
                handles += passed
                view[at : at + len(data)] = data
                got = len(data)
            else:
                got = self._socket.recv_into(view[at:])
            if not got:
                raise BrokenChannelError("the other side is gone")
            at += got
        return octets


def _memory_for(arrays: Sequence[NDArray[Any]], size: int) -> tuple[int, int]:
    """A file of ``size`` bytes, and how many of the arrays are in their places there already."""
    handle = SHARED.take(arrays[0])
    if handle is None:
        return shared_file(size), 0
    try:
        os.ftruncate(handle, size)
    except BaseException:
        os.close(handle)
        raise
    return handle, 1


def _write(handle: int, arrays: Sequence[NDArray[Any]], places: Sequence[Sequence[Any]]) -> None:
    # Writing takes half the time of filling a mapping, whose pages would be cleared first.
    for array, place in zip(arrays, places, strict=True):
        octets = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        at = int(place[-1])
        while octets:
            written = os.pwrite(handle, octets, at)
            octets, at = octets[written:], at + written


def _fill(memory: Any, arrays: Sequence[NDArray[Any]], places: Sequence[Sequence[Any]]) -> None:
    for array, place in zip(arrays, places, strict=True):
        _array(memory, *place)[...] = array


def _array(memory: Any, kind: str, shape: Sequence[int], start: int) -> NDArray[Any]:
    dtype = np.dtype(kind)
    if dtype.kind not in "fiub" or any(int(length) < 0 for length in shape):
        raise ValueError("an array is not of numbers")
    return np.ndarray(tuple(int(n) for n in shape), dtype, buffer=memory, offset=int(start))
