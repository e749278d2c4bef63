"""How kernels are compiled, where their machine code is kept, and how threads share their rows.

Numba compiles on import, so modules with kernels are imported where they are first needed. Code
once compiled lies in the user's cache folder and belongs to these sources, this version of Python
and this kind of processor. Where nothing can be kept there, every process compiles for itself.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numba.core.config
import numpy as np
import platformdirs
from numba import types
from numpy.typing import DTypeLike, NDArray

log = logging.getLogger(__name__)

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {
    "nogil": True,  # threads share rows
    "fastmath": False,  # the order of additions is part of the result
    "error_model": "numpy",
}
SMALLEST_SHARE = 256
SHARES_PER_THREAD = 4
KEPT_VERSIONS = 3
"""Folders of machine code of other sources that are left where they are, the newest."""


def rows(dtype: Any) -> Any:
    """The type of a two-dimensional argument that a kernel reads."""
    return types.Array(dtype, 2, "C", readonly=True)


def line(dtype: Any) -> Any:
    """The type of a one-dimensional argument that a kernel reads."""
    return types.Array(dtype, 1, "C", readonly=True)


def compiled(*signatures: Any) -> Callable[[_Kernel], _Kernel]:
    """Compile a kernel for its ``signatures``, or take its machine code from the cache."""

    def decorate(function: _Kernel) -> _Kernel:
        config: Any = numba.core.config
        before = config.CACHE_LOCATOR_CLASSES
        config.CACHE_LOCATOR_CLASSES = f"{__name__}.{_UserCache.__name__}"
        try:
            kernel: Any = numba.njit(list(signatures), cache=True, **OPTIONS)(function)
        # What pickle says of a damaged file is as manifold as the damage.
        except (RuntimeError, OSError, EOFError, ValueError, pickle.PickleError, ImportError) as e:
            _say_once("Computations are compiled anew at each start", str(e))
            kernel = numba.njit(list(signatures), **OPTIONS)(function)
        finally:
            config.CACHE_LOCATOR_CLASSES = before
        return cast(_Kernel, kernel)

    return decorate


def helper(function: _Kernel) -> _Kernel:
    """A function that kernels of the same module call; it becomes part of them."""
    return cast(_Kernel, numba.njit(**OPTIONS)(function))


@cache
def _say_once(what: str, why: str) -> None:
    log.warning("%s: %s", what, why)


def plain(array: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """The array as kernels take it: of ``dtype``, contiguous, aligned; a copy only if need be."""
    return np.require(array, dtype, ["C", "A"])


def in_rows(
    kernel: Callable[..., None],
    count: int,
    workers: int,
    *arguments: Any,
    least: int = SMALLEST_SHARE,
) -> None:
    """Run ``kernel(*arguments, start, stop)`` over ``count`` independent rows.

    Parameters
    ----------
    kernel
        Writes the rows from ``start`` to ``stop`` of its results and nothing else, so that the
        same bits come out for any number of threads.
    count
        Of all rows.
    workers
        Threads, -1 for one per core.
    least
        Rows below which another thread is not worth waking.
    """
    threads = workers if workers > 0 else os.cpu_count() or 1
    shares = min(threads * SHARES_PER_THREAD, count // least)
    if threads == 1 or shares < 2:
        kernel(*arguments, 0, count)
        return
    bounds = np.linspace(0, count, shares + 1).astype(np.int64)
    with ThreadPoolExecutor(min(threads, shares)) as pool:
        list(pool.map(lambda i: kernel(*arguments, bounds[i], bounds[i + 1]), range(shares)))


def cache_folder() -> Path:
    """Where the machine code of these sources is kept; ``NUMBA_CACHE_DIR`` names another place."""
    config: Any = numba.core.config
    chosen = config.CACHE_DIR
    base = Path(chosen) if chosen else platformdirs.user_cache_path("btp-inspect", appauthor=False)
    return base / "kernels" / source_stamp()[:16]


@cache
def source_stamp() -> str:
    """Checksum of all kernels; a helper's change must reach those that contain it."""
    if getattr(sys, "frozen", False):  # sources lie in the program's own archive
        state = Path(sys.executable).stat()
        return hashlib.sha256(f"{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def forget_old_versions() -> None:
    """Remove machine code of sources that are no longer in use, beyond the newest few."""
    current = cache_folder()
    with suppress(OSError):
        others = [path for path in current.parent.iterdir() if path != current and path.is_dir()]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[KEPT_VERSIONS:]:
            shutil.rmtree(path, ignore_errors=True)


class _UserCache:
    """Tells Numba where it keeps the machine code of a kernel, and what that belongs to."""

    def __init__(self, line_number: int, source: str) -> None:
        self._line_number = line_number
        self._py_file = source  # named in Numba's warnings

    @classmethod
    def from_function(cls, function: Any, source: str) -> _UserCache | None:
        """None where nothing can be written."""
        found = cls(function.__code__.co_firstlineno, source)
        try:
            found.ensure_cache_path()
        except OSError:
            return None
        return found

    def ensure_cache_path(self) -> None:
        """Make the folder; raises ``OSError`` where it cannot be written to."""
        path = self.get_cache_path()
        Path(path).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()

    def get_cache_path(self) -> str:
        """The folder."""
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        """What the machine code belongs to."""
        return source_stamp()

    def get_disambiguator(self) -> str:
        """Tells functions of one name apart."""
        return str(self._line_number)
