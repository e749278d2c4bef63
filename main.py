"""Entry point of BTP Inspect: environment first, then the window or the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    """Run ``btp-inspect`` with the process's arguments; returns its exit code."""
    # Before any library reads them. Nothing is ever fetched: the text tower ships as a package.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # Threads that wait must sleep: on a machine with other work, spinning ones hold up the very
    # thread they wait for, and an inspection takes many times as long.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    from btp_core.cli.app import run

    return run(sys.argv[1:], open_window)


def open_window(scans: list[Path]) -> int:
    """Open scans in the window; returns its exit code. Qt is imported here and not before."""
    from app.launch import run_window

    return run_window(scans)


if __name__ == "__main__":
    sys.exit(main())
