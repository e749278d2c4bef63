"""The innermost loops of the geometry, compiled for the processor (docs/decisions/kernels.md).

A module of kernels is imported where its first kernel is needed, not before: importing compiles.
"""

from __future__ import annotations

import logging
from importlib import import_module
from threading import Lock

from filelock import FileLock, Timeout

from btp_core.base.progress import ProgressCallback, no_progress

log = logging.getLogger(__name__)

STAGE = "preparing the computations (once)"
MODULES = ("cloud", "normals", "statistics", "tree", "voxels")
_SECONDS_TO_WAIT = 180.0
"""For another process that compiles; then this one does it, too."""
_COMPLETE = "complete"
_once = Lock()
_done = False


def prepare(progress: ProgressCallback = no_progress) -> None:
    """Load all kernels; on the first call after an installation, compile them.

    That takes 10 to 30 seconds and is said by ``progress``, and is done by one process at a time.
    Where the cache folder cannot be written to, each process compiles for itself.
    """
    global _done  # noqa: PLW0603
    with _once:
        if _done:
            return
        from btp_core.geometry.kernels.compiled import cache_folder, forget_old_versions

        folder = cache_folder()
        if (folder / _COMPLETE).exists():
            _load()
        else:
            progress(STAGE, 0.0)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with FileLock(folder / "compiling.lock", timeout=_SECONDS_TO_WAIT):
                    _load(progress)
                    (folder / _COMPLETE).touch()
                forget_old_versions()
            except (OSError, Timeout) as error:
                log.warning("compiled code cannot be kept in %s: %s", folder, error)
                _load(progress)
        _done = True


def _load(progress: ProgressCallback = no_progress) -> None:
    for done, name in enumerate(MODULES):
        progress(STAGE, done / len(MODULES))
        import_module(f"{__name__}.{name}")
