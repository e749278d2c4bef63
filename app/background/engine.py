"""What the worker needs from the core, and where it gets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.background.designs import MakeDesign, ReadScan, make_design, read_design
from app.background.folder import (
    DrawStored,
    ReadRun,
    Rescore,
    RunFolder,
    draw_stored,
    read_rows,
    rescore,
    run_folder,
)
from app.background.watch import WatchFolder, watch
from btp_core.inspection.model_choice import ModelChoice

if TYPE_CHECKING:
    from btp_core.base.progress import CancelToken
    from btp_core.batch.stored_scan import StoredScan
    from btp_core.designs.design import Design
    from btp_core.inspection.inspector import Inspector
    from btp_core.scans.scan import Scan


@dataclass(frozen=True)
class Engine:
    """The heavy functions of the core, each called off the GUI thread.

    Attributes
    ----------
    load_inspector
        Loads a model, on the thread that inspects; raises
        :class:`~btp_core.base.errors.ModelError`.
    read_scan
        Reads one file until cancelled, on the thread that inspects or the one that reads stored
        maps; raises :class:`~btp_core.base.errors.ScanReadError`.
    extensions
        Lower-case file extensions with their dot that ``read_scan`` knows.
    run_folder, read_run
        Check a folder, and read header and rows of an earlier check, on the thread of folder
        checks.
    read_stored
        Reads the stored map of a scan from a run file, on the thread of its own that such maps
        have; raises :class:`~btp_core.base.errors.InspectError`.
    read_design, make_design
        Read a design file, and make a new design from good scans, on the thread that inspects;
        raise :class:`~btp_core.base.errors.DesignError`.
    rescore, draw_stored
        Score a run with other words, on the thread of folder checks, and draw the stored map of a
        scan, on a thread of its own.
    watch
        Watches a folder until cancelled, on a thread of its own.
    """

    load_inspector: Callable[[ModelChoice], Inspector]
    read_scan: ReadScan
    extensions: frozenset[str]
    run_folder: RunFolder
    read_run: ReadRun
    read_stored: Callable[[Path, str], StoredScan]
    read_design: Callable[[Path], Design] = read_design
    make_design: MakeDesign = make_design
    rescore: Rescore = rescore
    draw_stored: DrawStored = draw_stored
    watch: WatchFolder = watch


def default_engine(device: str = "auto") -> Engine:
    """The engine over :mod:`btp_core`."""
    from btp_core.scans.registry import supported_extensions

    return Engine(
        lambda choice: choice.load(device),
        read_file,
        frozenset(supported_extensions()),
        run_folder,
        read_rows,
        read_stored,
    )


def read_file(path: Path, cancel: CancelToken) -> Scan:
    """One scan file, unless cancelled; raises ``InspectError``."""
    from btp_core.scans.reading import read_scan

    return read_scan(path, cancel=cancel)


def read_stored(run: Path, name: str) -> StoredScan:
    """The stored map of a scan in a run file; raises ``InspectError``."""
    # Imports torch: not on the window's thread.
    from btp_core.batch.stored_scan import read_stored_scan

    return read_stored_scan(run, name)
