"""The main function of a worker process."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from btp_core.batch.jobs import WorkerSetup

# Nothing heavy above: numerical libraries read the number of threads when they are loaded.


def serve(connection: Connection, setup: WorkerSetup) -> None:
    """Load the model, say so, then answer one job at a time until the other end closes.

    The other end also closes when its process is killed: no worker outlives its run for longer
    than one scan.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    if setup.threads:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = str(setup.threads)
    from btp_core.base.errors import InspectError
    from btp_core.batch.jobs import StartFailure
    from btp_core.batch.scan_inspector import ScanInspector

    try:
        try:
            inspector = ScanInspector(setup)
        except InspectError as error:
            path = None if error.path is None else str(error.path)
            connection.send(StartFailure(error.cause, path, error.next_step))
            return
        connection.send(inspector.facts)
        while True:
            connection.send(inspector.inspect(connection.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
