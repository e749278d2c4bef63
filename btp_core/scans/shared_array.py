"""Arrays that a reader process makes where the other side will find them: not copied once more."""

from __future__ import annotations

import mmap
import os
import socket
import tempfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST_BYTES = 1 << 20
"""Below this a copy is nothing."""
_NONE = -1


class SharedArrays:
    """Makes arrays; of the latest, the memory can be given to another process.

    Elsewhere than in a reader process, :meth:`empty` is NumPy's.
    """

    def __init__(self) -> None:
        self._on = False
        self._handle = _NONE
        self._address = 0

    def turn_on(self) -> None:
        """Share from now on, where the system can."""
        self._on = hasattr(socket, "send_fds")

    def empty(self, shape: tuple[int, ...], dtype: Any = np.float64) -> NDArray[Any]:
        """A new array; its values are anything."""
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        if not self._on or size < LEAST_BYTES:
            return np.empty(shape, dtype)
        self._forget()
        handle = shared_file(size)
        try:
            memory = mmap.mmap(handle, size)
        except BaseException:
            os.close(handle)
            raise
        array: NDArray[Any] = np.frombuffer(memory, dtype).reshape(shape)
        self._handle, self._address = handle, array.ctypes.data
        return array

    def take(self, array: NDArray[Any]) -> int | None:
        """The handle of an array's memory, which begins with it and is now the caller's to close.

        None where it is no array of this kind, or not the latest.
        """
        if self._handle == _NONE or array.ctypes.data != self._address:
            return None
        if not array.flags.c_contiguous or os.fstat(self._handle).st_size < array.nbytes:
            return None
        handle, self._handle = self._handle, _NONE
        return handle

    def _forget(self) -> None:
        if self._handle != _NONE:
            os.close(self._handle)
            self._handle = _NONE


def shared_file(size: int) -> int:
    """A file without a name, in memory where the system can do that, of ``size`` bytes."""
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("btp-scan", os.MFD_CLOEXEC)
    else:
        handle, name = tempfile.mkstemp(prefix="btp-scan-")
        os.unlink(name)  # noqa: PTH108 - it never was a path
    try:
        os.ftruncate(handle, size)
    except BaseException:
        os.close(handle)
        raise
    return handle


SHARED = SharedArrays()
