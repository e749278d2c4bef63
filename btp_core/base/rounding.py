"""The same bits however many threads a process has, so that `batch` and `inspect` agree.

MKL cuts its work by the number of threads unless a variable of the environment tells it not to,
which it reads when it is first used. The command line and the workers set it, if nobody has.
"""

from __future__ import annotations

import os

VARIABLE = "MKL_CBWR"
SAME_FOR_ANY_THREADS = "AUTO,STRICT"


def rounding() -> str:
    """How this process rounds, or how its command line would."""
    return os.environ.get(VARIABLE, SAME_FOR_ANY_THREADS)
