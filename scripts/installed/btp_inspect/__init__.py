"""The installed program.

A wheel has the window (`app`) and `main` in this folder, so that modules of such common names are
nobody else's; they are found once :func:`main` runs. In a checkout they lie at its top level.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run ``btp-inspect`` with the process's arguments; returns its exit code."""
    here = Path(__file__).resolve().parent
    checkout = here.parents[2]
    home = here if (here / "main.py").is_file() else checkout
    # In front: another package's `app` must not be taken for ours. Helpers inherit the path.
    sys.path.insert(0, str(home))
    from main import main as run

    return run()
