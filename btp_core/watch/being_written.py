"""Whether some program still has a file open to write it, where the system tells."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

if sys.platform == "linux":
    import fcntl
    import signal

    def being_written(path: Path) -> bool:
        """Whether another program of this machine has the file open for writing.

        Linux grants a read lease only on files that nobody writes. False where it cannot be
        told: a network drive, another user's file.
        """
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            # Whoever opens the file while it is held makes the kernel send a signal, which by
            # default would end this process; this one is ignored by default.
            fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return error.errno == errno.EAGAIN
        finally:
            os.close(handle)
        return False

else:

    def being_written(path: Path) -> bool:
        """Whether the system refuses to open the file, as Windows does while it is copied."""
        try:
            os.close(os.open(path, os.O_RDONLY))
        except PermissionError:
            return True
        except OSError:
            return False
        return False
